internal import SwiftletSystem

/// A minimal reader of protocol buffers in wire format, for untrusted bytes.
///
/// Walks the fields of one message; nothing is allocated and every length is checked against what is left.
struct ProtobufReader {
  /// A field's value as the wire has it.
  enum Value {
    case varint(UInt64)
    case fixed32(UInt32)
    case fixed64(UInt64)
    case bytes(Range<Int>)
  }

  /// One field of a message.
  struct Field {
    var number: UInt64
    var value: Value
    /// Where the field starts, for messages.
    var offset: Int
  }

  private let bytes: [UInt8]
  private let file: String
  private var position: Int
  private let end: Int

  /// A reader of the message in `bytes[range]`.
  init(_ bytes: [UInt8], _ range: Range<Int>, file: String) {
    self.bytes = bytes
    self.file = file
    position = range.lowerBound
    end = range.upperBound
  }

  private func damaged(_ offset: Int, _ expected: String, _ found: String) -> TokenizerError {
    .damagedFile(
      InputFault(file: file, place: "byte \(offset)", expected: expected, found: found))
  }

  /// The next field; nil at the end of the message.
  ///
  /// - Throws: `TokenizerError.damagedFile`.
  mutating func next() throws(TokenizerError) -> Field? {
    guard position < end else { return nil }
    let offset = position
    let key = try varint()
    guard key >> 3 != 0 else { throw damaged(offset, "a field number from 1 on", "0") }
    switch key & 7 {
    case 0: return Field(number: key >> 3, value: .varint(try varint()), offset: offset)
    case 1: return Field(number: key >> 3, value: .fixed64(try fixed(8)), offset: offset)
    case 2:
      let place = position
      let count = try varint()
      guard count <= UInt64(end - position) else {
        throw damaged(place, "a length of at most \(end - position)", "\(count)")
      }
      let start = position
      position += Int(count)
      return Field(number: key >> 3, value: .bytes(start..<position), offset: offset)
    case 5:
      let value = UInt32(truncatingIfNeeded: try fixed(4))
      return Field(number: key >> 3, value: .fixed32(value), offset: offset)
    default:
      throw damaged(offset, "wire type 0, 1, 2 or 5", "\(key & 7)")
    }
  }

  private mutating func varint() throws(TokenizerError) -> UInt64 {
    let start = position
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard position < end else {
        throw damaged(start, "a number", "the end of the message")
      }
      let byte = bytes[position]
      position += 1
      // The tenth byte has room for one bit.
      guard shift < 63 || byte <= 1 else { break }
      value |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return value }
    }
    throw damaged(start, "a number of at most 64 bits", "a longer one")
  }

  private mutating func fixed(_ count: Int) throws(TokenizerError) -> UInt64 {
    guard end - position >= count else {
      throw damaged(position, "\(count) bytes", "\(end - position)")
    }
    var value: UInt64 = 0
    for offset in 0..<count { value |= UInt64(bytes[position + offset]) << UInt64(8 * offset) }
    position += count
    return value
  }
}
