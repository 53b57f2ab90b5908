/// A stretch of text; one that needs no normalization is not copied.
struct Stretch {
  var text: [UInt8]
  var range: Range<Int>

  /// The whole of `text`.
  init(_ text: [UInt8]) { self.init(text, 0..<text.count) }

  init(_ text: [UInt8], _ range: Range<Int>) {
    self.text = text
    self.range = range
  }
}

/// The order in which a `tokenizer.json` finds added tokens and normalizes.
///
/// Source: `AddedVocabulary::extract_and_normalize` of the tokenizers library.
extension TokenizerTables {
  /// Calls `body` with each stretch of `text`, normalized, and with its token, nil for ordinary text.
  ///
  /// Tokens are found in the text as it is, what is between them is normalized, and in that further tokens
  /// are found.
  func forEachStretch(
    of text: [UInt8], matchAddedTokens: Bool, normalize: (Stretch) -> Stretch,
    _ body: (Stretch, Int32?) -> Void
  ) {
    guard matchAddedTokens else {
      if !text.isEmpty { body(normalize(Stretch(text)), nil) }
      return
    }
    let inner = AddedTokenMatcher(self, .normalized)
    AddedTokenMatcher(self, .raw).forEachStretch(of: text, 0..<text.count) { range, token in
      if let token {
        body(Stretch(text, range), token)
        return
      }
      let stretch = normalize(Stretch(text, range))
      inner.forEachStretch(of: stretch.text, stretch.range) { range, token in
        body(Stretch(stretch.text, range), token)
      }
    }
  }

  /// The stretch in the normalization form that the options name.
  func normalizedForm(_ stretch: Stretch) -> Stretch {
    guard options.normalizes else { return stretch }
    return Stretch(normalizedForm(Array(stretch.text[stretch.range])))
  }

  /// The text in the normalization form that the options name.
  func normalizedForm(_ text: [UInt8]) -> [UInt8] {
    guard options.contains(.formKC), let map = CharacterMap(self) else {
      return options.normalizes ? NormalizationFormC.normalized(text) : text
    }
    return NormalizationFormC.normalized(map.replacingKeys(of: text, texts: bytes))
  }
}

extension TokenizerOptions {
  /// Whether a normalization form is named.
  var normalizes: Bool { !isDisjoint(with: [.formC, .formKC]) }
}
