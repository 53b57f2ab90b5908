/// Laying a definition out in the binary form (FORMAT-tokenizer.md).
extension TokenizerDefinition {
  /// The binary form.
  ///
  /// The sources' limits are those of the format, so that nothing here can overflow.
  func encoded() -> [UInt8] {
    let listed = tokens.indices.filter { tokens[$0].isListed }
    let raw = added.filter { !$0.isNormalized }.sorted(by: TokenizerDefinition.precedes)
    let normalized = added.filter(\.isNormalized).sorted(by: TokenizerDefinition.precedes)
    let symbols = userDefined.map { Added(pattern: tokens[Int($0)].bytes, id: $0) }
      .sorted(by: TokenizerDefinition.precedes)
    let textSlots = TokenizerDefinition.slots(listed.map { UInt32($0) }) {
      let bytes = tokens[Int($0)].bytes
      return TokenHash.text(bytes, 0..<bytes.count)
    }
    let order = family.hasOrder ? ordered(listed) : []
    var output = WordWriter()
    output.bytes += TokenizerLayout.magic
    output.words([
      UInt32(TokenizerLayout.majorVersion) | UInt32(TokenizerLayout.minorVersion) << 16,
      family.rawValue, options.rawValue, splitRule.rawValue,
    ])
    output.counts([
      tokens.count, merges.count, textSlots.count, raw.count, normalized.count, symbols.count,
      prefix.count, suffix.count,
    ])
    output.words([beginToken, endToken, unknownToken, paddingToken])
    let patterns = raw + normalized + symbols
    output.counts([
      tokens.reduce(0) { $0 + $1.bytes.count }, patterns.reduce(0) { $0 + $1.pattern.count },
      unknownSurface.count, characterMap.units.count, characterMap.texts.count, order.count, 0,
    ])
    output.words(byteTokens)
    output.ends(of: tokens.lazy.map(\.bytes.count))
    if family.hasScores { output.words(scores) }
    if family.listsMerges { appendSplits(to: &output) }
    output.words(textSlots)
    output.words(order)
    var offset = 0
    for token in patterns {
      output.counts([offset, token.pattern.count])
      output.words([token.id, token.flags])
      offset += token.pattern.count
    }
    output.words(prefix)
    output.words(suffix)
    output.words(characterMap.units)
    for token in tokens { output.bytes.append(TokenizerDefinition.traits(token)) }
    for token in tokens { output.bytes += token.bytes }
    for token in patterns { output.bytes += token.pattern }
    output.bytes += unknownSurface
    output.bytes += characterMap.texts
    return output.bytes
  }

  /// The merges by their result: where the left half ends, and the rank.
  ///
  /// Texts are unique, so the halves' texts are the halves.
  private func appendSplits(to output: inout WordWriter) {
    var ends = [Int](repeating: 0, count: tokens.count)
    for merge in merges { ends[Int(merge.result)] += 1 }
    output.ends(of: ends)
    var start = 0
    for index in ends.indices {
      (ends[index], start) = (start, start + ends[index])
    }
    var splits = [UInt32](repeating: 0, count: merges.count)
    for (rank, merge) in merges.enumerated() {
      let count = UInt32(tokens[Int(merge.left)].bytes.count)
      splits[ends[Int(merge.result)]] = count << TokenizerLayout.rankBits | UInt32(rank)
      ends[Int(merge.result)] += 1
    }
    start = 0
    for end in ends {
      if end - start > 1 { splits[start..<end].sort() }
      start = end
    }
    output.words(splits)
  }

  private func ordered(_ listed: [Int]) -> [UInt32] {
    listed.sorted { tokens[$0].bytes.lexicographicallyPrecedes(tokens[$1].bytes) }
      .map { UInt32($0) }
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

  /// Zero, and the sums of `counts` up to each.
  mutating func ends(of counts: some Sequence<Int>) {
    var end = 0
    self.counts([end])
    for count in counts {
      end += count
      self.counts([end])
    }
  }
}
