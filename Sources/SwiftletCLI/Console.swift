import SwiftletJSON
import SwiftletSystem

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Standard output for results, standard error for everything else.
enum Console {
  /// Writes `text` and a line end to standard output.
  static func print(_ text: String) { Swift.print(text) }

  /// Writes `value` to standard output.
  static func print(_ value: JSONValue) { Swift.print(value.prettyText) }

  /// Writes one line to standard error, with the program's name.
  static func complain(_ message: String) { writeError("swiftlet: " + message + "\n") }

  /// Writes `text` to standard error at once.
  static func writeError(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      // Nothing can be said about a standard error that takes no bytes.
      _ = unsafe write(STDERR_FILENO, bytes.baseAddress, bytes.count)
    }
  }

  /// Whether a person looks at standard error.
  static var isErrorATerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Hands buffered output to the system; false if that fails.
  static func flush() -> Bool { fflush(nil) == 0 }
}
