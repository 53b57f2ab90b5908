/// Sizes and positions of one weight matrix in kernel order.
///
/// The matrix (rows, columns) is cut into tile rows of 16 rows; rows beyond the last are zero padding.
/// Planes follow each other, each at a multiple of 64 bytes: values, then scales, then zero points.
///
/// - Quantized: columns are padded with zeros to the group. A tile is 16 rows x 32 columns; tile
///   (t, c) starts at `(t * paddedColumns / 32 + c) * tileByteCount`.
///   int4 (256 bytes): byte `j*64 + r*4 + b`, j in 0..<4, holds column `8j+b` of row r in the low nibble
///   and column `8j+4+b` in the high one. int8 (512 bytes): byte `j*64 + r*4 + b`, j in 0..<8, holds
///   column `4j+b`. Codes are unsigned; those of 8 bits are stored minus 128, as signed bytes, because
///   most dot product instructions want both sides signed.
///   Scales are float16 at index `(t * groupsPerRow + g) * 16 + r`; those of 8 bits are byte `4 + g * 16 + r` of the
///   `4 + groupsPerRow * 16` of tile row t, which begin with its `ScaleRange`. Zero points have as many bits as codes: bytes
///   at the index of float16 scales for int8; for int4 byte `(t * groupsPerRow + g) * 8 + r % 8`, in its low nibble that
///   of row r < 8 and in its high one that of row r >= 8.
/// - Floats: value (row, column) at index `(t * columns + column) * 16 + r`; columns are not padded.
public struct TileLayout: Hashable, Sendable {
  /// Rows of a tile: lanes of the virtual vector.
  public static let tileRows = 16
  /// Columns of a quantized tile, and of an activation group.
  public static let tileColumns = 32
  /// Planes start at multiples of this: a cache line and an AVX-512 vector.
  public static let planeAlignment = 64
  /// The most rows or columns of a matrix: far above any published model, far below overflow.
  public static let extentLimit = 1 << 24

  /// What turns a code of 8 bits into the signed byte that is stored, and back: minus 128.
  static let signBit: UInt8 = 0x80

  /// Rows of the matrix.
  public let rows: Int
  /// Columns of the matrix.
  public let columns: Int
  /// How values are stored.
  public let format: WeightFormat

  /// The layout of a (rows, columns) matrix; nil for impossible formats, and unless both extents are in 1...`extentLimit`.
  public init?(rows: Int, columns: Int, format: WeightFormat) {
    let extents = 1...TileLayout.extentLimit
    guard extents.contains(rows), extents.contains(columns) else { return nil }
    if case .quantized(let scheme) = format, !scheme.isPossible { return nil }
    self.rows = rows
    self.columns = columns
    self.format = format
  }

  /// Tiles in a column of tiles.
  public var tileRowCount: Int { (rows + TileLayout.tileRows - 1) / TileLayout.tileRows }
  /// Rows with their padding.
  public var paddedRows: Int { tileRowCount * TileLayout.tileRows }
  /// Columns with their padding.
  public var paddedColumns: Int { groupsPerRow * format.groupSize }
  /// Groups in a row; for floats, columns.
  public var groupsPerRow: Int { (columns + format.groupSize - 1) / format.groupSize }

  /// Bytes of one tile row's values.
  public var tileRowByteCount: Int { TileLayout.tileRows * paddedColumns * format.bits / 8 }
  /// Bytes of the values plane.
  public var valuesByteCount: Int { tileRowCount * tileRowByteCount }
  /// Bytes of the scales plane; 0 for floats.
  public var scalesByteCount: Int {
    tileRowCount * tileRowScalesByteCount
  }
  /// Bytes of one tile row's scales, with their range if they have one; 0 for floats.
  public var tileRowScalesByteCount: Int {
    guard case .quantized(let scheme) = format else { return 0 }
    let count = TileLayout.tileRows * groupsPerRow
    return scheme.scaleBits == .eight ? ScaleRange.byteCount + count : count * 2
  }
  /// Bytes of the zero-point plane; 0 without zero points.
  public var zeroPointsByteCount: Int {
    guard case .quantized(let scheme) = format, scheme.hasZeroPoints else { return 0 }
    return paddedRows * groupsPerRow * scheme.bits.rawValue / 8
  }

  /// Where the scales plane starts.
  public var scalesOffset: Int { TileLayout.aligned(valuesByteCount) }
  /// Where the zero-point plane starts.
  public var zeroPointsOffset: Int { TileLayout.aligned(scalesOffset + scalesByteCount) }
  /// Bytes of all planes with the padding between them.
  public var byteCount: Int { TileLayout.aligned(zeroPointsOffset + zeroPointsByteCount) }

  private static func aligned(_ byteCount: Int) -> Int {
    (byteCount + planeAlignment - 1) / planeAlignment * planeAlignment
  }

  /// Index of value (row, column) in the values plane: a byte for int8, a nibble (2 x byte + high) for
  /// int4, an element for floats.
  public func valueIndex(row: Int, column: Int) -> Int {
    let (tileRow, r) = row.quotientAndRemainder(dividingBy: TileLayout.tileRows)
    guard case .quantized(let scheme) = format else {
      return (tileRow * columns + column) * TileLayout.tileRows + r
    }
    let (tile, c) = column.quotientAndRemainder(dividingBy: TileLayout.tileColumns)
    let tileIndex = tileRow * (paddedColumns / TileLayout.tileColumns) + tile
    switch scheme.bits {
    case .eight:
      return tileIndex * 512 + (c / 4) * 64 + r * 4 + c % 4
    case .four:
      let byte = tileIndex * 256 + (c / 8) * 64 + r * 4 + c % 4
      return byte * 2 + (c % 8) / 4
    }
  }

  /// Index of the float16 scale of (row, group) in its plane, in elements.
  public func groupIndex(row: Int, group: Int) -> Int {
    let (tileRow, r) = row.quotientAndRemainder(dividingBy: TileLayout.tileRows)
    return (tileRow * groupsPerRow + group) * TileLayout.tileRows + r
  }

  /// Byte of the zero point of (row, group) in its plane, and by how much it is shifted in it: 0, or 4 for int4 in the
  /// upper eight rows.
  public func zeroPointPlace(row: Int, group: Int) -> (byte: Int, shift: Int) {
    guard format.bits == 4 else { return (groupIndex(row: row, group: group), 0) }
    let (tileRow, r) = row.quotientAndRemainder(dividingBy: TileLayout.tileRows)
    let (half, byte) = r.quotientAndRemainder(dividingBy: TileLayout.tileRows / 2)
    return ((tileRow * groupsPerRow + group) * TileLayout.tileRows / 2 + byte, half * 4)
  }
}
