internal import SwiftletSystem

/// A strict reader of JSON (RFC 8259) for untrusted files.
///
/// Stricter than the RFC where leniency would hide damage: duplicate keys, invalid UTF-8, lone
/// surrogates and deep nesting are errors with a byte offset. Takes memory in proportion to the
/// text. Why not a library: Foundation's reader takes the last of two equal keys in silence, gives no
/// place for most errors, and would put Foundation into the binary that runs under the memory cap.
public struct JSONParser {
  /// The deepest nesting accepted.
  ///
  /// Published configurations and tokenizers stay under 12.
  public static let depthLimit = 64

  let bytes: [UInt8]
  let file: String
  /// Added to every offset in messages, for a text that starts inside a file.
  let baseOffset: Int
  var position = 0

  /// Parses `bytes` as one JSON text.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8 text.
  ///   - file: the name used in messages.
  ///   - baseOffset: where the text starts in the file, for messages.
  /// - Returns: the value.
  /// - Throws: `JSONError`.
  public static func parse(_ bytes: [UInt8], file: String, baseOffset: Int = 0)
    throws(JSONError) -> JSONValue
  {
    var parser = JSONParser(bytes: bytes, file: file, baseOffset: baseOffset)
    parser.skipSpace()
    let value = try parser.value(depth: 0)
    parser.skipSpace()
    guard parser.position == bytes.count else {
      throw .syntax(parser.fault(expected: "the end of the JSON text"))
    }
    return value
  }

  private init(bytes: [UInt8], file: String, baseOffset: Int) {
    self.bytes = bytes
    self.file = file
    self.baseOffset = baseOffset
  }

  var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

  func fault(expected: String, found: String? = nil, at offset: Int? = nil) -> InputFault {
    let offset = offset ?? position
    let seen: String
    if let found {
      seen = found
    } else if offset >= bytes.count {
      seen = "the end of the text"
    } else if (0x21..<0x7F).contains(bytes[offset]) {
      seen = "'\(Character(UnicodeScalar(bytes[offset])))'"
    } else {
      seen = "byte 0x" + String(bytes[offset], radix: 16)
    }
    return InputFault(
      file: file, place: "byte \(baseOffset + offset)", expected: expected, found: seen)
  }

  mutating func skipSpace() {
    while let byte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    switch byte {
    case UInt8(ascii: "{"): return try object(depth: depth + 1)
    case UInt8(ascii: "["): return try array(depth: depth + 1)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func word(_ text: StaticString, _ value: JSONValue) throws(JSONError)
    -> JSONValue
  {
    let end = position + text.utf8CodeUnitCount
    guard end <= bytes.count, bytes[position..<end].elementsEqual("\(text)".utf8) else {
      throw .syntax(fault(expected: "a JSON value"))
    }
    position = end
    return value
  }

  private func checkDepth(_ depth: Int) throws(JSONError) {
    guard depth <= JSONParser.depthLimit else {
      throw .tooDeep(
        fault(
          expected: "at most \(JSONParser.depthLimit) levels of nesting", found: "one level more"))
    }
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
    try checkDepth(depth)
    position += 1
    var result = JSONObject()
    skipSpace()
    if byte == UInt8(ascii: "}") {
      position += 1
      return .object(result)
    }
    while true {
      skipSpace()
      guard byte == UInt8(ascii: "\"") else { throw .syntax(fault(expected: "a key in quotes")) }
      let keyOffset = position
      let key = try string()
      skipSpace()
      guard byte == UInt8(ascii: ":") else { throw .syntax(fault(expected: "':'")) }
      position += 1
      skipSpace()
      let member = try value(depth: depth)
      guard result.append(key, member) else {
        throw .duplicateKey(
          fault(expected: "each key once", found: "\"\(key)\" a second time", at: keyOffset))
      }
      skipSpace()
      if byte == UInt8(ascii: ",") {
        position += 1
      } else if byte == UInt8(ascii: "}") {
        position += 1
        return .object(result)
      } else {
        throw .syntax(fault(expected: "',' or '}'"))
      }
    }
  }

  private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
    try checkDepth(depth)
    position += 1
    var result: [JSONValue] = []
    skipSpace()
    if byte == UInt8(ascii: "]") {
      position += 1
      return .array(result)
    }
    while true {
      skipSpace()
      result.append(try value(depth: depth))
      skipSpace()
      if byte == UInt8(ascii: ",") {
        position += 1
      } else if byte == UInt8(ascii: "]") {
        position += 1
        return .array(result)
      } else {
        throw .syntax(fault(expected: "',' or ']'"))
      }
    }
  }
}
