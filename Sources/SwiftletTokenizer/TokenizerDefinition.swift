/// A tokenizer as its source files describe it, checked, before it is laid out in the binary form.
struct TokenizerDefinition {
  /// One entry of the vocabulary.
  struct Token {
    var kind = TokenKind.absent
    /// What the token stands for in text; of a byte-level token the bytes, not the printable alphabet.
    var bytes: [UInt8] = []
    /// Whether text is looked up among these tokens.
    var isListed = false
    var isSpecial = false
    /// Whether a piece of exactly this text becomes this token without merging.
    var isWhole = false

    /// Whether the text crosses the start of a word: U+2581 behind another character.
    var hasInnerSpace: Bool {
      let symbol = SentencePieceEncoder.spaceSymbol
      var text = bytes[...]
      while text.starts(with: symbol) { text = text.dropFirst(symbol.count) }
      while let first = text.first {
        if first == symbol[0], text.starts(with: symbol) { return true }
        text = text.dropFirst()
      }
      return false
    }
  }

  /// A token that is found in text before anything else.
  struct Added {
    /// What is searched for: in normalized form if `isNormalized`.
    var pattern: [UInt8]
    var id: UInt32
    var flags: UInt32 = 0
    var isNormalized = false
  }

  var family = TokenizerFamily.byteLevel
  var options: TokenizerOptions = []
  var splitRule = SplitRule.none
  var tokens: [Token] = []
  var merges: [(left: UInt32, right: UInt32, result: UInt32)] = []
  /// SentencePiece: one per token, the merge rank or the bits of the unigram score.
  var scores: [UInt32] = []
  var byteTokens = [UInt32](repeating: TokenizerTables.noToken, count: 256)
  var added: [Added] = []
  /// Ids of the user-defined symbols.
  var userDefined: [UInt32] = []
  /// The character map of a SentencePiece normalizer.
  var characterMap = CharacterMap.Parts()
  var prefix: [UInt32] = []
  var suffix: [UInt32] = []
  var beginToken = TokenizerTables.noToken
  var endToken = TokenizerTables.noToken
  var unknownToken = TokenizerTables.noToken
  var paddingToken = TokenizerTables.noToken
  /// What an unknown token is decoded to.
  var unknownSurface: [UInt8] = []
}
