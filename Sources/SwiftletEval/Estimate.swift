/// A mean over observations and how sure it is.
public struct Estimate: Equatable, Sendable {
  /// The mean.
  public var mean: Double
  /// Standard error of the mean, observations taken as independent; 0 for a single one.
  public var standardError: Double

  /// The estimate from `values`, at least one.
  public init(_ values: [Double]) {
    precondition(!values.isEmpty, "the mean of nothing")
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(1, count - 1)
    self.mean = mean
    standardError = (variance / count).squareRoot()
  }
}

/// A share of observations: how many of all have a property.
public struct Proportion: Equatable, Sendable {
  /// Observations that have it.
  public var count: Int
  /// All observations, at least one.
  public var total: Int

  /// `count` of `total`.
  public init(_ count: Int, of total: Int) {
    precondition(total > 0 && (0...total).contains(count), "\(count) of \(total)")
    self.count = count
    self.total = total
  }

  /// The share, 0 to 1.
  public var share: Double { Double(count) / Double(total) }

  /// Standard error of the share, observations taken as independent.
  public var standardError: Double { (share * (1 - share) / Double(total)).squareRoot() }

  /// The 95 % confidence interval of Wilson (1927), which stays inside 0 to 1 and does not vanish at
  /// either end, as the one of the standard error does.
  public var wilsonInterval: (low: Double, high: Double) {
    // The 0.975 quantile of the normal distribution.
    let z = 1.959963984540054
    let total = Double(total)
    let stretch = 1 + z * z / total
    let middle = (share + z * z / (2 * total)) / stretch
    let half =
      z / stretch * (share * (1 - share) / total + z * z / (4 * total * total)).squareRoot()
    // Rounding could leave the ends a unit in the last place outside.
    return (max(0, middle - half), min(1, middle + half))
  }
}

/// Quantiles of observations.
public enum Quantile {
  /// The value below which `share` of `sorted` lie, straight between the two neighbours of its rank
  /// (Hyndman and Fan's type 7, what numpy does unasked).
  ///
  /// - Parameters:
  ///   - share: 0 gives the smallest, 0.5 the median, 1 the largest.
  ///   - sorted: at least one value, ascending.
  /// - Returns: the quantile.
  public static func value(at share: Double, of sorted: [Double]) -> Double {
    precondition(!sorted.isEmpty && (0...1).contains(share), "quantile \(share)")
    let rank = share * Double(sorted.count - 1)
    let index = min(Int(rank), sorted.count - 1)
    let next = min(index + 1, sorted.count - 1)
    return sorted[index] + (rank - Double(index)) * (sorted[next] - sorted[index])
  }
}
