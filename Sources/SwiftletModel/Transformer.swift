public import SwiftletArchitecture
public import SwiftletKernels
public import SwiftletSystem

/// Which positions' logits a forward pass is asked for.
public enum LogitsRequest: Sendable {
  /// None: the tokens only fill the cache.
  case none
  /// Those of the last token: what generation needs.
  case last
  /// Those of every token.
  case all
}

/// The decoder-only transformer of the llama shape, driven by configuration and schedule.
///
/// Prefill and decode are one function: a chunk of tokens goes through the blocks together, and the
/// bits of the result do not depend on how a sequence is cut into chunks, on the number of threads or
/// on the kernel set. Nothing is allocated after `init`.
@safe public struct Transformer: ~Copyable {
  /// The model's numbers.
  public let configuration: ModelConfiguration
  /// Executed blocks and the stored layer that each runs.
  public let schedule: LayerSchedule
  /// Called with values (tokens, hidden) of each chunk, for tests and evaluation.
  ///
  /// Stage 0 is the embedding, stage k the output of the k-th executed block, and the stage after the
  /// last block the output of the final norm, for those tokens whose logits are wanted.
  public var observer: ((_ stage: Int, _ values: UnsafeBufferPointer<Float>) -> Void)?
  private let kernels: KernelSet
  private let pool: WorkerPool
  private let scratch: Scratch

  /// Reserves the working memory.
  ///
  /// - Parameters:
  ///   - configuration: the model's numbers, validated.
  ///   - scratchShape: chunk length, logits rows, capacity, threads.
  ///   - kernels: the kernel set to use.
  ///   - pool: the workers; its thread count is at most the shape's.
  ///   - budget: where the working memory is reserved.
  /// - Throws: `MemoryBudgetError`.
  public init(
    configuration: ModelConfiguration, scratchShape: ScratchShape, kernels: KernelSet,
    pool: WorkerPool, budget: MemoryBudget
  ) throws(MemoryBudgetError) {
    precondition(pool.threadCount <= scratchShape.threadCount, "more workers than scratch")
    // Before any property is set: Swift 6.2 ends those twice when the initializer of a noncopyable
    // type throws after it has set them.
    let scratch = try Scratch(shape: scratchShape, budget: budget)
    self.init(configuration: configuration, kernels: kernels, pool: pool, scratch: scratch)
  }

  private init(
    configuration: ModelConfiguration, kernels: KernelSet, pool: WorkerPool,
    scratch: consuming Scratch
  ) {
    self.configuration = configuration
    self.schedule = LayerSchedule(configuration)
    self.kernels = kernels
    self.pool = pool
    self.scratch = scratch
  }

  /// Appends `tokens` to the sequence in `cache`.
  ///
  /// - Parameters:
  ///   - tokens: ids, any number that fits the cache.
  ///   - weights: where weights come from.
  ///   - cache: keys and values; advanced by the number of tokens.
  ///   - request: which logits are wanted.
  ///   - onLogits: called with (position in `tokens`, logits (vocabulary)), which it may change; the
  ///     memory is used again after the call.
  /// - Throws: `ModelError`; the cache is then as far as the last whole chunk.
  public func forward(
    _ tokens: UnsafeBufferPointer<Int32>, weights: some WeightStore, cache: inout KVCache,
    request: LogitsRequest = .last,
    onLogits: (Int, UnsafeMutableBufferPointer<Float>) -> Void = { _, _ in }
  ) throws(ModelError) {
    precondition(cache.shape.capacity <= scratch.shape.capacity, "scratch is made for less context")
    let needed = cache.count + tokens.count
    guard needed <= cache.shape.capacity else {
      throw .contextFull(capacity: cache.shape.capacity, needed: needed)
    }
    for index in 0..<tokens.count {
      let token = unsafe tokens[index]
      guard token < 0 || Int(token) >= configuration.vocabularySize else { continue }
      throw .tokenOutOfRange(token: token, vocabularySize: configuration.vocabularySize)
    }
    var start = 0
    while start < tokens.count {
      let end = min(start + scratch.shape.chunkLength, tokens.count)
      let pass = ForwardPass(
        tokenCount: end - start, position: cache.count, configuration: configuration,
        tokensPerAttention: scratch.shape.tokensPerAttention, scratch: scratch.pointers,
        kernels: kernels, pool: pool)
      let wantsLast = request == .last && end == tokens.count
      let rows = (request == .all ? 0 : wantsLast ? end - start - 1 : end - start)..<end - start
      let rowsAtOnce = scratch.shape.logitsRowCount
      try weights.beginPass(headReadCount: (rows.count + rowsAtOnce - 1) / rowsAtOnce)
      try unsafe embed(UnsafeBufferPointer(rebasing: tokens[start..<end]), pass, weights)
      try runBlocks(pass, weights, cache)
      cache.advance(by: end - start)
      try unsafe computeLogits(pass, rows: rows, weights) { row, logits in
        unsafe onLogits(start + row, logits)
      }
      start = end
    }
  }

  private func embed(
    _ tokens: UnsafeBufferPointer<Int32>, _ pass: ForwardPass, _ weights: some WeightStore
  ) throws(ModelError) {
    try unsafe weights.embed(tokens, into: pass.scratch.hidden)
    let scale = Float(configuration.embeddingScale)
    if scale != 1 {
      let values = unsafe pass.scratch.hidden
      for index in 0..<tokens.count * configuration.hiddenSize { unsafe values[index] *= scale }
    }
    try weights.withInverseFrequencies { frequencies in pass.fillRotaryAngles(frequencies) }
    unsafe observe(0, pass.scratch.hidden, pass.tokenCount)
  }

  private func runBlocks(
    _ pass: ForwardPass, _ weights: some WeightStore, _ cache: borrowing KVCache
  ) throws(ModelError) {
    for index in schedule.blocks.indices {
      let block = schedule.blocks[index]
      let slot = cache.slot(block.cacheSlot)
      try weights.withLayer(block.storedLayer) { layer in
        pass.attend(layer, block.attention, slot)
        pass.feedForward(layer)
      }
      unsafe observe(index + 1, pass.scratch.hidden, pass.tokenCount)
    }
  }

  /// Logits of the chunk's tokens `rows`, a few at a time.
  private func computeLogits(
    _ pass: ForwardPass, rows: Range<Int>, _ weights: some WeightStore,
    onLogits: (Int, UnsafeMutableBufferPointer<Float>) -> Void
  ) throws(ModelError) {
    var start = rows.lowerBound
    while start < rows.upperBound {
      let end = min(start + scratch.shape.logitsRowCount, rows.upperBound)
      var source: InputSource?
      try weights.withFinalNorm { norm in source = pass.normalizeForHead(norm, start..<end) }
      guard let source else { preconditionFailure("a store that lends no final norm") }
      try weights.withHead { head in
        pass.pool.run(MultiplyHead(pass: pass, source: source, head: head))
      }
      unsafe observe(schedule.blocks.count + 1, pass.normedForHead(source), end - start)
      let stride = ScratchShape.padded(configuration.vocabularySize)
      for row in start..<end {
        unsafe onLogits(
          row,
          UnsafeMutableBufferPointer(
            start: pass.scratch.logits + (row - start) * stride,
            count: configuration.vocabularySize))
      }
      start = end
    }
  }

  /// Shows (tokens, hidden) values to the observer.
  private func observe(_ stage: Int, _ values: UnsafeMutablePointer<Float>, _ tokenCount: Int) {
    guard let observer = unsafe observer else { return }
    unsafe observer(
      stage, UnsafeBufferPointer(start: values, count: tokenCount * configuration.hiddenSize))
  }
}
