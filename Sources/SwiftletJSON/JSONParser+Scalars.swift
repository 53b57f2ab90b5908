internal import SwiftletSystem

extension JSONParser {
  /// Reads the string that starts at the current quote.
  mutating func string() throws(JSONError) -> String {
    let start = position
    position += 1
    // The common case: no escape, so the bytes between the quotes are the text.
    var end = position
    while end < bytes.count, bytes[end] >= 0x20, bytes[end] != UInt8(ascii: "\""),
      bytes[end] != UInt8(ascii: "\\")
    {
      end += 1
    }
    if end < bytes.count, bytes[end] == UInt8(ascii: "\"") {
      let text = try text(bytes[position..<end], start: start)
      position = end + 1
      return text
    }
    var buffer = Array(bytes[position..<end])
    position = end
    while true {
      guard let byte, byte >= 0x20 else {
        throw .syntax(fault(expected: "a string's closing quote"))
      }
      position += 1
      if byte == UInt8(ascii: "\"") { return try text(buffer[...], start: start) }
      if byte == UInt8(ascii: "\\") {
        try escape(into: &buffer)
      } else {
        buffer.append(byte)
      }
    }
  }

  private func text(_ slice: ArraySlice<UInt8>, start: Int) throws(JSONError) -> String {
    guard let text = String(validating: slice, as: UTF8.self) else {
      throw .invalidText(
        fault(expected: "a string in UTF-8", found: "bytes that are not UTF-8", at: start))
    }
    return text
  }

  private mutating func escape(into buffer: inout [UInt8]) throws(JSONError) {
    guard let byte else { throw .syntax(fault(expected: "an escape")) }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): buffer.append(byte)
    case UInt8(ascii: "b"): buffer.append(0x08)
    case UInt8(ascii: "f"): buffer.append(0x0C)
    case UInt8(ascii: "n"): buffer.append(0x0A)
    case UInt8(ascii: "r"): buffer.append(0x0D)
    case UInt8(ascii: "t"): buffer.append(0x09)
    case UInt8(ascii: "u"):
      let start = position - 2
      var value = try hexadecimal()
      if (0xD800..<0xDC00).contains(value), position + 1 < bytes.count,
        bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
      {
        position += 2
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else {
          throw .invalidText(
            fault(expected: "the low half of a surrogate pair", found: "another value", at: start))
        }
        value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = UnicodeScalar(value) else {
        throw .invalidText(
          fault(expected: "a character", found: "half a surrogate pair", at: start))
      }
      buffer.append(contentsOf: scalar.utf8)
    default:
      position -= 1
      throw .syntax(fault(expected: "an escape"))
    }
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte, let digit = Character(UnicodeScalar(byte)).hexDigitValue, byte < 0x80 else {
        throw .syntax(fault(expected: "four hexadecimal digits"))
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }

  private mutating func digits() throws(JSONError) {
    guard let byte, (0x30...0x39).contains(byte) else {
      throw .syntax(fault(expected: "a digit"))
    }
    while let byte = self.byte, (0x30...0x39).contains(byte) { position += 1 }
  }

  /// Reads a number; anything else that starts no value ends here too.
  mutating func number() throws(JSONError) -> JSONValue {
    let start = position
    guard let first = byte, first == UInt8(ascii: "-") || (0x30...0x39).contains(first) else {
      throw .syntax(fault(expected: "a JSON value"))
    }
    if first == UInt8(ascii: "-") { position += 1 }
    var isInteger = true
    if byte == UInt8(ascii: "0") {
      position += 1
    } else {
      try digits()
    }
    if byte == UInt8(ascii: ".") {
      isInteger = false
      position += 1
      try digits()
    }
    if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
      isInteger = false
      position += 1
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isInteger, let value = Int(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else {
      throw .numberOutOfRange(
        fault(expected: "a number that a 64-bit float holds", found: "a larger one", at: start))
    }
    return .number(value)
  }
}
