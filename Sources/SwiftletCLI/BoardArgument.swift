import SwiftletMeasure
import SwiftletSystem

/// The board of `--board`: a built-in name, or a file of one's own.
enum BoardArgument {
  /// What `--board` takes, for help texts.
  ///
  /// The names are not part of it: reading the boards costs every run memory that its cap counts.
  static let help =
    "A board that is built in, like pi-5 (an unknown name lists them), or a board file (.json) like those in configs/boards."

  private static var names: String {
    BoardProfile.builtIn.map(\.name).joined(separator: ", ")
  }

  /// The board that `text` names.
  ///
  /// - Throws: `CommandFailure` for an unknown name, `MeasurementError` for a file.
  static func profile(_ text: String) throws -> BoardProfile {
    if text.hasSuffix(".json") || text.contains("/") { return try BoardProfile.read(path: text) }
    guard let profile = BoardProfile.named(text) else {
      throw CommandFailure.usage(
        "--board: expected one of \(names), or a file that ends in .json, found \(text)")
    }
    return profile
  }
}
