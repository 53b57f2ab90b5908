import SwiftletSystem

/// Reads a header of unknown length front to back, a piece at a time.
struct SourceCursor {
  let source: any ByteSource
  /// The offset in the source that no read may pass.
  let limit: Int
  /// The offset of the next byte.
  private(set) var position = 0
  private var piece: [UInt8] = []
  private var pieceStart = 0

  /// A read from the file costs far more than the bytes of a piece.
  private static let pieceByteCount = 64 << 10

  /// Starts at the beginning of `source`.
  init(_ source: any ByteSource, limit: Int) {
    self.source = source
    self.limit = limit
  }

  /// The next little-endian number.
  mutating func number<Number: FixedWidthInteger>(_ type: Number.Type) throws(CheckpointError)
    -> Number
  {
    var value: Number = 0
    for (index, byte) in try bytes(count: Number.bitWidth / 8).enumerated() {
      value |= Number(truncatingIfNeeded: byte) << Number(8 * index)
    }
    return value
  }

  /// The next `count` bytes.
  ///
  /// - Throws: `CheckpointError.resourceLimit` beyond the limit, `.fileTruncated` beyond the file.
  mutating func bytes(count: UInt64) throws(CheckpointError) -> ArraySlice<UInt8> {
    guard count <= UInt64(limit - position) else {
      throw .resourceLimit(
        InputFault(
          file: source.name, place: "byte \(position)",
          expected: "a header of at most \(limit) bytes", found: "a value of \(count) bytes"))
    }
    return try bytes(count: Int(count))
  }

  private mutating func bytes(count: Int) throws(CheckpointError) -> ArraySlice<UInt8> {
    if position < pieceStart || position + count > pieceStart + piece.count {
      let available = max(0, source.byteCount - position)
      guard count <= available else {
        throw .fileTruncated(
          InputFault(
            file: source.name, place: "byte \(position)", expected: "\(count) bytes of its header",
            found: "\(available) bytes before the end of the file"))
      }
      do throws(ByteSourceError) {
        piece = try source.bytes(
          at: position, count: max(count, min(available, SourceCursor.pieceByteCount)))
      } catch {
        throw .reading(error)
      }
      pieceStart = position
    }
    let start = position - pieceStart
    position += count
    return piece[start..<start + count]
  }
}
