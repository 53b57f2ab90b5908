/// Finds added tokens in text: leftmost, then longest, with the flags of the tokenizers library.
///
/// Source: `AddedVocabulary::find_matches` of the tokenizers library.
struct AddedTokenMatcher {
  let tables: TokenizerTables
  /// The tokens searched for: a range of the table, ordered by text.
  let candidates: Range<Int>
  private let firstBytes: ByteSet

  /// The groups of the table.
  enum Group {
    /// Added tokens found in the text as it is.
    case raw
    /// Added tokens found in normalized text.
    case normalized
    /// User-defined symbols of a SentencePiece model.
    case userDefined
  }

  /// A matcher over one group of the table.
  init(_ tables: TokenizerTables, _ group: Group) {
    self.tables = tables
    let start: Int
    let count: Int
    switch group {
    case .raw:
      (start, count) = (0, tables.rawAddedCount)
      firstBytes = tables.addedFirstBytes.raw
    case .normalized:
      (start, count) = (tables.rawAddedCount, tables.normalizedAddedCount)
      firstBytes = tables.addedFirstBytes.normalized
    case .userDefined:
      start = tables.rawAddedCount + tables.normalizedAddedCount
      count = tables.userDefinedCount
      firstBytes = tables.addedFirstBytes.userDefined
    }
    candidates = start..<start + count
  }

  /// The longest token that starts at `position`.
  func token(in text: [UInt8], at position: Int, end: Int) -> AddedToken? {
    guard firstBytes.contains(text[position]) else { return nil }
    return longestMatch(in: text, at: position, end: end)
  }

  /// Calls `body` with each stretch of `text[range]` in order and its token, nil for ordinary text.
  func forEachStretch(
    of text: [UInt8], _ range: Range<Int>, _ body: (Range<Int>, Int32?) -> Void
  ) {
    guard !firstBytes.isEmpty else {
      if !range.isEmpty { body(range, nil) }
      return
    }
    var done = range.lowerBound
    var position = range.lowerBound
    while position < range.upperBound {
      guard let token = token(in: text, at: position, end: range.upperBound) else {
        position += 1
        continue
      }
      var start = position
      var stop = position + token.content.count
      position = stop
      if token.flags & AddedToken.single != 0, touchesWord(text, start..<stop, range) { continue }
      if token.flags & AddedToken.stripLeft != 0 {
        start = max(spaceStart(text, before: start, start: range.lowerBound), done)
      }
      if token.flags & AddedToken.stripRight != 0 {
        stop = spaceEnd(text, from: stop, end: range.upperBound)
      }
      if done < start { body(done..<start, nil) }
      body(start..<stop, Int32(bitPattern: token.id))
      done = stop
    }
    if done < range.upperBound { body(done..<range.upperBound, nil) }
  }

  /// The longest token that starts at `position`, by narrowing the ordered table byte by byte.
  private func longestMatch(in text: [UInt8], at position: Int, end: Int) -> AddedToken? {
    var low = candidates.lowerBound
    var high = candidates.upperBound
    var depth = 0
    var best: AddedToken?
    while low < high {
      let first = tables.addedToken(low)
      // A text that is a prefix of others comes first among them.
      if first.content.count == depth {
        best = first
        low += 1
        continue
      }
      guard position + depth < end else { break }
      let byte = text[position + depth]
      low = partition(low, high, depth, byte)
      high = byte == 0xFF ? high : partition(low, high, depth, byte + 1)
      depth += 1
    }
    return best
  }

  /// The first candidate in `low..<high` whose byte at `depth` is not less than `byte`.
  private func partition(_ low: Int, _ high: Int, _ depth: Int, _ byte: UInt8) -> Int {
    var (low, high) = (low, high)
    while low < high {
      let middle = (low + high) / 2
      let content = tables.addedToken(middle).content
      if tables.bytes[content.lowerBound + depth] < byte {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  private func touchesWord(_ text: [UInt8], _ match: Range<Int>, _ range: Range<Int>) -> Bool {
    if let (scalar, _) = UTF8Text.scalar(
      before: match.lowerBound, in: text, start: range.lowerBound),
      CharacterClass.isWord(scalar)
    {
      return true
    }
    guard match.upperBound < range.upperBound,
      let (scalar, _) = UTF8Text.scalar(at: match.upperBound, in: text, end: range.upperBound)
    else { return false }
    return CharacterClass.isWord(scalar)
  }

  private func spaceStart(_ text: [UInt8], before position: Int, start: Int) -> Int {
    var position = position
    while let (scalar, count) = UTF8Text.scalar(before: position, in: text, start: start),
      CharacterClass.of(scalar).isSpace
    {
      position -= count
    }
    return position
  }

  private func spaceEnd(_ text: [UInt8], from position: Int, end: Int) -> Int {
    var position = position
    while position < end {
      let next = CharacterClass.at(position, in: text, end: end)
      guard next.kind.isSpace else { break }
      position += next.count
    }
    return position
  }
}
