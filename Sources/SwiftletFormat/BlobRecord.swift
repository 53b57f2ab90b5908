public import SwiftletTensor

/// One entry of a blob's directory: what a record is and where its frames are.
public struct BlobRecord: Equatable, Sendable {
  /// What the raw bytes of a record are.
  public enum Kind: UInt8, Sendable, CaseIterable {
    /// A `MetadataTable`.
    case metadata = 0
    /// Bytes with a meaning of their own, such as the compiled tokenizer.
    case bytes = 1
    /// Little-endian float32 values of `shape`, row-major.
    case vector = 2
    /// The planes of a `TileLayout`.
    case matrix = 3
  }

  /// One independently readable piece of at most `BlobLimits.frameByteCount` raw bytes.
  public struct Frame: Equatable, Sendable {
    /// How the bytes lie in the file.
    public enum Encoding: UInt8, Sendable, CaseIterable {
      /// As they are.
      case plain = 0
      /// As one zstd frame.
      case zstd = 1
    }

    /// Bytes in the file.
    public let storedByteCount: Int
    /// How they are stored.
    public let encoding: Encoding
    /// XXH64 of the stored bytes.
    public let checksum: UInt64
  }

  /// The name, unique in the file.
  public let name: String
  /// What the raw bytes are.
  public let kind: Kind
  /// Extents, outermost first; (rows, columns) for a matrix, empty for metadata and bytes.
  public let shape: [Int]
  /// How values are stored; float32 for a vector, nil for metadata and bytes.
  public let format: WeightFormat?
  /// Where the first frame starts in the file, a multiple of `BlobLimits.recordAlignment`.
  public let offset: Int
  /// Bytes after decompression.
  public let rawByteCount: Int
  /// XXH64 of the raw bytes.
  public let checksum: UInt64
  /// The frames, which follow each other without gaps.
  public let frames: [Frame]

  /// Bytes in the file.
  public var storedByteCount: Int { frames.reduce(0) { $0 + $1.storedByteCount } }

  /// Stored bytes of the largest compressed frame, 0 if all are plain.
  public var largestCompressedFrameByteCount: Int {
    frames.reduce(0) { $1.encoding == .zstd ? max($0, $1.storedByteCount) : $0 }
  }

  /// Positions of a matrix's planes; nil for other kinds.
  public var layout: TileLayout? {
    guard kind == .matrix, shape.count == 2, let format else { return nil }
    return TileLayout(rows: shape[0], columns: shape[1], format: format)
  }

  /// Where the raw bytes of frame `index` start in the record.
  public func rawOffset(ofFrame index: Int) -> Int { index * BlobLimits.frameByteCount }

  /// Raw bytes of frame `index`: all but the last are full.
  public func rawByteCount(ofFrame index: Int) -> Int {
    min(BlobLimits.frameByteCount, rawByteCount - rawOffset(ofFrame: index))
  }

  /// Where frame `index` starts in the file.
  public func fileOffset(ofFrame index: Int) -> Int {
    frames[..<index].reduce(offset) { $0 + $1.storedByteCount }
  }

  /// Frames that `rawByteCount` bytes need.
  static func frameCount(rawByteCount: Int) -> Int {
    rawByteCount / BlobLimits.frameByteCount
      + (rawByteCount % BlobLimits.frameByteCount == 0 ? 0 : 1)
  }
}
