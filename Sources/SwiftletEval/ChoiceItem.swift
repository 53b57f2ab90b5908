internal import SwiftletJSON
internal import SwiftletSystem

/// A question with the texts that may follow it, one of which is right.
public struct ChoiceItem: Equatable, Sendable {
  /// What names the item in its file: its own id, or the number of its line.
  public var id: String
  /// Its line in the file, from 1 on.
  public var line: Int
  /// What stands in front of the choices, one text for all or one for each; a tokenizer may put tokens of its own in
  /// front of it.
  public var contexts: [String]
  /// The continuations, none empty.
  public var choices: [String]
  /// The index of the right one.
  public var answer: Int

  /// How many choices an item may have.
  public static let choiceCounts = 2...64
  /// The most bytes of an id.
  public static let idByteLimit = 256

  /// What stands in front of a choice.
  public func context(of choice: Int) -> String { contexts[contextIndex(of: choice)] }

  /// Which of `contexts` stands in front of a choice.
  func contextIndex(of choice: Int) -> Int { contexts.count == 1 ? 0 : choice }

  /// What each choice's likelihood is divided by: its bytes without the spaces that part it from its context; at least 1.
  public var lengths: [Int] {
    choices.map { max(1, $0.utf8.drop { $0 == UInt8(ascii: " ") }.count) }
  }

  /// Reads a file of items: one JSON object a line, in the form that `format` says.
  ///
  /// Keys that the form does not need are what benchmarks tell about their items; they are not read.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - file: its name, for messages.
  ///   - format: the form of a line.
  ///   - labels: the right choices, for sets that keep them in a file of their own.
  /// - Returns: at least one item, with ids that differ.
  /// - Throws: `TaskError`.
  public static func items(
    in bytes: [UInt8], file: String, format: ItemFormat = .items, labels: ItemLabels? = nil
  ) throws(TaskError) -> [ChoiceItem] {
    var items: [ChoiceItem] = []
    var lines: [String: Int] = [:]
    try JSONLines.read(bytes[...], file: file) { (line, object) throws(TaskError) in
      let fields = ItemFields(object: object, file: file, line: line)
      let item = try ChoiceItem(
        fields, format: format, label: try labels?.label(ofItem: items.count))
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
    try labels?.checkCount(items.count)
    return items
  }

  private init(_ fields: ItemFields, format: ItemFormat, label: JSONValue?) throws(TaskError) {
    line = fields.line
    id = try format.id(fields)
    guard id.utf8.count <= ChoiceItem.idByteLimit else {
      throw fields.invalid("id", "at most \(ChoiceItem.idByteLimit) bytes", "\(id.utf8.count)")
    }
    let parts = try format.parts(fields, label: label)
    (contexts, choices, answer) = (parts.contexts, parts.choices, parts.answer)
    guard ChoiceItem.choiceCounts.contains(choices.count) else {
      throw fields.invalid("choices", "2 to 64 of them", "\(choices.count)")
    }
    if let empty = choices.firstIndex(where: { $0.isEmpty }) {
      throw fields.invalid("choices[\(empty)]", "a string that is not empty", "an empty one")
    }
  }
}
