internal import SwiftletSystem

/// Reports side by side as one page that needs nothing but itself; see `ReportPage`.
public struct ComparisonPage {
  private let comparison: ReportComparison

  /// The page of a comparison.
  public init(_ comparison: ReportComparison) { self.comparison = comparison }

  /// The page's text.
  public var html: String {
    let count = comparison.subjects.count
    let title = "\(count) measurements side by side"
    var body = PageFrame.header(
      title: title,
      lines: [
        "Ratios are against A. A difference counts where the intervals do not touch; else it is within the spread."
      ])
    if !comparison.notes.isEmpty {
      let items = comparison.notes.map { "<li>\(HTML.label($0, limit: 400))</li>" }
      body += "<ul class=\"warnings\" role=\"note\">\(items.joined())</ul>"
    }
    body += subjects
    let charts = comparison.quantities.enumerated().map { chart($1, number: $0) }
    body += "<section><h2>Charts</h2><div class=\"charts\">\(charts.joined())</div></section>"
    body += "<section><h2>All figures</h2>"
    body += comparison.quantities.map(table).joined() + "</section>"
    return PageFrame.document(title: title, body: body + PageFrame.legend)
  }

  /// What each letter stands for.
  private var subjects: String {
    var html = "<section><h2>What was measured</h2><div class=\"tiles wide\">"
    for subject in comparison.subjects {
      html +=
        "<div class=\"tile\"><h2>\(subject.letter): \(HTML.label(subject.report.model.name))</h2>"
      let lines = [subject.file] + subject.report.conditionLines
      html +=
        "<p class=\"note\">\(lines.map { HTML.label($0, limit: 90) }.joined(separator: "<br>"))</p></div>"
    }
    return html + "</div></section>"
  }

  private func chart(_ quantity: ReportComparison.Quantity, number: Int) -> String {
    let better = quantity.isBetterHigher.map { $0 ? ", higher is better" : ", lower is better" }
    let bars = zip(comparison.subjects, quantity.entries).enumerated().map { index, pair in
      BarChart.Bar(
        name: "\(pair.0.letter) \(pair.0.report.model.name)", figure: pair.1.figure.said,
        style: index % 7 + 1)
    }
    let spoken = quantity.entries.map { entry in
      "\(entry.letter): \(entry.figure.phrase), \(entry.difference.rawValue)."
    }
    return BarChart(
      id: "quantity-\(number)", title: HTML.capitalized(quantity.name) + (better ?? ""),
      summary: spoken.joined(separator: " "),
      unit: bars.first { $0.figure.value != nil }?.figure.unit ?? quantity.unit, bars: bars
    ).html
  }

  private func table(_ quantity: ReportComparison.Quantity) -> String {
    var html =
      "<table class=\"figures\"><caption>\(HTML.label(HTML.capitalized(quantity.name)))</caption>"
    html += "<thead><tr><th scope=\"col\">Report</th><th scope=\"col\">Value</th>"
    html += "<th scope=\"col\">How</th><th scope=\"col\">Against A</th></tr></thead><tbody>"
    for (subject, entry) in zip(comparison.subjects, quantity.entries) {
      let ratio = entry.ratio.map { "\(Figure.text($0)) times A" }
      let difference = entry.difference == .first ? "" : entry.difference.rawValue
      let against =
        entry.difference == .first
        ? "" : [ratio, difference].compactMap { $0 }.joined(separator: ", ")
      html +=
        "<tr><th scope=\"row\">\(subject.letter) \(HTML.label(subject.report.model.name, limit: 40))</th>"
        + "<td class=\"value\">\(PageFrame.cell(entry.figure))</td>"
        + "<td>\(PageFrame.mark(entry.figure.kind))</td>"
        + "<td class=\"from\">\(HTML.escaped(against))</td></tr>"
    }
    return html + "</tbody></table>"
  }
}

extension MeasurementReport {
  /// What a comparison says of a run: weights, board, cap, kernels, workload.
  package var conditionLines: [String] {
    let recipe = model.recipe.map { "\($0), " } ?? ""
    let cap = memory.capByteCount.map { "cap \(PageFrame.mebibytes(Double($0)))" } ?? "no cap"
    return [
      "\(recipe)\(Figure.text(model.bitsPerWeight)) bits a weight", board.title,
      "\(cap), \(environment.residency)",
      "\(environment.kernels), \(environment.threadCount) thread\(environment.threadCount == 1 ? "" : "s"), KV cache \(environment.kvFormat)",
      workload.name,
    ]
  }
}
