/// SentencePiece encoding of text, between special tokens, as the slow Llama tokenizer does it.
///
/// Source: `normalizer.cc` of SentencePiece; `LlamaTokenizer` of transformers 4.41.
struct SentencePieceEncoder {
  /// U+2581, which stands for a space in pieces.
  static let spaceSymbol: [UInt8] = [0xE2, 0x96, 0x81]

  private let tables: TokenizerTables
  private let characterMap: CharacterMap?
  private let symbols: AddedTokenMatcher
  private var pieces: PieceEncoder

  /// An encoder over `tables`.
  init(_ tables: TokenizerTables) {
    self.tables = tables
    characterMap = CharacterMap(tables)
    symbols = AddedTokenMatcher(tables, .userDefined)
    pieces = PieceEncoder(tables)
  }

  /// Appends the ids of `text` to `ids`.
  mutating func encode(_ text: [UInt8], matchAddedTokens: Bool, into ids: inout [Int32]) {
    guard matchAddedTokens else {
      pieces.encode(normalized(text[...]), into: &ids)
      return
    }
    guard tables.options.contains(.legacySpacing) else {
      encodeWithoutLegacySpacing(text, into: &ids)
      return
    }
    AddedTokenMatcher(tables, .raw).forEachStretch(of: text, 0..<text.count) {
      range, token in
      if let token {
        ids.append(token)
      } else {
        pieces.encode(normalized(text[range]), into: &ids)
      }
    }
  }

  /// `legacy: false`: one space symbol in front of the whole text, none after special tokens.
  private mutating func encodeWithoutLegacySpacing(_ text: [UInt8], into ids: inout [Int32]) {
    guard !text.isEmpty else { return }
    let spaced = SentencePieceEncoder.spaceSymbol + text
    let first = ids.count
    AddedTokenMatcher(tables, .raw).forEachStretch(of: spaced, 0..<spaced.count) {
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
        pieces.encode(normalized(spaced[range]), into: &ids)
      }
    }
  }

  /// The part of a text's beginning that is normalized as one, and what becomes of it.
  private struct Prefix {
    var count: Int
    /// Bytes of the text, or of the binary form.
    var result: Range<Int>
    var isMapped = false
  }

  private func prefix(_ text: ArraySlice<UInt8>, in whole: [UInt8]) -> Prefix {
    let start = text.startIndex
    if let symbol = symbols.token(in: whole, at: start, end: text.endIndex) {
      return Prefix(count: symbol.content.count, result: start..<start + symbol.content.count)
    }
    if let (count, result) = characterMap?.longestMatch(in: whole, at: start, end: text.endIndex) {
      return Prefix(count: count, result: result, isMapped: true)
    }
    let count = UTF8Text.scalar(at: start, in: whole, end: text.endIndex)?.1 ?? 1
    return Prefix(count: count, result: start..<start + count)
  }

  /// Characters mapped, and spaces dropped, added and escaped, as the model's normalizer says.
  private func normalized(_ text: ArraySlice<UInt8>) -> [UInt8] {
    let space = UInt8(ascii: " ")
    let removes = tables.options.contains(.removesExtraSpaces)
    let symbol =
      tables.options.contains(.escapesSpaces) ? SentencePieceEncoder.spaceSymbol : [space]
    let whole = Array(text)
    var text = whole[...]
    func bytes(_ prefix: Prefix) -> ArraySlice<UInt8> {
      prefix.isMapped ? tables.bytes[prefix.result] : whole[prefix.result]
    }
    while removes, !text.isEmpty {
      let prefix = prefix(text, in: whole)
      guard bytes(prefix).elementsEqual([space]) else { break }
      text = text.dropFirst(prefix.count)
    }
    guard !text.isEmpty else { return [] }
    var result: [UInt8] = []
    result.reserveCapacity(text.count + text.count / 2 + 3)
    if tables.options.contains(.dummyPrefix) { result += symbol }
    var isAfterSpace = removes
    while !text.isEmpty {
      let prefix = prefix(text, in: whole)
      var mapped = bytes(prefix)
      if isAfterSpace { mapped = mapped.drop { $0 == space } }
      for byte in mapped {
        if byte == space { result += symbol } else { result.append(byte) }
      }
      if let last = mapped.last { isAfterSpace = removes && last == space }
      text = text.dropFirst(prefix.count)
    }
    while removes, result.count >= symbol.count, result.suffix(symbol.count).elementsEqual(symbol) {
      result.removeLast(symbol.count)
    }
    return result
  }
}
