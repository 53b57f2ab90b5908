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
    case .arc: return try lettered(fields) { "Question: \($0)\nAnswer:" }
    case .obqa: return try lettered(fields) { $0 }
    case .boolq:
      let passage = try fields.string("passage")
      let question = try fields.string("question")
      return Parts(
        contexts: ["\(passage)\nQuestion: \(question)?\nAnswer:"], choices: [" no", " yes"],
        answer: try answer(fields, ["answer", "label"], label, first: 0, count: 2))
    case .hellaswag:
      let beginning = try fields.string("ctx_a")
      let rest = try fields.string("ctx_b")
      let activity = try fields.string("activity_label")
      let endings = try fields.strings("endings")
      let sentence = rest.prefix(1).uppercased() + rest.dropFirst().lowercased()
      return Parts(
        contexts: [ItemFormat.withoutMarks("\(activity): \(beginning) \(sentence)")],
        choices: endings.map { " " + ItemFormat.withoutMarks($0) },
        answer: try answer(fields, ["label"], label, first: 0, count: endings.count))
    case .piqa:
      let choices = [try fields.string("sol1"), try fields.string("sol2")]
      return Parts(
        contexts: ["Question: \(try fields.string("goal"))\nAnswer:"],
        choices: choices.map { " " + $0 },
        answer: try answer(fields, ["label"], label, first: 0, count: 2))
    case .siqa:
      let question = "\(try fields.string("context")) \(try fields.string("question"))"
      let choices = [
        try fields.string("answerA"), try fields.string("answerB"), try fields.string("answerC"),
      ]
      return Parts(
        contexts: ["Q: \(question)\nA:"], choices: choices.map { " " + $0 },
        answer: try answer(fields, ["label"], label, first: 1, count: 3))
    case .winogrande:
      let sentence = try fields.string("sentence")
      let options = [try fields.string("option1"), try fields.string("option2")]
      guard let gap = sentence.firstIndex(of: "_") else {
        throw fields.invalid("sentence", "a gap, _, for the options", "none")
      }
      // The likelihood of what follows, behind each of the options.
      let rest = " " + ItemFormat.trimmed(sentence[sentence.index(after: gap)...])
      return Parts(
        contexts: options.map { sentence[..<gap] + $0 }, choices: [rest, rest],
        answer: try answer(fields, ["answer"], label, first: 1, count: 2))
    }
  }

  /// A question whose choices have letters or numbers, as their authors or the data hub write it.
  private func lettered(_ fields: ItemFields, _ context: (String) -> String)
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
      throw fields.invalid("answerKey", "one of the choices' labels", "\"\(key.prefix(20))\"")
    }
    return Parts(contexts: [context(stem)], choices: texts.map { " " + $0 }, answer: answer)
  }

  /// The index of the right choice: from `label`, or the first of `keys` that the line has.
  private func answer(
    _ fields: ItemFields, _ keys: [String], _ label: JSONValue?, first: Int, count: Int
  ) throws(TaskError) -> Int {
    let key = keys.first { fields.object[$0] != nil } ?? keys[0]
    let number: Int? =
      switch label ?? fields.object[key] {
      case .bool(let isTrue)?: isTrue ? 1 : 0
      case .integer(let number)?: number
      case .string(let text)?: Int(text)
      default: nil
      }
    guard let number, first..<first + count ~= number else {
      throw fields.invalid(
        key, "the right choice, \(first) to \(first + count - 1)",
        number.map { "\($0)" } ?? (label ?? fields.object[key])?.kind ?? "nothing")
    }
    return number - first
  }

  private static func trimmed(_ text: Substring) -> String {
    let end = text.lastIndex { !$0.isWhitespace }.map(text.index(after:)) ?? text.startIndex
    return String(text[..<end].drop { $0.isWhitespace })
  }

  /// HellaSwag's text without what its sources marked up: titles, and notes in brackets.
  private static func withoutMarks(_ text: String) -> String {
    var rest = trimmed(text[...])[...]
    var result = ""
    while let open = rest.firstIndex(of: "["), let close = rest[open...].firstIndex(of: "]") {
      result += rest[..<open]
      if rest[open...close] == "[title]", result.last == " " {
        result.removeLast()
        result += ". "
      }
      rest = rest[rest.index(after: close)...]
    }
    result += rest
    // Of each two spaces one.
    var single = ""
    var isSecond = false
    for character in result {
      isSecond = character == " " && single.last == " " && !isSecond
      if !isSecond { single.append(character) }
    }
    return single
  }
}
