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
  /// Text is brought to normalization form KC: by the character map, then to form C.
  static let formKC = TokenizerOptions(rawValue: 1 << 4)
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
  /// Decoded text loses one space in front.
  static let stripsSpace = TokenizerOptions(rawValue: 1 << 14)
  /// Spaces are added and escaped behind the search for added tokens, and none is put in front of a
  /// stretch that starts with one.
  static let metaspace = TokenizerOptions(rawValue: 1 << 15)
  /// The space of `dummyPrefix` is put in front of the text alone, not of the stretches behind tokens.
  static let prefixOnlyFirst = TokenizerOptions(rawValue: 1 << 16)

  /// Unigram: text goes the way of a `tokenizer.json`, with `separatesWords` cut in front of each U+2581,
  /// and scores are added up in 64 bits.
  static let tokenizerJSON = TokenizerOptions(rawValue: 1 << 17)
  /// Two or more spaces become one U+2581.
  static let collapsesSpaces = TokenizerOptions(rawValue: 1 << 18)
  /// White space in front of each stretch of text is dropped.
  static let stripsLeft = TokenizerOptions(rawValue: 1 << 19)
  /// White space behind each stretch of text is dropped.
  static let stripsRight = TokenizerOptions(rawValue: 1 << 20)
  /// The first token of decoded text loses every U+2581.
  static let dropsFirstSpaces = TokenizerOptions(rawValue: 1 << 21)

  /// The options that only `tokenizerJSON` goes with.
  static let unigramOnly: TokenizerOptions = [
    .collapsesSpaces, .stripsLeft, .stripsRight, .dropsFirstSpaces,
  ]

  static let known: TokenizerOptions = [
    .individualDigits, .digitRuns, .prefixSpace, .formC, .formKC, .byteFallback, .dummyPrefix,
    .removesExtraSpaces, .escapesSpaces, .legacySpacing, .separatesWords, .stripsSpace,
    .metaspace, .prefixOnlyFirst, .tokenizerJSON, .collapsesSpaces, .stripsLeft, .stripsRight,
    .dropsFirstSpaces,
  ]
}

/// The families of tokenizers.
///
/// Raw values are part of the file format.
enum TokenizerFamily: UInt32 {
  /// Byte-level byte-pair encoding (`tokenizer.json`).
  case byteLevel = 0
  /// SentencePiece byte-pair encoding (`tokenizer.model`).
  case sentencePiece = 1
  /// SentencePiece's unigram language model (`tokenizer.model`, or `tokenizer.json` made of one).
  case unigram = 2
  /// Byte-pair encoding of characters with byte tokens for those it lacks (`tokenizer.json`).
  case characters = 3

  /// Whether the tokenizer comes from a SentencePiece model.
  var isSentencePiece: Bool { self == .sentencePiece || self == .unigram }
  /// Whether merges are listed; otherwise every listed text is the result of one.
  var listsMerges: Bool { self == .byteLevel || self == .characters }
  /// Whether every token has a number: a rank or a score.
  var hasScores: Bool { isSentencePiece }
  /// Whether tokens are found along a text, which takes them in order.
  var hasOrder: Bool { self == .unigram }
  /// The longest text of a listed token, in bytes: what one step along a text may cost.
  ///
  /// Published unigram vocabularies stay under 64, and merges under 512.
  var listedByteLimit: Int {
    switch self {
    case .unigram: return 512
    case .byteLevel, .characters, .sentencePiece: return TokenizerLayout.tokenByteLimit
    }
  }
}
