/// Bounds-checked steps through UTF-8 bytes.
enum UTF8Text {
  /// The character at `position` and its length in bytes; nil if no well-formed one starts there.
  static func scalar(at position: Int, in text: [UInt8], end: Int) -> (Unicode.Scalar, Int)? {
    let first = UInt32(text[position])
    let count: Int
    let smallest: UInt32
    var value: UInt32
    switch first {
    case 0..<0x80: return (Unicode.Scalar(UInt8(first)), 1)
    case 0xC2..<0xE0: (count, smallest, value) = (2, 0x80, first & 0x1F)
    case 0xE0..<0xF0: (count, smallest, value) = (3, 0x800, first & 0x0F)
    case 0xF0..<0xF5: (count, smallest, value) = (4, 0x10000, first & 0x07)
    default: return nil
    }
    guard end - position >= count else { return nil }
    for offset in 1..<count {
      let byte = text[position + offset]
      guard byte & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    guard value >= smallest, let scalar = Unicode.Scalar(value) else { return nil }
    return (scalar, count)
  }

  /// The character that ends right before `position`; nil at `start` or if none is well-formed there.
  static func scalar(before position: Int, in text: [UInt8], start: Int) -> (Unicode.Scalar, Int)? {
    var first = position - 1
    while first >= start, position - first <= 4 {
      if text[first] & 0xC0 != 0x80 {
        guard let (scalar, count) = scalar(at: first, in: text, end: position),
          count == position - first
        else { return nil }
        return (scalar, count)
      }
      first -= 1
    }
    return nil
  }

  /// Whether `bytes` are well-formed UTF-8.
  static func isValid(_ bytes: ArraySlice<UInt8>) -> Bool {
    String(validating: bytes, as: UTF8.self) != nil
  }
}
