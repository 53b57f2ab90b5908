/// Byte-pair encoding of characters with byte fallback, as a `tokenizer.json` describes it: spaces become
/// U+2581 by its normalizer or its Metaspace pre-tokenizer.
///
/// Source: `Tokenizer::encode`, `normalizers` and `pre_tokenizers/metaspace` of the tokenizers library.
struct CharacterEncoder {
  private let tables: TokenizerTables
  private var pieces: PieceEncoder

  /// An encoder over `tables`.
  init(_ tables: TokenizerTables) {
    self.tables = tables
    pieces = PieceEncoder(tables)
  }

  /// Appends the ids of `text` to `ids`.
  mutating func encode(_ text: [UInt8], matchAddedTokens: Bool, into ids: inout [Int32]) {
    let options = tables.options
    var isFirst = true
    tables.forEachStretch(of: text, matchAddedTokens: matchAddedTokens) { stretch in
      options.contains(.metaspace)
        ? stretch : Stretch(CharacterEncoder.normalized(stretch.text[stretch.range], options))
    } _: { stretch, token in
      if let token {
        ids.append(token)
      } else if options.contains(.metaspace) {
        var options = options
        let spaced = stretch.text[stretch.range]
        if spaced.first == UInt8(ascii: " ")
          || spaced.starts(with: SentencePieceEncoder.spaceSymbol)
          || (options.contains(.prefixOnlyFirst) && !isFirst)
        {
          options.remove(.dummyPrefix)
        }
        pieces.encode(CharacterEncoder.normalized(spaced, options), into: &ids)
      } else {
        pieces.encode(stretch.text, stretch.range, into: &ids)
      }
      isFirst = false
    }
  }

  /// The text with a space symbol in front and in place of spaces, where the options say so.
  static func normalized(_ text: ArraySlice<UInt8>, _ options: TokenizerOptions) -> [UInt8] {
    guard !text.isEmpty else { return [] }
    var result: [UInt8] = []
    result.reserveCapacity(text.count + text.count / 2 + 3)
    if options.contains(.dummyPrefix) { result += SentencePieceEncoder.spaceSymbol }
    for byte in text {
      if byte == UInt8(ascii: " "), options.contains(.escapesSpaces) {
        result += SentencePieceEncoder.spaceSymbol
      } else {
        result.append(byte)
      }
    }
    return result
  }
}
