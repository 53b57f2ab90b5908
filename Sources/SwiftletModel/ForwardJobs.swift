internal import SwiftletKernels
internal import SwiftletSystem
internal import SwiftletTensor

/// RMSNorm of the rows at `source` into the inputs' floats, and their quantization.
@safe struct Normalize: WorkerJob {
  static let kind = "norm"
  let pass: ForwardPass
  let norm: VectorView
  let inputs: ProjectionInputs
  let source: UnsafePointer<Float>
  let quantized: Bool

  func run(worker: Int) {
    for token in pass.pool.share(of: inputs.tokenCount, worker: worker) {
      unsafe pass.normalize(
        source + token * pass.hiddenSize, norm, into: inputs, token: token, quantized: quantized)
    }
  }
}

/// Quantization of inputs that are computed already.
struct Quantize: WorkerJob {
  static let kind = "quantize"
  let pass: ForwardPass
  let inputs: ProjectionInputs

  func run(worker: Int) {
    for token in pass.pool.share(of: inputs.tokenCount, worker: worker) {
      pass.quantize(inputs, token: token)
    }
  }
}

/// Queries, keys and values of the chunk.
struct ProjectQKV: WorkerJob {
  static let kind = "q, k, v"
  let pass: ForwardPass
  let source: InputSource
  let layer: LayerWeights

  func run(worker: Int) {
    let inputs = pass.inputs(
      source, quantized: layer.hasQuantizedAttentionInputs, worker: worker)
    unsafe pass.project(
      inputs, layer.queryProjection, pass.scratch.query, pass.queryStride, worker)
    unsafe pass.project(inputs, layer.keyProjection, pass.scratch.key, pass.keyStride, worker)
    unsafe pass.project(inputs, layer.valueProjection, pass.scratch.value, pass.keyStride, worker)
  }
}

/// activation(Wgate x) * (Wup x), to the floats of `gated`, and its quantization.
struct ProjectGateUp: WorkerJob {
  static let kind = "gate, up"
  /// Tile rows that a worker takes at least: their rows are a group of quantized columns.
  static let unit = TileLayout.tileColumns / TileLayout.tileRows
  let pass: ForwardPass
  let source: InputSource
  let layer: LayerWeights
  let gated: ProjectionInputs

  func run(worker: Int) {
    let inputs = pass.inputs(
      source, quantized: layer.hasQuantizedMLPInputs, worker: worker)
    let stride = gated.stride
    let rows = unsafe pass.project(
      inputs, layer.gateProjection, gated.floats, stride, worker, unit: Self.unit)
    unsafe pass.project(
      inputs, layer.upProjection, pass.scratch.up, stride, worker, unit: Self.unit)
    guard !rows.isEmpty else { return }
    let isLast = rows.upperBound == gated.width
    let columns = unsafe rows.lowerBound..<(isLast ? gated.activations.columns : rows.upperBound)
    for token in 0..<pass.tokenCount {
      let values = unsafe gated.floats + token * stride + rows.lowerBound
      unsafe pass.gate(
        values, by: pass.scratch.up + token * stride + rows.lowerBound, count: rows.count)
      guard layer.downProjection.isQuantized else { continue }
      unsafe pass.kernels.quantize(
        values, count: rows.count, into: gated.activations.columns(columns), token: token)
    }
  }
}

/// hidden += W x + bias, with `output` (tokens, padded hidden) in between; or `output` alone.
@safe struct AddProjection: WorkerJob {
  static let kind = "output, down"
  let pass: ForwardPass
  let source: InputSource
  let weights: LinearWeights
  let output: UnsafeMutablePointer<Float>
  let addsAtOnce: Bool

  func run(worker: Int) {
    let width = pass.hiddenSize
    let stride = ScratchShape.padded(width)
    let inputs = pass.inputs(source, quantized: weights.isQuantized, worker: worker)
    let rows = unsafe pass.project(inputs, weights, output, stride, worker)
    guard addsAtOnce else { return }
    for token in 0..<pass.tokenCount {
      unsafe pass.kernels.add(
        output + token * stride + rows.lowerBound,
        to: pass.scratch.hidden + token * width + rows.lowerBound, count: rows.count)
    }
  }
}

/// hidden += norm of the rows of `output` (tokens, padded hidden).
@safe struct AddNormed: WorkerJob {
  static let kind = "norm, add"
  let pass: ForwardPass
  let norm: VectorView
  let output: UnsafeMutablePointer<Float>

  func run(worker: Int) {
    let width = pass.hiddenSize
    for token in pass.pool.share(of: pass.tokenCount, worker: worker) {
      let row = unsafe output + token * ScratchShape.padded(width)
      unsafe pass.kernels.rmsNorm(
        into: row, from: row, weight: norm.values, count: width, epsilon: pass.epsilon)
      unsafe pass.kernels.add(row, to: pass.scratch.hidden + token * width, count: width)
    }
  }
}

/// Rows of the head for the normed tokens.
@safe struct MultiplyHead: WorkerJob {
  static let kind = "head"
  let pass: ForwardPass
  let source: InputSource
  let head: HeadRows

  func run(worker: Int) {
    let own = pass.pool.share(of: head.tileRowCount, worker: worker)
    let inputs = pass.inputs(source, quantized: head.isQuantized, worker: worker)
    let stride = ScratchShape.padded(pass.vocabularySize)
    var (first, firstRow) = (0, head.firstRow)
    for index in unsafe 0..<head.parts.count {
      let part = unsafe head.parts[index]
      let layout = unsafe part.layout
      let tiles = own.clamped(to: first..<first + layout.tileRowCount)
      if !tiles.isEmpty {
        unsafe pass.multiply(
          inputs, part, pass.scratch.logits + firstRow, stride,
          tiles.lowerBound - first..<tiles.upperBound - first)
      }
      first += layout.tileRowCount
      firstRow += layout.rows
    }
  }
}
