internal import SwiftletJSON
internal import SwiftletSystem

/// Reads a `tokenizer.json` of the tokenizers library into a definition.
///
/// What it does not know it refuses by name; nothing is ignored but `truncation` and `padding`, which the
/// reference switches off as well, and offsets, which ids do not depend on.
struct TokenizerJSON {
  let root: JSONPlace
  var definition = TokenizerDefinition()
  /// Ids by the text of the token as the file writes it.
  var ids: [[UInt8]: UInt32] = [:]
  /// With normalization form KC, what it puts for which characters before form C.
  private(set) var decompositions: [Unicode.Scalar: [Unicode.Scalar]] = [:]
  /// Whether the decoder takes tokens with the names of bytes for those bytes.
  var hasByteDecoder = true

  /// The definition in `root`.
  ///
  /// - Throws: `TokenizerError`.
  static func definition(_ root: JSONPlace) throws(TokenizerError) -> TokenizerJSON {
    var reader = TokenizerJSON(root: root)
    try reader.readFamily()
    if reader.isUnigram {
      try reader.readUnigramNormalizer()
      try reader.readUnigramDecoder()
      try reader.readUnigramModel()
    } else {
      try reader.readNormalizer()
      try reader.readPreTokenizer()
      try reader.readDecoder()
      try reader.readModel()
    }
    try reader.readAddedTokens()
    try reader.readPostProcessor()
    return reader
  }

  private init(root: JSONPlace) { self.root = root }

  /// The families differ in what the model does with a character that it lacks.
  private mutating func readFamily() throws(TokenizerError) {
    guard let model = try root.optional("model"), model.value.object != nil else { return }
    let isUnigram = try model.optional("type")?.string() == "Unigram"
    if isUnigram {
      definition.family = .unigram
      definition.options.insert(.tokenizerJSON)
    }
    guard let fallback = try model.optional("byte_fallback"), try fallback.bool() else { return }
    if !isUnigram { definition.family = .characters }
    definition.options.insert(.byteFallback)
  }

  private mutating func readModel() throws(TokenizerError) {
    let model = try root.required("model")
    let type = try model.optional("type")
    if let type, try type.string() != "BPE" { throw type.unsupported("\"BPE\" or \"Unigram\"") }
    if let dropout = try model.optional("dropout"), dropout.value.double != 0 {
      throw dropout.unsupported("no dropout")
    }
    for key in ["continuing_subword_prefix", "end_of_word_suffix"] {
      if let affix = try model.optional(key), try !affix.string().isEmpty {
        throw affix.unsupported("no affix")
      }
    }
    try readVocabulary(try model.required("vocab"))
    try readMerges(try model.required("merges"))
    let ignoresMerges = try model.optional("ignore_merges")?.bool() ?? false
    if ignoresMerges {
      // It would apply to whole stretches between added tokens, not to words.
      guard definition.family == .byteLevel else {
        throw model.unsupported("ignore_merges false with byte_fallback", "true")
      }
      for id in definition.tokens.indices where definition.tokens[id].isListed {
        definition.tokens[id].isWhole = true
      }
    }
    if let unknown = try model.optional("unk_token") {
      let text = try unknown.string()
      guard let id = ids[Array(text.utf8)] else {
        throw .unknownToken(unknown.fault("a token of the vocabulary"))
      }
      // The library would put the unknown token for a missing byte; ours drops it.
      guard
        definition.family == .characters || !definition.byteTokens.contains(TokenizerTables.noToken)
      else {
        throw unknown.unsupported("a vocabulary with all 256 bytes")
      }
      definition.unknownToken = id
    }
  }

  private mutating func readVocabulary(_ vocabulary: JSONPlace) throws(TokenizerError) {
    let entries = try vocabulary.object().entries
    guard entries.count <= TokenHash.entryLimit else {
      throw .limitExceeded(
        vocabulary.fault("at most \(TokenHash.entryLimit) tokens", "\(entries.count)"))
    }
    ids.reserveCapacity(entries.count)
    for (text, value) in entries {
      let place = JSONPlace(value, file: vocabulary.file, path: "\(vocabulary.path).\(text)")
      let id = try place.tokenID()
      let bytes = Array(text.utf8)
      try add(
        definition.family == .byteLevel ? byteLevelToken(text, id) : characterToken(bytes, id), id,
        place)
      ids[bytes] = id
    }
    guard !definition.tokens.isEmpty else {
      throw .missingValue(vocabulary.fault("one token or more"))
    }
    guard definition.family == .characters else { return }
    // The library puts the unknown token for a character that lacks one of its bytes.
    if let missing = definition.byteTokens.firstIndex(of: TokenizerTables.noToken) {
      throw vocabulary.unsupported(
        "all 256 bytes for byte_fallback", "no token of byte \(missing)")
    }
    if !definition.tokens.contains(where: { $0.isListed && $0.hasInnerSpace }) {
      definition.options.insert(.separatesWords)
    }
  }

  private mutating func byteLevelToken(_ text: String, _ id: UInt32) -> TokenizerDefinition.Token {
    let mapped = ByteAlphabet.bytes(for: text)
    if let mapped, mapped.count == 1 { definition.byteTokens[Int(mapped[0])] = id }
    // The decoder passes a token with a character outside the alphabet on as it is written.
    return TokenizerDefinition.Token(
      kind: .text, bytes: mapped ?? Array(text.utf8),
      isListed: mapped.map { !$0.isEmpty } ?? false)
  }

  mutating func characterToken(_ text: [UInt8], _ id: UInt32) -> TokenizerDefinition.Token {
    let byte = TokenizerTables.byte(named: text[...])
    // The model looks a byte up under its name in capitals; the decoder knows others.
    if let byte, !text[3...4].contains(where: { (0x61...0x66).contains($0) }) {
      definition.byteTokens[Int(byte)] = id
    }
    return TokenizerDefinition.Token(
      kind: byte == nil ? .text : .byte, bytes: text, isListed: !text.isEmpty)
  }

  /// Puts a token at its id.
  mutating func add(_ token: TokenizerDefinition.Token, _ id: UInt32, _ place: JSONPlace)
    throws(TokenizerError)
  {
    guard token.bytes.count <= TokenizerLayout.tokenByteLimit else {
      throw .limitExceeded(
        place.fault(
          "a token of at most \(TokenizerLayout.tokenByteLimit) bytes", "\(token.bytes.count)"))
    }
    let index = Int(id)
    while definition.tokens.count <= index { definition.tokens.append(.init()) }
    guard definition.tokens[index].kind == .absent else {
      throw .duplicateToken(place.fault("an id of its own"))
    }
    definition.tokens[index] = token
  }

  private mutating func readMerges(_ merges: JSONPlace) throws(TokenizerError) {
    let values = try merges.array()
    guard values.count <= TokenHash.entryLimit else {
      throw .limitExceeded(
        merges.fault("at most \(TokenHash.entryLimit) merges", "\(values.count)"))
    }
    var ranks: [UInt64: Int] = [:]
    ranks.reserveCapacity(values.count)
    var all: [(left: UInt32, right: UInt32, result: UInt32)] = []
    all.reserveCapacity(values.count)
    for (index, value) in values.enumerated() {
      let place = merges.element(index, value)
      let (left, right) = try TokenizerJSON.parts(place)
      func id(_ text: [UInt8]) throws(TokenizerError) -> UInt32 {
        guard let id = ids[text] else {
          throw .unknownToken(
            place.fault(
              "tokens of the vocabulary",
              "\"\(String(decoding: text.prefix(60), as: UTF8.self))\", which is none"))
        }
        return id
      }
      let merge = (left: try id(left), right: try id(right), result: try id(left + right))
      // Their texts are names, so a text does not tell whether such a token stands in it.
      for part in [merge.left, merge.right] where definition.tokens[Int(part)].kind == .byte {
        throw place.unsupported("no merges of byte tokens", "one")
      }
      // A pair that is listed twice counts where it comes last, as in the library.
      ranks[UInt64(merge.left) << 32 | UInt64(merge.right)] = index
      all.append(merge)
    }
    definition.merges = all.enumerated().filter {
      let merge = $0.element
      return ranks[UInt64(merge.left) << 32 | UInt64(merge.right)] == $0.offset
        && [merge.left, merge.right, merge.result].allSatisfy(isReachable)
    }.map(\.element)
    for merge in definition.merges {
      let count = definition.tokens[Int(merge.left)].bytes.count
      guard count <= TokenizerLayout.leftByteLimit else {
        throw .limitExceeded(
          merges.fault(
            "left halves of at most \(TokenizerLayout.leftByteLimit) bytes", "one of \(count)"))
      }
    }
  }

  /// Whether merges of text can lead to the token: one of a byte-level vocabulary that is written outside
  /// the alphabet never appears.
  private func isReachable(_ id: UInt32) -> Bool { definition.tokens[Int(id)].isListed }

  /// The two halves of a merge: `"a b"` or `["a", "b"]`.
  private static func parts(_ place: JSONPlace) throws(TokenizerError) -> ([UInt8], [UInt8]) {
    if let text = place.value.string {
      let parts = text.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
      if parts.count == 2 { return (Array(parts[0]), Array(parts[1])) }
    } else if let pair = place.value.array, pair.count == 2, let left = pair[0].string,
      let right = pair[1].string
    {
      return (Array(left.utf8), Array(right.utf8))
    }
    throw .wrongValue(place.fault("two tokens"))
  }

  private mutating func readAddedTokens() throws(TokenizerError) {
    guard let list = try root.optional("added_tokens") else { return }
    let places = try list.elements()
    guard places.count <= TokenizerLayout.addedLimit else {
      throw .limitExceeded(
        list.fault("at most \(TokenizerLayout.addedLimit) tokens", "\(places.count)"))
    }
    var seen: Set<[UInt8]> = []
    var normalizedPatterns: Set<[UInt8]> = []
    for place in places {
      let content = try place.required("content")
      let text = try content.string()
      let bytes = Array(text.utf8)
      let idPlace = try place.required("id")
      let id = try idPlace.tokenID()
      guard !bytes.isEmpty else { throw .wrongValue(content.fault("a text", "an empty one")) }
      guard seen.insert(bytes).inserted else {
        throw .duplicateToken(content.fault("a text of its own"))
      }
      let isSpecial = try place.required("special").bool()
      var flags: UInt32 = 0
      if try place.required("single_word").bool() { flags |= AddedToken.single }
      if try place.required("lstrip").bool() { flags |= AddedToken.stripLeft }
      if try place.required("rstrip").bool() { flags |= AddedToken.stripRight }
      let isNormalized = try place.required("normalized").bool()
      guard !(isUnigram && isNormalized) else {
        throw place.unsupported("normalized false with a Unigram model", "true")
      }
      let pattern = isNormalized ? normalized(bytes) : bytes
      if let known = ids[bytes] {
        guard known == id else {
          throw .duplicateToken(idPlace.fault("\(known), the id in the vocabulary"))
        }
      } else {
        // The library gives such a token's text as it is searched for.
        try add(addedToken(pattern), id, idPlace)
        while isUnigram, definition.scores.count < definition.tokens.count {
          definition.scores.append(0)
        }
        ids[bytes] = id
      }
      if isSpecial { definition.tokens[Int(id)].isSpecial = true }
      if isNormalized, !normalizedPatterns.insert(pattern).inserted {
        throw .duplicateToken(content.fault("a normalized text of its own"))
      }
      definition.added.append(
        .init(pattern: pattern, id: id, flags: flags, isNormalized: isNormalized))
    }
  }

  /// A token that the vocabulary does not have; decoding treats its text as that of any other.
  private func addedToken(_ text: [UInt8]) -> TokenizerDefinition.Token {
    guard definition.family != .byteLevel else {
      return TokenizerDefinition.Token(
        kind: .added, bytes: ByteAlphabet.bytes(for: String(decoding: text, as: UTF8.self)) ?? text)
    }
    let isByte = hasByteDecoder && TokenizerTables.byte(named: text[...]) != nil
    return TokenizerDefinition.Token(kind: isByte ? .byte : .added, bytes: text)
  }

  /// The text after the normalizer, which added tokens that are searched for in normalized text go through.
  private func normalized(_ bytes: [UInt8]) -> [UInt8] {
    let options = definition.options
    if options.contains(.formKC) {
      var text = String.UnicodeScalarView()
      for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
        text.append(contentsOf: decompositions[scalar] ?? [scalar])
      }
      return NormalizationFormC.normalized(Array(String(text).utf8))
    }
    if options.contains(.formC) { return NormalizationFormC.normalized(bytes) }
    guard definition.family == .characters else { return bytes }
    return options.contains(.metaspace) ? bytes : CharacterEncoder.normalized(bytes[...], options)
  }

  /// Normalization form KC, whose table comes into the file as a character map.
  mutating func readFormKC(_ place: JSONPlace) throws(TokenizerError) {
    #if SWIFTLET_WITHOUT_CALIBRATION
      throw place.unsupported("a normalizer other than NFKC in a program without its table", "NFKC")
    #else
      definition.options.insert(.formKC)
      let table = CompatibilityTable.decompositions()
      definition.characterMap = .compatibility(table)
      for (character, parts) in table { decompositions[character] = parts }
    #endif
  }
}
