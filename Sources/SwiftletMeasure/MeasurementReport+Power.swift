internal import SwiftletJSON

extension MeasurementReport {
  /// What measured power or energy.
  public struct Meter: Equatable, Sendable {
    /// The name of its column among the samples.
    public var name: String
    /// Where it was read: a file, a device, a log.
    public var source: String
    /// What it is the power of: `board`, `package`, `rails`.
    public var covers: String
    /// Reads that gave a value.
    public var readCount: Int
    /// Reads that failed; each is a gap in the samples.
    public var failedReadCount: Int
    /// Why it gave nothing any more, or nothing at all; nil if all was well.
    public var fault: String?

    /// A meter and how its reads went.
    public init(
      name: String, source: String, covers: String, readCount: Int, failedReadCount: Int,
      fault: String? = nil
    ) {
      self.name = name
      self.source = source
      self.covers = covers
      self.readCount = readCount
      self.failedReadCount = failedReadCount
      self.fault = fault
    }

    var json: JSONValue {
      var object = JSONObject([
        ("name", .string(name)), ("source", .string(source)), ("covers", .string(covers)),
        ("reads", .integer(readCount)), ("failed_reads", .integer(failedReadCount)),
      ])
      object.set("fault", fault.map { .string($0) })
      return .object(object)
    }

    init(_ fields: JSONFields) throws(MeasurementError) {
      self.init(
        name: try fields.text("name"), source: try fields.text("source"),
        covers: try fields.text("covers"), readCount: try fields.count("reads"),
        failedReadCount: try fields.count("failed_reads"), fault: try fields.optionalText("fault"))
    }
  }

  /// What the board takes when nothing runs.
  public struct Idle: Equatable, Sendable {
    /// For how long it was watched.
    public var seconds: Double
    /// Watts.
    public var power: Figure

    /// Idle power over some seconds.
    public init(seconds: Double, power: Figure) {
      self.seconds = seconds
      self.power = power
    }

    var json: JSONValue {
      .object(JSONObject([("seconds", .number(seconds)), ("power", power.json)]))
    }

    init(_ fields: JSONFields) throws(MeasurementError) {
      self.init(seconds: try fields.number("seconds", from: 0), power: try fields.figure("power"))
    }
  }

  /// How far a battery goes.
  public struct Battery: Equatable, Sendable {
    /// Its capacity in watt-hours.
    public var wattHours: Double
    /// Decoded tokens from a charge.
    public var tokensPerCharge: Figure

    /// Tokens of a charge.
    public init(wattHours: Double, tokensPerCharge: Figure) {
      self.wattHours = wattHours
      self.tokensPerCharge = tokensPerCharge
    }

    var json: JSONValue {
      .object(
        JSONObject([
          ("watt_hours", .number(wattHours)), ("tokens_per_charge", tokensPerCharge.json),
        ]))
    }

    init(_ fields: JSONFields) throws(MeasurementError) {
      self.init(
        wattHours: try fields.number("watt_hours", from: 0),
        tokensPerCharge: try fields.figure("tokens_per_charge"))
    }
  }

  /// Heat and clock at three times.
  public struct Thermal: Equatable, Sendable {
    /// One look at the board.
    public struct State: Equatable, Sendable {
      /// Degrees Celsius of the hottest sensor.
      public var celsius: Figure
      /// Clock of the fastest core in Hz.
      public var clock: Figure
      /// What held the clock down, in words; empty if nothing did, nil if nobody says.
      public var throttling: [String]?

      /// A look at the board.
      public init(celsius: Figure, clock: Figure, throttling: [String]?) {
        self.celsius = celsius
        self.clock = clock
        self.throttling = throttling
      }

      var json: JSONValue {
        var object = JSONObject([("celsius", celsius.json), ("clock", clock.json)])
        object.set("throttling", throttling.map { .array($0.map { .string($0) }) })
        return .object(object)
      }

      init(_ fields: JSONFields) throws(MeasurementError) {
        self.init(
          celsius: try fields.figure("celsius"), clock: try fields.figure("clock"),
          throttling: fields.has("throttling") ? try fields.texts("throttling", limit: 16) : nil)
      }
    }

    /// Before the workload.
    public var before: State?
    /// The highest temperature, the lowest clock and every flag while it ran.
    public var during: State?
    /// After it.
    public var after: State?

    /// Nothing known.
    public init() {}

    var json: JSONValue {
      var object = JSONObject()
      object.set("before", before?.json)
      object.set("during", during?.json)
      object.set("after", after?.json)
      return .object(object)
    }

    init(_ fields: JSONFields) throws(MeasurementError) {
      func state(_ key: String) throws(MeasurementError) -> State? {
        guard let fields = try fields.optionalFields(key) else { return nil }
        return try State(fields)
      }
      before = try state("before")
      during = try state("during")
      after = try state("after")
    }
  }

  /// What the sampling thread did and cost.
  public struct Sampler: Equatable, Sendable {
    /// Seconds between two samples, as asked for.
    public var intervalSeconds: Double
    /// Samples that were taken.
    public var sampleCount: Int
    /// Samples that were due and not taken: the machine was busy, or there was no room.
    public var missedCount: Int
    /// The share of one core that it took, in per cent.
    public var share: Figure

    /// A sampler's account.
    public init(intervalSeconds: Double, sampleCount: Int, missedCount: Int, share: Figure) {
      self.intervalSeconds = intervalSeconds
      self.sampleCount = sampleCount
      self.missedCount = missedCount
      self.share = share
    }

    var json: JSONValue {
      .object(
        JSONObject([
          ("interval_seconds", .number(intervalSeconds)), ("samples", .integer(sampleCount)),
          ("missed", .integer(missedCount)), ("core_share", share.json),
        ]))
    }

    init(_ fields: JSONFields) throws(MeasurementError) {
      self.init(
        intervalSeconds: try fields.number("interval_seconds", from: 0),
        sampleCount: try fields.count("samples"), missedCount: try fields.count("missed"),
        share: try fields.figure("core_share"))
    }
  }
}
