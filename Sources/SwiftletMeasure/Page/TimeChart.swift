internal import SwiftletSystem

/// A chart over time as inline SVG: lines or stacked areas, limits, marked times and a strip of phases.
struct TimeChart {
  /// A quantity over time.
  struct Series {
    /// For the legend.
    var name: String
    /// Seconds and values; nil is a gap.
    var points: [(time: Double, value: Double?)]
    /// The style's number.
    var style: Int
    /// Where a point stands for many values, their lowest and highest, one for each point; else empty.
    var ends: [(low: Double, high: Double)] = []
  }

  /// A horizontal line.
  struct Limit {
    var name: String
    var value: Double
  }

  /// Unique on the page.
  var id: String
  var title: String
  /// What a reader who does not see the chart should know.
  var summary: String
  /// Of the values.
  var unit: String
  /// First and last second.
  var seconds: ClosedRange<Double>
  var series: [Series]
  /// Whether the series are parts of a whole, the first one lowest; all have the same times then.
  var isStacked = false
  var limits: [Limit] = []
  /// Times at which the clock was held down.
  var throttled: [ClosedRange<Double>] = []
  /// Which phase ran when.
  var phases: [MeasurementReport.Span] = []
  var isFromZero = true

  /// Values in the drawing's own units; the page scales it to the width that there is.
  static let (width, height) = (460.0, 250.0)
  private static let (left, right, top, bottom) = (54.0, 448.0, 24.0, 206.0)

  /// The figure: heading, drawing, legend.
  var html: String {
    let (axis, time) = axes
    var svg =
      "<svg class=\"chart\" role=\"img\" viewBox=\"0 0 460 250\" aria-labelledby=\"\(id)-t \(id)-d\">"
      + "<title id=\"\(id)-t\">\(HTML.escaped(title))</title>"
      + "<desc id=\"\(id)-d\">\(HTML.escaped(summary))</desc>"
    svg += grid(axis, time)
    svg += throttled.map { band($0) }.joined()
    svg += isStacked ? areas(axis) : lines(axis)
    svg += limits.map { limit($0, axis) }.joined()
    svg += strip
    svg += "</svg>"
    return "<figure class=\"card\"><h3>\(HTML.escaped(title))</h3>\(svg)\(legend)</figure>"
  }

  private var axes: (values: ChartAxis, time: ChartAxis) {
    var values = limits.map(\.value)
    if isStacked {
      values += stackTops.last?.compactMap(\.value) ?? []
    } else {
      for series in series {
        values += series.points.compactMap(\.value)
        for (point, ends) in zip(series.points, series.ends) where point.value != nil {
          values += [ends.low, ends.high]
        }
      }
    }
    let (factor, _) = timeUnit
    return (
      ChartAxis(values, fromZero: isFromZero),
      ChartAxis(
        from: seconds.lowerBound / factor, to: seconds.upperBound / factor, stepCount: 5)
    )
  }

  /// Seconds of the unit that the time axis has.
  private var timeUnit: (factor: Double, name: String) {
    let length = seconds.upperBound - seconds.lowerBound
    return length <= 180 ? (1, "s") : length <= 180 * 60 ? (60, "min") : (3600, "h")
  }

  private func x(_ time: Double) -> Double {
    let length = max(1e-9, seconds.upperBound - seconds.lowerBound)
    let share = min(1, max(0, (time - seconds.lowerBound) / length))
    return TimeChart.left + share * (TimeChart.right - TimeChart.left)
  }

  private func y(_ value: Double, _ axis: ChartAxis) -> Double {
    TimeChart.bottom - axis.share(value) * (TimeChart.bottom - TimeChart.top)
  }

  private func grid(_ axis: ChartAxis, _ time: ChartAxis) -> String {
    var svg = "<g class=\"grid\">"
    for tick in axis.ticks {
      let height = SVG.number(y(tick, axis))
      svg += "<path d=\"M54 \(height)H448\"/>"
      svg +=
        "<text x=\"48\" y=\"\(SVG.number(y(tick, axis) + 4))\" class=\"end\">\(axis.label(tick))</text>"
    }
    let (factor, name) = timeUnit
    for tick in time.ticks {
      let place = SVG.number(x(tick * factor))
      svg += "<path d=\"M\(place) 206v4\"/>"
      svg += "<text x=\"\(place)\" y=\"232\" class=\"middle\">\(time.label(tick))</text>"
    }
    svg += "<text x=\"54\" y=\"14\" class=\"unit\">\(HTML.escaped(unit))</text>"
    svg += "<text x=\"448\" y=\"247\" class=\"end unit\">time in \(name)</text></g>"
    return svg
  }

  /// All bands, and above them all lines.
  private func lines(_ axis: ChartAxis) -> String {
    series.map { band(of: $0, axis) }.joined()
      + series.enumerated().map { line($1, axis, dash: $0) }.joined()
  }

  private func line(_ series: Series, _ axis: ChartAxis, dash: Int) -> String {
    var path = ""
    var isOpen = false
    var dots = ""
    for (index, point) in series.points.enumerated() {
      guard let value = point.value else {
        isOpen = false
        continue
      }
      let (x, y) = (SVG.number(x(point.time)), SVG.number(y(value, axis)))
      path += (isOpen ? "L" : "M") + "\(x) \(y)"
      // A value between two gaps is a line without length.
      let following = index + 1 < series.points.count ? series.points[index + 1].value : nil
      if !isOpen, following == nil { dots += "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"2.5\"/>" }
      isOpen = true
    }
    guard !path.isEmpty else { return "" }
    return
      "<g class=\"line l\(series.style % 8) d\(dash % 4)\"><path d=\"\(path)\"/>\(dots)</g>"
  }

  /// From the lowest to the highest value of each part of the axis.
  private func band(of series: Series, _ axis: ChartAxis) -> String {
    guard series.ends.count == series.points.count else { return "" }
    let edges = series.points.indices.map { index in
      series.points[index].value == nil ? nil : series.ends[index]
    }
    let path = shapes(times: series.points.map(\.time), edges: edges, axis)
    return path.isEmpty ? "" : "<path class=\"band f\(series.style % 8)\" d=\"\(path)\"/>"
  }

  /// Closed shapes between low and high edges, one for each stretch without a gap.
  private func shapes(
    times: [Double], edges: [(low: Double, high: Double)?], _ axis: ChartAxis
  ) -> String {
    var path = ""
    var start = 0
    while start < edges.count {
      var end = start
      while end < edges.count, edges[end] != nil { end += 1 }
      // One moment between two gaps has no width of its own.
      let room = end == start + 1 ? 0.8 : 0
      for index in start..<end {
        path += index == start ? "M" : "L"
        path +=
          "\(SVG.number(x(times[index]) - room)) \(SVG.number(y(edges[index]?.high ?? 0, axis)))"
      }
      if room > 0, let edge = edges[start] {
        path += "h1.6V\(SVG.number(y(edge.low, axis)))"
      }
      for index in (start..<end).reversed() {
        path +=
          "L\(SVG.number(x(times[index]) - room)) \(SVG.number(y(edges[index]?.low ?? 0, axis)))"
      }
      if end > start { path += "Z" }
      start = end + 1
    }
    return path
  }

  /// The upper edge of each area.
  private var stackTops: [[(time: Double, value: Double?)]] {
    var tops: [[(time: Double, value: Double?)]] = []
    for series in series {
      let below = tops.last
      tops.append(
        series.points.enumerated().map { index, point in
          guard let value = point.value else { return (point.time, nil) }
          guard let below else { return (point.time, value) }
          return (point.time, below[index].value.map { $0 + value })
        })
    }
    return tops
  }

  private func areas(_ axis: ChartAxis) -> String {
    let tops = stackTops
    var svg = ""
    for (number, series) in series.enumerated().reversed() {
      let edges = tops[number].indices.map { index -> (low: Double, high: Double)? in
        guard let high = tops[number][index].value else { return nil }
        return (number > 0 ? tops[number - 1][index].value ?? axis.low : axis.low, high)
      }
      let path = shapes(times: tops[number].map(\.time), edges: edges, axis)
      if !path.isEmpty { svg += "<path class=\"area f\(series.style % 8)\" d=\"\(path)\"/>" }
    }
    return svg
  }

  private func limit(_ limit: Limit, _ axis: ChartAxis) -> String {
    let place = y(limit.value, axis)
    // Above the line, unless the drawing ends there.
    let text = place > TimeChart.top + 14 ? place - 5 : place + 14
    return
      "<g class=\"limit\"><path d=\"M54 \(SVG.number(place))H448\"/>"
      + "<text x=\"444\" y=\"\(SVG.number(text))\" class=\"end\">\(HTML.label(limit.name, limit: 40))</text></g>"
  }

  private func band(_ range: ClosedRange<Double>) -> String {
    let (start, end) = (x(range.lowerBound), x(range.upperBound))
    return
      "<rect class=\"throttled\" x=\"\(SVG.number(start))\" y=\"24\" width=\"\(SVG.number(max(1.5, end - start)))\" height=\"182\"/>"
  }

  /// A strip below the axis in the colours of the phases: in each of its steps every phase has its share of the height.
  private var strip: String {
    guard !phases.isEmpty else { return "" }
    let (count, width, height) = (197, 2.0, 8.0)
    let length = max(1e-9, seconds.upperBound - seconds.lowerBound)
    let names = MeasurementReport.PhaseName.allCases
    var shares = [[Double]](repeating: [0, 0, 0], count: count)
    for span in phases {
      let kind = names.firstIndex(of: span.phase) ?? 0
      let start = (span.startSeconds - seconds.lowerBound) / length * Double(count)
      let end = start + span.seconds / length * Double(count)
      guard start.isFinite, end.isFinite, end > 0, start < Double(count) else { continue }
      let (from, to) = (max(0, start), min(Double(count), end))
      for step in Int(from)..<min(count, Int(to.rounded(.up))) {
        shares[step][kind] += min(to, Double(step + 1)) - max(from, Double(step))
      }
    }
    var paths = [String](repeating: "", count: names.count)
    var step = 0
    while step < count {
      let cells = TimeChart.heights(shares[step], of: height)
      var end = step + 1
      while end < count, TimeChart.heights(shares[end], of: height) == cells { end += 1 }
      var top = 0.0
      for (kind, cell) in cells.enumerated() where cell > 0 {
        let (left, size) = (54 + Double(step) * width, Double(end - step) * width)
        paths[kind] +=
          "M\(SVG.number(left)) \(SVG.number(210 + top))h\(SVG.number(size))v\(SVG.number(cell))h-\(SVG.number(size))z"
        top += cell
      }
      step = end
    }
    return zip(names, paths).map { name, path in
      path.isEmpty ? "" : "<path class=\"phase-\(name.rawValue)\" d=\"\(path)\"/>"
    }.joined()
  }

  /// Heights of a step's phases: whole units, all of them where anything ran for more than a tenth.
  private static func heights(_ shares: [Double], of height: Double) -> [Double] {
    let sum = shares.reduce(0, +)
    guard sum > 0.1 else { return shares.map { _ in 0 } }
    var heights = shares.map { ($0 / sum * height).rounded() }
    // What rounding leaves goes to the largest.
    if let largest = shares.indices.max(by: { shares[$0] < shares[$1] }) {
      heights[largest] += height - heights.reduce(0, +)
    }
    return heights
  }

  private var legend: String {
    var items: [String] = []
    // Of a stack the uppermost first, as it lies.
    let entries = Array(series.enumerated())
    for (number, series) in isStacked ? entries.reversed() : entries where !series.name.isEmpty {
      items.append(
        SVG.key(isStacked ? .area(series.style) : .line(series.style, dash: number), series.name))
    }
    if !throttled.isEmpty { items.append(SVG.key(.named("throttled"), "clock held down")) }
    var html = items.isEmpty ? "" : "<ul class=\"legend\">\(items.joined())</ul>"
    let kinds = MeasurementReport.PhaseName.allCases.filter { phase in
      phases.contains { $0.phase == phase }
    }
    if !kinds.isEmpty {
      let keys = kinds.map { SVG.key(.named("phase-\($0.rawValue)"), $0.rawValue) }
      html += "<ul class=\"legend strip\"><li>below the axis:</li>\(keys.joined())</ul>"
    }
    return html
  }
}
