internal import CSwiftletKernels
internal import SwiftletTensor

extension MatrixView {
  /// All planes of the matrix.
  public var bytes: UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(start: planes.values, count: layout.byteCount)
  }

  /// Writes one row as floats: the embedding lookup.
  ///
  /// - Parameters:
  ///   - row: A row of the matrix.
  ///   - output: Room for `layout.columns` floats.
  public func dequantizeRow(_ row: Int, into output: UnsafeMutablePointer<Float>) {
    unsafe layout.dequantizeRow(
      row, of: bytes, into: UnsafeMutableBufferPointer(start: output, count: layout.columns))
  }
}
