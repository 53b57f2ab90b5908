internal import SwiftletKernels
internal import SwiftletSystem
internal import SwiftletTensor

/// The inputs of projections: floats (tokens, stride), and room for the same values quantized.
@safe struct ProjectionInputs {
  let floats: UnsafeMutablePointer<Float>
  let width: Int
  let stride: Int
  let tokenCount: Int
  let activations: QuantizedActivations
}

/// Where the inputs of a job come from.
///
/// Those of many tokens are made by a job of their own, a share by each worker. Those of a single token
/// are made by every worker for itself, in memory of its own: that takes less time than a barrier.
@safe enum InputSource {
  /// They were made before.
  case ready(ProjectionInputs)
  /// RMSNorm with gains of the row.
  case norm(VectorView, UnsafePointer<Float>)
  /// Attention, of which `AttendBlocks` left so many blocks.
  case blocks(Int)
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
  /// Whether each worker makes the inputs of `tokenCount` tokens for itself.
  func makesOwnInputs(tokenCount: Int) -> Bool { tokenCount == 1 }

  /// Describes `floats` (tokens, stride) as inputs of `width` columns, with codes in `part`.
  func inputs(
    _ floats: UnsafeMutablePointer<Float>, width: Int, stride: Int, tokenCount: Int,
    _ part: ScratchLayout.Activations, from start: UnsafeMutablePointer<Float>
  ) -> ProjectionInputs {
    unsafe ProjectionInputs(
      floats: floats, width: width, stride: stride, tokenCount: tokenCount,
      activations: scratch.activations(
        part, from: start, columns: QuantizedActivations.paddedColumns(for: width),
        tokenCount: tokenCount))
  }

  /// The inputs themselves, for `worker`: made now unless they are ready.
  func inputs(_ source: InputSource, quantized: Bool, worker: Int) -> ProjectionInputs {
    let start = unsafe scratch.worker(worker)
    let floats = unsafe start + scratch.layout.ownInputs
    switch source {
    case .ready(let inputs):
      return inputs
    case .norm(let gains, let row):
      let inputs = unsafe inputs(
        floats, width: hiddenSize, stride: hiddenSize, tokenCount: 1,
        scratch.layout.ownActivations, from: start)
      unsafe normalize(row, gains, into: inputs, token: 0, quantized: quantized)
      return inputs
    case .blocks(let count):
      let width = headCount * headDimension
      let inputs = unsafe inputs(
        floats, width: width, stride: width, tokenCount: 1, scratch.layout.ownActivations,
        from: start)
      for head in 0..<headCount {
        unsafe foldBlocks(count, head: head, into: floats + head * headDimension)
      }
      if quantized { quantize(inputs, token: 0) }
      return inputs
    }
  }

  /// RMSNorm of one row as token `token` of `inputs`.
  func normalize(
    _ row: UnsafePointer<Float>, _ gains: VectorView, into inputs: ProjectionInputs, token: Int,
    quantized: Bool
  ) {
    unsafe kernels.rmsNorm(
      into: inputs.floats + token * inputs.stride, from: row, weight: gains.values,
      count: inputs.width, epsilon: epsilon)
    if quantized { quantize(inputs, token: token) }
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
  /// - Returns: the rows written, without padding: whole multiples of `unit` tile rows, but for the last.
  @discardableResult
  func project(
    _ inputs: ProjectionInputs, _ weights: LinearWeights, _ output: UnsafeMutablePointer<Float>,
    _ stride: Int, _ worker: Int, unit: Int = 1
  ) -> Range<Int> {
    let layout = unsafe weights.matrix.layout
    let tiles = pool.share(of: layout.tileRowCount, unit: unit, worker: worker)
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
