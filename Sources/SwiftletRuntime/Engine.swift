public import SwiftletArchitecture
internal import SwiftletFormat
public import SwiftletKernels
public import SwiftletModel
public import SwiftletSystem
public import SwiftletTokenizer

/// A model in memory, ready to run: weights, KV cache, working memory and workers under one budget.
public final class Engine {
  /// The model's numbers.
  public let configuration: ModelConfiguration
  /// The tokenizer of the blob; nil if it has none, and then only ids can be given.
  public let tokenizer: Tokenizer?
  /// What was planned before anything was loaded.
  public let plan: MemoryPlan
  /// The budget that all large allocations came from.
  public let budget: MemoryBudget
  /// The kernel set in use.
  public let kernels: KernelSet
  /// How much of the weights is in memory.
  public let residency: Residency
  /// Positions that the KV cache holds.
  public var capacity: Int { cache.shape.capacity }
  /// Tokens that go through a layer together.
  public let chunkLength: Int
  /// The forward pass; its observer may be set for evaluation.
  public var transformer: Transformer
  /// Keys and values of the sequence so far.
  public var cache: KVCache
  /// The workers; a profile may be set to see where time goes.
  public let pool: WorkerPool
  let weights: PlannedWeightStore
  /// Anonymous resident bytes when the plan was made, if the kernel tells.
  private let anonymousByteCountBefore: Int?
  private let tokenizerReservation: Reservation
  private let decompressionReservation: Reservation
  private let stackReservation: Reservation

  /// Plans, refuses what does not fit, then loads.
  ///
  /// - Parameters:
  ///   - model: an opened blob.
  ///   - options: the cap and the set-up.
  ///   - budget: where memory is reserved; nil makes one of what the cap leaves beside the process.
  ///   - beforeLoading: called with the plan, before the first large allocation; may refuse.
  ///   - isCancelled: asked between tensors while the weights are read.
  /// - Throws: `OverMemoryCap` before the first large allocation; `EngineError` for a set-up that this
  ///   machine or model does not have, or if it was cancelled; the readers' errors.
  public init(
    model: BlobModel, options: EngineOptions, budget: MemoryBudget? = nil,
    beforeLoading: (MemoryPlan) throws -> Void = { _ in }, isCancelled: () -> Bool = { false }
  ) throws {
    configuration = model.configuration
    kernels = try Engine.kernelSet(options.kernels)
    let forecast = try MemoryForecast(model: model, options: options)
    plan = forecast.plan
    chunkLength = forecast.scratch.chunkLength
    residency = forecast.residency.residency
    try beforeLoading(forecast.plan)
    anonymousByteCountBefore = ProcessMemory.current()?.residentAnonymousByteCount
    let budget =
      budget
      ?? MemoryBudget(
        capByteCount: (options.memoryCapByteCount ?? .max / 2) - forecast.processByteCount)
    self.budget = budget
    // The reader's buffers exist already; they are counted here, as its owner lives as long as we do.
    decompressionReservation = try budget.reserve(
      forecast.decompressionByteCount, for: "decompression")
    stackReservation = try budget.reserve(forecast.stackByteCount, for: "thread stacks")
    tokenizerReservation = try budget.reserve(forecast.tokenizerByteCount, for: "tokenizer")
    tokenizer = try model.tokenizer()
    weights = try PlannedWeightStore(
      model: model, residency: forecast.residency,
      source: Engine.source(of: model, forecast.residency, budget), budget: budget,
      isCancelled: isCancelled)
    cache = try KVCache(shape: forecast.cache, budget: budget)
    pool = WorkerPool(threadCount: options.threadCount)
    transformer = try Transformer(
      configuration: model.configuration, scratchShape: forecast.scratch, kernels: kernels,
      pool: pool, budget: budget)
  }

  /// How the blob is read: around the page cache when it is read again and again, so that it does not
  /// take the memory that the cap denies the weights.
  private static func source(
    of model: BlobModel, _ residency: ResidencyPlan, _ budget: MemoryBudget
  ) throws(MemoryBudgetError) -> any ByteSource {
    guard residency.residency != .resident, let file = model.reader.source as? FileByteSource else {
      return model.reader.source
    }
    return try UncachedFileSource(file, budget: budget)
  }

  private static func kernelSet(_ name: String?) throws(EngineError) -> KernelSet {
    guard let name else { return KernelSet.best }
    guard let set = KernelSet.named(name) else {
      throw .unknownKernels(name: name, available: KernelSet.all.map(\.name))
    }
    return set
  }

  /// Appends `tokens` to the sequence; see `Transformer.forward`.
  public func forward(
    _ tokens: UnsafeBufferPointer<Int32>, request: LogitsRequest,
    onLogits: (Int, UnsafeMutableBufferPointer<Float>) -> Void
  ) throws(ModelError) {
    try pool.confiningCaller { () throws(ModelError) in
      try unsafe transformer.forward(
        tokens, weights: weights, cache: &cache, request: request, onLogits: onLogits)
    }
  }

  /// Anonymous memory that the process has taken since the plan was made, beyond what the budget's
  /// owners hold: the heap's small change.
  ///
  /// Below zero where owners, such as stacks, do not touch all that they hold; nil where the kernel
  /// does not tell. It reads a file: not for the decode loop.
  public var unaccountedByteCount: Int? {
    guard let before = anonymousByteCountBefore,
      let now = ProcessMemory.current()?.residentAnonymousByteCount
    else { return nil }
    return now - before - budget.reservedByteCount
  }

  /// What streaming has come to; nil if all weights are in memory.
  public var streaming: StreamingStatistics? { weights.streaming }

  /// Starts a new sequence.
  public func reset() { cache.truncate(to: 0) }
}

/// A set-up that this machine or this model does not have.
public enum EngineError: Error, Equatable, CustomStringConvertible {
  /// No such kernel set, or the CPU lacks its instructions.
  case unknownKernels(name: String, available: [String])
  /// A context that is not positive or would not fit 64 bits.
  case contextOutOfRange(context: Int, limit: Int)
  /// Fewer or more threads than make sense.
  case threadCountOutOfRange(threadCount: Int, limit: Int)
  /// The caller asked to stop before the model was loaded.
  case interrupted

  /// One line.
  public var description: String {
    switch self {
    case .unknownKernels(let name, let available):
      return "--kernels: expected one of \(available.joined(separator: ", ")), found \(name)"
    case .contextOutOfRange(let context, let limit):
      return "--context: expected 1 to \(limit), found \(context)"
    case .threadCountOutOfRange(let threadCount, let limit):
      return "--threads: expected 1 to \(limit), found \(threadCount)"
    case .interrupted: return "interrupted"
    }
  }
}
