internal import SwiftletSystem

/// Small parts of drawings.
enum SVG {
  /// What stands beside a name in a legend.
  enum Key {
    case line(Int, dash: Int)
    case area(Int)
    case limit
    case named(String)
  }

  /// A coordinate, a tenth exact.
  static func number(_ value: Double) -> String {
    let text = Decimal.text(value, digits: 1)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// An entry of a legend.
  static func key(_ key: Key, _ name: String) -> String {
    let mark: String
    switch key {
    case .line(let style, let dash):
      mark = "<g class=\"line l\(style % 8) d\(dash % 4)\"><path d=\"M1 7H25\"/></g>"
    case .area(let style): mark = "<rect class=\"area f\(style % 8)\" width=\"26\" height=\"14\"/>"
    case .limit: mark = "<g class=\"limit\"><path d=\"M1 7H25\"/></g>"
    case .named(let name): mark = "<rect class=\"\(name)\" width=\"26\" height=\"14\"/>"
    }
    return
      "<li><svg class=\"key\" viewBox=\"0 0 26 14\" aria-hidden=\"true\">\(mark)</svg>\(HTML.label(name))</li>"
  }

  /// The patterns that the page's drawings share; colours alone tell nobody anything who does not see them.
  static let patterns = """
    <svg class="patterns" aria-hidden="true"><defs>
    <pattern id="held" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V7"/></pattern>
    <pattern id="model" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><path d="M0 0V6"/></pattern>
    </defs></svg>
    """
}
