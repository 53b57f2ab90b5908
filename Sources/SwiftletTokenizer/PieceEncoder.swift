/// The ids of normalized text over a vocabulary of pieces: by merging, or by the likeliest path.
///
/// Source: `bpe_model.cc` and `unigram_model.cc` of SentencePiece, `models/bpe` of the tokenizers library.
struct PieceEncoder {
  private let tables: TokenizerTables
  private let symbols: AddedTokenMatcher
  private var merger = PairMerger()
  private var path: LikeliestPath
  /// Whether the last id is an unknown token that further unknown characters belong to.
  private var isAfterUnknown = false

  /// An encoder over `tables`.
  init(_ tables: TokenizerTables) {
    self.tables = tables
    symbols = AddedTokenMatcher(tables, .userDefined)
    path = LikeliestPath(tables)
  }

  /// Appends the ids of `text` to `ids`.
  mutating func encode(_ text: [UInt8], into ids: inout [Int32]) {
    encode(text, 0..<text.count, into: &ids)
  }

  /// Appends the ids of `text[range]` to `ids`.
  mutating func encode(_ text: [UInt8], _ range: Range<Int>, into ids: inout [Int32]) {
    isAfterUnknown = false
    path.restart()
    // The likeliest path knows the symbols; merges stop at them.
    guard tables.userDefinedCount > 0, tables.family == .sentencePiece else {
      encodeWords(text, range, into: &ids)
      return
    }
    var start = range.lowerBound
    var position = start
    while position < range.upperBound {
      guard let symbol = symbols.token(in: text, at: position, end: range.upperBound) else {
        position += UTF8Text.scalar(at: position, in: text, end: range.upperBound)?.1 ?? 1
        continue
      }
      encodeWords(text, start..<position, into: &ids)
      ids.append(Int32(bitPattern: symbol.id))
      isAfterUnknown = false
      position += symbol.content.count
      start = position
    }
    encodeWords(text, start..<range.upperBound, into: &ids)
  }

  private mutating func encodeWords(
    _ text: [UInt8], _ range: Range<Int>, into ids: inout [Int32]
  ) {
    guard !range.isEmpty else { return }
    guard tables.options.contains(.separatesWords) else {
      encodePiece(text, range, into: &ids)
      return
    }
    // No piece crosses the start of a word, so each word is encoded by itself.
    var start = range.lowerBound
    while start < range.upperBound {
      let end = PieceEncoder.wordEnd(text, from: start, end: range.upperBound)
      encodePiece(text, start..<end, into: &ids)
      start = end
    }
  }

  /// The end of the word at `start`: space symbols, then other characters.
  private static func wordEnd(_ text: [UInt8], from start: Int, end: Int) -> Int {
    var position = start
    while isSpaceSymbol(text, position, end) { position += SentencePieceEncoder.spaceSymbol.count }
    while position < end, !isSpaceSymbol(text, position, end) { position += 1 }
    return position
  }

  private static func isSpaceSymbol(_ text: [UInt8], _ position: Int, _ end: Int) -> Bool {
    position + 2 < end && text[position] == 0xE2 && text[position + 1] == 0x96
      && text[position + 2] == 0x81
  }

  /// Appends the ids of a stretch that no token leaves.
  mutating func encodePiece(_ text: [UInt8], _ piece: Range<Int>, into ids: inout [Int32]) {
    if tables.family == .unigram {
      path.extend(text, piece)
      for step in path.steps.reversed() { append(step.token, text, step.range, into: &ids) }
      return
    }
    let whole = tables.token(text, piece)
    if whole != TokenizerTables.noToken, tables.traits(of: Int(whole)).isWhole {
      append(whole, text, piece, into: &ids)
      return
    }
    merger.removeAll()
    var position = piece.lowerBound
    while position < piece.upperBound {
      let count = UTF8Text.scalar(at: position, in: text, end: piece.upperBound)?.1 ?? 1
      merger.append(tables.token(text, position..<position + count), start: position)
      position += count
    }
    merger.merge(tables, text, end: piece.upperBound)
    for (index, token) in merger.tokens.enumerated() {
      let end =
        index + 1 < merger.starts.count ? Int(merger.starts[index + 1]) : piece.upperBound
      append(token, text, Int(merger.starts[index])..<end, into: &ids)
    }
  }

  /// Appends a token; without one the bytes of the text, or one unknown token for a run of such texts.
  private mutating func append(
    _ token: UInt32, _ text: [UInt8], _ range: Range<Int>, into ids: inout [Int32]
  ) {
    guard token == TokenizerTables.noToken else {
      ids.append(Int32(bitPattern: token))
      isAfterUnknown = false
      return
    }
    if tables.options.contains(.byteFallback) {
      for byte in text[range] {
        let token = tables.byteToken(byte)
        if token != TokenizerTables.noToken { ids.append(Int32(bitPattern: token)) }
      }
    } else if !isAfterUnknown, tables.unknownToken != TokenizerTables.noToken {
      ids.append(Int32(bitPattern: tables.unknownToken))
    }
    isAfterUnknown = !tables.options.contains(.byteFallback)
  }
}
