internal import SwiftletSystem

extension MetadataTable {
  /// Type numbers of values; FORMAT.md, section "Metadata records".
  private enum TypeNumber: UInt8 {
    case bool = 0
    case integer = 1
    case float = 2
    case string = 3
    case data = 4
    case bools = 16
    case integers = 17
    case floats = 18
    case strings = 19
  }

  /// The table as it lies in a metadata record.
  public func encoded() -> [UInt8] {
    var sink = ByteSink()
    sink.write(UInt32(entries.count))
    for (key, value) in entries {
      sink.write(MetadataTable.typeNumber(of: value).rawValue)
      sink.write(UInt8(key.utf8.count))
      sink.write(key.utf8)
      MetadataTable.write(value, to: &sink)
    }
    return sink.bytes
  }

  private static func typeNumber(of value: MetadataValue) -> TypeNumber {
    switch value {
    case .bool: return .bool
    case .integer: return .integer
    case .float: return .float
    case .string: return .string
    case .data: return .data
    case .bools: return .bools
    case .integers: return .integers
    case .floats: return .floats
    case .strings: return .strings
    }
  }

  private static func write(_ value: MetadataValue, to sink: inout ByteSink) {
    switch value {
    case .bool(let value): sink.write(UInt8(value ? 1 : 0))
    case .integer(let value): sink.write(value)
    case .float(let value): sink.write(value.bitPattern)
    case .string(let value): write(Array(value.utf8), to: &sink)
    case .data(let value): write(value, to: &sink)
    case .bools(let values):
      sink.write(UInt32(values.count))
      for value in values { sink.write(UInt8(value ? 1 : 0)) }
    case .integers(let values):
      sink.write(UInt32(values.count))
      for value in values { sink.write(value) }
    case .floats(let values):
      sink.write(UInt32(values.count))
      for value in values { sink.write(value.bitPattern) }
    case .strings(let values):
      sink.write(UInt32(values.count))
      for value in values { write(Array(value.utf8), to: &sink) }
    }
  }

  private static func write(_ bytes: [UInt8], to sink: inout ByteSink) {
    sink.write(UInt32(bytes.count))
    sink.write(bytes)
  }

  /// Decodes the raw bytes of a metadata record.
  ///
  /// - Parameters:
  ///   - bytes: The raw bytes.
  ///   - file: The file's name, for messages.
  ///   - record: The record's name, for messages.
  /// - Throws: `BlobError`, one of its metadata cases.
  public init(decoding bytes: [UInt8], file: String, record: String) throws(BlobError) {
    var decoder = MetadataDecoder(
      cursor: ByteCursor(bytes), fault: FaultMaker(file: file, place: "record \(record)"))
    self.init()
    let count = try decoder.count()
    guard count <= BlobLimits.metadataEntryCount else {
      throw .metadataEntryCountTooLarge(
        decoder.fault("at most \(BlobLimits.metadataEntryCount) entries", "\(count)"))
    }
    for _ in 0..<count {
      let number = try decoder.byte()
      let key = try decoder.key()
      decoder.fault = decoder.fault.at("record \(record), key \(key)")
      guard self[key] == nil else {
        throw .metadataKeyDuplicate(decoder.fault("one entry of this key", "another"))
      }
      guard let type = TypeNumber(rawValue: number) else {
        throw .metadataTypeUnknown(decoder.fault("a type number", "\(number)"))
      }
      self[key] = try MetadataTable.value(type, &decoder)
    }
    let rest = decoder.cursor.remainingByteCount
    guard rest == 0 else {
      throw .metadataTrailingBytes(
        decoder.fault.at("record \(record)")("the end after \(count) entries", "\(rest) bytes"))
    }
  }

  private static func value(
    _ type: TypeNumber, _ decoder: inout MetadataDecoder
  ) throws(BlobError) -> MetadataValue {
    switch type {
    case .bool: return .bool(try decoder.bool())
    case .integer: return .integer(try decoder.integer())
    case .float: return .float(try decoder.float())
    case .string: return .string(try decoder.string())
    case .data: return .data(try decoder.data())
    case .bools:
      var values: [Bool] = []
      for _ in 0..<(try decoder.count(elementByteCount: 1)) { values.append(try decoder.bool()) }
      return .bools(values)
    case .integers:
      var values: [Int64] = []
      for _ in 0..<(try decoder.count(elementByteCount: 8)) { values.append(try decoder.integer()) }
      return .integers(values)
    case .floats:
      var values: [Double] = []
      for _ in 0..<(try decoder.count(elementByteCount: 8)) { values.append(try decoder.float()) }
      return .floats(values)
    case .strings:
      var values: [String] = []
      for _ in 0..<(try decoder.count(elementByteCount: 4)) { values.append(try decoder.string()) }
      return .strings(values)
    }
  }
}

/// Reads checked fields.
private struct MetadataDecoder {
  var cursor: ByteCursor
  var fault: FaultMaker

  var truncated: BlobError { .metadataTruncated(fault("more bytes", "the end of the table")) }

  mutating func byte() throws(BlobError) -> UInt8 {
    guard let value = cursor.readByte() else { throw truncated }
    return value
  }

  /// A count whose elements, each of `elementByteCount` bytes or more, fit the bytes that are left.
  mutating func count(elementByteCount: Int = 0) throws(BlobError) -> Int {
    guard let value = cursor.read(UInt32.self) else { throw truncated }
    let count = Int(value)
    guard count * elementByteCount <= cursor.remainingByteCount else { throw truncated }
    return count
  }

  mutating func key() throws(BlobError) -> String {
    guard let count = cursor.readByte(), let bytes = cursor.readBytes(count: Int(count))
    else { throw truncated }
    guard MetadataTable.isKey(bytes) else {
      throw .metadataKeyInvalid(
        fault("a key of 1 to \(BlobLimits.metadataKeyByteCount) printable ASCII bytes", "another"))
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  mutating func bool() throws(BlobError) -> Bool {
    let value = try byte()
    guard value <= 1 else { throw .metadataBoolInvalid(fault("0 or 1", "\(value)")) }
    return value == 1
  }

  mutating func integer() throws(BlobError) -> Int64 {
    guard let value = cursor.read(Int64.self) else { throw truncated }
    return value
  }

  mutating func float() throws(BlobError) -> Double {
    guard let bits = cursor.read(UInt64.self) else { throw truncated }
    return Double(bitPattern: bits)
  }

  mutating func data() throws(BlobError) -> [UInt8] {
    let count = try count()
    guard let bytes = cursor.readBytes(count: count) else { throw truncated }
    return Array(bytes)
  }

  mutating func string() throws(BlobError) -> String {
    let bytes = try data()
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .metadataTextInvalid(fault("UTF-8 text", "other bytes"))
    }
    return text
  }
}
