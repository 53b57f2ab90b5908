internal import SwiftletSystem

/// What all pages share: the document around them, tables of figures, and how figures are marked.
enum PageFrame {
  /// A whole document.
  ///
  /// The content policy forbids scripts and every connection, whatever a report's text may try.
  static func document(title: String, body: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>\(HTML.label(title, limit: 120))</title>
    <link rel="icon" href="data:,">
    <style>\(PageStyle.css)</style>
    </head>
    <body>
    \(SVG.patterns)
    <main>
    \(body)
    </main>
    </body>
    </html>

    """
  }

  static func header(title: String, lines: [String]) -> String {
    let paragraphs = lines.filter { !$0.isEmpty }.map { "<p>\(HTML.label($0, limit: 400))</p>" }
    return
      "<header><h1>\(HTML.label(title, limit: 120))</h1>\(paragraphs.joined())</header>"
  }

  /// A large figure.
  static func tile(_ name: String, _ figure: Figure, note: String? = nil) -> String {
    var html = "<div class=\"tile\"><h2>\(HTML.label(name))</h2>"
    if figure.value == nil {
      html += "<p class=\"value none\">not available</p>"
      html += "<p class=\"note\">\(HTML.label(figure.reason ?? "", limit: 120))</p>"
    } else {
      html +=
        "<p class=\"value\">\(value(figure)) <span class=\"unit\">\(HTML.label(unit(figure)))</span></p>"
      let notes = [interval(figure), note].compactMap { $0 }.map { HTML.label($0, limit: 90) }
      if !notes.isEmpty { html += "<p class=\"note\">\(notes.joined(separator: "<br>"))</p>" }
    }
    return html + mark(figure.kind) + "</div>"
  }

  /// A table of figures with how each came to be.
  static func table(_ title: String, _ rows: [(String, Figure)]) -> String {
    var html = "<table class=\"figures\"><caption>\(HTML.label(title, limit: 90))</caption>"
    html += "<thead><tr><th scope=\"col\">Figure</th><th scope=\"col\">Value</th>"
    html += "<th scope=\"col\">How</th><th scope=\"col\">From</th></tr></thead><tbody>"
    for (name, figure) in rows {
      html += "<tr><th scope=\"row\">\(HTML.label(name))</th>"
      if figure.value == nil {
        html += "<td class=\"value none\">-</td><td>\(mark(figure.kind))</td>"
        html += "<td class=\"from\">\(HTML.label(figure.reason ?? "", limit: 300))</td></tr>"
        continue
      }
      html += "<td class=\"value\">\(cell(figure))</td>"
      html += "<td>\(mark(figure.kind))</td><td class=\"from\">"
      html += HTML.label(figure.source, limit: 300)
      if !figure.covers.isEmpty {
        html += "<br><span class=\"note\">covers: \(HTML.label(figure.covers, limit: 120))</span>"
      }
      html += "</td></tr>"
    }
    return html + "</tbody></table>"
  }

  /// A figure's number, unit and interval.
  static func cell(_ figure: Figure) -> String {
    guard figure.value != nil else { return "-" }
    let between = interval(figure).map { "<br><span class=\"note\">\(HTML.escaped($0))</span>" }
    return "\(value(figure)) \(HTML.label(unit(figure)))\(between ?? "")"
  }

  /// A table of names and values that are no figures.
  static func facts(_ title: String?, _ rows: [(String, String)]) -> String {
    var html = "<table class=\"facts\">"
    if let title { html += "<caption>\(HTML.label(title, limit: 90))</caption>" }
    html += "<tbody>"
    for (name, value) in rows {
      html +=
        "<tr><th scope=\"row\">\(HTML.label(name))</th><td>\(HTML.label(value, limit: 400))</td></tr>"
    }
    return html + "</tbody></table>"
  }

  /// How a figure came to be, as a word in a frame that differs without colour too.
  static func mark(_ kind: Figure.Kind) -> String {
    "<span class=\"mark \(kind.rawValue)\">\(kind.rawValue)</span>"
  }

  /// What the marks and the comparison mean.
  static var legend: String {
    """
    <section class="legend-text"><h2>How to read this</h2>
    <p>\(mark(.measured)) read from an instrument, a clock or a counter.
    \(mark(.modelled)) computed from coefficients of a board, with the interval in which the true value is believed to lie.
    \(mark(.unavailable)) not known, for the reason that stands beside it: never zero.</p>
    <p>An interval is a sensor's error, a model's uncertainty, or what the repetitions gave at the least and at the most.
    Below the time axes a strip shows which phase ran; hatched times are those at which the firmware held the clock down.</p>
    <p>The rule of thumb for energy is an \(HTML.escaped(PaperRule.name)). It is not a measurement.</p></section>
    """
  }

  static func mebibytes(_ byteCount: Double) -> String {
    Figure.text(byteCount / 0x1p20) + " MiB"
  }

  private static func unit(_ figure: Figure) -> String { figure.said.unit }

  private static func value(_ figure: Figure) -> String { Figure.text(figure.said.value ?? 0) }

  private static func interval(_ figure: Figure) -> String? {
    guard let interval = figure.said.interval, interval.lowerBound < interval.upperBound else {
      return nil
    }
    return "\(Figure.text(interval.lowerBound)) to \(Figure.text(interval.upperBound))"
  }
}
