/// Passes bytes on as well-formed UTF-8, one at a time: a character is handed over when it is complete,
/// and bytes that can belong to none become U+FFFD.
///
/// Source: the decoder of the WHATWG Encoding Standard, which is also what Rust's `from_utf8_lossy` does.
struct UTF8Repair: Sendable {
  /// How many U+FFFD an unfinished character becomes.
  enum Style: Sendable {
    /// One for the whole of it (Rust, WHATWG).
    case perSequence
    /// One for each of its bytes (SentencePiece).
    case perByte
  }

  /// U+FFFD.
  static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

  /// How many U+FFFD an unfinished character becomes.
  var style: Style
  private var pending: (UInt8, UInt8, UInt8) = (0, 0, 0)
  private var pendingCount = 0
  private var missingCount = 0
  private var allowed: ClosedRange<UInt8> = 0x80...0xBF

  /// Starts at a character's border.
  init(_ style: Style) { self.style = style }

  /// Whether a character has begun and is not complete.
  var isInsideCharacter: Bool { pendingCount > 0 }

  /// Takes the next byte and appends to `output` what is settled by it.
  mutating func push(_ byte: UInt8, into output: inout [UInt8]) {
    if pendingCount > 0 {
      if allowed.contains(byte) {
        missingCount -= 1
        allowed = 0x80...0xBF
        if missingCount > 0 {
          store(byte)
        } else {
          appendPending(to: &output)
          output.append(byte)
        }
        return
      }
      finish(into: &output)
    }
    switch byte {
    case 0..<0x80: output.append(byte)
    case 0xC2...0xDF: begin(byte, missing: 1)
    case 0xE0: begin(byte, missing: 2, 0xA0...0xBF)
    case 0xED: begin(byte, missing: 2, 0x80...0x9F)
    case 0xE1...0xEF: begin(byte, missing: 2)
    case 0xF0: begin(byte, missing: 3, 0x90...0xBF)
    case 0xF1...0xF3: begin(byte, missing: 3)
    case 0xF4: begin(byte, missing: 3, 0x80...0x8F)
    default: output.append(contentsOf: UTF8Repair.replacement)
    }
  }

  /// Replaces a character that will not be completed.
  mutating func finish(into output: inout [UInt8]) {
    guard pendingCount > 0 else { return }
    for _ in 0..<(style == .perByte ? pendingCount : 1) {
      output.append(contentsOf: UTF8Repair.replacement)
    }
    pendingCount = 0
  }

  private mutating func begin(
    _ byte: UInt8, missing: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF
  ) {
    missingCount = missing
    allowed = range
    store(byte)
  }

  private mutating func store(_ byte: UInt8) {
    switch pendingCount {
    case 0: pending.0 = byte
    case 1: pending.1 = byte
    default: pending.2 = byte
    }
    pendingCount += 1
  }

  private mutating func appendPending(to output: inout [UInt8]) {
    output.append(pending.0)
    if pendingCount > 1 { output.append(pending.1) }
    if pendingCount > 2 { output.append(pending.2) }
    pendingCount = 0
  }
}
