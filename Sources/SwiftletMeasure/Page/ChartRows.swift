/// Which rows of a long series a chart draws.
enum ChartRows {
  /// Parts of the time axis that have at most four rows each: more than a phone has points, less than half of the page's
  /// bytes.
  static let partCount = 120

  /// Rows that keep every peak: of each part of the time axis the first, the lowest, the highest and the last.
  ///
  /// A gap is kept where a part has no value at all.
  ///
  /// - Parameters:
  ///   - times: ascending.
  ///   - values: what is drawn, or what decides in a stack; as many.
  ///   - partCount: parts of the time axis.
  /// - Returns: indices in order, at most four for each part; all if there are no more.
  static func selected(
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

  private static func isLess(_ left: Double?, _ right: Double?) -> Bool {
    guard let left, let right else { return false }
    return left < right
  }
}
