internal import CSwiftletKernels
internal import SwiftletTensor

extension KernelSet {
  /// Quantizes one token's activations to int8 codes, scales and sums.
  ///
  /// Columns from `count` to the stride become zeros. Allocates nothing.
  /// - Parameters:
  ///   - source: `count` floats.
  ///   - count: Columns of the token, at most the stride.
  ///   - activations: Where they go.
  ///   - token: Which row of `activations` to write.
  public func quantize(
    _ source: UnsafePointer<Float>, count: Int, into activations: QuantizedActivations, token: Int
  ) {
    let stride = unsafe activations.stride
    precondition(count >= 0 && count <= stride && token >= 0, "quantize: \(count) of \(stride)")
    let groups = stride / TileLayout.tileColumns
    unsafe functions.pointee.quantize_activations(
      activations.codes + token * stride, activations.scales + token * groups,
      activations.sums + token * groups, source, count, stride)
  }

  /// dst (tokens, dstStride) = activations (tokens, columns) x matrix (rows, columns), quantized weights.
  ///
  /// Writes columns `16 * tileRows.lowerBound ..< 16 * tileRows.upperBound` of each token, padding rows
  /// included. Allocates nothing; the bits do not depend on how tile rows or tokens are divided.
  /// - Parameters:
  ///   - dst: (tokenCount, dstStride).
  ///   - dstStride: Floats per token, at least `16 * tileRows.upperBound`.
  ///   - activations: Rows 0 ..< tokenCount are read; stride at least the matrix's padded columns.
  ///   - tokenCount: Tokens in this call.
  ///   - matrix: Quantized weights.
  ///   - tileRows: The tile rows to compute.
  public func matmul(
    into dst: UnsafeMutablePointer<Float>, dstStride: Int, activations: QuantizedActivations,
    tokenCount: Int, matrix: MatrixView, tileRows: Range<Int>
  ) {
    unsafe checkShapes(
      matrix: matrix, dstStride: dstStride, tokenCount: tokenCount, tileRows: tileRows)
    precondition(
      unsafe activations.stride >= matrix.planes.columns,
      "matmul: activations of \(unsafe activations.stride) columns for "
        + "\(unsafe matrix.planes.columns)")
    guard case .quantized(let scheme) = unsafe matrix.layout.format else {
      preconditionFailure("matmul: quantized activations for float weights")
    }
    var lhs = unsafe swiftlet_activations(
      codes: activations.codes, scales: activations.scales, sums: activations.sums,
      stride: activations.stride)
    var rhs = unsafe matrix.planes
    let (begin, end) = (tileRows.lowerBound, tileRows.upperBound)
    switch scheme.bits {
    case .four:
      unsafe functions.pointee.matmul_int4(dst, dstStride, &lhs, tokenCount, &rhs, begin, end)
    case .eight:
      unsafe functions.pointee.matmul_int8(dst, dstStride, &lhs, tokenCount, &rhs, begin, end)
    }
  }

  /// dst (tokens, dstStride) = floats (tokens, columns) x matrix (rows, columns), float weights.
  ///
  /// Like the quantized one otherwise.
  /// - Parameters:
  ///   - dst: (tokenCount, dstStride).
  ///   - dstStride: Floats per token, at least `16 * tileRows.upperBound`.
  ///   - floats: (tokenCount, floatStride) activations.
  ///   - floatStride: Floats per token, at least the matrix's columns.
  ///   - tokenCount: Tokens in this call.
  ///   - matrix: float32, float16 or bfloat16 weights.
  ///   - tileRows: The tile rows to compute.
  public func matmul(
    into dst: UnsafeMutablePointer<Float>, dstStride: Int, floats: UnsafePointer<Float>,
    floatStride: Int, tokenCount: Int, matrix: MatrixView, tileRows: Range<Int>
  ) {
    unsafe checkShapes(
      matrix: matrix, dstStride: dstStride, tokenCount: tokenCount, tileRows: tileRows)
    precondition(
      unsafe floatStride >= matrix.layout.columns,
      "matmul: activations of \(floatStride) columns for \(unsafe matrix.layout.columns)")
    var rhs = unsafe matrix.planes
    let (begin, end) = (tileRows.lowerBound, tileRows.upperBound)
    switch unsafe matrix.layout.format {
    case .float32:
      unsafe functions.pointee.matmul_float32(
        dst, dstStride, floats, floatStride, tokenCount, &rhs, begin, end)
    case .float16:
      unsafe functions.pointee.matmul_float16(
        dst, dstStride, floats, floatStride, tokenCount, &rhs, begin, end)
    case .bfloat16:
      unsafe functions.pointee.matmul_bfloat16(
        dst, dstStride, floats, floatStride, tokenCount, &rhs, begin, end)
    case .quantized:
      preconditionFailure("matmul: float activations for quantized weights")
    }
  }

  private func checkShapes(
    matrix: MatrixView, dstStride: Int, tokenCount: Int, tileRows: Range<Int>
  ) {
    precondition(
      unsafe tileRows.lowerBound >= 0 && tileRows.upperBound <= matrix.layout.tileRowCount,
      "matmul: tile rows \(tileRows) of \(unsafe matrix.layout.tileRowCount)")
    precondition(
      tokenCount >= 0 && dstStride >= TileLayout.tileRows * tileRows.upperBound,
      "matmul: \(dstStride) floats per token for tile rows \(tileRows)")
  }
}
