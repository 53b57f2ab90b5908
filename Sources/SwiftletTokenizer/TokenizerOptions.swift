/// The switches of the header.
///
/// Raw values are part of the file format.
struct TokenizerOptions: OptionSet, Sendable {
  let rawValue: UInt32
  /// Each number character is a piece of its own, before the split rule.
  static let individualDigits = TokenizerOptions(rawValue: 1 << 0)
  /// Each run of number characters is a piece of its own, before the split rule.
  static let digitRuns = TokenizerOptions(rawValue: 1 << 1)
  /// A space is put in front of text that does not start with one.
  static let prefixSpace = TokenizerOptions(rawValue: 1 << 2)
  /// Text is brought to normalization form C.
  static let formC = TokenizerOptions(rawValue: 1 << 3)
  /// Characters outside the vocabulary become byte tokens.
  static let byteFallback = TokenizerOptions(rawValue: 1 << 8)
  /// A space is put in front of every stretch of text.
  static let dummyPrefix = TokenizerOptions(rawValue: 1 << 9)
  /// Leading, trailing and repeated spaces are dropped.
  static let removesExtraSpaces = TokenizerOptions(rawValue: 1 << 10)
  /// Spaces become U+2581.
  static let escapesSpaces = TokenizerOptions(rawValue: 1 << 11)
  /// Spaces around special tokens as the reference class writes them with `legacy: true`.
  static let legacySpacing = TokenizerOptions(rawValue: 1 << 12)

  /// No listed token has U+2581 behind another character, so no merge crosses the start of a word.
  static let separatesWords = TokenizerOptions(rawValue: 1 << 13)

  static let known: TokenizerOptions = [
    .individualDigits, .digitRuns, .prefixSpace, .formC, .byteFallback, .dummyPrefix,
    .removesExtraSpaces, .escapesSpaces, .legacySpacing, .separatesWords,
  ]
}

/// The two families of tokenizers.
///
/// Raw values are part of the file format.
enum TokenizerFamily: UInt32 {
  /// Byte-level byte-pair encoding (`tokenizer.json`).
  case byteLevel = 0
  /// SentencePiece byte-pair encoding (`tokenizer.model`).
  case sentencePiece = 1
}
