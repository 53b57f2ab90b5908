/// The classes of characters that the split rules tell apart.
enum CharacterClass: UInt8 {
  /// Anything else: punctuation, symbols, marks, controls.
  case other
  /// `\p{L}`.
  case letter
  /// `\p{N}`.
  case number
  /// `\s` but for the two below.
  case space
  /// Carriage return and line feed, which are `\s` too.
  case newline

  /// Whether `\s` matches.
  var isSpace: Bool { self == .space || self == .newline }

  private static let ascii: [CharacterClass] = (0..<128).map { of(Unicode.Scalar(UInt8($0))) }

  /// The class of `scalar`, from the standard library's Unicode tables.
  static func of(_ scalar: Unicode.Scalar) -> CharacterClass {
    switch scalar.value {
    case 0x0A, 0x0D: return .newline
    // White_Space of Unicode, a closed list since version 6.3.
    case 0x09, 0x0B, 0x0C, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F,
      0x205F, 0x3000:
      return .space
    default: break
    }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      return .letter
    case .decimalNumber, .letterNumber, .otherNumber:
      return .number
    default:
      return .other
    }
  }

  /// The class and length in bytes of the character at `position` of UTF-8 text that ends at `end`.
  ///
  /// A byte that starts no character (only a damaged binary form makes the matcher cut there) counts as
  /// one character of class `other`.
  @inline(__always)
  static func at(_ position: Int, in text: [UInt8], end: Int) -> (kind: CharacterClass, count: Int)
  {
    let byte = text[position]
    if byte < 0x80 { return (ascii[Int(byte)], 1) }
    guard let (scalar, count) = UTF8Text.scalar(at: position, in: text, end: end) else {
      return (.other, 1)
    }
    return (of(scalar), count)
  }

  /// Whether `\w` of the Rust regex library matches: what a `single_word` token must not touch.
  static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    let properties = scalar.properties
    if properties.isAlphabetic || properties.isJoinControl { return true }
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation:
      return true
    default:
      return false
    }
  }
}

/// The classes of characters that words are made of, where a rule cuts before capital letters.
enum LetterCase: UInt8 {
  /// `\p{Lu}` and `\p{Lt}`.
  case upper
  /// `\p{Ll}`.
  case lower
  /// `\p{Lm}`, `\p{Lo}` and `\p{M}`, which count as either.
  case either
  /// No part of a word.
  case none

  private static let ascii: [LetterCase] = (0..<128).map { of(Unicode.Scalar(UInt8($0))) }

  private static func of(_ scalar: Unicode.Scalar) -> LetterCase {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .titlecaseLetter: return .upper
    case .lowercaseLetter: return .lower
    case .modifierLetter, .otherLetter, .nonspacingMark, .spacingMark, .enclosingMark:
      return .either
    default: return .none
    }
  }

  /// The class and length in bytes of the character at `position`, as `CharacterClass.at` has them.
  @inline(__always)
  static func at(_ position: Int, in text: [UInt8], end: Int) -> (kind: LetterCase, count: Int) {
    let byte = text[position]
    if byte < 0x80 { return (ascii[Int(byte)], 1) }
    guard let (scalar, count) = UTF8Text.scalar(at: position, in: text, end: end) else {
      return (.none, 1)
    }
    return (of(scalar), count)
  }
}
