public import SwiftletJSON
internal import SwiftletSystem

/// A number of a board file: what it is believed to be, between which ends, and where it comes from.
public struct Coefficient: Equatable, Sendable {
  /// The best guess, above zero.
  public var value: Double
  /// Between which ends the true number is believed to lie, the value among them.
  public var interval: ClosedRange<Double>
  /// Its unit, which the place in the file demands.
  public var unit: String
  /// Where it comes from: a measurement, a publication, an assumption named as one.
  public var source: String

  /// A number with its uncertainty and source.
  public init(_ value: Double, _ interval: ClosedRange<Double>, unit: String, source: String) {
    self.value = value
    self.interval = interval
    self.unit = unit
    self.source = source
  }

  /// The coefficient as JSON.
  public var json: JSONValue {
    .object(
      JSONObject([
        ("value", .number(value)), ("low", .number(interval.lowerBound)),
        ("high", .number(interval.upperBound)), ("unit", .string(unit)),
        ("source", .string(source)),
      ]))
  }

  /// Reads a coefficient of an untrusted file.
  ///
  /// - Throws: `.valueInvalid` also without an interval around the value, another unit, or no source.
  init(_ fields: JSONFields, unit: String) throws(MeasurementError) {
    try fields.check(keys: ["value", "low", "high", "unit", "source"])
    let value = try fields.number("value", from: 0)
    let (low, high) = (try fields.number("low", from: 0), try fields.number("high", from: 0))
    // Nothing here can be zero: no board idles without power, no instruction is free.
    guard value >= 1e-24 else { throw fields.error("value", "a number above zero") }
    guard low <= value, value <= high, low >= 1e-24 else {
      throw fields.error(
        "low", "an interval above zero around \(value)", found: "\(low) to \(high)")
    }
    guard try fields.text("unit") == unit else { throw fields.error("unit", "\"\(unit)\"") }
    let source = try fields.text("source")
    guard !source.isEmpty else { throw fields.error("source", "where the number comes from") }
    self.init(value, low...high, unit: unit, source: source)
  }
}

extension JSONFields {
  func coefficient(_ key: String, unit: String) throws(MeasurementError) -> Coefficient {
    try Coefficient(fields(key), unit: unit)
  }
}
