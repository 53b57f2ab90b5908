/// What one entry of the vocabulary is.
///
/// Raw values are part of the file format.
enum TokenKind: UInt8 {
  /// No token has this id.
  case absent = 0
  /// Ordinary text.
  case text = 1
  /// A control token of a SentencePiece model, which has no text of its own.
  case control = 2
  /// One byte of a SentencePiece model.
  case byte = 3
  /// The unknown token of a SentencePiece model.
  case unknown = 4
  /// A token that only the list of added tokens has.
  case added = 5
}

/// What an id is and how it is used: the kind in the low four bits, flags above.
struct TokenTraits: Equatable {
  var rawValue: UInt8
  static let special: UInt8 = 0x10
  static let whole: UInt8 = 0x20
  static let listed: UInt8 = 0x40

  /// The kind; nil for a value that the format does not know.
  var kind: TokenKind? { TokenKind(rawValue: rawValue & 0x0F) }
  /// Whether decoding may leave it out.
  var isSpecial: Bool { rawValue & TokenTraits.special != 0 }
  /// Whether a piece of exactly this text becomes this token without merging.
  var isWhole: Bool { rawValue & TokenTraits.whole != 0 }
  /// Whether the table of texts has it.
  var isListed: Bool { rawValue & TokenTraits.listed != 0 }
}

/// The switches of the header.
///
/// Raw values are part of the file format.
struct TokenizerOptions: OptionSet, Sendable {
  let rawValue: UInt32
  /// Each number character is a piece of its own, before the split rule.
  static let individualDigits = TokenizerOptions(rawValue: 1 << 0)
  /// Each run of number characters is a piece of its own, before the split rule.
  static let digitRuns = TokenizerOptions(rawValue: 1 << 1)
  /// A space is put in front of text that does not start with one.
  static let prefixSpace = TokenizerOptions(rawValue: 1 << 2)
  /// Text is brought to normalization form C.
  static let formC = TokenizerOptions(rawValue: 1 << 3)
  /// Characters outside the vocabulary become byte tokens.
  static let byteFallback = TokenizerOptions(rawValue: 1 << 8)
  /// A space is put in front of every stretch of text.
  static let dummyPrefix = TokenizerOptions(rawValue: 1 << 9)
  /// Leading, trailing and repeated spaces are dropped.
  static let removesExtraSpaces = TokenizerOptions(rawValue: 1 << 10)
  /// Spaces become U+2581.
  static let escapesSpaces = TokenizerOptions(rawValue: 1 << 11)
  /// Spaces around special tokens as the reference class writes them with `legacy: true`.
  static let legacySpacing = TokenizerOptions(rawValue: 1 << 12)

  /// No listed token has U+2581 behind another character, so no merge crosses the start of a word.
  static let separatesWords = TokenizerOptions(rawValue: 1 << 13)

  static let known: TokenizerOptions = [
    .individualDigits, .digitRuns, .prefixSpace, .formC, .byteFallback, .dummyPrefix,
    .removesExtraSpaces, .escapesSpaces, .legacySpacing, .separatesWords,
  ]
}

/// The two families of tokenizers.
///
/// Raw values are part of the file format.
enum TokenizerFamily: UInt32 {
  /// Byte-level byte-pair encoding (`tokenizer.json`).
  case byteLevel = 0
  /// SentencePiece byte-pair encoding (`tokenizer.model`).
  case sentencePiece = 1
}

/// One token that is found in text before anything else, with the flags of the tokenizers library.
struct AddedToken {
  static let single: UInt32 = 1 << 0
  static let stripLeft: UInt32 = 1 << 1
  static let stripRight: UInt32 = 1 << 2
  static let knownFlags: UInt32 = 7

  /// Where its text lies in the binary form.
  var content: Range<Int>
  var id: UInt32
  var flags: UInt32
}

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

/// A set of byte values.
struct ByteSet: Sendable {
  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  /// Whether the set has no member.
  var isEmpty: Bool { words.0 | words.1 | words.2 | words.3 == 0 }

  /// Adds `byte`.
  mutating func insert(_ byte: UInt8) {
    let bit: UInt64 = 1 << UInt64(byte & 63)
    switch byte >> 6 {
    case 0: words.0 |= bit
    case 1: words.1 |= bit
    case 2: words.2 |= bit
    default: words.3 |= bit
    }
  }

  /// Whether `byte` is a member.
  func contains(_ byte: UInt8) -> Bool {
    let word: UInt64
    switch byte >> 6 {
    case 0: word = words.0
    case 1: word = words.1
    case 2: word = words.2
    default: word = words.3
    }
    return word >> UInt64(byte & 63) & 1 != 0
  }
}
