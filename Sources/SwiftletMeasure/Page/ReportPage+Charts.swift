internal import SwiftletSystem

extension ReportPage {
  private static let mebibyte = Double(1 << 20)
  /// Tokens of a window in which a rate is taken: one more or less is 3 % of it.
  private static let tokensPerWindow = 32.0
  /// Colours that are not those of the phases.
  private static let ownerStyles = [4, 5, 6, 7, 3]

  private var series: SampleSeries { report.samples }

  /// From the first sample or phase to the last.
  private var seconds: ClosedRange<Double>? {
    let ends = report.spans.map { $0.startSeconds + $0.seconds }
    let starts = report.spans.map(\.startSeconds)
    guard let start = (starts + series.times.prefix(1)).min(),
      let end = (ends + series.times.suffix(1)).max(), end > start
    else { return nil }
    return start...end
  }

  /// The times at which a flag of the present was set.
  private var throttled: [ClosedRange<Double>] {
    guard let column = series.columns(.throttling).first else { return [] }
    var ranges: [ClosedRange<Double>] = []
    var start: Double?
    for (time, value) in zip(series.times, column.values) {
      let isHeld = value.map { Int(max(0, min($0, 1e9))) & Throttling.now.rawValue != 0 } ?? false
      if isHeld {
        start = start ?? time
      } else if let begun = start {
        ranges.append(begun...time)
        start = nil
      }
    }
    if let start, let end = series.times.last { ranges.append(start...end) }
    return ReportPage.merged(ranges, limit: ChartRows.partCount)
  }

  /// Ranges with the narrowest gaps closed until there are no more than `limit`.
  private static func merged(_ ranges: [ClosedRange<Double>], limit: Int) -> [ClosedRange<Double>] {
    guard ranges.count > limit, let start = ranges.first?.lowerBound,
      let end = ranges.last?.upperBound
    else { return ranges }
    let least = (end - start) / Double(limit)
    var merged: [ClosedRange<Double>] = []
    for range in ranges {
      if let last = merged.last, range.lowerBound - last.upperBound < least {
        merged[merged.count - 1] = last.lowerBound...range.upperBound
      } else {
        merged.append(range)
      }
    }
    return merged
  }

  private func chart(
    _ id: String, _ title: String, unit: String, _ seconds: ClosedRange<Double>,
    _ lines: [TimeChart.Series]
  ) -> TimeChart {
    let spoken = lines.map { ReportPage.spoken($0, unit: unit) }
    return TimeChart(
      id: id, title: title, summary: spoken.joined(separator: " "), unit: unit, seconds: seconds,
      series: lines, throttled: throttled, phases: report.spans)
  }

  /// A series in a sentence.
  private static func spoken(_ series: TimeChart.Series, unit: String) -> String {
    let seen = series.points.filter { $0.value != nil }
    let values = seen.compactMap(\.value) + series.ends.flatMap { [$0.low, $0.high] }
    let name = series.name.isEmpty ? "The line" : series.name
    guard let low = values.min(), let high = values.max(), let last = seen.last?.value else {
      return "\(name): nothing was seen."
    }
    return
      "\(name): \(Figure.text(low)) to \(Figure.text(high)) \(unit), at the end \(Figure.text(last))."
  }

  private func line(_ column: SampleSeries.Column, style: Int, divisor: Double = 1)
    -> TimeChart.Series
  {
    if let parts = ChartRows.parts(times: series.times, values: column.values) {
      return TimeChart.Series(
        name: column.name, points: parts.map { ($0.time, $0.mean.map { $0 / divisor }) },
        style: style, ends: parts.map { ($0.low / divisor, $0.high / divisor) })
    }
    return TimeChart.Series(
      name: column.name,
      points: zip(series.times, column.values).map { ($0, $1.map { $0 / divisor }) }, style: style)
  }

  /// The columns of `quantity` in which anything was seen.
  private func seen(_ quantity: SampleSeries.Quantity) -> [SampleSeries.Column] {
    series.columns(quantity).filter { column in column.values.contains { $0 != nil } }
  }

  // MARK: - Memory

  /// Owners stacked up to what the process has in memory.
  var memoryChart: String? {
    let resident = seen(.residentBytes).first
    let owners = seen(.ownerBytes)
    guard let seconds, resident != nil || !owners.isEmpty else { return nil }
    // What decides which rows are drawn: the whole.
    let whole = series.times.indices.map { row in
      resident?.values[row] ?? owners.compactMap { $0.values[row] }.reduce(0, +)
    }
    let rows = ChartRows.selected(times: series.times, values: whole)
    var parts = owners.enumerated().map { number, owner in
      TimeChart.Series(
        name: owner.name,
        points: rows.map { (series.times[$0], owner.values[$0].map { $0 / ReportPage.mebibyte }) },
        style: ReportPage.ownerStyles[number % ReportPage.ownerStyles.count])
    }
    if let resident {
      // Code, libraries, stacks: what no owner has reserved.
      let rest = rows.map { row -> (time: Double, value: Double?) in
        let owned = owners.compactMap { $0.values[row] }.reduce(0, +)
        return (
          series.times[row],
          resident.values[row].map { max(0, $0 - owned) / ReportPage.mebibyte }
        )
      }
      parts.insert(
        TimeChart.Series(
          name: owners.isEmpty ? "in memory" : "process and its code", points: rest, style: 0),
        at: 0)
    }
    var chart = chart("memory", "Memory against the cap", unit: "MiB", seconds, parts)
    chart.isStacked = true
    chart.throttled = []
    if let cap = report.memory.capByteCount {
      chart.limits.append(
        .init(name: "cap \(PageFrame.mebibytes(Double(cap)))", value: Double(cap) / Self.mebibyte))
    }
    return chart.html
  }

  // MARK: - Speed

  var speedCharts: [String] {
    guard let seconds else { return [] }
    let phases: [(MeasurementReport.PhaseName, String)] = [
      (.decode, "Decode over time"), (.prefill, "Prefill over time"),
    ]
    return phases.compactMap { phase, title in
      let points = rates(of: phase, seconds)
      guard points.contains(where: { $0.value != nil }) else { return nil }
      return chart(
        phase.rawValue, title, unit: "tokens/s", seconds,
        [TimeChart.Series(name: "", points: points, style: ReportPage.style(of: phase))]
      ).html
    }
  }

  /// Tokens per second in steps of a span, long spans in windows where samples tell more.
  private func rates(of phase: MeasurementReport.PhaseName, _ seconds: ClosedRange<Double>)
    -> [(time: Double, value: Double?)]
  {
    let window = (seconds.upperBound - seconds.lowerBound) / Double(ChartRows.partCount)
    var points: [(time: Double, value: Double?)] = []
    let spans = report.spans.filter { $0.phase == phase && $0.seconds > 0 && $0.tokenCount > 0 }
    let isDense = spans.count > ChartRows.partCount / 3
    for span in merged(spans, shorterThan: window) {
      let end = span.startSeconds + span.seconds
      var steps: [(from: Double, to: Double, rate: Double)] = []
      // In a window of few tokens the rate would jump by whole tokens.
      let enough = max(window, ReportPage.tokensPerWindow / Double(span.tokenCount) * span.seconds)
      if let tokens = series.columns(.tokens).first, span.seconds > 2 * enough {
        steps = TokenRate.windows(
          times: series.times, tokens: tokens.values, from: span.startSeconds, to: end, enough)
      }
      if steps.isEmpty {
        steps = [(span.startSeconds, end, Double(span.tokenCount) / span.seconds)]
      }
      // So many spans are a line through their middles; few are what they are, with gaps.
      guard !isDense else {
        points += steps.map { (($0.from + $0.to) / 2, $0.rate) }
        continue
      }
      for step in steps {
        points.append((step.from, step.rate))
        points.append((step.to, step.rate))
      }
      points.append((end, nil))
    }
    return points
  }

  /// Spans with neighbours taken together until each is as long as a window: a chat of a thousand turns has too many.
  private func merged(_ spans: [MeasurementReport.Span], shorterThan window: Double)
    -> [MeasurementReport.Span]
  {
    guard spans.count > ChartRows.partCount else { return spans }
    var merged: [MeasurementReport.Span] = []
    for span in spans {
      if let last = merged.last, last.seconds < window,
        span.startSeconds < last.startSeconds + 4 * window
      {
        merged[merged.count - 1].seconds += span.seconds
        merged[merged.count - 1].tokenCount += span.tokenCount
      } else {
        merged.append(span)
      }
    }
    return merged
  }

  // MARK: - Energy

  var energyCharts: [String] {
    var figures: [String] = []
    let rule = PaperRule(report)
    let phases = report.phases.filter { $0.energyPerToken != nil }
    // Where nothing is known, tiles and tables say why.
    if phases.contains(where: { $0.energyPerToken?.value != nil }) {
      let bars = phases.map { phase in
        BarChart.Bar(
          name: phase.name.rawValue,
          figure: phase.energyPerToken ?? .unavailable("", unit: "J/token"),
          style: ReportPage.style(of: phase.name))
      }
      figures.append(
        BarChart(
          id: "token-energy", title: "Energy per token", summary: ReportPage.spoken(bars),
          unit: "J/token", bars: bars,
          rule: (
            "the paper's assumption, \(Figure.text(rule.joulesPerToken)) J/token",
            rule.joulesPerToken
          )
        ).html)
    }
    if report.phases.contains(where: { $0.energy.value != nil }) {
      let bars = report.phases.map { phase in
        BarChart.Bar(
          name: phase.name.rawValue, figure: phase.energy, style: ReportPage.style(of: phase.name))
      }
      figures.append(
        BarChart(
          id: "phase-energy", title: "Energy by phase", summary: ReportPage.spoken(bars), unit: "J",
          bars: bars
        ).html)
    }
    let meters = seen(.watts)
    if let seconds, !meters.isEmpty {
      var power = chart(
        "power", "Power over time", unit: "W", seconds,
        meters.enumerated().map { line($1, style: $0 + 4) })
      if let idle = report.idle?.power.value {
        power.limits.append(.init(name: "idle", value: idle))
      }
      figures.append(power.html)
    }
    return figures
  }

  /// The number of the style that has a phase's colour.
  private static func style(of phase: MeasurementReport.PhaseName) -> Int {
    switch phase {
    case .load: return 0
    case .prefill: return 2
    case .decode: return 1
    }
  }

  private static func spoken(_ bars: [BarChart.Bar]) -> String {
    bars.map { bar in
      bar.figure.value == nil
        ? "\(bar.name): not available, \(bar.figure.reason ?? "")."
        : "\(bar.name): \(bar.figure.text) \(bar.figure.unit), \(bar.figure.kind.rawValue)."
    }.joined(separator: " ")
  }

  // MARK: - Heat and clock

  var heatChart: String? {
    let sensors = seen(.celsius)
    guard let seconds, !sensors.isEmpty else { return nil }
    var chart = chart(
      "heat", "Temperature over time", unit: "°C", seconds,
      sensors.enumerated().map { line($1, style: $0 + 3) })
    chart.isFromZero = false
    return chart.html
  }

  var clockChart: String? {
    let clocks = seen(.hertz)
    guard let seconds, !clocks.isEmpty else { return nil }
    return chart(
      "clock", "Clock over time", unit: "GHz", seconds,
      clocks.enumerated().map { line($1, style: $0 + 5, divisor: 1e9) }
    ).html
  }
}
