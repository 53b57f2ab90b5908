internal import SwiftletJSON

extension MeasurementReport {
  /// A part of a run that has a cost of its own.
  public enum PhaseName: String, CaseIterable, Sendable {
    case load
    case prefill
    case decode
  }

  /// What the runtime did, counted exactly, in all tokens of a phase together.
  public struct Work: Equatable, Sendable {
    /// Products that were added up.
    public var multiplyAccumulateCount: Int
    /// Bytes of weights that were multiplied with.
    public var weightByteCount: Int
    /// Bytes of keys and values, read and written.
    public var kvByteCount: Int
    /// Bytes of activations, read and written.
    public var activationByteCount: Int

    /// Collects the counts.
    public init(
      multiplyAccumulateCount: Int, weightByteCount: Int, kvByteCount: Int,
      activationByteCount: Int
    ) {
      self.multiplyAccumulateCount = multiplyAccumulateCount
      self.weightByteCount = weightByteCount
      self.kvByteCount = kvByteCount
      self.activationByteCount = activationByteCount
    }

    var json: JSONValue {
      .object(
        JSONObject([
          ("multiply_accumulates", .integer(multiplyAccumulateCount)),
          ("weight_bytes", .integer(weightByteCount)), ("kv_bytes", .integer(kvByteCount)),
          ("activation_bytes", .integer(activationByteCount)),
        ]))
    }

    init(_ fields: JSONFields) throws(MeasurementError) {
      self.init(
        multiplyAccumulateCount: try fields.count("multiply_accumulates"),
        weightByteCount: try fields.count("weight_bytes"),
        kvByteCount: try fields.count("kv_bytes"),
        activationByteCount: try fields.count("activation_bytes"))
    }
  }

  /// What a phase cost, over all repetitions and turns.
  public struct Phase: Equatable, Sendable {
    /// Which one.
    public var name: PhaseName
    /// Tokens that went through the model, all repetitions together; 0 for load.
    public var tokenCount: Int
    /// Seconds, all repetitions together.
    public var duration: Figure
    /// Tokens per second, with what each repetition gave; nil for load.
    public var tokensPerSecond: Figure?
    /// Joules, all repetitions together, idle power included.
    public var energy: Figure
    /// Joules of the same beyond what the board takes when idle.
    public var energyAboveIdle: Figure
    /// Joules per token, idle power included, with what each repetition gave; nil for load.
    public var energyPerToken: Figure?
    /// Joules by meter, in the order of the report's meters.
    public var meterEnergies: [Figure]
    /// By name, like `instructions`, `cycles`, `cache_refills`, `page_faults`: what the processor and the kernel counted.
    public var counters: [Counter]
    /// What the runtime counted; nil for load.
    public var work: Work?

    /// A counter's name and figure, in its own unit.
    public struct Counter: Equatable, Sendable {
      /// Like `instructions`.
      public var name: String
      /// The count.
      public var figure: Figure

      /// Names a figure.
      public init(name: String, figure: Figure) {
        self.name = name
        self.figure = figure
      }
    }

    /// A phase of which only the time is known yet.
    public init(name: PhaseName, tokenCount: Int, duration: Figure) {
      self.name = name
      self.tokenCount = tokenCount
      self.duration = duration
      energy = .unavailable("no meter and no board file", unit: "J")
      energyAboveIdle = .unavailable("no meter and no board file", unit: "J")
      meterEnergies = []
      counters = []
    }

    var json: JSONValue {
      var object = JSONObject([
        ("name", .string(name.rawValue)), ("tokens", .integer(tokenCount)),
        ("duration", duration.json),
      ])
      object.set("tokens_per_second", tokensPerSecond?.json)
      object["energy"] = energy.json
      object["energy_above_idle"] = energyAboveIdle.json
      object.set("energy_per_token", energyPerToken?.json)
      object["meter_energies"] = .array(meterEnergies.map(\.json))
      object["counters"] = .object(JSONObject(counters.map { ($0.name, $0.figure.json) }))
      object.set("work", work?.json)
      return .object(object)
    }

    init(_ fields: JSONFields) throws(MeasurementError) {
      self.init(
        name: try fields.choice("name", PhaseName.self), tokenCount: try fields.count("tokens"),
        duration: try fields.figure("duration"))
      tokensPerSecond = try fields.optionalFigure("tokens_per_second")
      energy = try fields.figure("energy")
      energyAboveIdle = try fields.figure("energy_above_idle")
      energyPerToken = try fields.optionalFigure("energy_per_token")
      for entry in try fields.records("meter_energies", limit: 64) {
        meterEnergies.append(try Figure(entry))
      }
      for (name, entry) in try fields.named("counters", limit: 64) {
        counters.append(Counter(name: name, figure: try Figure(entry)))
      }
      work = try fields.optionalFields("work").map { fields throws(MeasurementError) in
        try Work(fields)
      }
    }
  }

  /// One phase of one turn: when it ran and what came of it.
  public struct Span: Equatable, Sendable {
    /// Which phase.
    public var phase: PhaseName
    /// Which repetition, from 0.
    public var repetition: Int
    /// Which turn of it, from 0.
    public var turn: Int
    /// Seconds on the clock of the samples.
    public var startSeconds: Double
    /// Seconds that it took.
    public var seconds: Double
    /// Tokens that went through the model.
    public var tokenCount: Int
    /// Joules, idle power included; nil if there is no meter.
    public var joules: Double?

    /// A span of a turn.
    public init(
      phase: PhaseName, repetition: Int, turn: Int, startSeconds: Double, seconds: Double,
      tokenCount: Int, joules: Double? = nil
    ) {
      self.phase = phase
      self.repetition = repetition
      self.turn = turn
      self.startSeconds = startSeconds
      self.seconds = seconds
      self.tokenCount = tokenCount
      self.joules = joules
    }

    var json: JSONValue {
      var object = JSONObject([
        ("phase", .string(phase.rawValue)), ("repetition", .integer(repetition)),
        ("turn", .integer(turn)), ("start_seconds", .number(startSeconds)),
        ("seconds", .number(seconds)), ("tokens", .integer(tokenCount)),
      ])
      object.set("joules", joules.map { .number($0) })
      return .object(object)
    }

    init(_ fields: JSONFields) throws(MeasurementError) {
      self.init(
        phase: try fields.choice("phase", PhaseName.self),
        repetition: try fields.count("repetition"), turn: try fields.count("turn"),
        startSeconds: try fields.number("start_seconds", from: 0),
        seconds: try fields.number("seconds", from: 0), tokenCount: try fields.count("tokens"),
        joules: try fields.optionalNumber("joules"))
    }
  }
}
