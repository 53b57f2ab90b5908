internal import SwiftletJSON
internal import SwiftletSystem

/// How a line tells an item: in this program's own form, or in that of a published set.
///
/// The sets' items become contexts and choices as in EleutherAI's evaluation harness, whose figures are the ones usually
/// published. Both the files of the sets' authors and lines of the data hub's copies are read.
public enum ItemFormat: String, CaseIterable, Sendable {
  /// `context`, `choices`, `answer` and perhaps `id`.
  case items
  /// AI2 Reasoning Challenge, both parts.
  case arc
  /// BoolQ.
  case boolq
  /// HellaSwag.
  case hellaswag
  /// OpenBookQA.
  case obqa
  /// PIQA.
  case piqa
  /// Social IQa.
  case siqa
  /// WinoGrande.
  case winogrande

  /// Whether the right choices may stand in a file of their own.
  public var takesLabels: Bool { ![.items, .arc, .obqa].contains(self) }

  /// What an item is made of.
  struct Parts {
    var contexts: [String]
    var choices: [String]
    var answer: Int
  }

  /// What names an item: its own id where the set has such, else its line.
  func id(_ fields: ItemFields) throws(TaskError) -> String {
    guard !takesLabels else { return String(fields.line) }
    switch fields.object["id"] {
    case nil: return String(fields.line)
    case .string(let text)?: return text
    case .integer(let number)?: return String(number)
    default: throw fields.invalid("id", "a string or a whole number")
    }
  }

  /// Contexts, choices and the right one of them.
  ///
  /// - Parameters:
  ///   - fields: a line.
  ///   - label: the right choice, where a file of its own says it.
  /// - Returns: contexts for all choices or for each, and the index of the right one.
  /// - Throws: `TaskError.invalidItem`.
  func parts(_ fields: ItemFields, label: JSONValue?) throws(TaskError) -> Parts {
    switch self {
    case .items:
      let context = try fields.string("context")
      let choices = try fields.strings("choices")
      guard let answer = fields.object["answer"]?.integer, choices.indices.contains(answer) else {
        throw fields.invalid("answer", "a whole number from 0 to \(choices.count - 1)")
      }
      return Parts(contexts: [context], choices: choices, answer: answer)
    case .arc: return try lettered(fields, front: "Question: ", behind: "\nAnswer:")
    case .obqa: return try lettered(fields, front: "", behind: "")
    case .boolq:
      let context = try fields.text(["", "passage", "\nQuestion: ", "question", "?\nAnswer:"])
      return try Parts(
        contexts: [context], choices: [" no", " yes"],
        answer: answer(fields, fields.object["answer"] == nil ? "label" : "answer", label, 2))
    case .hellaswag:
      let context = try fields.text(["", "activity_label", ": ", "ctx_a", " "])
      let rest = ItemFormat.capitalized(try fields.string("ctx_b"))
      let endings = try fields.strings("endings")
      return try Parts(
        contexts: [ItemFormat.withoutMarks(context + rest)],
        choices: endings.map { " " + ItemFormat.withoutMarks($0) },
        answer: answer(fields, "label", label, endings.count))
    case .piqa:
      let context = try fields.text(["Question: ", "goal", "\nAnswer:"])
      return try Parts(
        contexts: [context],
        choices: [fields.text([" ", "sol1"]), fields.text([" ", "sol2"])],
        answer: answer(fields, "label", label, 2))
    case .siqa:
      let context = try fields.text(["Q: ", "context", " ", "question", "\nA:"])
      var choices: [String] = []
      for key in ["answerA", "answerB", "answerC"] { choices.append(try fields.text([" ", key])) }
      return try Parts(
        contexts: [context], choices: choices, answer: answer(fields, "label", label, first: 1, 3))
    case .winogrande:
      let sentence = Array(try fields.string("sentence").utf8)
      guard let gap = sentence.firstIndex(of: UInt8(ascii: "_")) else {
        throw fields.invalid("sentence", "a gap, _, for the options", "none")
      }
      let front = String(decoding: sentence[..<gap], as: UTF8.self)
      // The likelihood of what follows, behind each of the options.
      let rest = String(
        decoding: [0x20] + ItemFormat.trimmed(sentence[(gap + 1)...]), as: UTF8.self)
      return try Parts(
        contexts: [front + fields.string("option1"), front + fields.string("option2")],
        choices: [rest, rest], answer: answer(fields, "answer", label, first: 1, 2))
    }
  }

  /// A question whose choices have letters or numbers, as their authors or the data hub write it.
  private func lettered(_ fields: ItemFields, front: String, behind: String)
    throws(TaskError) -> Parts
  {
    var (texts, names): ([String], [String]) = ([], [])
    let stem: String
    if fields.object["choices"] != nil {
      let choices = try fields.object("choices")
      (texts, names) = (try choices.strings("text"), try choices.strings("label"))
      stem = try fields.string(fields.object["question_stem"] == nil ? "question" : "question_stem")
    } else {
      let question = try fields.object("question")
      stem = try question.string("stem")
      for (index, value) in try question.list("choices").enumerated() {
        guard let choice = value.object, let text = choice["text"]?.string,
          let name = choice["label"]?.string
        else { throw question.invalid("choices[\(index)]", "text and label", value.kind) }
        texts.append(text)
        names.append(name)
      }
    }
    let key = try fields.string("answerKey")
    guard texts.count == names.count, let answer = names.firstIndex(of: key) else {
      throw fields.invalid("answerKey", "one of the choices' labels")
    }
    return Parts(contexts: [front + stem + behind], choices: texts.map { " " + $0 }, answer: answer)
  }

  /// The index of the right one of `count` choices: from `label`, or what the line has under `key`, counted from `first`.
  private func answer(
    _ fields: ItemFields, _ key: String, _ label: JSONValue?, first: Int = 0, _ count: Int
  ) throws(TaskError) -> Int {
    let value = label ?? fields.object[key]
    let number: Int? =
      switch value {
      case .bool(let isTrue)?: isTrue ? 1 : 0
      case .integer(let number)?: number
      case .string(let text)?: Int(text)
      default: nil
      }
    guard let number, first <= number, number < first + count else {
      throw fields.invalid(
        key, "the right choice, \(first) to \(first + count - 1)", value?.kind ?? "nothing")
    }
    return number - first
  }

  /// The first letter large and the others small, of those that ASCII has.
  private static func capitalized(_ text: String) -> String {
    var bytes = Array(text.utf8)
    for index in bytes.indices {
      let isLetter = UInt8(ascii: "a")...UInt8(ascii: "z") ~= bytes[index] | 0x20
      if isLetter { bytes[index] = index == 0 ? bytes[index] & 0xDF : bytes[index] | 0x20 }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard let first = text.firstIndex(where: { $0 > 0x20 }),
      let last = text.lastIndex(where: { $0 > 0x20 })
    else { return [] }
    return text[first...last]
  }

  /// HellaSwag's text without what its sources marked up: titles, and notes in brackets.
  private static func withoutMarks(_ text: String) -> String {
    var rest = trimmed(Array(text.utf8)[...])
    var result: [UInt8] = []
    while let open = rest.firstIndex(of: UInt8(ascii: "[")),
      let close = rest[open...].firstIndex(of: UInt8(ascii: "]"))
    {
      result += rest[..<open]
      if rest[open...close].elementsEqual("[title]".utf8), result.last == 0x20 {
        result.removeLast()
        result += ". ".utf8
      }
      rest = rest[(close + 1)...]
    }
    result += rest
    // Of each two spaces one.
    var single: [UInt8] = []
    var isSecond = false
    for byte in result {
      isSecond = byte == 0x20 && single.last == 0x20 && !isSecond
      if !isSecond { single.append(byte) }
    }
    return String(decoding: single, as: UTF8.self)
  }
}
