/// The character map of a SentencePiece normalizer, read in place: the longest key at a place of a text
/// and what it is replaced by.
///
/// Keys lie in a double array as darts-clone builds it. Source: `darts.h`, and `Normalizer::NormalizePrefix`
/// in `normalizer.cc` of SentencePiece.
struct CharacterMap {
  /// A map as its file has it.
  struct Parts {
    /// The double array.
    var units: [UInt32] = []
    /// The replacements, each with a zero byte behind it.
    var texts: [UInt8] = []
  }

  /// How far a key is followed, and how long a replacement may be, in bytes.
  ///
  /// Published maps stay under 40; the limits keep work and output linear in the text.
  static let byteLimit = 256

  private let tables: TokenizerTables

  /// The map of `tables`; nil if it has none.
  init?(_ tables: TokenizerTables) {
    guard tables.layout.mapUnitCount > 0 else { return nil }
    self.tables = tables
  }

  /// Whether the unit is a value rather than a node.
  static func isValue(_ unit: UInt32) -> Bool { unit >> 31 != 0 }

  private func unit(_ index: UInt32) -> UInt32? {
    guard Int(index) < tables.layout.mapUnitCount else { return nil }
    return tables.word(tables.layout.mapUnits + 4 * Int(index))
  }

  private static func offset(_ unit: UInt32) -> UInt32 {
    (unit >> 10) << (unit >> 6 & 8)
  }

  /// The longest key at `start`, as its byte count and the place of its replacement in the binary form.
  func longestMatch(in text: [UInt8], at start: Int, end: Int) -> (count: Int, text: Range<Int>)? {
    guard let root = unit(0) else { return nil }
    var node = CharacterMap.offset(root)
    var found: (count: Int, value: UInt32)?
    var position = start
    let stop = min(end, start + CharacterMap.byteLimit)
    while position < stop {
      // A byte of zero would be taken for the end of a key.
      guard text[position] != 0 else { break }
      node ^= UInt32(text[position])
      guard let next = unit(node), next & 0x8000_00FF == UInt32(text[position]) else { break }
      position += 1
      node ^= CharacterMap.offset(next)
      if next >> 8 & 1 != 0, let value = unit(node), CharacterMap.isValue(value) {
        found = (position - start, value & 0x7FFF_FFFF)
      }
    }
    guard let found else { return nil }
    let first = tables.layout.mapTexts.lowerBound + Int(found.value)
    var last = first
    while last < tables.layout.mapTexts.upperBound, tables.bytes[last] != 0 { last += 1 }
    return (found.count, first..<last)
  }

  /// The replacement of the shortest key that `text[start..<end]` begins with, as its place in the binary
  /// form: what the tokenizers library puts for the whole of that text.
  func shortestMatch(in text: [UInt8], at start: Int, end: Int) -> Range<Int>? {
    for stop in start + 1...max(start + 1, end) where stop <= end {
      if let (_, replacement) = longestMatch(in: text, at: start, end: stop) { return replacement }
    }
    return nil
  }

  /// The text with the longest key at each place replaced, from the front on.
  ///
  /// - Parameters:
  ///   - text: In UTF-8.
  ///   - texts: Where the places of replacements are.
  /// - Returns: UTF-8 if the keys are whole characters.
  func replacingKeys(of text: [UInt8], texts: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var position = 0
    while position < text.count {
      if let match = longestMatch(in: text, at: position, end: text.count) {
        result += texts[match.text]
        position += match.count
      } else {
        result.append(text[position])
        position += 1
      }
    }
    return result
  }

  /// What is wrong with a map, in words; nil if its values are replacements of permitted length.
  ///
  /// - Complexity: O(units + texts).
  static func fault(unitCount: Int, texts: ArraySlice<UInt8>, unit: (Int) -> UInt32) -> (
    expected: String, found: String
  )? {
    guard texts.last == 0, UTF8Text.isValid(texts) else {
      return ("texts in UTF-8 that end with zero bytes", "others")
    }
    var count = 0
    for byte in texts {
      count = byte == 0 ? 0 : count + 1
      guard count <= byteLimit else {
        return ("texts of at most \(byteLimit) bytes", "a longer one")
      }
    }
    for index in 0..<unitCount {
      let unit = unit(index)
      guard isValue(unit) else { continue }
      let place = texts.startIndex + Int(unit & 0x7FFF_FFFF)
      guard place < texts.endIndex, texts[place] & 0xC0 != 0x80 else {
        return ("unit \(index) a place in the texts", "\(unit & 0x7FFF_FFFF)")
      }
    }
    return nil
  }
}
