internal import SwiftletSystem

/// Figures side by side as horizontal bars, each with its interval, its mark, and words where there is no number.
struct BarChart {
  /// One bar.
  struct Bar {
    /// What it is the figure of.
    var name: String
    var figure: Figure
    /// The style's number.
    var style: Int
  }

  /// Unique on the page.
  var id: String
  var title: String
  var summary: String
  var unit: String
  var bars: [Bar]
  /// A value to compare with, and what to call it.
  var rule: (name: String, value: Double)?

  private static let (left, right, row) = (8.0, 448.0, 46.0)

  /// The figure: heading and drawing.
  var html: String {
    let height = SVG.number(16 + Double(bars.count) * BarChart.row + 40)
    let values = bars.flatMap { bar in
      [bar.figure.value, bar.figure.interval?.upperBound].compactMap { $0 }
    }
    let axis = ChartAxis(values + (rule.map { [$0.value] } ?? []), fromZero: true)
    var svg =
      "<svg class=\"chart\" role=\"img\" viewBox=\"0 0 460 \(height)\" aria-labelledby=\"\(id)-t \(id)-d\">"
      + "<title id=\"\(id)-t\">\(HTML.escaped(title))</title>"
      + "<desc id=\"\(id)-d\">\(HTML.escaped(summary))</desc>"
    let floor = 16 + Double(bars.count) * BarChart.row
    svg += "<g class=\"grid\">"
    for (index, tick) in axis.ticks.enumerated() {
      let place = SVG.number(x(tick, axis))
      let anchor = index == 0 ? "" : index == axis.ticks.count - 1 ? "end" : "middle"
      svg += "<path d=\"M\(place) 10V\(SVG.number(floor + 4))\"/>"
      svg +=
        "<text x=\"\(place)\" y=\"\(SVG.number(floor + 20))\" class=\"\(anchor)\">\(axis.label(tick))</text>"
    }
    svg +=
      "<text x=\"448\" y=\"\(SVG.number(floor + 36))\" class=\"end unit\">\(HTML.escaped(unit))</text></g>"
    for (index, bar) in bars.enumerated() {
      svg += drawing(bar, y: 16 + Double(index) * BarChart.row, axis)
    }
    svg += "</svg>"
    return "<figure class=\"card\"><h3>\(HTML.escaped(title))</h3>\(svg)\(legend)</figure>"
  }

  private func x(_ value: Double, _ axis: ChartAxis) -> Double {
    BarChart.left + axis.share(value) * (BarChart.right - BarChart.left)
  }

  private func drawing(_ bar: Bar, y: Double, _ axis: ChartAxis) -> String {
    let name = HTML.label(bar.name, limit: 34)
    guard let value = bar.figure.value else {
      return
        "<text x=\"8\" y=\"\(SVG.number(y + 12))\"><tspan class=\"strong\">\(name)</tspan> not available</text>"
        + "<path class=\"absent\" d=\"M8 \(SVG.number(y + 28))H60\"/>"
    }
    let text = "\(Figure.text(value)) \(bar.figure.unit)"
    let style =
      bar.figure.kind == .modelled ? "model m\(bar.style % 8)" : "area f\(bar.style % 8)"
    var svg =
      "<text x=\"8\" y=\"\(SVG.number(y + 12))\"><tspan class=\"strong\">\(name)</tspan> \(HTML.label(text))</text>"
      + "<rect class=\"\(style)\" x=\"8\" y=\"\(SVG.number(y + 18))\" "
      + "width=\"\(SVG.number(max(1, x(value, axis) - BarChart.left)))\" height=\"18\"/>"
    if bar.figure.kind == .modelled {
      // The pattern lies over the colour of the bar.
      svg +=
        "<rect class=\"hatch\" x=\"8\" y=\"\(SVG.number(y + 18))\" "
        + "width=\"\(SVG.number(max(1, x(value, axis) - BarChart.left)))\" height=\"18\"/>"
    }
    if let interval = bar.figure.interval {
      let (low, high) = (x(interval.lowerBound, axis), x(interval.upperBound, axis))
      let middle = SVG.number(y + 27)
      svg +=
        "<path class=\"whisker\" d=\"M\(SVG.number(low)) \(middle)H\(SVG.number(high))"
        + "M\(SVG.number(low)) \(SVG.number(y + 22))v10M\(SVG.number(high)) \(SVG.number(y + 22))v10\"/>"
    }
    if let rule {
      let place = SVG.number(x(rule.value, axis))
      svg += "<g class=\"limit\"><path d=\"M\(place) \(SVG.number(y + 16))v22\"/></g>"
    }
    return svg
  }

  private var legend: String {
    var items: [String] = []
    if bars.contains(where: { $0.figure.kind == .modelled }) {
      items.append(SVG.key(.named("hatch alone"), "modelled"))
    }
    if let rule { items.append(SVG.key(.limit, rule.name)) }
    return items.isEmpty ? "" : "<ul class=\"legend\">\(items.joined())</ul>"
  }
}
