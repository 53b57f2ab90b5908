/// The tables of a tokenizer, read in place from the binary form.
///
/// `init(bytes:file:)` checks every number that is later used as an index, so the accessors do not throw.
struct TokenizerTables: Sendable {
  /// The id that stands for "none".
  static let noToken = UInt32.max

  var bytes: [UInt8]
  var family = TokenizerFamily.byteLevel
  var options: TokenizerOptions = []
  var splitRule = SplitRule.none
  var tokenCount = 0
  var mergeCount = 0
  var textSlotCount = 0
  var mergeSlotCount = 0
  /// Added tokens found in the text as it is; they come first in the table.
  var rawAddedCount = 0
  /// Added tokens found in the normalized text.
  var normalizedAddedCount = 0
  var beginToken = noToken
  var endToken = noToken
  var unknownToken = noToken
  var paddingToken = noToken
  /// The length of the longest listed token.
  var longestToken = 0
  /// First bytes of the added tokens found in the text as it is, and of those in normalized text.
  var addedFirstBytes: (raw: ByteSet, normalized: ByteSet) = (ByteSet(), ByteSet())
  var layout = TokenizerLayout()

  /// The little-endian word at `offset`.
  @inline(__always)
  func word(_ offset: Int) -> UInt32 {
    unsafe UInt32(
      littleEndian: bytes.span.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// The token of a single byte; `noToken` if there is none.
  func byteToken(_ byte: UInt8) -> UInt32 { word(layout.byteTokens + 4 * Int(byte)) }

  /// Where the bytes of token `id` lie.
  func content(of id: Int) -> Range<Int> {
    let offset = layout.tokenOffsets + 4 * id
    return layout.tokenPool + Int(word(offset))..<layout.tokenPool + Int(word(offset + 4))
  }

  /// Kind and flags of token `id`.
  func traits(of id: Int) -> TokenTraits { TokenTraits(rawValue: bytes[layout.traits + id]) }

  /// The kind of token `id`; `absent` outside the vocabulary.
  func kind(of id: Int32) -> TokenKind {
    guard id >= 0, Int(id) < tokenCount else { return .absent }
    return traits(of: Int(id)).kind ?? .absent
  }

  /// The merge rank of a SentencePiece token: smaller first.
  func rank(of id: UInt32) -> UInt32 { word(layout.ranks + 4 * Int(id)) }

  /// Added token `index`, in table order.
  func addedToken(_ index: Int) -> AddedToken {
    let offset = layout.addedTokens + 16 * index
    let start = layout.addedPool + Int(word(offset))
    return AddedToken(
      content: start..<start + Int(word(offset + 4)), id: word(offset + 8),
      flags: word(offset + 12))
  }

  /// The ids put in front of text.
  var prefix: [Int32] { ids(at: layout.prefix, count: layout.prefixCount) }
  /// The ids put behind text.
  var suffix: [Int32] { ids(at: layout.suffix, count: layout.suffixCount) }

  private func ids(at offset: Int, count: Int) -> [Int32] {
    (0..<count).map { Int32(bitPattern: word(offset + 4 * $0)) }
  }

  /// The listed token whose bytes are `text[range]`; `noToken` if there is none.
  func token(_ text: [UInt8], _ range: Range<Int>) -> UInt32 {
    guard range.count <= longestToken else { return TokenizerTables.noToken }
    let hash = TokenHash.text(text, range)
    let fingerprint = TokenHash.word(hash, index: 0)
    var slot = TokenHash.slot(hash, textSlotCount)
    while true {
      let entry = word(layout.textSlots + 4 * slot)
      if entry == TokenHash.emptySlot { return TokenizerTables.noToken }
      if entry & ~UInt32(TokenHash.entryLimit) == fingerprint {
        let id = entry & UInt32(TokenHash.entryLimit)
        if equals(text, range, content(of: Int(id))) { return id }
      }
      slot += 1
      if slot == textSlotCount { slot = 0 }
    }
  }

  private func equals(_ text: [UInt8], _ range: Range<Int>, _ content: Range<Int>) -> Bool {
    guard range.count == content.count else { return false }
    for offset in 0..<range.count
    where text[range.lowerBound + offset] != bytes[content.lowerBound + offset] {
      return false
    }
    return true
  }

  /// The merge of two tokens in a byte-level vocabulary.
  func merge(_ left: UInt32, _ right: UInt32) -> Merge {
    let hash = TokenHash.pair(left, right)
    let fingerprint = TokenHash.word(hash, index: 0)
    var slot = TokenHash.slot(hash, mergeSlotCount)
    while true {
      let entry = word(layout.mergeSlots + 4 * slot)
      if entry == TokenHash.emptySlot { return .none }
      if entry & ~UInt32(TokenHash.entryLimit) == fingerprint {
        let index = entry & UInt32(TokenHash.entryLimit)
        let offset = layout.merges + 12 * Int(index)
        if word(offset) == left, word(offset + 4) == right {
          return Merge(rank: index, token: word(offset + 8))
        }
      }
      slot += 1
      if slot == mergeSlotCount { slot = 0 }
    }
  }
}
