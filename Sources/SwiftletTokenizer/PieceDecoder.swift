/// Decoding of pieces as the SentencePiece library does it.
///
/// Source: `SentencePieceProcessor::Decode` in `sentencepiece_processor.cc`.
struct PieceDecoder {
  private let tables: TokenizerTables
  private let dropsPrefix: Bool
  private var repair = UTF8Repair(.perByte)
  /// Whether the piece before was the one that lost its leading space.
  private var lostSpace = false
  private var isAtStart = true
  private let startCount: Int

  /// A decoder of one text that is appended to an output of `startCount` bytes.
  init(_ tables: TokenizerTables, startCount: Int = 0) {
    self.tables = tables
    self.startCount = startCount
    dropsPrefix = !tables.options.isDisjoint(with: [.dummyPrefix, .removesExtraSpaces])
  }

  /// Appends the text of the next token, which has to exist.
  mutating func push(_ id: Int32, into output: inout [UInt8]) {
    let content = tables.content(of: Int(id))
    switch tables.kind(of: id) {
    case .byte:
      repair.push(tables.byteValue(of: Int(id)), into: &output)
    case .control: push(.control, content, into: &output)
    case .unknown: push(.unknown, content, into: &output)
    default: push(.piece, content, into: &output)
    }
  }

  /// What stands between bytes.
  enum Part {
    case control
    case unknown
    case piece
    /// Text that is no piece of the vocabulary, which is passed on as it is.
    case verbatim
  }

  /// Appends a part whose text is at `content` of the binary form.
  mutating func push(_ part: Part, _ content: Range<Int>, into output: inout [UInt8]) {
    repair.finish(into: &output)
    if lostSpace || output.count > startCount { isAtStart = false }
    lostSpace = false
    switch part {
    case .control: break
    case .unknown: output.append(contentsOf: tables.bytes[tables.layout.unknownSurface])
    case .verbatim: output.append(contentsOf: tables.bytes[content])
    case .piece:
      var range = content
      if isAtStart, dropsPrefix, tables.startsWithSpaceSymbol(range) {
        range = range.lowerBound + SentencePieceEncoder.spaceSymbol.count..<range.upperBound
        // With removed extra spaces every leading one goes, otherwise one.
        lostSpace = !tables.options.contains(.removesExtraSpaces)
      }
      tables.appendPiece(range, to: &output)
    }
  }

  /// Ends the text.
  mutating func finish(into output: inout [UInt8]) { repair.finish(into: &output) }
}
