/// Decoding as a `tokenizer.json` with byte fallback describes it: U+2581 is a space, and a run of byte tokens
/// is text if all of it is UTF-8.
///
/// Source: `decoders/byte_fallback` of the tokenizers library: one byte too many or too few, and every byte of
/// the run becomes U+FFFD.
struct CharacterDecoder {
  private let tables: TokenizerTables
  private var run: [UInt8] = []
  private var stripsSpace: Bool
  private var dropsSpaces: Bool

  /// A decoder of one text.
  init(_ tables: TokenizerTables) {
    self.tables = tables
    stripsSpace = tables.options.contains(.stripsSpace)
    dropsSpaces = tables.options.contains(.dropsFirstSpaces)
  }

  /// Appends the text of the next token, which has to exist.
  mutating func push(_ id: Int32, into output: inout [UInt8]) {
    if tables.kind(of: id) == .byte {
      run.append(tables.byteValue(of: Int(id)))
      return
    }
    flush(into: &output)
    if dropsSpaces {
      dropsSpaces = false
      tables.appendWithoutSpaces(tables.content(of: Int(id)), to: &output)
      return
    }
    let start = output.count
    tables.appendPiece(tables.content(of: Int(id)), to: &output)
    strip(&output, from: start)
  }

  /// Ends the text.
  mutating func finish(into output: inout [UInt8]) { flush(into: &output) }

  private mutating func flush(into output: inout [UInt8]) {
    guard !run.isEmpty else { return }
    let start = output.count
    if UTF8Text.isValid(run[...]) {
      output += run
    } else {
      for _ in run { output += UTF8Repair.replacement }
    }
    strip(&output, from: start)
    run.removeAll(keepingCapacity: true)
  }

  /// Takes one space off the front of the text, whatever token it came from.
  private mutating func strip(_ output: inout [UInt8], from start: Int) {
    guard stripsSpace, output.count > start else { return }
    if output[start] == UInt8(ascii: " ") { output.remove(at: start) }
    stripsSpace = false
  }
}
