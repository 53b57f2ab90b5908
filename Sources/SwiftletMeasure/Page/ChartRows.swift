/// Which rows of a long series a chart draws.
package enum ChartRows {
  /// Parts of the time axis that have at most four rows each: more than a phone has points, less than half of the page's
  /// bytes.
  package static let partCount = 120

  /// Rows that keep every peak: of each part of the time axis the first, the lowest, the highest and the last.
  ///
  /// A gap is kept where a part has no value at all.
  ///
  /// - Parameters:
  ///   - times: ascending.
  ///   - values: what is drawn, or what decides in a stack; as many.
  ///   - partCount: parts of the time axis.
  /// - Returns: indices in order, at most four for each part; all if there are no more.
  package static func selected(
    times: [Double], values: [Double?], partCount: Int = ChartRows.partCount
  ) -> [Int] {
    guard let first = times.first, let last = times.last, times.count > 4 * partCount else {
      return Array(times.indices)
    }
    var rows: [Int] = []
    var start = 0
    for part in 0..<partCount {
      let end = first + (last - first) * Double(part + 1) / Double(partCount)
      var stop = start
      while stop < times.count, times[stop] <= end || part == partCount - 1 { stop += 1 }
      defer { start = stop }
      guard start < stop else { continue }
      var chosen: [Int] = []
      for index in start..<stop where values[index] != nil {
        guard chosen.count == 4 else {
          chosen = [index, index, index, index]
          continue
        }
        if isLess(values[index], values[chosen[1]]) { chosen[1] = index }
        if isLess(values[chosen[2]], values[index]) { chosen[2] = index }
        chosen[3] = index
      }
      rows += chosen.isEmpty ? [start] : Set(chosen).sorted()
    }
    return rows
  }

  /// What a part of the time axis is drawn as.
  package struct Part: Equatable {
    /// Seconds, its middle.
    package var time: Double
    /// The mean of its values; nil if it has none.
    package var mean: Double?
    /// The lowest and the highest of them.
    package var low: Double
    package var high: Double
  }

  /// The parts of the time axis, with mean and both ends of each.
  ///
  /// - Parameters:
  ///   - times: ascending.
  ///   - values: what is drawn; as many.
  ///   - partCount: parts of the time axis.
  /// - Returns: a part for each stretch of time that has rows; nil if rows are so few that each can be drawn.
  package static func parts(
    times: [Double], values: [Double?], partCount: Int = ChartRows.partCount
  ) -> [Part]? {
    guard let first = times.first, let last = times.last, times.count > 4 * partCount else {
      return nil
    }
    var parts: [Part] = []
    var start = 0
    let length = (last - first) / Double(partCount)
    for number in 0..<partCount {
      let end = first + length * Double(number + 1)
      var (sum, count) = (0.0, 0)
      var (low, high) = (Double.infinity, -Double.infinity)
      var stop = start
      while stop < times.count, times[stop] <= end || number == partCount - 1 {
        if let value = values[stop] {
          (sum, count) = (sum + value, count + 1)
          (low, high) = (min(low, value), max(high, value))
        }
        stop += 1
      }
      guard start < stop else { continue }
      start = stop
      parts.append(
        Part(
          time: end - length / 2, mean: count > 0 ? sum / Double(count) : nil,
          low: count > 0 ? low : 0, high: count > 0 ? high : 0))
    }
    return parts
  }

  private static func isLess(_ left: Double?, _ right: Double?) -> Bool {
    guard let left, let right else { return false }
    return left < right
  }
}
