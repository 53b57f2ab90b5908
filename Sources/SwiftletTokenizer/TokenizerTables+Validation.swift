internal import SwiftletSystem

extension TokenizerTables {
  /// Reads and checks the binary form.
  ///
  /// - Throws: `TokenizerError.damagedBinaryForm` or, for a later major version, `.unsupported`.
  init(bytes: [UInt8], file: String) throws(TokenizerError) {
    self.bytes = bytes
    var reader = HeaderReader(bytes: bytes, file: file)
    let counts = try reader.counts(into: &self)
    layout = TokenizerLayout(counts)
    guard layout.byteCount == bytes.count else {
      throw reader.damaged(
        "the whole", "\(layout.byteCount) bytes as the header's counts give", "\(bytes.count)")
    }
    try checkTokens(reader)
    try checkSplits(reader)
    try checkAddedTokens(reader)
    for offset in stride(from: layout.prefix, to: layout.suffix + 4 * layout.suffixCount, by: 4) {
      try checkID(word(offset), "affix at byte \(offset)", reader)
    }
    for token in [beginToken, endToken, unknownToken, paddingToken] where token != Self.noToken {
      try checkID(token, "header", reader)
    }
    try checkTextTable(reader)
    try checkScores(reader)
    try checkOrder(reader)
    try checkCharacterMap(reader)
  }

  /// Throws unless `id` names a token.
  ///
  /// The place is put into words only then.
  private func checkID(
    _ id: UInt32, _ place: @autoclosure () -> String, _ reader: HeaderReader
  ) throws(TokenizerError) {
    guard id < UInt32(tokenCount), traits(of: Int(id)).kind != .absent else {
      throw reader.damaged(place(), "the id of a token", "\(id)")
    }
  }

  private mutating func checkTokens(_ reader: HeaderReader) throws(TokenizerError) {
    var last: UInt32 = 0
    for id in 0...tokenCount {
      let offset = word(layout.tokenOffsets + 4 * id)
      let count = Int(offset) - Int(last)
      guard id == 0 ? offset == 0 : (0...TokenizerLayout.tokenByteLimit).contains(count) else {
        throw reader.damaged("end of token \(id - 1)", "a text of permitted length", "\(count)")
      }
      last = offset
    }
    guard Int(last) == layout.tokenPoolCount else {
      throw reader.damaged("end of the texts", "\(layout.tokenPoolCount)", "\(last)")
    }
    for id in 0..<tokenCount {
      let traits = traits(of: id)
      let count = content(of: id).count
      guard let kind = traits.kind, traits.rawValue & 0x80 == 0,
        kind != .absent || (traits.rawValue == 0 && count == 0),
        kind != .byte || count == 1 || Self.byte(named: bytes[content(of: id)]) != nil,
        !traits.isListed || (1...family.listedByteLimit).contains(count)
      else {
        throw reader.damaged(
          "token \(id)", "traits of the format that fit its text", "\(traits.rawValue)")
      }
      if traits.isListed { longestToken = max(longestToken, count) }
    }
    for byte in 0..<256 {
      let token = byteToken(UInt8(byte))
      if token != Self.noToken { try checkID(token, "token of byte \(byte)", reader) }
    }
  }

  /// The splits of every token follow each other, and each cuts the token's text in two.
  private func checkSplits(_ reader: HeaderReader) throws(TokenizerError) {
    guard family.listsMerges else {
      guard mergeCount == 0 else { throw reader.damaged("merges", "none", "\(mergeCount)") }
      return
    }
    var start = 0
    guard word(layout.splitEnds) == 0 else {
      throw reader.damaged("ends of splits", "0 first", "\(word(layout.splitEnds))")
    }
    for id in 0..<tokenCount {
      let end = Int(word(layout.splitEnds + 4 * (id + 1)))
      guard start <= end, end <= mergeCount else {
        throw reader.damaged("splits of token \(id)", "\(start) to \(mergeCount)", "\(end)")
      }
      let count = content(of: id).count
      var last: UInt32 = 0
      while start < end {
        let split = word(layout.splits + 4 * start)
        let left = split >> TokenizerLayout.rankBits
        guard left > last, Int(left) < count,
          Int(split & (1 << TokenizerLayout.rankBits - 1)) < mergeCount
        else {
          throw reader.damaged("split \(start)", "a cut of token \(id), in order", "\(split)")
        }
        last = left
        start += 1
      }
    }
    guard start == mergeCount else {
      throw reader.damaged("ends of splits", "\(mergeCount) last", "\(start)")
    }
  }

  private mutating func checkAddedTokens(_ reader: HeaderReader) throws(TokenizerError) {
    for index in 0..<rawAddedCount + normalizedAddedCount + userDefinedCount {
      let offset = layout.addedTokens + 16 * index
      let (start, count) = (Int(word(offset)), Int(word(offset + 4)))
      guard start <= layout.addedPoolCount, count <= layout.addedPoolCount - start,
        (1...TokenizerLayout.tokenByteLimit).contains(count)
      else {
        throw reader.damaged("added token \(index)", "a text inside the pool", "\(start)+\(count)")
      }
      let token = addedToken(index)
      try checkID(token.id, "added token \(index)", reader)
      let text = bytes[token.content]
      guard token.flags & ~AddedToken.knownFlags == 0, UTF8Text.isValid(text) else {
        throw reader.damaged("added token \(index)", "known flags and UTF-8 text", "others")
      }
      let isUserDefined = index >= rawAddedCount + normalizedAddedCount
      guard !isUserDefined || (token.flags == 0 && family.isSentencePiece) else {
        throw reader.damaged("added token \(index)", "no flags of a user-defined symbol", "some")
      }
      let isFirst =
        index == 0 || index == rawAddedCount || index == rawAddedCount + normalizedAddedCount
      guard
        isFirst
          || bytes[addedToken(index - 1).content].lexicographicallyPrecedes(text)
      else {
        throw reader.damaged("added token \(index)", "texts in order", "a text out of order")
      }
      if index < rawAddedCount {
        addedFirstBytes.raw.insert(bytes[token.content.lowerBound])
      } else if isUserDefined {
        addedFirstBytes.userDefined.insert(bytes[token.content.lowerBound])
      } else {
        addedFirstBytes.normalized.insert(bytes[token.content.lowerBound])
      }
    }
  }

  /// How many probes finding all entries of a table may take; a good table needs about 1.5 per entry.
  private static let probesPerEntry = 16

  /// Every listed token is found under its text, and nothing else is in the table.
  private func checkTextTable(_ reader: HeaderReader) throws(TokenizerError) {
    var listedCount = 0
    for id in 0..<tokenCount where traits(of: id).isListed { listedCount += 1 }
    var table = TableCheck(
      start: layout.textSlots, slotCount: textSlotCount,
      probesLeft: listedCount * Self.probesPerEntry)
    try table.count(expected: listedCount, in: self, "table of texts", reader)
    for id in 0..<tokenCount where traits(of: id).isListed {
      let hash = TokenHash.text(bytes, content(of: id))
      try table.find(hash, id, in: self, "table of texts", reader)
    }
  }

  /// Scores of a unigram vocabulary are finite.
  private mutating func checkScores(_ reader: HeaderReader) throws(TokenizerError) {
    guard family == .unigram else { return }
    for id in 0..<tokenCount {
      let score = score(of: UInt32(id))
      guard score.isFinite else {
        throw reader.damaged("score of token \(id)", "a finite number", "\(score)")
      }
      let traits = traits(of: id)
      // Names of bytes are listed only with a tokenizer.json, where they count as any text.
      guard traits.isListed, traits.kind == .text || traits.kind == .byte else { continue }
      scoreRange.smallest = min(scoreRange.smallest, score)
      scoreRange.largest = max(scoreRange.largest, score)
    }
  }

  /// All listed tokens, in strictly ascending order of their texts.
  private func checkOrder(_ reader: HeaderReader) throws(TokenizerError) {
    guard family.hasOrder else {
      guard orderedCount == 0 else {
        throw reader.damaged("order of texts", "none", "\(orderedCount) ids")
      }
      return
    }
    var listedCount = 0
    for id in 0..<tokenCount where traits(of: id).isListed { listedCount += 1 }
    guard listedCount == orderedCount else {
      throw reader.damaged("order of texts", "\(listedCount) ids", "\(orderedCount)")
    }
    var last: Range<Int>?
    for index in 0..<orderedCount {
      let id = orderedToken(index)
      guard id < UInt32(tokenCount), traits(of: Int(id)).isListed else {
        throw reader.damaged("order of texts, entry \(index)", "a listed token", "\(id)")
      }
      let content = content(of: Int(id))
      if let last, !bytes[last].lexicographicallyPrecedes(bytes[content]) {
        throw reader.damaged("order of texts, entry \(index)", "texts in order", "another")
      }
      last = content
    }
  }

  /// Every value of the map is a replacement of permitted length, and the replacements are UTF-8.
  private func checkCharacterMap(_ reader: HeaderReader) throws(TokenizerError) {
    let texts = bytes[layout.mapTexts]
    let isFormKC = options.contains(.formKC)
    guard family.isSentencePiece || isFormKC || (layout.mapUnitCount == 0 && texts.isEmpty) else {
      throw reader.damaged("character map", "none", "one")
    }
    guard !isFormKC || layout.mapUnitCount > 0 else {
      throw reader.damaged("character map", "one for form KC", "none")
    }
    guard layout.mapUnitCount > 0 else {
      guard texts.isEmpty else { throw reader.damaged("character map", "no texts", "some") }
      return
    }
    if let fault = CharacterMap.fault(
      unitCount: layout.mapUnitCount, texts: texts, unit: { word(layout.mapUnits + 4 * $0) })
    {
      throw reader.damaged("character map", fault.expected, fault.found)
    }
  }
}

/// Checks an open-addressed table, so that lookups in it stop and stay inside.
private struct TableCheck {
  let start: Int
  let slotCount: Int
  var probesLeft: Int

  /// The number of slots in use is the number of entries, and less than that of all slots.
  func count(expected: Int, in tables: TokenizerTables, _ place: String, _ reader: HeaderReader)
    throws(TokenizerError)
  {
    var used = 0
    for slot in 0..<slotCount where tables.word(start + 4 * slot) != TokenHash.emptySlot {
      used += 1
    }
    guard used == expected, used < slotCount else {
      throw reader.damaged(place, "\(expected) entries and an empty slot", "\(used) entries")
    }
  }

  /// The entry of `index` is reached from its hash.
  mutating func find(
    _ hash: UInt64, _ index: Int, in tables: TokenizerTables, _ place: String,
    _ reader: HeaderReader
  ) throws(TokenizerError) {
    let entry = TokenHash.word(hash, index: UInt32(index))
    var slot = TokenHash.slot(hash, slotCount)
    while true {
      let word = tables.word(start + 4 * slot)
      if word == entry { return }
      probesLeft -= 1
      guard word != TokenHash.emptySlot, probesLeft >= 0 else {
        throw reader.damaged(place, "entry \(index) near its hash", "none")
      }
      slot += 1
      if slot == slotCount { slot = 0 }
    }
  }
}

/// Reads the fixed header of the binary form.
private struct HeaderReader {
  let bytes: [UInt8]
  let file: String
  private var position = 0

  init(bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  func damaged(_ place: String, _ expected: String, _ found: String) -> TokenizerError {
    .damagedBinaryForm(
      InputFault(file: file, place: "tokenizer: \(place)", expected: expected, found: found))
  }

  private mutating func word() -> UInt32 {
    defer { position += 4 }
    return UInt32(bytes[position]) | UInt32(bytes[position + 1]) << 8
      | UInt32(bytes[position + 2]) << 16 | UInt32(bytes[position + 3]) << 24
  }

  private mutating func count(_ name: String, _ range: ClosedRange<Int>) throws(TokenizerError)
    -> Int
  {
    let value = Int(word())
    guard range.contains(value) else {
      throw damaged(name, "\(range.lowerBound) to \(range.upperBound)", "\(value)")
    }
    return value
  }

  mutating func counts(into tables: inout TokenizerTables) throws(TokenizerError)
    -> TokenizerLayout.Counts
  {
    guard bytes.count >= TokenizerLayout.headerByteCount else {
      throw damaged(
        "header", "\(TokenizerLayout.headerByteCount) bytes or more", "\(bytes.count)")
    }
    guard bytes[0..<4].elementsEqual(TokenizerLayout.magic) else {
      throw damaged("byte 0", "the letters SLTK", "others")
    }
    position = 4
    let version = word()
    guard version & 0xFFFF == UInt32(TokenizerLayout.majorVersion) else {
      throw .unsupported(
        InputFault(
          file: file, place: "tokenizer: version",
          expected: "\(TokenizerLayout.majorVersion)", found: "\(version & 0xFFFF)"))
    }
    let family = word()
    tables.options = TokenizerOptions(rawValue: word())
    let rule = word()
    guard let family = TokenizerFamily(rawValue: family),
      tables.options.subtracting(.known).isEmpty, let rule = SplitRule(rawValue: rule)
    else {
      throw damaged("header", "a family, options and a split rule of the format", "others")
    }
    guard
      tables.options.contains(.tokenizerJSON)
        ? family == .unigram : tables.options.isDisjoint(with: .unigramOnly),
      !tables.options.contains(.formKC) || family == .byteLevel
        || tables.options.contains(.tokenizerJSON)
    else {
      throw damaged("header", "options of the family", "others")
    }
    tables.family = family
    tables.splitRule = rule
    var counts = TokenizerLayout.Counts()
    counts.tokens = try count("tokens", 1...TokenHash.entryLimit)
    counts.merges = try count("merges", 0...TokenHash.entryLimit)
    counts.textSlots = try count("slots of texts", 1...4 * TokenHash.entryLimit)
    tables.rawAddedCount = try count("added tokens", 0...TokenizerLayout.addedLimit)
    tables.normalizedAddedCount = try count(
      "normalized added tokens", 0...TokenizerLayout.addedLimit)
    tables.userDefinedCount = try count(
      "user-defined symbols", 0...TokenizerLayout.addedLimit)
    counts.added =
      tables.rawAddedCount + tables.normalizedAddedCount + tables.userDefinedCount
    counts.prefix = try count("ids in front", 0...TokenizerLayout.affixLimit)
    counts.suffix = try count("ids behind", 0...TokenizerLayout.affixLimit)
    tables.beginToken = word()
    tables.endToken = word()
    tables.unknownToken = word()
    tables.paddingToken = word()
    counts.tokenPool = try count("bytes of texts", 0...TokenizerLayout.poolByteLimit)
    counts.addedPool = try count("bytes of added tokens", 0...TokenizerLayout.poolByteLimit)
    counts.unknownSurface = try count("unknown surface", 0...TokenizerLayout.tokenByteLimit)
    counts.mapUnits = try count("units of the character map", 0...TokenizerLayout.mapUnitLimit)
    counts.mapTexts = try count("texts of the character map", 0...TokenizerLayout.poolByteLimit)
    counts.ordered = try count("ids in order", 0...TokenHash.entryLimit)
    counts.family = family
    tables.orderedCount = counts.ordered
    while position < TokenizerLayout.headerByteCount {
      let place = position
      guard word() == 0 else { throw damaged("byte \(place)", "zeros", "another value") }
    }
    tables.tokenCount = counts.tokens
    tables.mergeCount = counts.merges
    tables.textSlotCount = counts.textSlots
    return counts
  }
}
