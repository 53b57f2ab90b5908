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
  let activation: Activation
  /// Tokens whose queries a worker takes together.
  let tokensPerAttention: Int
  /// What scores are multiplied by.
  let attentionScale: Float
  let normsRotatedHeads: Bool
  let temperature: AttentionTemperature?
  let scratch: ScratchPointers
  let kernels: KernelSet
  // The transformer holds it; counting references would cost more than a small job's own work.
  private unowned(unsafe) let unmanagedPool: WorkerPool

  init(
    tokenCount: Int, position: Int, configuration: borrowing ModelConfiguration,
    tokensPerAttention: Int,
    scratch: ScratchPointers, kernels: KernelSet, pool: WorkerPool
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
    activation = configuration.activation
    self.tokensPerAttention = tokensPerAttention
    attentionScale = configuration.attentionScale
    normsRotatedHeads = configuration.queryKeyNorm == .plainAfterRotary
    temperature = configuration.temperature
    self.scratch = scratch
    self.kernels = kernels
    unsafe unmanagedPool = pool
  }

  /// The workers.
  var pool: WorkerPool { unsafe unmanagedPool }
  /// Stride of queries: (tokens, padded heads * head dimension).
  var queryStride: Int { ScratchShape.padded(headCount * headDimension) }
  /// Stride of keys and of values: (tokens, padded kv heads * head dimension).
  var keyStride: Int { ScratchShape.padded(kvHeadCount * headDimension) }

  /// hidden += Wo attention(Wq n, Wk n, Wv n), n = norm(hidden); what is added may go through a norm.
  func attend(
    _ layer: LayerWeights, _ attention: LayerAttention, _ cache: KVSlot,
    onInputs: (BlockInput, InputSource) -> Void = { _, _ in }
  ) {
    let normed = unsafe normalized(
      scratch.hidden, tokenCount: tokenCount, layer.attentionNorm,
      quantized: layer.hasQuantizedAttentionInputs)
    onInputs(.attention, normed)
    pool.run(ProjectQKV(pass: self, source: normed, layer: layer))
    let block = BlockAttention(
      attention: attention, cache: cache, queryNorm: layer.queryNorm, keyNorm: layer.keyNorm)
    let mixed = self.attention(block, quantized: layer.outputProjection.isQuantized)
    onInputs(.output, mixed)
    unsafe add(
      mixed, layer.outputProjection, scratch.projected, norm: layer.attentionOutputNorm)
  }

  /// hidden += Wdown (activation(Wgate n) * (Wup n)), n = norm(hidden); what is added may go through a norm.
  func feedForward(
    _ layer: LayerWeights, onInputs: (BlockInput, InputSource) -> Void = { _, _ in }
  ) {
    let normed = unsafe normalized(
      scratch.hidden, tokenCount: tokenCount, layer.mlpNorm,
      quantized: layer.hasQuantizedMLPInputs)
    onInputs(.mlp, normed)
    let gated = unsafe inputs(
      scratch.projected, width: intermediateSize, stride: ScratchShape.padded(intermediateSize),
      tokenCount: tokenCount, scratch.layout.gatedActivations, from: scratch.base)
    pool.run(ProjectGateUp(pass: self, source: normed, layer: layer, gated: gated))
    onInputs(.down, .ready(gated))
    unsafe add(.ready(gated), layer.downProjection, scratch.up, norm: layer.mlpOutputNorm)
  }

  /// hidden += norm(W x + bias), with `output` (tokens, padded hidden) in between.
  private func add(
    _ source: InputSource, _ weights: LinearWeights, _ output: UnsafeMutablePointer<Float>,
    norm: VectorView?
  ) {
    unsafe pool.run(
      AddProjection(
        pass: self, source: source, weights: weights, output: output, addsAtOnce: norm == nil))
    if let norm { unsafe pool.run(AddNormed(pass: self, norm: norm, output: output)) }
  }

  /// Attention of the chunk's tokens over the positions in sight up to each.
  private func attention(_ block: BlockAttention, quantized: Bool) -> InputSource {
    if makesOwnInputs(tokenCount: tokenCount) {
      let job = AttendBlocks(pass: self, block: block)
      pool.run(job)
      return .blocks(job.blocks.count)
    }
    let width = headCount * headDimension
    let mixed = unsafe inputs(
      scratch.normed, width: width, stride: width, tokenCount: tokenCount,
      scratch.layout.activations, from: scratch.base)
    var start = 0
    while start < tokenCount {
      // In a ring, positions of the next block may take the place of some that this one's tokens see.
      let rest = KVCacheShape.blockLength - (position + start) % KVCacheShape.blockLength
      let end = block.cache.layout.isRing ? min(tokenCount, start + rest) : tokenCount
      pool.run(StoreKeysAndValues(pass: self, block: block, tokens: start..<end))
      pool.run(Attend(pass: self, block: block, tokens: start..<end))
      start = end
    }
    if quantized { pool.run(Quantize(pass: self, inputs: mixed)) }
    return .ready(mixed)
  }

  /// RMSNorm of `tokenCount` rows at `rows`.
  private func normalized(
    _ rows: UnsafePointer<Float>, tokenCount: Int, _ norm: VectorView, quantized: Bool
  ) -> InputSource {
    if makesOwnInputs(tokenCount: tokenCount) { return unsafe .norm(norm, rows) }
    let inputs = unsafe inputs(
      scratch.normed, width: hiddenSize, stride: hiddenSize, tokenCount: tokenCount,
      scratch.layout.activations, from: scratch.base)
    unsafe pool.run(
      Normalize(pass: self, norm: norm, inputs: inputs, source: rows, quantized: quantized))
    return .ready(inputs)
  }

  /// The final norm of the chunk's tokens `tokens`, as the head's input.
  func normalizeForHead(_ norm: VectorView, _ tokens: Range<Int>) -> InputSource {
    unsafe normalized(
      scratch.hidden + tokens.lowerBound * hiddenSize, tokenCount: tokens.count, norm,
      quantized: true)
  }

  /// The normed rows (tokens, hidden) behind a head that has been multiplied with `source`.
  func normedForHead(_ source: InputSource) -> UnsafeMutablePointer<Float> {
    if case .ready(let inputs) = source { return unsafe inputs.floats }
    return unsafe scratch.worker(0) + scratch.layout.ownInputs
  }

  /// gate[i] = activation(gate[i]) * up[i].
  func gate(_ gate: UnsafeMutablePointer<Float>, by up: UnsafePointer<Float>, count: Int) {
    switch activation {
    case .silu: unsafe kernels.siluMultiply(gate, by: up, count: count)
    case .geluTanh: unsafe kernels.geluMultiply(gate, by: up, count: count)
    }
  }

  /// Cosines and sines of the chunk's positions, of each rotary embedding.
  func fillRotaryAngles(_ frequencies: VectorView) {
    let half = headDimension / 2
    for rotary in 0..<frequencies.count / half {
      for row in 0..<tokenCount {
        let place = rotary * scratch.layout.anglesStride + row * half
        unsafe RotaryAngles.fill(
          cosines: scratch.cosines + place, sines: scratch.sines + place,
          inverseFrequencies: frequencies.values + rotary * half, half: half,
          position: position + row)
      }
    }
  }
}
