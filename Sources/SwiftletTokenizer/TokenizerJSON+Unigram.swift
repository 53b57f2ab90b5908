internal import SwiftletJSON
internal import SwiftletSystem

/// Reading a `tokenizer.json` whose model is of type Unigram, as converters of SentencePiece models write it.
extension TokenizerJSON {
  /// Whether the file's model is a unigram one, which has its own way through the file.
  var isUnigram: Bool { definition.family == .unigram }

  /// Precompiled or NFKC, Strip, a Replace of runs of spaces, Prepend and a Replace of spaces, each at most once and in
  /// this order: another order gives other texts.
  mutating func readUnigramNormalizer() throws(TokenizerError) {
    var stage = 0
    var collapse: JSONPlace?
    for (type, place) in try TokenizerJSON.components(
      try root.optional("normalizer"), key: "normalizers")
    {
      let next: Int
      switch type {
      case "Precompiled":
        next = 1
        try readCharacterMap(try place.required("precompiled_charsmap"))
      case "NFKC":
        next = 1
        try readFormKC(place)
      case "Strip":
        next = 2
        if try place.required("strip_left").bool() { definition.options.insert(.stripsLeft) }
        if try place.required("strip_right").bool() { definition.options.insert(.stripsRight) }
      case "Replace":
        if try place.required("pattern").optional("Regex") != nil {
          next = 3
          collapse = try readCollapse(place) ? place : nil
        } else {
          next = 5
          try TokenizerJSON.checkReplace(place, " ", by: TokenizerJSON.spaceSymbol)
          definition.options.insert(.escapesSpaces)
        }
      case "Prepend":
        next = 4
        let text = try place.required("prepend")
        guard try text.string() == TokenizerJSON.spaceSymbol else {
          throw text.unsupported("U+2581")
        }
        definition.options.insert(.dummyPrefix)
      default:
        throw place.unsupported(
          "the normalizers Precompiled, NFKC, Strip, Replace and Prepend of a Unigram model", type)
      }
      guard next > stage else {
        throw place.unsupported(
          "Precompiled or NFKC, Strip, Replace, Prepend, Replace in this order", type)
      }
      stage = next
    }
    try readUnigramPreTokenizer()
    // A single space would have to stay one, and a run become one that nothing replaces.
    if let collapse, !definition.options.contains(.escapesSpaces) {
      throw collapse.unsupported("a Replace of spaces by U+2581 behind it", "none")
    }
  }

  /// Whether runs of spaces become one space rather than one U+2581.
  private mutating func readCollapse(_ place: JSONPlace) throws(TokenizerError) -> Bool {
    let pattern = try place.required("pattern").required("Regex")
    guard try pattern.string() == " {2,}" else { throw pattern.unsupported("\" {2,}\"") }
    let content = try place.required("content")
    let text = try content.string()
    guard [" ", TokenizerJSON.spaceSymbol].contains(text) else {
      throw content.unsupported("a space or U+2581")
    }
    definition.options.insert(.collapsesSpaces)
    return text == " "
  }

  private mutating func readUnigramPreTokenizer() throws(TokenizerError) {
    let components = try TokenizerJSON.components(
      try root.optional("pre_tokenizer"), key: "pretokenizers")
    guard components.count <= 1 else {
      throw root.unsupported("one pre-tokenizer Metaspace", "\(components.count) pre-tokenizers")
    }
    guard let (type, place) = components.first else { return }
    guard type == "Metaspace" else {
      throw place.unsupported("the pre-tokenizer Metaspace of a Unigram model", type)
    }
    guard definition.options.isDisjoint(with: [.dummyPrefix, .escapesSpaces]) else {
      throw place.unsupported("Metaspace without Prepend and Replace of spaces", "one behind them")
    }
    let splits = try place.optional("split")?.bool() ?? true
    try readMetaspaceScheme(place)
    if splits { definition.options.insert(.separatesWords) }
    // "First" asks where the text was before the normalizer.
    guard !definition.options.isSuperset(of: [.prefixOnlyFirst, .stripsLeft]) else {
      throw place.unsupported("prepend_scheme always or never with strip_left", "first")
    }
  }

  /// Metaspace alone, or the decoders of a model with byte tokens.
  mutating func readUnigramDecoder() throws(TokenizerError) {
    let decoders = try TokenizerJSON.components(try root.optional("decoder"), key: "decoders")
    guard let (type, place) = decoders.first, type == "Metaspace" else {
      try readCharacterDecoder(decoders)
      return
    }
    guard decoders.count == 1 else {
      throw place.unsupported("Metaspace alone", "\(decoders.count) decoders")
    }
    try TokenizerJSON.checkMetaspaceReplacement(place)
    let scheme = try place.required("prepend_scheme")
    switch try scheme.string() {
    case "always", "first": definition.options.insert(.dropsFirstSpaces)
    case "never": break
    default: throw scheme.unsupported("always, first or never")
    }
    hasByteDecoder = false
  }

  mutating func readUnigramModel() throws(TokenizerError) {
    let model = try root.required("model")
    let vocabulary = try model.required("vocab")
    let entries = try vocabulary.elements()
    guard entries.count <= TokenHash.entryLimit else {
      throw .limitExceeded(
        vocabulary.fault("at most \(TokenHash.entryLimit) tokens", "\(entries.count)"))
    }
    guard !entries.isEmpty else { throw .missingValue(vocabulary.fault("one token or more")) }
    definition.tokens.reserveCapacity(entries.count)
    definition.scores.reserveCapacity(entries.count)
    for (index, place) in entries.enumerated() {
      let pair = try place.array()
      guard pair.count == 2, let text = pair[0].string, let score = pair[1].double else {
        throw .wrongValue(place.fault("a text and a score"))
      }
      let bytes = Array(text.utf8)
      let id = UInt32(index)
      guard ids.updateValue(id, forKey: bytes) == nil else {
        throw .duplicateToken(place.fault("a text of its own", "one that was there"))
      }
      guard bytes.count <= TokenizerFamily.unigram.listedByteLimit else {
        throw .limitExceeded(
          place.fault(
            "at most \(TokenizerFamily.unigram.listedByteLimit) bytes", "\(bytes.count)"))
      }
      // SentencePiece's scores are 32-bit; the reference adds them up in 64 bits.
      let narrow = Float(score)
      guard narrow.isFinite, Double(narrow) == score else {
        throw place.unsupported("a score that is a 32-bit float", "\(score)")
      }
      try add(unigramToken(bytes, id), id, place)
      definition.scores.append(narrow.bitPattern)
    }
    let unknown = try model.required("unk_id")
    let id = try unknown.tokenID()
    guard Int(id) < definition.tokens.count else {
      throw .unknownToken(unknown.fault("the id of a token"))
    }
    definition.unknownToken = id
    // The library puts the unknown token for a character that lacks one of its bytes.
    if definition.options.contains(.byteFallback),
      let missing = definition.byteTokens.firstIndex(of: TokenizerTables.noToken)
    {
      throw vocabulary.unsupported(
        "all 256 bytes for byte_fallback", "no token of byte \(missing)")
    }
  }

  /// Every text is listed, names of bytes and of special tokens too: the library looks for all of them.
  private mutating func unigramToken(_ bytes: [UInt8], _ id: UInt32) -> TokenizerDefinition.Token {
    var token = characterToken(bytes, id)
    if !hasByteDecoder { token.kind = .text }
    return token
  }

  private mutating func readCharacterMap(_ place: JSONPlace) throws(TokenizerError) {
    guard let blob = Base64.bytes(try place.string()) else {
      throw .wrongValue(place.fault("bytes in base 64", "another text"))
    }
    definition.characterMap = try CharacterMap.Parts(blob: blob[...]) { place.fault($0, $1) }
  }
}
