internal import SwiftletArchitecture
internal import SwiftletKernels
internal import SwiftletSystem

/// One chunk of tokens on its way through the blocks: its place in the sequence and the memory it uses.
///
/// The methods are the transformer block as a paper would write it; each is a row of jobs that the
/// workers do together, with a barrier after each job.
@safe struct ForwardPass {
  /// Tokens in the chunk.
  let tokenCount: Int
  /// Position of its first token in the sequence.
  let position: Int
  let hiddenSize: Int
  let intermediateSize: Int
  let headCount: Int
  let kvHeadCount: Int
  let headDimension: Int
  let vocabularySize: Int
  let epsilon: Float
  /// Tokens whose queries a worker takes together.
  let tokensPerAttention: Int
  let scratch: ScratchPointers
  let cache: KVPointers
  let kernels: KernelSet
  let pool: WorkerPool

  init(
    tokenCount: Int, position: Int, configuration: borrowing ModelConfiguration,
    tokensPerAttention: Int,
    scratch: ScratchPointers, cache: KVPointers, kernels: KernelSet, pool: WorkerPool
  ) {
    self.tokenCount = tokenCount
    self.position = position
    hiddenSize = configuration.hiddenSize
    intermediateSize = configuration.intermediateSize
    headCount = configuration.headCount
    kvHeadCount = configuration.kvHeadCount
    headDimension = configuration.headDimension
    vocabularySize = configuration.vocabularySize
    epsilon = Float(configuration.rmsNormEpsilon)
    self.tokensPerAttention = tokensPerAttention
    self.scratch = scratch
    self.cache = cache
    self.kernels = kernels
    self.pool = pool
  }

  /// Stride of queries: (tokens, padded heads * head dimension).
  var queryStride: Int { ScratchShape.padded(headCount * headDimension) }
  /// Stride of keys and of values: (tokens, padded kv heads * head dimension).
  var keyStride: Int { ScratchShape.padded(kvHeadCount * headDimension) }

  /// hidden += Wo attention(Wq n, Wk n, Wv n), n = norm(hidden).
  func attend(_ layer: LayerWeights, slot: Int) {
    let normed = unsafe inputs(scratch.normed, width: hiddenSize, stride: hiddenSize)
    normalize(
      layer.attentionNorm, into: normed,
      quantized: layer.queryProjection.isQuantized || layer.keyProjection.isQuantized
        || layer.valueProjection.isQuantized)
    pool.run(
      ProjectQKV(
        pass: self, inputs: normed, query: layer.queryProjection, key: layer.keyProjection,
        value: layer.valueProjection))
    if tokenCount == 1 {
      pool.run(AttendBlocks(pass: self, slot: slot))
      pool.run(FoldBlocks(pass: self))
    } else {
      pool.run(StoreKeysAndValues(pass: self, slot: slot))
      pool.run(Attend(pass: self, slot: slot))
    }
    let width = headCount * headDimension
    let mixed = unsafe inputs(scratch.normed, width: width, stride: width)
    if layer.outputProjection.isQuantized { pool.run(Quantize(pass: self, inputs: mixed)) }
    unsafe pool.run(
      AddProjection(
        pass: self, inputs: mixed, weights: layer.outputProjection, output: scratch.projected))
  }

  /// hidden += Wdown (silu(Wgate n) * (Wup n)), n = norm(hidden).
  func feedForward(_ layer: LayerWeights) {
    let normed = unsafe inputs(scratch.normed, width: hiddenSize, stride: hiddenSize)
    normalize(
      layer.mlpNorm, into: normed,
      quantized: layer.gateProjection.isQuantized || layer.upProjection.isQuantized)
    pool.run(
      ProjectGateUp(
        pass: self, inputs: normed, gate: layer.gateProjection, up: layer.upProjection))
    let gated = unsafe inputs(
      scratch.projected, width: intermediateSize, stride: ScratchShape.padded(intermediateSize))
    if layer.downProjection.isQuantized { pool.run(Quantize(pass: self, inputs: gated)) }
    unsafe pool.run(
      AddProjection(pass: self, inputs: gated, weights: layer.downProjection, output: scratch.up))
  }

  private func normalize(_ norm: VectorView, into inputs: ProjectionInputs, quantized: Bool) {
    unsafe pool.run(
      Normalize(
        pass: self, norm: norm, inputs: inputs, source: scratch.hidden, quantized: quantized))
  }

  /// Final norm of the chunk's tokens `tokens`, to the first rows of `normed`.
  func normalizeForHead(_ norm: VectorView, tokens: Range<Int>) {
    var inputs = unsafe inputs(scratch.normed, width: hiddenSize, stride: hiddenSize)
    inputs.tokenCount = tokens.count
    unsafe pool.run(
      Normalize(
        pass: self, norm: norm, inputs: inputs,
        source: scratch.hidden + tokens.lowerBound * hiddenSize, quantized: true))
  }

  /// The product of the head with the first `tokenCount` rows.
  func multiplyHead(_ head: MatrixView, tokenCount: Int) {
    var inputs = unsafe inputs(scratch.normed, width: hiddenSize, stride: hiddenSize)
    inputs.tokenCount = tokenCount
    unsafe pool.run(MultiplyHead(pass: self, inputs: inputs, head: head))
  }

  /// Cosines and sines of the chunk's positions.
  func fillRotaryAngles(_ frequencies: VectorView) {
    let half = headDimension / 2
    for row in 0..<tokenCount {
      unsafe RotaryAngles.fill(
        cosines: scratch.cosines + row * half, sines: scratch.sines + row * half,
        inverseFrequencies: frequencies.values, half: half, position: position + row)
    }
  }
}
