extension Tokenizer {
  /// The ids of `text`.
  ///
  /// Added tokens, such as `<|im_start|>`, are recognised in the text.
  ///
  /// - Parameters:
  ///   - text: under 2 GiB.
  ///   - addSpecialTokens: whether the tokenizer's own begin and end tokens are put around the text.
  /// - Returns: the ids in order.
  /// - Complexity: O(n log n) in the bytes of the text, whatever they are; O(n) for text made of words.
  public func encode(_ text: String, addSpecialTokens: Bool = true) -> [Int32] {
    encode(text, addSpecialTokens: addSpecialTokens, matchAddedTokens: true)
  }

  /// As above; without `matchAddedTokens` every character is ordinary text, as for text that is quoted.
  public func encode(_ text: String, addSpecialTokens: Bool, matchAddedTokens: Bool) -> [Int32] {
    let bytes = Array(text.utf8)
    precondition(bytes.count <= Int32.max, "encoding a text of \(bytes.count) bytes")
    var ids: [Int32] = []
    ids.reserveCapacity(bytes.count / 3 + 8)
    if addSpecialTokens { ids += prefix }
    switch tables.family {
    case .byteLevel:
      var encoder = ByteLevelEncoder(tables)
      encoder.encode(bytes, matchAddedTokens: matchAddedTokens, into: &ids)
    case .characters:
      var encoder = CharacterEncoder(tables)
      encoder.encode(bytes, matchAddedTokens: matchAddedTokens, into: &ids)
    case .unigram where tables.options.contains(.tokenizerJSON):
      var encoder = UnigramEncoder(tables)
      encoder.encode(bytes, matchAddedTokens: matchAddedTokens, into: &ids)
    case .sentencePiece, .unigram:
      var encoder = SentencePieceEncoder(tables)
      encoder.encode(bytes, matchAddedTokens: matchAddedTokens, into: &ids)
    }
    if addSpecialTokens { ids += suffix }
    return ids
  }
}
