internal import SwiftletTensor

/// The limits of the format; FORMAT.md, section "Limits", is their contract.
public enum BlobLimits {
  /// Raw bytes of a frame: the unit of streaming and of damage.
  ///
  /// Large enough that zstd's gain is within a percent of one frame per record, small enough that a
  /// double buffer fits a budget of a few megabytes and the second level cache of a small core.
  public static let frameByteCount = 256 << 10
  /// Records start at multiples of this: a cache line and an AVX-512 vector, as planes do.
  public static let recordAlignment = 64
  /// Records of a file: ten times the tensors of the largest model in sight.
  public static let recordCount = 1 << 16
  /// Bytes of a record's name.
  public static let nameByteCount = 255
  /// Bytes of the directory, the only part that a reader holds in memory as a whole.
  public static let directoryByteCount = 16 << 20
  /// Raw bytes of a metadata record, which is decoded as a whole.
  public static let metadataByteCount = 16 << 20
  /// Raw bytes of a `bytes` record, which is read as a whole.
  public static let bytesByteCount = 256 << 20
  /// Raw bytes of a vector or matrix: a terabyte, far below what arithmetic on sizes can hold.
  public static let tensorByteCount = 1 << 40
  /// Extents of a vector.
  public static let vectorRank = 4
  /// The largest extent.
  public static let extent = TileLayout.extentLimit
  /// Entries of a metadata table.
  public static let metadataEntryCount = 1 << 16
  /// Bytes of a metadata key.
  public static let metadataKeyByteCount = 255

  /// The least that zstd must save for a frame to be stored compressed: 2 %.
  ///
  /// Below it the time to decompress buys nothing, and plain frames are read without a copy.
  static func compressedByteCountLimit(raw rawByteCount: Int) -> Int {
    rawByteCount - rawByteCount / 50 - 1
  }
}
