/// The middle and the ends of repeated measurements.
public struct Spread: Equatable, Sendable {
  /// The smallest value.
  public let minimum: Double
  /// The middle value, or the mean of the two in the middle.
  public let median: Double
  /// The largest value.
  public let maximum: Double

  /// The spread of `values`, at least one.
  public init(_ values: [Double]) {
    precondition(!values.isEmpty, "the spread of nothing")
    let sorted = values.sorted()
    minimum = sorted[0]
    maximum = sorted[sorted.count - 1]
    median = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
