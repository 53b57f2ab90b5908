/// SentencePiece byte-pair encoding of text, between special tokens, as the slow Llama tokenizer does it.
///
/// Source: `normalizer.cc` and `bpe_model.cc` of SentencePiece; `LlamaTokenizer` of transformers 4.41.
struct SentencePieceEncoder {
  /// U+2581, which stands for a space in pieces.
  static let spaceSymbol: [UInt8] = [0xE2, 0x96, 0x81]

  private let tables: TokenizerTables
  private var merger = PairMerger()
  /// Whether the last id is an unknown token that further unknown characters belong to.
  private var isAfterUnknown = false

  /// An encoder over `tables`.
  init(_ tables: TokenizerTables) { self.tables = tables }

  private struct Rule: MergeRule {
    let tables: TokenizerTables

    func merge(_ left: UInt32, _ right: UInt32, _ text: [UInt8], _ range: Range<Int>) -> Merge {
      let token = tables.token(text, range)
      guard token != TokenizerTables.noToken else { return .none }
      return Merge(rank: tables.rank(of: token), token: token)
    }
  }

  /// Appends the ids of `text` to `ids`.
  mutating func encode(_ text: [UInt8], matchAddedTokens: Bool, into ids: inout [Int32]) {
    guard matchAddedTokens else {
      encodeText(normalized(text[...]), into: &ids)
      return
    }
    guard tables.options.contains(.legacySpacing) else {
      encodeWithoutLegacySpacing(text, into: &ids)
      return
    }
    AddedTokenMatcher(tables, normalized: false).forEachStretch(of: text, 0..<text.count) {
      range, token in
      if let token {
        ids.append(token)
      } else {
        encodeText(normalized(text[range]), into: &ids)
      }
    }
  }

  /// `legacy: false`: one space symbol in front of the whole text, none after special tokens.
  private mutating func encodeWithoutLegacySpacing(_ text: [UInt8], into ids: inout [Int32]) {
    guard !text.isEmpty else { return }
    let spaced = SentencePieceEncoder.spaceSymbol + text
    let first = ids.count
    AddedTokenMatcher(tables, normalized: false).forEachStretch(of: spaced, 0..<spaced.count) {
      range, token in
      if let token {
        // The space symbol alone in front of a special token is taken back.
        if ids.count == first + 1, range.lowerBound == SentencePieceEncoder.spaceSymbol.count,
          tables.traits(of: Int(token)).isSpecial
        {
          ids.removeLast()
        }
        ids.append(token)
      } else {
        encodeText(normalized(spaced[range]), into: &ids)
      }
    }
  }

  /// Spaces dropped, added and escaped as the model's normalizer says.
  private func normalized(_ text: ArraySlice<UInt8>) -> [UInt8] {
    let space = UInt8(ascii: " ")
    let removes = tables.options.contains(.removesExtraSpaces)
    let symbol =
      tables.options.contains(.escapesSpaces) ? SentencePieceEncoder.spaceSymbol : [space]
    var text = text
    if removes { text = text.drop { $0 == space } }
    guard !text.isEmpty else { return [] }
    var result: [UInt8] = []
    result.reserveCapacity(text.count + text.count / 2 + 3)
    if tables.options.contains(.dummyPrefix) { result += symbol }
    var isAfterSpace = removes
    for byte in text {
      if byte != space {
        result.append(byte)
      } else if !isAfterSpace {
        result += symbol
      }
      isAfterSpace = removes && byte == space
    }
    while removes, result.count >= symbol.count, result.suffix(symbol.count).elementsEqual(symbol) {
      result.removeLast(symbol.count)
    }
    return result
  }

  private mutating func encodeText(_ text: [UInt8], into ids: inout [Int32]) {
    isAfterUnknown = false
    guard tables.options.contains(.separatesWords) else {
      encodePiece(text, 0..<text.count, into: &ids)
      return
    }
    // Merges inside a word do not depend on its neighbours, so each word is merged by itself.
    var start = 0
    while start < text.count {
      let end = SentencePieceEncoder.wordEnd(text, from: start)
      encodePiece(text, start..<end, into: &ids)
      start = end
    }
  }

  /// The end of the word at `start`: space symbols, then other characters.
  private static func wordEnd(_ text: [UInt8], from start: Int) -> Int {
    var position = start
    while isSpaceSymbol(text, position) { position += spaceSymbol.count }
    while position < text.count, !isSpaceSymbol(text, position) { position += 1 }
    return position
  }

  private static func isSpaceSymbol(_ text: [UInt8], _ position: Int) -> Bool {
    position + 2 < text.count && text[position] == 0xE2 && text[position + 1] == 0x96
      && text[position + 2] == 0x81
  }

  /// Appends the ids of a stretch that merges do not leave.
  mutating func encodePiece(_ text: [UInt8], _ piece: Range<Int>, into ids: inout [Int32]) {
    let whole = tables.token(text, piece)
    if whole != TokenizerTables.noToken, tables.traits(of: Int(whole)).isWhole {
      ids.append(Int32(bitPattern: whole))
      isAfterUnknown = false
      return
    }
    merger.removeAll()
    var position = piece.lowerBound
    while position < piece.upperBound {
      let count = UTF8Text.scalar(at: position, in: text, end: piece.upperBound)?.1 ?? 1
      merger.append(tables.token(text, position..<position + count), start: position)
      position += count
    }
    merger.merge(Rule(tables: tables), text, end: piece.upperBound)
    for (index, token) in merger.tokens.enumerated() {
      if token != TokenizerTables.noToken {
        ids.append(Int32(bitPattern: token))
        isAfterUnknown = false
        continue
      }
      let end =
        index + 1 < merger.starts.count ? Int(merger.starts[index + 1]) : piece.upperBound
      appendUnknown(text, Int(merger.starts[index])..<end, into: &ids)
      isAfterUnknown = !tables.options.contains(.byteFallback)
    }
  }

  /// A character that no piece covers: its bytes, or one unknown token for a run of such characters.
  private func appendUnknown(
    _ text: [UInt8], _ range: Range<Int>, into ids: inout [Int32]
  ) {
    if tables.options.contains(.byteFallback) {
      for byte in text[range] {
        let token = tables.byteToken(byte)
        if token != TokenizerTables.noToken { ids.append(Int32(bitPattern: token)) }
      }
    } else if !isAfterUnknown, tables.unknownToken != TokenizerTables.noToken {
      ids.append(Int32(bitPattern: tables.unknownToken))
    }
  }
}
