internal import SwiftletJSON

/// What was seen over time, column by column.
///
/// A row is one moment. A value that was not seen is nil, and stays absent wherever it is written.
public struct SampleSeries: Equatable, Sendable {
  /// What a column holds.
  public enum Quantity: String, CaseIterable, Sendable {
    /// Bytes of the process in memory; the name is empty.
    case residentBytes = "resident_bytes"
    /// Bytes that an owner has reserved; named after the owner.
    case ownerBytes = "owner_bytes"
    /// Tokens through the model since the beginning, prompts included; the name is empty.
    case tokens
    /// Watts; named after the meter.
    case watts
    /// Degrees Celsius; named after the sensor.
    case celsius
    /// Clock in Hz; named after the core or group of cores.
    case hertz
    /// The firmware's bits of `Throttling`; the name is empty.
    case throttling
  }

  /// One quantity over time.
  public struct Column: Equatable, Sendable {
    /// What it holds.
    public let quantity: Quantity
    /// Of which owner, meter or sensor.
    public let name: String
    /// As many as there are times; nil where nothing was seen.
    public var values: [Double?]

    /// A column of values.
    public init(quantity: Quantity, name: String, values: [Double?]) {
      self.quantity = quantity
      self.name = name
      self.values = values
    }
  }

  /// Rows of the longest series: two days at 10 a second.
  static let rowLimit = 1_728_000
  static let columnLimit = 256

  /// Seconds since the workload's clock started, never falling.
  public private(set) var times: [Double] = []
  /// The columns, each as long as `times`.
  public private(set) var columns: [Column] = []

  /// No samples.
  public init() {}

  /// A series of complete columns.
  public init(times: [Double], columns: [Column]) {
    precondition(
      columns.allSatisfy { $0.values.count == times.count },
      "columns of \(columns.map(\.values.count)) values at \(times.count) times")
    self.times = times
    self.columns = columns
  }

  /// The columns of `quantity`, in order.
  public func columns(_ quantity: Quantity) -> [Column] {
    columns.filter { $0.quantity == quantity }
  }

  var json: JSONValue {
    .object(
      JSONObject([
        ("seconds", .array(times.map { .number($0) })),
        (
          "columns",
          .array(
            columns.map { column in
              .object(
                JSONObject([
                  ("quantity", .string(column.quantity.rawValue)), ("name", .string(column.name)),
                  ("values", .array(column.values.map { $0.map { .number($0) } ?? .null })),
                ]))
            })
        ),
      ]))
  }

  init(_ fields: JSONFields) throws(MeasurementError) {
    times = try fields.numbers("seconds", limit: SampleSeries.rowLimit)
    guard zip(times, times.dropFirst()).allSatisfy({ $0 <= $1 }), times.first ?? 0 >= 0 else {
      throw fields.error("seconds", "times from 0 on that never fall", found: "others")
    }
    for entry in try fields.records("columns", limit: SampleSeries.columnLimit) {
      let values = try entry.list("values", limit: SampleSeries.rowLimit)
      guard values.count == times.count else {
        throw entry.error("values", "\(times.count) values, one for each time")
      }
      var numbers: [Double?] = []
      for value in values {
        guard value.isNull || abs(value.double ?? .infinity) <= JSONFields.numberLimit else {
          throw entry.error("values", "numbers and null", found: value.kind)
        }
        numbers.append(value.double)
      }
      columns.append(
        Column(
          quantity: try entry.choice("quantity", Quantity.self), name: try entry.text("name"),
          values: numbers))
    }
  }
}
