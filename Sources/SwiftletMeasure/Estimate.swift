/// A positive number that is not known exactly: the best guess and the ends between which it is believed to lie.
///
/// Sums and products of estimates take both low ends together and both high ends together, as if all errors went the same
/// way: an interval is then too wide rather than too narrow.
public struct Estimate: Equatable, Sendable {
  /// The best guess.
  public let value: Double
  /// The low end, not above the value.
  public let low: Double
  /// The high end, not below the value.
  public let high: Double

  /// An estimate; ends that do not hold the value are moved to it.
  public init(_ value: Double, low: Double, high: Double) {
    self.value = value
    self.low = min(low, value)
    self.high = max(high, value)
  }

  /// A number that is known exactly.
  public init(exactly value: Double) { self.init(value, low: value, high: value) }

  /// The sum.
  public static func + (left: Estimate, right: Estimate) -> Estimate {
    Estimate(left.value + right.value, low: left.low + right.low, high: left.high + right.high)
  }

  /// The product of two numbers of which none is below zero.
  public static func * (left: Estimate, right: Estimate) -> Estimate {
    Estimate(left.value * right.value, low: left.low * right.low, high: left.high * right.high)
  }

  /// The quotient of two numbers above zero.
  public static func / (left: Estimate, right: Estimate) -> Estimate {
    Estimate(left.value / right.value, low: left.low / right.high, high: left.high / right.low)
  }

  /// The estimate as a modelled figure.
  public func figure(unit: String, source: String, covers: String) -> Figure {
    guard low.isFinite, high.isFinite else {
      return .unavailable("the result is not a finite number", unit: unit, covers: covers)
    }
    return .modelled(value, interval: low...high, unit: unit, source: source, covers: covers)
  }
}

extension Coefficient {
  /// The coefficient without unit and source.
  public var estimate: Estimate {
    Estimate(value, low: interval.lowerBound, high: interval.upperBound)
  }
}
