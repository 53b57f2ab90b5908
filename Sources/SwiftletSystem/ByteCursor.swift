/// Reads little-endian fields one by one from bytes in memory; every read is checked against the end.
public struct ByteCursor: Sendable {
  /// What is read.
  public let bytes: [UInt8]
  /// The offset of the next byte.
  public private(set) var position: Int

  /// Starts at `position`.
  public init(_ bytes: [UInt8], position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }

  /// Bytes not read yet.
  public var remainingByteCount: Int { bytes.count - position }

  /// The next byte; nil at the end.
  public mutating func readByte() -> UInt8? {
    guard position < bytes.count else { return nil }
    defer { position += 1 }
    return bytes[position]
  }

  /// The next integer of the type's width; nil, and nothing read, if the end comes first.
  public mutating func read<Number: FixedWidthInteger>(_: Number.Type) -> Number? {
    let width = Number.bitWidth / 8
    guard remainingByteCount >= width else { return nil }
    var value: Number = 0
    for index in 0..<width {
      value |= Number(truncatingIfNeeded: bytes[position + index]) << Number(8 * index)
    }
    position += width
    return value
  }

  /// The next `count` bytes; nil, and nothing read, if the end comes first.
  public mutating func readBytes(count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, remainingByteCount >= count else { return nil }
    defer { position += count }
    return bytes[position..<position + count]
  }
}

/// Appends little-endian fields to bytes in memory.
public struct ByteSink: Sendable {
  /// What has been written.
  public private(set) var bytes: [UInt8] = []

  /// Starts empty.
  public init() {}

  /// Appends an integer of the type's width, least significant byte first.
  public mutating func write<Number: FixedWidthInteger>(_ value: Number) {
    for index in 0..<Number.bitWidth / 8 {
      bytes.append(UInt8(truncatingIfNeeded: value >> Number(8 * index)))
    }
  }

  /// Appends bytes as they are.
  public mutating func write(_ newBytes: some Sequence<UInt8>) {
    bytes.append(contentsOf: newBytes)
  }
}
