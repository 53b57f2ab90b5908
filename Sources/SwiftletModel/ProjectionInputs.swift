internal import SwiftletKernels
internal import SwiftletSystem
internal import SwiftletTensor

/// The inputs of projections: floats (tokens, stride), and room for the same values quantized.
@safe struct ProjectionInputs {
  let floats: UnsafePointer<Float>
  let width: Int
  let stride: Int
  var tokenCount: Int
  let activations: QuantizedActivations
}

extension LinearWeights {
  /// Whether the matrix is multiplied with quantized activations.
  var isQuantized: Bool { unsafe matrix.isQuantized }
}

extension MatrixView {
  /// Whether the matrix is multiplied with quantized activations.
  var isQuantized: Bool {
    if case .quantized = unsafe layout.format { return true }
    return false
  }
}

extension ForwardPass {
  /// Describes `floats` (tokens, stride) as inputs of `width` columns.
  func inputs(_ floats: UnsafeMutablePointer<Float>, width: Int, stride: Int) -> ProjectionInputs {
    unsafe ProjectionInputs(
      floats: UnsafePointer(floats), width: width, stride: stride, tokenCount: tokenCount,
      activations: scratch.activations(
        scratch.layout.activations, from: scratch.base,
        columns: QuantizedActivations.paddedColumns(for: width), tokenCount: tokenCount))
  }

  /// Quantizes one token of `inputs`.
  func quantize(_ inputs: ProjectionInputs, token: Int) {
    unsafe kernels.quantize(
      inputs.floats + token * inputs.stride, count: inputs.width, into: inputs.activations,
      token: token)
  }

  /// Tile rows `tiles` of W x for all tokens of `inputs`, to (tokens, stride) at `output`.
  func multiply(
    _ inputs: ProjectionInputs, _ matrix: MatrixView, _ output: UnsafeMutablePointer<Float>,
    _ stride: Int, _ tiles: Range<Int>
  ) {
    guard !tiles.isEmpty else { return }
    if unsafe matrix.isQuantized {
      unsafe kernels.matmul(
        into: output, dstStride: stride, activations: inputs.activations,
        tokenCount: inputs.tokenCount, matrix: matrix, tileRows: tiles)
    } else {
      unsafe kernels.matmul(
        into: output, dstStride: stride, floats: inputs.floats, floatStride: inputs.stride,
        tokenCount: inputs.tokenCount, matrix: matrix, tileRows: tiles)
    }
  }

  /// This worker's rows of W x + bias, to (tokens, stride) at `output`.
  ///
  /// - Returns: the rows written, without padding.
  @discardableResult
  func project(
    _ inputs: ProjectionInputs, _ weights: LinearWeights, _ output: UnsafeMutablePointer<Float>,
    _ stride: Int, _ worker: Int
  ) -> Range<Int> {
    let layout = unsafe weights.matrix.layout
    let tiles = pool.share(of: layout.tileRowCount, worker: worker)
    let rows =
      min(
        tiles.lowerBound * TileLayout.tileRows, layout.rows)..<min(
        tiles.upperBound * TileLayout.tileRows, layout.rows)
    unsafe multiply(inputs, weights.matrix, output, stride, tiles)
    if let bias = weights.bias {
      for token in 0..<inputs.tokenCount {
        unsafe kernels.add(
          bias.values + rows.lowerBound, to: output + token * stride + rows.lowerBound,
          count: rows.count)
      }
    }
    return rows
  }
}
