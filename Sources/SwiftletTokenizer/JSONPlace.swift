internal import SwiftletJSON
internal import SwiftletSystem

/// A JSON value with the file and key path it was found at, for messages.
struct JSONPlace {
  let value: JSONValue
  let file: String
  let path: String

  init(_ value: JSONValue, file: String, path: String) {
    self.value = value
    self.file = file
    self.path = path
  }

  func fault(_ expected: String, _ found: String? = nil) -> InputFault {
    InputFault(
      file: file, place: path, expected: expected, found: found ?? value.kind)
  }

  /// The error that names a part Swiftlet does not have.
  func unsupported(_ expected: String, _ found: String? = nil) -> TokenizerError {
    .unsupported(fault(expected, found))
  }

  private func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  /// The value under `key`; nil if this is an object without it or with null there.
  func optional(_ key: String) throws(TokenizerError) -> JSONPlace? {
    guard let object = value.object else { throw .wrongValue(fault("an object")) }
    guard let member = object[key], !member.isNull else { return nil }
    return JSONPlace(member, file: file, path: path(of: key))
  }

  /// The value under `key`, which has to be there.
  func required(_ key: String) throws(TokenizerError) -> JSONPlace {
    guard let member = try optional(key) else {
      throw .missingValue(
        InputFault(file: file, place: path(of: key), expected: "a value", found: "none"))
    }
    return member
  }

  func string() throws(TokenizerError) -> String {
    guard let text = value.string else { throw .wrongValue(fault("a string")) }
    return text
  }

  func bool() throws(TokenizerError) -> Bool {
    guard let value = value.bool else { throw .wrongValue(fault("true or false")) }
    return value
  }

  /// A token id within the limits of the format.
  func tokenID() throws(TokenizerError) -> UInt32 {
    guard let id = value.integer, (0..<TokenHash.entryLimit).contains(id) else {
      throw .wrongValue(fault("a token id from 0 to \(TokenHash.entryLimit - 1)"))
    }
    return UInt32(id)
  }

  func array() throws(TokenizerError) -> [JSONValue] {
    guard let values = value.array else { throw .wrongValue(fault("a list")) }
    return values
  }

  func elements() throws(TokenizerError) -> [JSONPlace] {
    try array().enumerated().map { element($0.offset, $0.element) }
  }

  func element(_ index: Int, _ value: JSONValue) -> JSONPlace {
    JSONPlace(value, file: file, path: "\(path)[\(index)]")
  }

  func object() throws(TokenizerError) -> JSONObject {
    guard let object = value.object else { throw .wrongValue(fault("an object")) }
    return object
  }
}
