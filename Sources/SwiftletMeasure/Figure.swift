public import SwiftletJSON
internal import SwiftletSystem

/// A number of a report with how it came to be; what is not known has a reason instead of a number.
public struct Figure: Equatable, Sendable {
  /// How a figure came to be.
  public enum Kind: String, CaseIterable, Sendable {
    /// Read from an instrument, a clock or a counter.
    case measured
    /// Computed from coefficients, with an interval.
    case modelled
    /// Not known, for a reason.
    case unavailable
  }

  /// How it came to be.
  public let kind: Kind
  /// The number in `unit`; nil if and only if it is unavailable.
  public let value: Double?
  /// Where the true number is believed to lie, ends included: a sensor's error, a model's uncertainty, the ends of
  /// repetitions.
  ///
  /// Every modelled figure has one; nil where a measurement's error is not known.
  public let interval: ClosedRange<Double>?
  /// Like `J`, `W`, `s`, `tokens/s`, `J/token`, `B`.
  public let unit: String
  /// What it was read from or computed with: a file, a counter, a board's coefficients.
  public let source: String
  /// What it is the figure of: the board, the package, a rail, this process.
  public let covers: String
  /// Of repetitions, what each gave, in order; `value` is their median.
  ///
  /// Empty if there was one.
  public let repetitions: [Double]
  /// Why there is no number.
  public let reason: String?

  /// The most repetitions of a figure in a file.
  static let repetitionLimit = 10_000

  private init(
    kind: Kind, value: Double?, interval: ClosedRange<Double>?, unit: String, source: String,
    covers: String, repetitions: [Double], reason: String?
  ) {
    self.kind = kind
    self.value = value
    self.interval = interval
    self.unit = unit
    self.source = source
    self.covers = covers
    self.repetitions = repetitions
    self.reason = reason
  }

  /// A measured number; one that is not finite becomes an unavailable figure.
  public static func measured(
    _ value: Double, unit: String, source: String, covers: String,
    interval: ClosedRange<Double>? = nil
  ) -> Figure {
    number(.measured, value, interval, unit, source, covers)
  }

  /// A modelled number; one that is not finite becomes an unavailable figure.
  public static func modelled(
    _ value: Double, interval: ClosedRange<Double>, unit: String, source: String, covers: String
  ) -> Figure {
    number(.modelled, value, interval, unit, source, covers)
  }

  /// The median of repeated measurements, their ends as the interval; without any it is unavailable.
  public static func measured(
    repetitions: [Double], unit: String, source: String, covers: String
  ) -> Figure {
    let finite = repetitions.filter(\.isFinite)
    guard !finite.isEmpty else {
      return .unavailable("nothing was measured", unit: unit, covers: covers)
    }
    let spread = Spread(finite)
    return Figure(
      kind: .measured, value: spread.median, interval: spread.minimum...spread.maximum, unit: unit,
      source: source, covers: covers, repetitions: finite.count > 1 ? finite : [], reason: nil)
  }

  /// What is not known, and why.
  public static func unavailable(_ reason: String, unit: String, covers: String = "") -> Figure {
    Figure(
      kind: .unavailable, value: nil, interval: nil, unit: unit, source: "", covers: covers,
      repetitions: [], reason: reason)
  }

  private static func number(
    _ kind: Kind, _ value: Double, _ interval: ClosedRange<Double>?, _ unit: String,
    _ source: String, _ covers: String
  ) -> Figure {
    guard value.isFinite, abs(value) <= JSONFields.numberLimit else {
      return .unavailable("the result is not a finite number", unit: unit, covers: covers)
    }
    // An interval holds its value, whatever the rounding of its ends.
    let interval = interval.map {
      let limit = JSONFields.numberLimit
      return max(-limit, min($0.lowerBound, value))...min(limit, max($0.upperBound, value))
    }
    return Figure(
      kind: kind, value: value, interval: interval, unit: unit, source: source, covers: covers,
      repetitions: [], reason: nil)
  }

  /// The same in another unit.
  func scaled(by factor: Double, unit: String) -> Figure {
    Figure(
      kind: kind, value: value.map { $0 * factor },
      interval: interval.map { $0.lowerBound * factor...$0.upperBound * factor }, unit: unit,
      source: source, covers: covers, repetitions: repetitions.map { $0 * factor }, reason: reason)
  }

  /// The figure as JSON; absent keys are not known.
  public var json: JSONValue {
    var object = JSONObject([("kind", .string(kind.rawValue)), ("unit", .string(unit))])
    object.set("value", value.map { .number($0) })
    object.set("low", (interval?.lowerBound).map { .number($0) })
    object.set("high", (interval?.upperBound).map { .number($0) })
    if !source.isEmpty { object["source"] = .string(source) }
    if !covers.isEmpty { object["covers"] = .string(covers) }
    if !repetitions.isEmpty {
      object["repetitions"] = .array(repetitions.map { .number($0) })
    }
    object.set("reason", reason.map { .string($0) })
    return .object(object)
  }

  /// Reads a figure of an untrusted file.
  ///
  /// - Throws: `.valueInvalid` also where a number has no source, or an unavailable figure a number.
  init(_ fields: JSONFields) throws(MeasurementError) {
    let kind = try fields.choice("kind", Kind.self)
    let unit = try fields.text("unit")
    let covers = try fields.optionalText("covers") ?? ""
    guard kind != .unavailable else {
      guard !fields.has("value") else { throw fields.error("value", "none, as it is unavailable") }
      self = .unavailable(try fields.text("reason"), unit: unit, covers: covers)
      return
    }
    let value = try fields.number("value")
    var interval: ClosedRange<Double>?
    if kind == .modelled || fields.has("low") || fields.has("high") {
      let (low, high) = (try fields.number("low"), try fields.number("high"))
      guard low <= value, value <= high else {
        throw fields.error("low", "an interval around \(value)", found: "\(low) to \(high)")
      }
      interval = low...high
    }
    self.init(
      kind: kind, value: value, interval: interval, unit: unit, source: try fields.text("source"),
      covers: covers,
      repetitions: fields.has("repetitions")
        ? try fields.numbers("repetitions", limit: Figure.repetitionLimit) : [], reason: nil)
  }
}

extension JSONFields {
  func figure(_ key: String) throws(MeasurementError) -> Figure {
    try Figure(fields(key))
  }

  func optionalFigure(_ key: String) throws(MeasurementError) -> Figure? {
    has(key) ? try figure(key) : nil
  }
}
