/// The printable alphabet of byte-level tokenizers: one character for each of the 256 bytes.
///
/// Source: `bytes_to_unicode` of GPT-2's `encoder.py`. Printable Latin-1 characters stand for themselves,
/// the other 68 bytes for U+0100 and up, in order.
enum ByteAlphabet {
  private static func standsForItself(_ byte: UInt32) -> Bool {
    (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || (0xAE...0xFF).contains(byte)
  }

  /// The bytes of U+0100, U+0101, …, in order.
  private static let shiftedBytes: [UInt8] = (0..<256).lazy.filter { !standsForItself($0) }
    .map { UInt8(truncatingIfNeeded: $0) }

  /// The byte that `scalar` stands for; nil outside the alphabet.
  static func byte(for scalar: Unicode.Scalar) -> UInt8? {
    let value = scalar.value
    if value < 0x100 { return standsForItself(value) ? UInt8(value) : nil }
    let index = Int(value) - 0x100
    return index < shiftedBytes.count ? shiftedBytes[index] : nil
  }

  /// The bytes that a token's text stands for; nil if one of its characters is outside the alphabet.
  static func bytes(for text: String) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      guard let byte = byte(for: scalar) else { return nil }
      result.append(byte)
    }
    return result
  }
}
