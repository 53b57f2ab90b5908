internal import SwiftletSystem

/// One axis of a chart: its range, rounded to steps that people count in.
package struct ChartAxis {
  package let low: Double
  package let high: Double
  /// The labelled values, both ends among them.
  package let ticks: [Double]
  private let digits: Int

  /// An axis that holds `values`.
  ///
  /// - Parameters:
  ///   - values: what is drawn.
  ///   - fromZero: whether it begins at zero.
  ///   - stepCount: about how many steps it has.
  package init(_ values: [Double], fromZero: Bool, stepCount: Int = 4) {
    var low = values.min() ?? 0
    var high = values.max() ?? 1
    if fromZero { low = min(0, low) }
    if !(high - low > 1e-12 * max(1e-12, abs(high), abs(low))) {
      // A line at one value runs through the middle, or at the top of what begins at zero.
      let room = max(1e-9, abs(high) * 0.1)
      if !fromZero { low -= room }
      high += fromZero && low < 0 ? 0 : room
      if low >= high { high = low + room }
    }
    let step = ChartAxis.step((high - low) / Double(stepCount))
    self.low = (low / step).rounded(.down) * step
    let count = max(1, min(20, Int(((high - self.low) / step - 1e-9).rounded(.up))))
    let first = self.low
    ticks = (0...count).map { first + Double($0) * step }
    self.high = first + Double(count) * step
    digits = ChartAxis.digits(step)
  }

  /// An axis of exactly this range, with steps inside of it.
  package init(from low: Double, to high: Double, stepCount: Int) {
    self.low = low
    self.high = high > low ? high : low + 1
    let step = ChartAxis.step((self.high - low) / Double(stepCount))
    let first = (low / step).rounded(.up)
    // A tick that lies beyond the end by less than can be seen is the end.
    let end = self.high + 0.003 * (self.high - low)
    ticks = (0...20).map { (first + Double($0)) * step }.filter { $0 <= end }
    digits = ChartAxis.digits(step)
  }

  /// Decimals that a step needs to be seen in its ticks.
  private static func digits(_ step: Double) -> Int {
    var (digits, scaled) = (0, step)
    while abs(scaled - scaled.rounded()) > 1e-6 * scaled, digits < 8 {
      scaled *= 10
      digits += 1
    }
    return digits
  }

  /// 1, 2, 2.5 or 5 times a power of ten, at least `least`.
  private static func step(_ least: Double) -> Double {
    guard least.isFinite, least > 0 else { return 1 }
    var power = 1.0
    while power * 10 <= least { power *= 10 }
    while power > least { power /= 10 }
    for factor in [1, 2, 2.5, 5] where factor * power >= least * (1 - 1e-9) {
      return factor * power
    }
    return 10 * power
  }

  /// The share of the axis that lies below `value`, 0 to 1.
  package func share(_ value: Double) -> Double { min(1, max(0, (value - low) / (high - low))) }

  /// A tick's label.
  package func label(_ tick: Double) -> String {
    abs(tick) >= 1e6 ? Figure.text(tick) : Decimal.text(tick, digits: digits)
  }
}
