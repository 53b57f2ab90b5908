/// The header of a zstd frame, read before any decompression.
///
/// Source: RFC 8878, section 3.1.1. Parsed here because zstd's stable interface tells neither the window
/// nor whether there is a content checksum.
struct ZstdFrameHeader: Equatable {
  var windowByteCount: UInt64
  /// Nil if the frame does not say.
  var contentByteCount: UInt64?
  var dictionaryID: UInt32
  var hasContentChecksum: Bool

  /// Nil if `bytes` do not start with a whole header of a zstd frame without reserved bits.
  init?(_ bytes: UnsafeRawBufferPointer) {
    var position = 0
    func number(_ count: Int) -> UInt64? {
      guard bytes.count - position >= count else { return nil }
      var value: UInt64 = 0
      for index in 0..<count {
        value |= UInt64(unsafe bytes[position + index]) << UInt64(8 * index)
      }
      position += count
      return value
    }
    guard number(4) == 0xFD2F_B528, let descriptor = number(1), descriptor & 0x08 == 0
    else { return nil }
    let isSingleSegment = descriptor & 0x20 != 0
    hasContentChecksum = descriptor & 0x04 != 0
    var window: UInt64 = 0
    if !isSingleSegment {
      guard let byte = number(1) else { return nil }
      let base: UInt64 = 1 << (10 + (byte >> 3))
      window = base + base / 8 * (byte & 7)
    }
    guard let dictionary = number((1 << Int(descriptor & 3)) >> 1) else { return nil }
    dictionaryID = UInt32(dictionary)
    let contentField = descriptor >> 6
    let fieldByteCount = contentField == 0 ? (isSingleSegment ? 1 : 0) : 1 << Int(contentField)
    guard let content = number(fieldByteCount) else { return nil }
    switch fieldByteCount {
    case 0: contentByteCount = nil
    case 2: contentByteCount = content + 256
    default: contentByteCount = content
    }
    windowByteCount = isSingleSegment ? contentByteCount ?? 0 : window
  }
}
