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
  /// Pages of files are mapped sixteen at a time, so it depends on where the program lies: in 500 runs of two small models
  /// it was 270 to 930 KiB, most often some 600 (x86-64, Linux 6.18). A promise has to cover the most.
  static let laterProcessByteCount = 960 << 10

  let cache: KVCacheShape
  let scratch: ScratchShape
  /// What the planner decided; its chunk is the scratch's.
  let residency: ResidencyPlan
  let tokenizerByteCount: Int
  let decompressionByteCount: Int
  let stackByteCount: Int
  let processByteCount: Int
  let plan: MemoryPlan

  /// Plans a run.
  ///
  /// - Parameters:
  ///   - model: the blob.
  ///   - options: the cap and the set-up.
  ///   - processByteCount: what the process holds for itself; nil measures it.
  /// - Throws: `EngineError` for options that make no sense, `OverMemoryCap` if nothing fits.
  init(model: BlobModel, options: EngineOptions, processByteCount: Int? = nil) throws {
    if options.mayLowerKVFormat {
      var options = options
      options.mayLowerKVFormat = false
      if let forecast = try? MemoryForecast(
        model: model, options: options, processByteCount: processByteCount),
        forecast.residency.residency == .resident
      {
        self = forecast
        return
      }
      options.kvFormat = .int8
      self = try MemoryForecast(
        model: model, options: options, processByteCount: processByteCount)
      return
    }
    let configuration = model.configuration
    try MemoryForecast.checkThreadCount(options)
    let context = try MemoryForecast.context(of: options, configuration)
    cache = KVCacheShape(
      configuration: configuration, capacity: context, format: options.kvFormat)
    tokenizerByteCount = model.tokenizerRecord.map { $0.rawByteCount } ?? 0
    self.processByteCount = processByteCount ?? MemoryForecast.currentProcessByteCount
    func shape(_ chunkLength: Int) -> ScratchShape {
      ScratchShape(
        configuration: configuration, chunkLength: chunkLength,
        logitsRowCount: min(options.logitsRowCount, chunkLength), capacity: context,
        threadCount: options.threadCount)
    }
    let planner = ResidencyPlanner(
      model: model, units: WeightUnit.units(of: model), fixedChunkLength: options.chunkLength,
      context: context,
      loaderDecoderByteCount: model.reader.workingByteCount(for: model.records),
      scratchByteCount: { shape($0).byteCount })
    // What every choice takes.
    var fixed: [MemoryPlan.Entry] = [
      .init(owner: "KV cache", byteCount: AlignedBuffer.mappedByteCount(for: cache.byteCount)),
      .init(
        owner: "sampler",
        byteCount: AlignedBuffer.mappedByteCount(
          for: Sampler.byteCount(vocabularySize: configuration.vocabularySize))),
      .init(owner: "tokenizer", byteCount: tokenizerByteCount),
      .init(owner: "decompression", byteCount: model.reader.workingByteCount),
      .init(
        owner: "thread stacks",
        byteCount: (options.threadCount - 1) * WorkerPool.countedStackByteCount),
      .init(owner: "process", byteCount: self.processByteCount),
    ]
    if let limit = options.contextShiftTokenLimit {
      fixed.append(
        .init(
          owner: "token history",
          byteCount: ContextShift.byteCount(capacity: context, maxTokens: limit)))
    }
    if options.holdsConversation {
      fixed.append(
        .init(owner: "conversation", byteCount: Conversation.byteCount(capacity: context)))
    }
    if options.measurementByteCount > 0 {
      fixed.append(.init(owner: "measurement", byteCount: options.measurementByteCount))
    }
    let fixedByteCount = MemoryPlan(entries: fixed).peakByteCount
    func plan(_ choice: ResidencyPlanner.Choice) -> MemoryPlan {
      MemoryPlan(entries: choice.entries).adding(fixed)
    }
    let cap = options.memoryCapByteCount ?? .max / 2
    let asked = options.residency
    guard let choice = planner.choice(under: cap - fixedByteCount, asked: asked) else {
      throw OverMemoryCap(
        plan: plan(planner.smallest(asked: asked)), capByteCount: cap,
        advice: MemoryForecast.advice(options, cache))
    }
    scratch = shape(choice.chunkLength)
    residency = choice.plan
    let whole = plan(choice)
    self.plan = whole
    decompressionByteCount = whole.byteCount(of: "decompression")
    stackByteCount = whole.byteCount(of: "thread stacks")
  }

  /// What the process holds for itself now, and what it will touch of code and heap.
  static var currentProcessByteCount: Int {
    (ProcessMemory.current()?.residentByteCount ?? 0) + laterProcessByteCount
  }

  private static func checkThreadCount(_ options: EngineOptions) throws(EngineError) {
    guard (1...EngineOptions.threadLimit).contains(options.threadCount) else {
      throw .threadCountOutOfRange(
        threadCount: options.threadCount, limit: EngineOptions.threadLimit)
    }
  }

  /// Positions to allocate.
  private static func context(of options: EngineOptions, _ configuration: ModelConfiguration)
    throws(EngineError) -> Int
  {
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
    return context
  }

  /// What would lower the peak, most effective first.
  private static func advice(_ options: EngineOptions, _ cache: KVCacheShape) -> [String] {
    var result: [String] = []
    if options.residency == .resident || options.residency == .partial {
      result.append("--residency auto streams what does not fit")
    }
    if cache.format != .int8 { result.append("--kv int8 halves the KV cache") }
    if cache.capacity > 256 { result.append("a smaller --context") }
    if options.threadCount > 1 { result.append("fewer --threads") }
    result.append("a blob with fewer bits")
    return result
  }
}
