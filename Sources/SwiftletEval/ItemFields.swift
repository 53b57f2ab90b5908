internal import SwiftletJSON
internal import SwiftletSystem

/// The fields of an item's line, and what is said of those that are not as they should be.
struct ItemFields {
  let object: JSONObject
  let file: String
  /// From 1 on.
  let line: Int
  /// Where in the line the object is, like `question.`; empty for all of it.
  var place = ""

  /// A string.
  func string(_ key: String) throws(TaskError) -> String {
    guard let text = object[key]?.string else { throw invalid(key, "a string") }
    return text
  }

  /// Texts and, at odd places, the strings of keys, one behind the other.
  func text(_ pieces: [String]) throws(TaskError) -> String {
    var text = ""
    for (index, piece) in pieces.enumerated() {
      text += index % 2 == 0 ? piece : try string(piece)
    }
    return text
  }

  /// The object of `key`.
  func object(_ key: String) throws(TaskError) -> ItemFields {
    guard let inner = object[key]?.object else { throw invalid(key, "an object") }
    return ItemFields(object: inner, file: file, line: line, place: place + key + ".")
  }

  /// A list.
  func list(_ key: String) throws(TaskError) -> [JSONValue] {
    guard let list = object[key]?.array else { throw invalid(key, "a list") }
    return list
  }

  /// The texts of a list of strings.
  func strings(_ key: String) throws(TaskError) -> [String] {
    var texts: [String] = []
    for (index, value) in try list(key).enumerated() {
      guard let text = value.string else {
        throw invalid("\(key)[\(index)]", "a string", value.kind)
      }
      texts.append(text)
    }
    return texts
  }

  func invalid(_ key: String, _ expected: String, _ found: String? = nil) -> TaskError {
    .invalidItem(
      InputFault(
        file: file, place: "line \(line): \(place)\(key)", expected: expected,
        found: found ?? object[key]?.kind ?? "nothing"))
  }
}
