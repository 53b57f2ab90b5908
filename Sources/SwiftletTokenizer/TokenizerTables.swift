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
  /// Added tokens found in the text as it is; they come first in the table.
  var rawAddedCount = 0
  /// Added tokens found in the normalized text.
  var normalizedAddedCount = 0
  /// User-defined symbols of a SentencePiece model; they come last in the table.
  var userDefinedCount = 0
  /// Listed tokens of a unigram vocabulary, in order of their texts.
  var orderedCount = 0
  var beginToken = noToken
  var endToken = noToken
  var unknownToken = noToken
  var paddingToken = noToken
  /// The length of the longest listed token.
  var longestToken = 0
  /// First bytes of the added tokens found in the text as it is, of those in normalized text, and of the
  /// user-defined symbols.
  var addedFirstBytes: (raw: ByteSet, normalized: ByteSet, userDefined: ByteSet) =
    (ByteSet(), ByteSet(), ByteSet())
  /// The smallest score of an ordinary token of a unigram vocabulary, and the largest above zero.
  var scoreRange: (smallest: Float, largest: Float) = (
    .greatestFiniteMagnitude, .leastNormalMagnitude
  )
  var layout = TokenizerLayout()

  /// Whether text is encoded and decoded as a `tokenizer.json` of SentencePiece's pieces describes it.
  var isLibraryOfPieces: Bool { family == .characters || options.contains(.tokenizerJSON) }

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
  func rank(of id: UInt32) -> UInt32 { word(layout.scores + 4 * Int(id)) }

  /// The score of a unigram token: larger is likelier.
  func score(of id: UInt32) -> Float { Float(bitPattern: word(layout.scores + 4 * Int(id))) }

  /// The listed token at `index` in the order of texts.
  @inline(__always)
  func orderedToken(_ index: Int) -> UInt32 { word(layout.order + 4 * index) }

  /// The byte that a token of kind `byte` stands for.
  func byteValue(of id: Int) -> UInt8 {
    let content = content(of: id)
    guard content.count == TokenizerTables.byteNameCount else { return bytes[content.lowerBound] }
    return TokenizerTables.byte(named: bytes[content]) ?? 0
  }

  /// The length of `<0x41>`.
  static let byteNameCount = 6

  /// The value of `<0x41>`; nil for any other text.
  static func byte(named text: ArraySlice<UInt8>) -> UInt8? {
    guard text.count == byteNameCount, text.starts(with: "<0x".utf8),
      text[text.startIndex + 5] == UInt8(ascii: ">")
    else { return nil }
    func digit(_ byte: UInt8) -> UInt8? {
      switch byte {
      case 0x30...0x39: return byte - 0x30
      case 0x41...0x46: return byte - 0x41 + 10
      case 0x61...0x66: return byte - 0x61 + 10
      default: return nil
      }
    }
    guard let high = digit(text[text.startIndex + 3]), let low = digit(text[text.startIndex + 4])
    else { return nil }
    return high << 4 | low
  }

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

  /// The merge of the neighbours that meet at `border` and together are `text[range]`.
  ///
  /// A token's text is that of its parts, so the joined text and the border name the pair.
  func merge(_ text: [UInt8], _ range: Range<Int>, border: Int) -> Merge {
    let token = token(text, range)
    guard token != TokenizerTables.noToken else { return .none }
    guard family.listsMerges else { return Merge(rank: rank(of: token), token: token) }
    let left = UInt32(truncatingIfNeeded: border - range.lowerBound)
    let offset = layout.splitEnds + 4 * Int(token)
    var (low, high) = (Int(word(offset)), Int(word(offset + 4)))
    while low < high {
      let middle = (low + high) / 2
      let split = word(layout.splits + 4 * middle)
      let count = split >> TokenizerLayout.rankBits
      if count == left {
        return Merge(rank: split & (1 << TokenizerLayout.rankBits - 1), token: token)
      }
      if count < left { low = middle + 1 } else { high = middle }
    }
    return .none
  }
}
