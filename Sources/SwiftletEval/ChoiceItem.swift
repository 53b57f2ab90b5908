internal import SwiftletJSON
internal import SwiftletSystem

/// A question with the texts that may follow it, one of which is right.
public struct ChoiceItem: Equatable, Sendable {
  /// What names the item in its file: its own id, or the number of its line.
  public var id: String
  /// Its line in the file, from 1 on.
  public var line: Int
  /// What stands in front of every choice; a tokenizer may put tokens of its own in front of it.
  public var context: String
  /// The continuations, none empty.
  public var choices: [String]
  /// The index of the right one.
  public var answer: Int

  /// How many choices an item may have.
  public static let choiceCounts = 2...64
  /// The most bytes of an id.
  public static let idByteLimit = 256

  /// Reads a file of items: one JSON object a line, with `context`, `choices`, `answer` and perhaps `id`.
  ///
  /// Other keys are what benchmarks tell about their items; they are not read.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - file: its name, for messages.
  /// - Returns: at least one item, with ids that differ.
  /// - Throws: `TaskError`.
  public static func items(in bytes: [UInt8], file: String) throws(TaskError) -> [ChoiceItem] {
    var items: [ChoiceItem] = []
    var lines: [String: Int] = [:]
    try JSONLines.read(bytes[...], file: file) { (line, object) throws(TaskError) in
      let item = try ChoiceItem(object, file: file, line: line)
      if let first = lines.updateValue(line, forKey: item.id) {
        throw .duplicateID(
          InputFault(
            file: file, place: "line \(line): id", expected: "another than that of line \(first)",
            found: "\"\(item.id)\""))
      }
      items.append(item)
    }
    guard !items.isEmpty else {
      throw .noItems(
        InputFault(file: file, place: "", expected: "an item a line", found: "no items"))
    }
    return items
  }

  private init(_ object: JSONObject, file: String, line: Int) throws(TaskError) {
    func invalid(_ key: String, _ expected: String, _ found: String) -> TaskError {
      .invalidItem(
        InputFault(file: file, place: "line \(line): \(key)", expected: expected, found: found))
    }
    func kind(_ value: JSONValue?) -> String { value?.kind ?? "nothing" }
    self.line = line
    switch object["id"] {
    case nil: id = String(line)
    case .string(let text)?: id = text
    case .integer(let number)?: id = String(number)
    case let other?: throw invalid("id", "a string or a whole number", other.kind)
    }
    guard id.utf8.count <= ChoiceItem.idByteLimit else {
      throw invalid("id", "at most \(ChoiceItem.idByteLimit) bytes", "\(id.utf8.count)")
    }
    guard let context = object["context"]?.string else {
      throw invalid("context", "a string", kind(object["context"]))
    }
    self.context = context
    guard let list = object["choices"]?.array else {
      throw invalid("choices", "a list", kind(object["choices"]))
    }
    guard ChoiceItem.choiceCounts.contains(list.count) else {
      throw invalid("choices", "2 to 64 of them", "\(list.count)")
    }
    choices = []
    for (index, value) in list.enumerated() {
      guard let text = value.string, !text.isEmpty else {
        let found = value.string == nil ? value.kind : "an empty one"
        throw invalid("choices[\(index)]", "a string that is not empty", found)
      }
      choices.append(text)
    }
    guard let answer = object["answer"]?.integer, list.indices.contains(answer) else {
      throw invalid("answer", "a whole number from 0 to \(list.count - 1)", kind(object["answer"]))
    }
    self.answer = answer
  }
}
