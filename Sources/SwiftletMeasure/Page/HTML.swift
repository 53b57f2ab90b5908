internal import SwiftletSystem

/// Text as HTML.
enum HTML {
  /// `text` with nothing in it that is markup, that turns the direction of writing, or that no document may contain.
  ///
  /// Reports name files and sensors as they call themselves; here such a name becomes harmless text, in elements and in
  /// quoted attributes alike.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in InputFault.escaped(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// `text` cut to what a heading or a legend has room for, then escaped.
  static func label(_ text: String, limit: Int = 60) -> String {
    text.count <= limit ? escaped(text) : escaped(String(text.prefix(limit - 1))) + "…"
  }

  /// `text` with a capital letter, for a heading.
  static func capitalized(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }
}
