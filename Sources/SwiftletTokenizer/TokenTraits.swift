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
  /// One byte of a tokenizer over characters: its text is the byte, or its name `<0x41>`.
  case byte = 3
  /// The unknown token of a SentencePiece model.
  case unknown = 4
  /// A token that only the list of added tokens has.
  case added = 5
  /// A user-defined symbol of a SentencePiece model, which is always one token where text has it.
  case userDefined = 6
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
