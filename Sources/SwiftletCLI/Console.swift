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

  /// Writes `text` to standard output, without a line end.
  static func printPart(_ text: some StringProtocol) { Swift.print(text, terminator: "") }

  /// Writes `value` to standard output.
  static func print(_ value: JSONValue) { Swift.print(value.prettyText) }

  /// Writes one line to standard error, with the program's name.
  ///
  /// Messages quote what a user or a file said; here they become one line, whatever that was.
  static func complain(_ message: String) {
    writeError("swiftlet: " + InputFault.escaped(message) + "\n")
  }

  /// Writes `text` to standard error at once.
  static func writeError(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      // Nothing can be said about a standard error that takes no bytes.
      _ = unsafe write(STDERR_FILENO, bytes.baseAddress, bytes.count)
    }
  }

  /// Writes bytes to standard output at once: a text is read while it is written.
  ///
  /// - Throws: `CommandFailure` if standard output takes no more.
  static func stream(_ bytes: some Collection<UInt8>) throws {
    _ = flush()
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe write(STDOUT_FILENO, $0.baseAddress, $0.count)
      }
      guard count > 0 || errno == EINTR else {
        throw CommandFailure(
          status: .cannotWrite,
          description: "standard output: expected room to write, found \(systemMessage(errno))")
      }
      rest = rest.dropFirst(max(0, count))
    }
  }

  /// Whether a person looks at standard error.
  static var isErrorATerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Hands buffered output to the system; false if that fails.
  static func flush() -> Bool { fflush(nil) == 0 }
}
