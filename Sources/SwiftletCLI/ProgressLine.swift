import SwiftletSystem

/// A line on a terminal that says how far long work is; silent where standard error is no terminal.
final class ProgressLine {
  /// Redraws at most this often: a tenth of a second.
  private static let interval = Duration.milliseconds(100)

  private let clock = ContinuousClock()
  private let begin: ContinuousClock.Instant
  private var lastDrawn: ContinuousClock.Instant?
  private let isShown: Bool

  init() {
    begin = clock.now
    isShown = Console.isErrorATerminal
  }

  /// Shows that `done` of `total` bytes are done, and what is worked on.
  func update(_ subject: String, done: Int, total: Int) {
    guard isShown, total > 0 else { return }
    let now = clock.now
    if let lastDrawn, now - lastDrawn < ProgressLine.interval { return }
    lastDrawn = now
    let share = min(1, Double(done) / Double(total))
    let filled = Int(share * 30)
    let bar = String(repeating: "=", count: filled) + String(repeating: " ", count: 30 - filled)
    let escaped = InputFault.escaped(subject)
    let name = escaped.count > 32 ? "…" + escaped.suffix(31) : escaped
    Console.writeError(
      "\r\u{1B}[K[\(bar)] \(Int(share * 100)) %\(remaining(now - begin, share))  \(name)")
  }

  /// Takes the line away.
  func finish() {
    guard isShown, lastDrawn != nil else { return }
    lastDrawn = nil
    Console.writeError("\r\u{1B}[K")
  }

  /// The time left if the rest goes as fast as what is done; nothing in the first second.
  private func remaining(_ elapsed: Duration, _ share: Double) -> String {
    let seconds = elapsed / .seconds(1)
    guard seconds >= 1, share > 0 else { return "" }
    let left = Int(seconds * (1 - share) / share + 0.5)
    let tail = String(left % 60)
    return "  \(left / 60):\(tail.count < 2 ? "0" + tail : tail) left"
  }

  deinit { finish() }
}
