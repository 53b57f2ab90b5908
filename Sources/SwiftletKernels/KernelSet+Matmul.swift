internal import CSwiftletKernels
internal import SwiftletTensor

extension KernelSet {
  /// Quantizes one token's activations to int8 codes, scales and sums.
  ///
  /// Columns from `count` to those of `activations` become zeros. Allocates nothing.
  /// - Parameters:
  ///   - source: `count` floats.
  ///   - count: Columns of the token, at most those of `activations`.
  ///   - activations: Where they go.
  ///   - token: Which token of `activations` to write.
  public func quantize(
    _ source: UnsafePointer<Float>, count: Int, into activations: QuantizedActivations, token: Int
  ) {
    let columns = unsafe activations.columns
    let tokenStride = unsafe activations.tokenStride
    precondition(
      count >= 0 && count <= columns && (0..<tokenStride).contains(token),
      "quantize: \(count) of \(columns), token \(token) of \(tokenStride)")
    unsafe functions.pointee.quantize_activations(
      activations.codes + token * TileLayout.tileColumns, activations.scales + token,
      activations.negativeSums + token, tokenStride, source, count, columns)
  }

  /// dst (tokens, dstStride) = activations (tokens, columns) x matrix (rows, columns), quantized weights.
  ///
  /// Writes columns `16 * tileRows.lowerBound ..< 16 * tileRows.upperBound` of each token, padding rows
  /// included. Allocates nothing; the bits do not depend on how tile rows or tokens are divided.
  /// - Parameters:
  ///   - dst: (tokenCount, dstStride).
  ///   - dstStride: Floats per token, at least `16 * tileRows.upperBound`.
  ///   - activations: Tokens 0 ..< tokenCount are read; columns at least the matrix's padded ones.
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
      unsafe activations.columns >= matrix.planes.columns && tokenCount <= activations.tokenStride,
      "matmul: activations of \(unsafe activations.columns) columns for "
        + "\(unsafe matrix.planes.columns), \(tokenCount) tokens")
    guard case .quantized(let scheme) = unsafe matrix.layout.format else {
      preconditionFailure("matmul: quantized activations for float weights")
    }
    var lhs = unsafe swiftlet_activations(
      codes: activations.codes, scales: activations.scales,
      negative_sums: activations.negativeSums, token_stride: activations.tokenStride)
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
