internal import SwiftletArchitecture
internal import SwiftletFormat
internal import SwiftletModel
internal import SwiftletSystem
internal import SwiftletTokenizer

/// The sizes of everything that a run allocates, from the blob's header and the options alone.
struct MemoryForecast {
  /// Keys of a cache: far beyond any memory, and low enough that sums of sizes stay inside 64 bits.
  static let cacheValueLimit = 1 << 48

  /// Pages of code, libraries and heap that a run touches after the plan is made.
  ///
  /// Measured on x86-64 with SmolLM2-135M at int4: a run with sampling and a prompt of several chunks
  /// ended 0.1 MiB below what owners and process held when the plan was made, because not all of
  /// each owner is touched; this leaves room for longer lines and error paths.
  static let laterProcessByteCount = 512 << 10

  let cache: KVCacheShape
  let scratch: ScratchShape
  let tokenizerByteCount: Int
  let decompressionByteCount: Int
  let stackByteCount: Int
  let processByteCount: Int
  let plan: MemoryPlan

  init(model: BlobModel, options: EngineOptions) throws(EngineError) {
    let configuration = model.configuration
    guard (1...EngineOptions.threadLimit).contains(options.threadCount) else {
      throw .threadCountOutOfRange(
        threadCount: options.threadCount, limit: EngineOptions.threadLimit)
    }
    let context =
      options.context ?? min(configuration.contextLength, EngineOptions.defaultContextLimit)
    // The trained length bounds the context: beyond it the model's positions mean nothing.
    guard (1...configuration.contextLength).contains(context) else {
      throw .contextOutOfRange(context: context, limit: configuration.contextLength)
    }
    // Each number is within its limit, but their product need not fit 64 bits.
    let perPosition = configuration.executedLayerCount * configuration.kvSize
    let contextLimit = MemoryForecast.cacheValueLimit / perPosition
    guard context <= contextLimit else {
      throw .contextOutOfRange(context: context, limit: contextLimit)
    }
    cache = KVCacheShape(
      slotCount: configuration.executedLayerCount, kvHeadCount: configuration.kvHeadCount,
      headDimension: configuration.headDimension, capacity: context, format: options.kvFormat)
    scratch = ScratchShape(
      configuration: configuration, chunkLength: min(options.chunkLength, context),
      logitsRowCount: min(options.logitsRowCount, options.chunkLength, context),
      capacity: context, threadCount: options.threadCount)
    tokenizerByteCount = model.tokenizerRecord.map { $0.rawByteCount } ?? 0
    decompressionByteCount = model.reader.workingByteCount
    stackByteCount = (options.threadCount - 1) * WorkerPool.stackByteCount
    let resident = ProcessMemory.current()?.residentByteCount ?? 0
    processByteCount = resident + MemoryForecast.laterProcessByteCount
    plan = MemoryPlan(entries: [
      .init(owner: "weights", byteCount: ResidentWeightStore.byteCount(model.records)),
      .init(owner: "KV cache", byteCount: AlignedBuffer.mappedByteCount(for: cache.byteCount)),
      .init(owner: "scratch", byteCount: AlignedBuffer.mappedByteCount(for: scratch.byteCount)),
      .init(
        owner: "sampler",
        byteCount: AlignedBuffer.mappedByteCount(
          for: Sampler.byteCount(vocabularySize: configuration.vocabularySize))),
      .init(owner: "tokenizer", byteCount: tokenizerByteCount),
      .init(owner: "decompression", byteCount: decompressionByteCount),
      .init(owner: "thread stacks", byteCount: stackByteCount),
      .init(owner: "process", byteCount: processByteCount),
    ])
  }

  /// What would lower the peak, most effective first.
  func advice(options: EngineOptions) -> [String] {
    var result: [String] = []
    if cache.format == .float16 { result.append("--kv int8 halves the KV cache") }
    if cache.capacity > 256 { result.append("a smaller --context") }
    if options.threadCount > 1 { result.append("fewer --threads") }
    result.append("a blob with fewer bits")
    return result
  }
}
