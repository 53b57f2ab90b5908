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
  /// Merge ranks of a SentencePiece vocabulary, one per token.
  var ranks: [UInt32] = []
  var byteTokens = [UInt32](repeating: TokenizerTables.noToken, count: 256)
  var added: [Added] = []
  var prefix: [UInt32] = []
  var suffix: [UInt32] = []
  var beginToken = TokenizerTables.noToken
  var endToken = TokenizerTables.noToken
  var unknownToken = TokenizerTables.noToken
  var paddingToken = TokenizerTables.noToken
  /// What an unknown token is decoded to.
  var unknownSurface: [UInt8] = []

  /// Lays the definition out in the binary form (FORMAT-tokenizer.md).
  ///
  /// The sources' limits are those of the format, so that nothing here can overflow.
  func encoded() -> [UInt8] {
    let listed = tokens.indices.filter { tokens[$0].isListed }
    let raw = added.filter { !$0.isNormalized }.sorted(by: TokenizerDefinition.precedes)
    let normalized = added.filter(\.isNormalized).sorted(by: TokenizerDefinition.precedes)
    let textSlots = TokenizerDefinition.slots(listed.map { UInt32($0) }) {
      let bytes = tokens[Int($0)].bytes
      return TokenHash.text(bytes, 0..<bytes.count)
    }
    let mergeSlots = TokenizerDefinition.slots(merges.indices.map { UInt32($0) }) {
      TokenHash.pair(merges[Int($0)].left, merges[Int($0)].right)
    }
    var output = WordWriter()
    output.bytes += TokenizerLayout.magic
    output.words([
      UInt32(TokenizerLayout.majorVersion) | UInt32(TokenizerLayout.minorVersion) << 16,
      family.rawValue, options.rawValue, splitRule.rawValue,
    ])
    output.counts([
      tokens.count, merges.count, textSlots.count, mergeSlots.count, raw.count, normalized.count,
      prefix.count, suffix.count,
    ])
    output.words([beginToken, endToken, unknownToken, paddingToken])
    output.counts([
      tokens.reduce(0) { $0 + $1.bytes.count }, added.reduce(0) { $0 + $1.pattern.count },
      unknownSurface.count, 0, 0, 0, 0,
    ])
    output.words(byteTokens)
    var offset = 0
    for token in tokens {
      output.counts([offset])
      offset += token.bytes.count
    }
    output.counts([offset])
    if family == .sentencePiece { output.words(ranks) }
    output.words(textSlots)
    for merge in merges { output.words([merge.left, merge.right, merge.result]) }
    output.words(mergeSlots)
    offset = 0
    for token in raw + normalized {
      output.counts([offset, token.pattern.count])
      output.words([token.id, token.flags])
      offset += token.pattern.count
    }
    output.words(prefix)
    output.words(suffix)
    for token in tokens { output.bytes.append(TokenizerDefinition.traits(token)) }
    for token in tokens { output.bytes += token.bytes }
    for token in raw + normalized { output.bytes += token.pattern }
    output.bytes += unknownSurface
    return output.bytes
  }

  private static func precedes(_ left: Added, _ right: Added) -> Bool {
    left.pattern.lexicographicallyPrecedes(right.pattern)
  }

  private static func traits(_ token: Token) -> UInt8 {
    token.kind.rawValue | (token.isSpecial ? TokenTraits.special : 0)
      | (token.isWhole ? TokenTraits.whole : 0) | (token.isListed ? TokenTraits.listed : 0)
  }

  /// An open-addressed table of `entries`, linear probing.
  private static func slots(_ entries: [UInt32], hash: (UInt32) -> UInt64) -> [UInt32] {
    let slotCount = TokenHash.slotCount(entries: entries.count)
    var result = [UInt32](repeating: TokenHash.emptySlot, count: slotCount)
    for entry in entries {
      let hash = hash(entry)
      var slot = TokenHash.slot(hash, slotCount)
      while result[slot] != TokenHash.emptySlot { slot = (slot + 1) % slotCount }
      result[slot] = TokenHash.word(hash, index: entry)
    }
    return result
  }
}

/// Collects little-endian words.
private struct WordWriter {
  var bytes: [UInt8] = []

  mutating func words(_ words: [UInt32]) {
    for word in words {
      for shift in stride(from: UInt32(0), to: 32, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
  }

  mutating func counts(_ counts: [Int]) { words(counts.map { UInt32($0) }) }
}
