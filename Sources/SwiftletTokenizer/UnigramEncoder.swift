/// Unigram encoding as a `tokenizer.json` describes it.
///
/// Source: `normalizers/precompiled`, `pre_tokenizers/metaspace` and `Unigram::encode_optimized` of the
/// tokenizers library.
struct UnigramEncoder {
  private let tables: TokenizerTables
  private let characterMap: CharacterMap?
  private var path: LikeliestPath

  /// An encoder over `tables`.
  init(_ tables: TokenizerTables) {
    self.tables = tables
    characterMap = CharacterMap(tables)
    path = LikeliestPath(tables)
  }

  /// Appends the ids of `text` to `ids`.
  mutating func encode(_ text: [UInt8], matchAddedTokens: Bool, into ids: inout [Int32]) {
    var isFirst = true
    tables.forEachStretch(of: text, matchAddedTokens: matchAddedTokens) { stretch in
      isFirst = stretch.range.lowerBound == 0
      return Stretch(normalized(Array(stretch.text[stretch.range])))
    } _: { stretch, token in
      if let token {
        ids.append(token)
      } else {
        encodeNormalized(stretch.text[stretch.range], isFirst: isFirst, into: &ids)
      }
    }
  }

  private mutating func encodeNormalized(
    _ text: ArraySlice<UInt8>, isFirst: Bool, into ids: inout [Int32]
  ) {
    guard tables.options.contains(.metaspace) else {
      encodePiece(Array(text), 0..<text.count, into: &ids)
      return
    }
    var options = tables.options
    if text.first == UInt8(ascii: " ") || text.starts(with: SentencePieceEncoder.spaceSymbol)
      || (options.contains(.prefixOnlyFirst) && !isFirst)
    {
      options.remove(.dummyPrefix)
    }
    let text = CharacterEncoder.normalized(text, options)
    guard options.contains(.separatesWords) else {
      encodePiece(text, 0..<text.count, into: &ids)
      return
    }
    var start = 0
    for position in text.indices.dropFirst()
    where text[position] == SentencePieceEncoder.spaceSymbol[0]
      && text[position...].starts(with: SentencePieceEncoder.spaceSymbol)
    {
      encodePiece(text, start..<position, into: &ids)
      start = position
    }
    encodePiece(text, start..<text.count, into: &ids)
  }

  /// Neighbouring unknown characters are one text, which becomes bytes or one unknown token.
  private mutating func encodePiece(
    _ text: [UInt8], _ range: Range<Int>, into ids: inout [Int32]
  ) {
    guard !range.isEmpty else { return }
    path.restart()
    path.extend(text, range)
    var unknown: Range<Int>?
    // Only a damaged binary form lacks a byte or the unknown token.
    func append(_ token: UInt32) {
      if token != TokenizerTables.noToken { ids.append(Int32(bitPattern: token)) }
    }
    func flush() {
      guard let run = unknown else { return }
      unknown = nil
      let token = tables.token(text, run)
      if token != TokenizerTables.noToken {
        append(token)
      } else if tables.options.contains(.byteFallback) {
        for byte in text[run] { append(tables.byteToken(byte)) }
      } else {
        append(tables.unknownToken)
      }
    }
    for step in path.steps.reversed() {
      if step.token == TokenizerTables.noToken || step.token == tables.unknownToken {
        unknown = (unknown?.lowerBound ?? step.range.lowerBound)..<step.range.upperBound
      } else {
        flush()
        append(step.token)
      }
    }
    flush()
  }

  /// The text after the normalizers; Prepend and Replace belong to it only without Metaspace.
  private func normalized(_ text: [UInt8]) -> [UInt8] {
    let options = tables.options
    let mapped =
      options.contains(.formKC)
      ? tables.normalizedForm(text) : characterMap == nil ? text : mapped(text)
    var range = 0..<mapped.count
    while options.contains(.stripsLeft), !range.isEmpty {
      let next = CharacterClass.at(range.lowerBound, in: mapped, end: range.upperBound)
      guard next.kind.isSpace else { break }
      range = range.lowerBound + next.count..<range.upperBound
    }
    while options.contains(.stripsRight),
      let (scalar, count) = UTF8Text.scalar(
        before: range.upperBound, in: mapped, start: range.lowerBound),
      CharacterClass.of(scalar).isSpace
    {
      range = range.lowerBound..<range.upperBound - count
    }
    let result =
      options.contains(.collapsesSpaces)
      ? UnigramEncoder.collapsed(mapped[range]) : Array(mapped[range])
    return options.contains(.metaspace) ? result : CharacterEncoder.normalized(result[...], options)
  }

  /// The text with U+2581 in place of each run of two or more spaces.
  private static func collapsed(_ text: ArraySlice<UInt8>) -> [UInt8] {
    let space = UInt8(ascii: " ")
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var position = text.startIndex
    while position < text.endIndex {
      let end = text[position...].firstIndex { $0 != space } ?? text.endIndex
      switch end - position {
      case 0:
        result.append(text[position])
        position += 1
      case 1:
        result.append(space)
        position = end
      default:
        result += SentencePieceEncoder.spaceSymbol
        position = end
      }
    }
    return result
  }

  /// The text with its characters mapped, a short grapheme cluster as a whole if the map has its beginning.
  private func mapped(_ text: [UInt8]) -> [UInt8] {
    guard let characterMap else { return text }
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var start = 0
    for character in String(decoding: text, as: UTF8.self) {
      let end = start + character.utf8.count
      if end - start < UnigramEncoder.clusterByteLimit,
        let replacement = characterMap.shortestMatch(in: text, at: start, end: end)
      {
        result += tables.bytes[replacement]
      } else {
        var position = start
        while position < end {
          let count = UTF8Text.scalar(at: position, in: text, end: end)?.1 ?? 1
          if let replacement = characterMap.shortestMatch(
            in: text, at: position, end: position + count)
          {
            result += tables.bytes[replacement]
          } else {
            result += text[position..<position + count]
          }
          position += count
        }
      }
      start = end
    }
    return result
  }

  /// Clusters from this length on are mapped character by character.
  private static let clusterByteLimit = 6
}
