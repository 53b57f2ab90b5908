package import CSwiftletKernels
public import SwiftletTensor

/// A packed weight matrix as the kernels take it: the planes' addresses and the sizes that matter.
///
/// It borrows the memory: whoever makes one keeps the planes alive and unchanged while it is used.
@unsafe public struct MatrixView {
  /// Shape and format of the matrix.
  public let layout: TileLayout
  /// The addresses as the C kernels read them.
  package let planes: swiftlet_matrix

  /// Points into the `layout.byteCount` bytes at `base`.
  ///
  /// - Parameters:
  ///   - base: The first plane, aligned to `TileLayout.planeAlignment`.
  ///   - layout: Where the planes lie.
  public init(base: UnsafeRawPointer, layout: TileLayout) {
    precondition(
      UInt(bitPattern: base).isMultiple(of: UInt(TileLayout.planeAlignment)),
      "planes of a matrix must be aligned to \(TileLayout.planeAlignment) bytes")
    var planes = unsafe swiftlet_matrix()
    unsafe planes.values = base
    unsafe planes.columns = layout.paddedColumns
    unsafe planes.group_size = layout.format.groupSize
    unsafe planes.tile_row_columns = layout.paddedColumns
    if case .quantized(let scheme) = layout.format {
      unsafe planes.scales = base + layout.scalesOffset
      unsafe planes.has_scale_ranges = scheme.scaleBits == .eight ? 1 : 0
      if scheme.hasZeroPoints {
        unsafe planes.zero_points =
          (base + layout.zeroPointsOffset).assumingMemoryBound(to: UInt8.self)
      }
    }
    unsafe self.layout = layout
    unsafe self.planes = planes
  }

  /// Takes a part of planes that lie elsewhere: the keys or values of a cache.
  ///
  /// - Parameters:
  ///   - values: The first tile row's first column.
  ///   - scales: The first tile row's first group; nil when all scales are 1, and for floats.
  ///   - layout: Rows, columns and format of the part, without zero points.
  ///   - tileRowColumns: Columns from one tile row to the next, in whole groups.
  public init(
    values: UnsafeRawPointer, scales: UnsafePointer<UInt16>?, layout: TileLayout,
    tileRowColumns: Int
  ) {
    precondition(
      tileRowColumns >= layout.columns && tileRowColumns.isMultiple(of: layout.format.groupSize),
      "tile rows of \(layout.columns) columns \(tileRowColumns) apart")
    var planes = unsafe swiftlet_matrix()
    unsafe planes.values = values
    unsafe planes.scales = UnsafeRawPointer(scales)
    unsafe planes.columns = layout.paddedColumns
    unsafe planes.group_size = layout.format.groupSize
    unsafe planes.tile_row_columns = tileRowColumns
    unsafe self.layout = layout
    unsafe self.planes = planes
  }
}
