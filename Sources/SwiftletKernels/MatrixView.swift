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
    if case .quantized(let scheme) = layout.format {
      unsafe planes.scales = (base + layout.scalesOffset).assumingMemoryBound(to: UInt16.self)
      if scheme.hasZeroPoints {
        unsafe planes.zero_points =
          (base + layout.zeroPointsOffset).assumingMemoryBound(to: UInt8.self)
      }
    }
    unsafe self.layout = layout
    unsafe self.planes = planes
  }
}

/// Room for activations quantized to int8 in groups of 32 columns, as the kernels take them.
///
/// It borrows the memory: whoever makes one keeps the buffers alive while it is used.
@unsafe public struct QuantizedActivations {
  /// Codes (tokens, stride).
  public let codes: UnsafeMutablePointer<Int8>
  /// Scales (tokens, stride / 32).
  public let scales: UnsafeMutablePointer<Float>
  /// The sum of each group's codes (tokens, stride / 32).
  public let sums: UnsafeMutablePointer<Int32>
  /// Columns per token: a multiple of 32.
  public let stride: Int

  /// Collects the buffers.
  ///
  /// - Parameters:
  ///   - codes: (tokens, stride).
  ///   - scales: (tokens, stride / 32).
  ///   - sums: (tokens, stride / 32).
  ///   - stride: A multiple of 32, at least the padded columns of the matrices to come.
  public init(
    codes: UnsafeMutablePointer<Int8>, scales: UnsafeMutablePointer<Float>,
    sums: UnsafeMutablePointer<Int32>, stride: Int
  ) {
    precondition(
      stride > 0 && stride.isMultiple(of: TileLayout.tileColumns),
      "activations: a stride of \(stride) is no multiple of \(TileLayout.tileColumns)")
    unsafe self.codes = unsafe codes
    unsafe self.scales = unsafe scales
    unsafe self.sums = unsafe sums
    unsafe self.stride = stride
  }

  /// The smallest stride that serves matrices of `columns` columns in every group size: whole groups of
  /// 128 columns.
  public static func stride(forColumns columns: Int) -> Int {
    let largestGroup = QuantizationScheme.GroupSize.columns128.rawValue
    return (columns + largestGroup - 1) / largestGroup * largestGroup
  }
}
