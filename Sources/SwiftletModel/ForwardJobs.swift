internal import SwiftletKernels
internal import SwiftletSystem
internal import SwiftletTensor

/// RMSNorm of the rows at `source` into the inputs' floats, and their quantization.
@safe struct Normalize: WorkerJob {
  static let kind = "norm"
  let pass: ForwardPass
  let norm: VectorView
  let inputs: ProjectionInputs
  let source: UnsafeMutablePointer<Float>
  let quantized: Bool

  func run(worker: Int) {
    let width = pass.hiddenSize
    for token in pass.pool.share(of: inputs.tokenCount, worker: worker) {
      unsafe pass.kernels.rmsNorm(
        into: pass.scratch.normed + token * width, from: source + token * width,
        weight: norm.values, count: width, epsilon: pass.epsilon)
      if quantized { pass.quantize(inputs, token: token) }
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
  let inputs: ProjectionInputs
  let query: LinearWeights
  let key: LinearWeights
  let value: LinearWeights

  func run(worker: Int) {
    unsafe pass.project(inputs, query, pass.scratch.query, pass.queryStride, worker)
    unsafe pass.project(inputs, key, pass.scratch.key, pass.keyStride, worker)
    unsafe pass.project(inputs, value, pass.scratch.value, pass.keyStride, worker)
  }
}

/// silu(Wgate x) * (Wup x), to `projected`.
struct ProjectGateUp: WorkerJob {
  static let kind = "gate, up"
  let pass: ForwardPass
  let inputs: ProjectionInputs
  let gate: LinearWeights
  let up: LinearWeights

  func run(worker: Int) {
    let stride = ScratchShape.padded(pass.intermediateSize)
    let rows = unsafe pass.project(inputs, gate, pass.scratch.projected, stride, worker)
    unsafe pass.project(inputs, up, pass.scratch.up, stride, worker)
    for token in 0..<pass.tokenCount {
      let offset = token * stride + rows.lowerBound
      unsafe pass.kernels.siluMultiply(
        pass.scratch.projected + offset, by: pass.scratch.up + offset, count: rows.count)
    }
  }
}

/// hidden += W x + bias, with `output` (tokens, padded hidden) in between.
@safe struct AddProjection: WorkerJob {
  static let kind = "output, down"
  let pass: ForwardPass
  let inputs: ProjectionInputs
  let weights: LinearWeights
  let output: UnsafeMutablePointer<Float>

  func run(worker: Int) {
    let width = pass.hiddenSize
    let stride = ScratchShape.padded(width)
    let rows = unsafe pass.project(inputs, weights, output, stride, worker)
    for token in 0..<pass.tokenCount {
      unsafe pass.kernels.add(
        output + token * stride + rows.lowerBound,
        to: pass.scratch.hidden + token * width + rows.lowerBound, count: rows.count)
    }
  }
}

/// Rows of the head for the normed tokens.
@safe struct MultiplyHead: WorkerJob {
  static let kind = "head"
  let pass: ForwardPass
  let inputs: ProjectionInputs
  let head: MatrixView

  func run(worker: Int) {
    let tiles = unsafe pass.pool.share(of: head.layout.tileRowCount, worker: worker)
    unsafe pass.multiply(
      inputs, head, pass.scratch.logits, ScratchShape.padded(pass.vocabularySize), tiles)
  }
}
