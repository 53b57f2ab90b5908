internal import SwiftletJSON
internal import SwiftletSystem

/// What a model picked of an item's choices.
public struct ChoiceResult: Equatable, Sendable {
  /// The item's id.
  public var id: String
  /// The log likelihood of each choice.
  public var scores: [Double]
  /// What each choice's likelihood is divided by, `ChoiceItem.lengths`.
  public var lengths: [Int]
  /// The index of the right choice.
  public var answer: Int

  /// The result of `item`, with a score for each choice.
  public init(_ item: ChoiceItem, scores: [Double]) {
    precondition(scores.count == item.choices.count, "\(scores.count) scores")
    id = item.id
    self.scores = scores
    lengths = item.lengths
    answer = item.answer
  }

  /// The choice of the highest score, the first of equals.
  public var picked: Int { ChoiceResult.largest(scores) }

  /// The choice of the highest score per byte: long choices have more tokens to be unlikely with.
  public var pickedNormalized: Int {
    ChoiceResult.largest(zip(scores, lengths).map { $0 / Double($1) })
  }

  private static func largest(_ values: [Double]) -> Int {
    values.indices.reduce(0) { values[$1] > values[$0] ? $1 : $0 }
  }

  /// What a line of a results file begins with.
  static let lineBeginning = #"{"id":""#

  /// The result as a line of a results file, without the line end.
  public var line: String {
    JSONValue.object(
      JSONObject([
        ("id", .string(id)), ("scores", .array(scores.map { .number($0) })),
        ("lengths", .array(lengths.map { .integer($0) })), ("picked", .integer(picked)),
        ("picked_normalized", .integer(pickedNormalized)), ("answer", .integer(answer)),
      ])
    ).text
  }

  /// Reads a line of a results file.
  ///
  /// - Parameters:
  ///   - object: the line.
  ///   - items: the items by id.
  ///   - file: the results' name, for messages.
  ///   - number: the line's number.
  /// - Throws: `TaskError.foreignResult` unless it is a result of one of the items.
  init(_ object: JSONObject, of items: [String: ChoiceItem], file: String, number: Int)
    throws(TaskError)
  {
    func foreign(_ key: String, _ expected: String) -> TaskError {
      let found = object[key]?.array.map { JSONValue.array($0).text }
      return .foreignResult(
        InputFault(
          file: file, place: "line \(number): \(key)", expected: expected,
          found: found.map { String($0.prefix(80)) } ?? object[key]?.kind ?? "nothing"))
    }
    guard let item = object["id"]?.string.flatMap({ items[$0] }) else {
      throw foreign("id", "the id of one of the items")
    }
    guard object["answer"]?.integer == item.answer else {
      throw foreign("answer", "\(item.answer), as in line \(item.line) of the items")
    }
    let lengths = item.lengths
    let found: [Int?]? = object["lengths"]?.array?.map { $0.integer }
    guard found == lengths.map({ Optional($0) }) else {
      throw foreign("lengths", JSONValue.array(lengths.map { .integer($0) }).text)
    }
    let scores = (object["scores"]?.array ?? []).compactMap(\.double)
    guard scores.count == lengths.count, object["scores"]?.array?.count == scores.count else {
      throw foreign("scores", "\(lengths.count) numbers")
    }
    self.init(item, scores: scores)
    guard object["picked"]?.integer == picked else {
      throw foreign("picked", "\(picked), which the scores give")
    }
    guard object["picked_normalized"]?.integer == pickedNormalized else {
      throw foreign("picked_normalized", "\(pickedNormalized), which scores and lengths give")
    }
  }
}
