/// Tokens per second out of samples of how many tokens there were.
package enum TokenRate {
  /// The rate in windows of equal length between two times.
  ///
  /// - Parameters:
  ///   - times: ascending.
  ///   - tokens: tokens up to then; nil where nobody looked.
  ///   - start: where the first window begins.
  ///   - end: where the last one ends.
  ///   - length: about how long a window is.
  /// - Returns: the windows; none if there are not two samples in one.
  package static func windows(
    times: [Double], tokens: [Double?], from start: Double, to end: Double, _ length: Double
  ) -> [(from: Double, to: Double, rate: Double)] {
    guard length > 0, end > start else { return [] }
    let count = max(1, min(2 * ChartRows.partCount, Int((end - start) / length)))
    let step = (end - start) / Double(count)
    var windows: [(from: Double, to: Double, rate: Double)] = []
    var row = lowerBound(times, start)
    for number in 0..<count {
      let (from, to) = (start + Double(number) * step, start + Double(number + 1) * step)
      // The first and the last sample of the window; the last one begins the next window.
      var (first, last): (Int?, Int?) = (nil, nil)
      while row < times.count, times[row] <= to {
        if tokens[row] != nil {
          first = first ?? row
          last = row
        }
        row += 1
      }
      guard let first, let last, times[last] > times[first], let begun = tokens[first],
        let ended = tokens[last], ended >= begun
      else { continue }
      windows.append((from, to, (ended - begun) / (times[last] - times[first])))
      row = last
    }
    return windows
  }

  /// The first row whose time is not below `time`.
  private static func lowerBound(_ times: [Double], _ time: Double) -> Int {
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] < time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
