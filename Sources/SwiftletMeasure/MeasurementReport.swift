public import SwiftletJSON
internal import SwiftletSystem

/// What a workload cost on a board: `report.json`, and what `report.html` and `compare` are made of.
///
/// Every number that was not counted exactly is a `Figure`, which says whether it was measured, modelled or is not
/// available. What was not seen is absent, never zero.
public struct MeasurementReport: Equatable, Sendable {
  /// The version of the file format; another one is refused.
  public static let formatVersion = 1
  /// The largest report file in bytes: some days of samples.
  public static let fileByteLimit = 256 << 20

  /// Name and version of the program that measured.
  public var program: String
  /// When the workload began: UTC, like `2026-11-26T16:15:00Z`; nil if no clock said.
  public var startedAt: String?
  /// What was run.
  public var model: Model
  /// Where it ran.
  public var board: Board
  /// Under which conditions.
  public var environment: Environment
  /// What was done.
  public var workload: Workload
  /// The cap, the plan and the peak.
  public var memory: Memory
  /// What measured power; empty if nothing did.
  public var meters: [Meter] = []
  /// Before the workload, with the model not loaded.
  public var idle: Idle?
  /// Load, prefill and decode, each over all repetitions and turns.
  public var phases: [Phase] = []
  /// When each phase of each turn ran, in order.
  public var spans: [Span] = []
  /// Heat and clock before, during and after.
  public var thermal = Thermal()
  /// What was seen over time.
  public var samples = SampleSeries()
  /// What the sampling itself cost; nil if nothing was sampled.
  public var sampler: Sampler?
  /// How far a battery goes; nil if no capacity was given.
  public var battery: Battery?
  /// What a reader must know before believing the figures: throttling, a sagging supply, a busy machine.
  public var warnings: [String] = []

  /// A report of what is always known; the rest is set afterwards.
  public init(
    program: String, model: Model, board: Board, environment: Environment, workload: Workload,
    memory: Memory
  ) {
    self.program = program
    self.model = model
    self.board = board
    self.environment = environment
    self.workload = workload
    self.memory = memory
  }

  /// The phase of a name, if the report has it.
  public func phase(_ name: PhaseName) -> Phase? { phases.first { $0.name == name } }

  /// The report as JSON that `init(json:file:)` reads back.
  public var json: JSONValue {
    var object = JSONObject([
      ("format", .string("swiftlet-measurement")),
      ("version", .integer(MeasurementReport.formatVersion)), ("program", .string(program)),
    ])
    object.set("started_at", startedAt.map { .string($0) })
    object["model"] = model.json
    object["board"] = board.json
    object["environment"] = environment.json
    object["workload"] = workload.json
    object["memory"] = memory.json
    object["meters"] = .array(meters.map(\.json))
    object.set("idle", idle?.json)
    object["phases"] = .array(phases.map(\.json))
    object["paper_rule"] = PaperRule(self).json
    object.set("battery", battery?.json)
    object["thermal"] = thermal.json
    object.set("sampler", sampler?.json)
    object["warnings"] = .array(warnings.map { .string($0) })
    object["spans"] = .array(spans.map(\.json))
    object["samples"] = samples.json
    return .object(object)
  }

  /// Reads a report file.
  ///
  /// - Throws: `MeasurementError`.
  public static func read(path: String) throws(MeasurementError) -> MeasurementReport {
    try MeasurementReport(JSONFields(path: path, byteLimit: fileByteLimit))
  }

  /// Reads a report from untrusted JSON.
  ///
  /// Keys that are not known are ignored, so that a later program may add some.
  ///
  /// - Throws: `.versionUnknown`, `.valueInvalid`.
  public init(json: JSONValue, file: String) throws(MeasurementError) {
    try self.init(JSONFields(json, file: file))
  }

  private init(_ fields: JSONFields) throws(MeasurementError) {
    guard fields.object["format"]?.string == "swiftlet-measurement" else {
      throw fields.error("format", "\"swiftlet-measurement\"")
    }
    guard fields.object["version"]?.integer == MeasurementReport.formatVersion else {
      throw .versionUnknown(
        InputFault(
          file: fields.file, place: "version",
          expected: "the version \(MeasurementReport.formatVersion)",
          found: fields.object["version"]?.kind ?? "nothing"))
    }
    self.init(
      program: try fields.text("program"), model: try Model(fields.fields("model")),
      board: try Board(fields.fields("board")),
      environment: try Environment(fields.fields("environment")),
      workload: try Workload(fields.fields("workload")),
      memory: try Memory(fields.fields("memory")))
    startedAt = try fields.optionalText("started_at")
    for entry in try fields.records("meters", limit: 64) { meters.append(try Meter(entry)) }
    idle = try fields.optionalFields("idle").map { fields throws(MeasurementError) in
      try Idle(fields)
    }
    for entry in try fields.records("phases", limit: PhaseName.allCases.count) {
      let phase = try Phase(entry)
      guard self.phase(phase.name) == nil else {
        throw entry.error("name", "each phase once")
      }
      phases.append(phase)
    }
    for entry in try fields.records("spans", limit: 1_000_000) { spans.append(try Span(entry)) }
    thermal = try Thermal(fields.fields("thermal"))
    samples = try SampleSeries(fields.fields("samples"))
    sampler = try fields.optionalFields("sampler").map { fields throws(MeasurementError) in
      try Sampler(fields)
    }
    battery = try fields.optionalFields("battery").map { fields throws(MeasurementError) in
      try Battery(fields)
    }
    warnings = try fields.texts("warnings", limit: 1000)
  }
}
