public import SwiftletJSON
internal import SwiftletSystem

/// What is to be run: turns of a conversation by their lengths, repeated.
///
/// A workload file (`configs/workloads/*.json`) is one object:
///
///     {
///       "format": "swiftlet-workload", "version": 1, "name": "short-answer",
///       "summary": "A question and an answer of a few sentences.",
///       "repetitions": 5,
///       "turns": [{"prompt_tokens": 32, "generated_tokens": 96}]
///     }
///
/// `repetitions` may be left out (1); `seconds` instead repeats as long. A turn goes on where the one before it ended.
public struct Workload: Equatable, Sendable {
  /// A question and its answer.
  public struct Turn: Equatable, Sendable {
    /// Tokens of the question, at least one.
    public var promptTokenCount: Int
    /// Tokens of the answer.
    public var generatedTokenCount: Int

    /// A turn of these lengths.
    public init(promptTokenCount: Int, generatedTokenCount: Int) {
      self.promptTokenCount = promptTokenCount
      self.generatedTokenCount = generatedTokenCount
    }
  }

  /// What to call it.
  public var name: String
  /// A sentence for people.
  public var summary = ""
  /// The turns, at least one.
  public var turns: [Turn]
  /// How often they run.
  public var repetitionCount = 1
  /// For how long they are repeated; nil counts repetitions.
  public var seconds: Double?

  /// Tokens of one repetition.
  public var tokenCount: Int {
    turns.reduce(0) { $0 + $1.promptTokenCount + $1.generatedTokenCount }
  }

  /// A workload of these turns.
  public init(name: String, turns: [Turn]) {
    self.name = name
    self.turns = turns
  }

  /// Reads a workload file.
  ///
  /// - Throws: `MeasurementError`.
  public static func read(path: String) throws(MeasurementError) -> Workload {
    try Workload(JSONFields(path: path, byteLimit: 1 << 20))
  }

  /// Reads a workload from untrusted JSON.
  ///
  /// - Throws: `MeasurementError`.
  public init(json: JSONValue, file: String) throws(MeasurementError) {
    try self.init(JSONFields(json, file: file))
  }

  private init(_ fields: JSONFields) throws(MeasurementError) {
    try fields.check(keys: [
      "format", "version", "name", "summary", "repetitions", "seconds", "turns",
    ])
    guard fields.object["format"]?.string == "swiftlet-workload" else {
      throw fields.error("format", "\"swiftlet-workload\"")
    }
    guard fields.object["version"]?.integer == 1 else { throw fields.error("version", "1") }
    self.init(name: try fields.text("name"), turns: [])
    summary = try fields.optionalText("summary") ?? ""
    repetitionCount = try fields.optionalCount("repetitions") ?? 1
    guard (1...10_000).contains(repetitionCount) else {
      throw fields.error("repetitions", "1 to 10000")
    }
    seconds = try fields.optionalNumber("seconds", from: 1)
    guard seconds ?? 1 <= 172_800 else { throw fields.error("seconds", "at most two days") }
    for entry in try fields.records("turns", limit: 1000) {
      try entry.check(keys: ["prompt_tokens", "generated_tokens"])
      let turn = Turn(
        promptTokenCount: try entry.count("prompt_tokens"),
        generatedTokenCount: try entry.count("generated_tokens"))
      guard (1...1 << 20).contains(turn.promptTokenCount),
        (0...1 << 20).contains(turn.generatedTokenCount)
      else { throw entry.error("prompt_tokens", "1 to 1048576 tokens") }
      turns.append(turn)
    }
    guard !turns.isEmpty else { throw fields.error("turns", "at least one turn") }
  }
}
