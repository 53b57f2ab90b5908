/// `report.html`: a measurement's report as one page that needs nothing but itself.
///
/// No script, no network, and a content policy that forbids both; charts are inline SVG. It follows the reader's choice of
/// light or dark, fits a phone, and prints.
public final class ReportPage {
  let report: MeasurementReport

  /// The page of a report.
  public init(_ report: MeasurementReport) { self.report = report }

  /// The page's text.
  public var html: String {
    let title = "\(report.model.name) on \(report.board.title)"
    var body = PageFrame.header(
      title: title,
      lines: [
        report.workload.name
          + (report.workload.summary.isEmpty ? "" : ": \(report.workload.summary)"),
        [report.startedAt, report.program].compactMap { $0 }.joined(separator: ", "),
      ])
    body += warnings + tiles
    body += section("Memory", [memoryChart, planCard].compactMap { $0 })
    body += section("Speed", speedCharts)
    body += section("Energy", energyCharts)
    body += section("Heat and clock", [heatChart, clockChart].compactMap { $0 })
    body += figureTables + conditions + PageFrame.legend
    return PageFrame.document(title: title, body: body)
  }

  private func section(_ title: String, _ figures: [String]) -> String {
    guard !figures.isEmpty else { return "" }
    return "<section><h2>\(title)</h2><div class=\"charts\">\(figures.joined())</div></section>"
  }

  private var warnings: String {
    guard !report.warnings.isEmpty else { return "" }
    let items = report.warnings.map { "<li>\(HTML.label($0, limit: 400))</li>" }
    return "<ul class=\"warnings\" role=\"note\">\(items.joined())</ul>"
  }

  /// The figures that most people open the page for.
  private var tiles: String {
    var tiles: [String] = []
    if let decode = report.phase(.decode) {
      if let speed = decode.tokensPerSecond { tiles.append(PageFrame.tile("Decode", speed)) }
      if let energy = decode.energyPerToken {
        tiles.append(PageFrame.tile("Energy per token", energy))
      }
    }
    if let prefill = report.phase(.prefill)?.tokensPerSecond {
      tiles.append(PageFrame.tile("Prefill", prefill))
    }
    let cap = report.memory.capByteCount.map { "cap \(PageFrame.mebibytes(Double($0)))" }
    tiles.append(PageFrame.tile("Peak memory", report.memory.peak, note: cap ?? "no cap"))
    if let heat = report.thermal.during?.celsius {
      let flags = report.thermal.during?.throttling ?? []
      tiles.append(
        PageFrame.tile(
          "Hottest", heat, note: flags.isEmpty ? nil : flags.joined(separator: ", ")))
    }
    return "<div class=\"tiles\">\(tiles.joined())</div>"
  }
}
