/// Byte-level byte-pair encoding of text: added tokens, normalization, pieces, merges.
///
/// Source: `Tokenizer::encode` and `models/bpe` of the tokenizers library.
struct ByteLevelEncoder {
  private let tables: TokenizerTables
  private var merger = PairMerger()

  /// An encoder over `tables`.
  init(_ tables: TokenizerTables) { self.tables = tables }

  /// Appends the ids of `text` to `ids`.
  mutating func encode(_ text: [UInt8], matchAddedTokens: Bool, into ids: inout [Int32]) {
    tables.forEachStretch(
      of: text, matchAddedTokens: matchAddedTokens, normalize: tables.normalizedForm
    ) { stretch, token in
      if let token {
        ids.append(token)
      } else {
        encodeText(stretch.text, stretch.range, into: &ids)
      }
    }
  }

  private mutating func encodeText(
    _ text: [UInt8], _ range: Range<Int>, into ids: inout [Int32]
  ) {
    guard !range.isEmpty else { return }
    if tables.options.contains(.prefixSpace), text[range.lowerBound] != UInt8(ascii: " ") {
      let spaced = [UInt8(ascii: " ")] + text[range]
      encodeSplit(spaced, 0..<spaced.count, into: &ids)
      return
    }
    guard tables.options.contains(.individualDigits) || tables.options.contains(.digitRuns) else {
      encodeSplit(text, range, into: &ids)
      return
    }
    let individually = tables.options.contains(.individualDigits)
    var start = range.lowerBound
    while start < range.upperBound {
      let first = CharacterClass.at(start, in: text, end: range.upperBound)
      var end = start + first.count
      if first.kind != .number || !individually {
        while end < range.upperBound {
          let next = CharacterClass.at(end, in: text, end: range.upperBound)
          guard (next.kind == .number) == (first.kind == .number) else { break }
          end += next.count
        }
      }
      encodeSplit(text, start..<end, into: &ids)
      start = end
    }
  }

  private mutating func encodeSplit(
    _ text: [UInt8], _ range: Range<Int>, into ids: inout [Int32]
  ) {
    var start = range.lowerBound
    while start < range.upperBound {
      let end = tables.splitRule.pieceEnd(text, from: start, end: range.upperBound)
      encodePiece(text, start..<end, into: &ids)
      start = end
    }
  }

  /// Appends the ids of one piece, which merges never leave.
  mutating func encodePiece(_ text: [UInt8], _ piece: Range<Int>, into ids: inout [Int32]) {
    let whole = tables.token(text, piece)
    if whole != TokenizerTables.noToken, tables.traits(of: Int(whole)).isWhole {
      ids.append(Int32(bitPattern: whole))
      return
    }
    // A byte that the vocabulary lacks is dropped, as the tokenizers library does without unk_token.
    guard piece.allSatisfy({ tables.byteToken(text[$0]) != TokenizerTables.noToken }) else {
      let known = text[piece].filter { tables.byteToken($0) != TokenizerTables.noToken }
      mergeBytes(known, 0..<known.count, into: &ids)
      return
    }
    mergeBytes(text, piece, into: &ids)
  }

  private mutating func mergeBytes(
    _ text: [UInt8], _ piece: Range<Int>, into ids: inout [Int32]
  ) {
    merger.removeAll()
    for position in piece { merger.append(tables.byteToken(text[position]), start: position) }
    merger.merge(tables, text, end: piece.upperBound)
    for token in merger.tokens { ids.append(Int32(bitPattern: token)) }
  }
}
