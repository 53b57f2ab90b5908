public import SwiftletArchitecture
public import SwiftletKernels
public import SwiftletSystem

/// What a block's projections multiply.
public enum BlockInput: Int, CaseIterable, Sendable {
  /// The normed hidden state: queries, keys and values.
  case attention
  /// What attention mixes: the output projection.
  case output
  /// The normed hidden state behind attention: gate and up.
  case mlp
  /// The gated product: the down projection.
  case down
}

/// Blocks of a transformer one at a time, over windows of tokens that begin with an empty cache.
///
/// It is what quantizing with calibration needs: the same jobs as `Transformer.forward`, but a window stops behind
/// every block, and whoever runs it sees what the projections multiply.
@safe public struct BlockRunner: ~Copyable {
  /// Tokens of a window at most.
  public let windowLength: Int
  private let configuration: ModelConfiguration
  private let schedule: LayerSchedule
  private let kernels: KernelSet
  private let pool: WorkerPool
  private let scratch: Scratch
  private let cache: KVCache

  /// Reserves the working memory of a window.
  ///
  /// - Parameters:
  ///   - configuration: the model's numbers, validated.
  ///   - windowLength: tokens of a window at most, 2 or more.
  ///   - kernels: the kernel set to use.
  ///   - pool: the workers.
  ///   - budget: where the memory is reserved.
  /// - Throws: `MemoryBudgetError`.
  public init(
    configuration: ModelConfiguration, windowLength: Int, kernels: KernelSet, pool: WorkerPool,
    budget: MemoryBudget
  ) throws(MemoryBudgetError) {
    precondition(windowLength > 1, "windows of \(windowLength) tokens")
    // Before any property is set: see `Transformer`.
    let scratch = try Scratch(
      shape: ScratchShape(
        configuration: configuration, chunkLength: windowLength, logitsRowCount: 1,
        capacity: windowLength, threadCount: pool.threadCount), budget: budget)
    let cache = try KVCache(
      shape: KVCacheShape(
        configuration: configuration, capacity: windowLength, format: .float16), budget: budget)
    self.windowLength = windowLength
    self.configuration = configuration
    schedule = LayerSchedule(configuration)
    self.kernels = kernels
    self.pool = pool
    self.scratch = scratch
    self.cache = cache
  }

  /// Runs one executed block.
  ///
  /// - Parameters:
  ///   - index: the block in the order of execution.
  ///   - hidden: (tokenCount, hidden), the window's hidden states; replaced by the block's output.
  ///   - tokenCount: 2 ... `windowLength` tokens, from position 0 on.
  ///   - layer: the weights of the block's stored layer.
  ///   - frequencies: rotary inverse frequencies, as a `WeightStore` lends them.
  ///   - onInputs: told each input when it is ready: float values (tokenCount, stride) that are used again after
  ///     the call.
  public func run(
    _ index: Int, hidden: UnsafeMutablePointer<Float>, tokenCount: Int, layer: LayerWeights,
    frequencies: VectorView,
    onInputs: (BlockInput, _ values: UnsafePointer<Float>, _ stride: Int) -> Void = { _, _, _ in }
  ) {
    precondition((2...windowLength).contains(tokenCount), "a window of \(tokenCount) tokens")
    let block = schedule.blocks[index]
    let pass = ForwardPass(
      tokenCount: tokenCount, position: 0, configuration: configuration,
      tokensPerAttention: scratch.shape.tokensPerAttention, scratch: scratch.pointers,
      kernels: kernels, pool: pool)
    let count = tokenCount * configuration.hiddenSize
    unsafe pass.scratch.hidden.update(from: hidden, count: count)
    pass.fillRotaryAngles(frequencies)
    func show(_ input: BlockInput, _ source: InputSource) {
      // Only a single token's inputs are left to the workers.
      guard case .ready(let inputs) = source else { preconditionFailure("inputs of many tokens") }
      unsafe onInputs(input, inputs.floats, inputs.stride)
    }
    pass.attend(layer, block.attention, cache.slot(block.cacheSlot), onInputs: show)
    pass.feedForward(layer, onInputs: show)
    unsafe hidden.update(from: pass.scratch.hidden, count: count)
  }
}
