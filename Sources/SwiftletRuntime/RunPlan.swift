public import SwiftletArchitecture
internal import SwiftletFormat
internal import SwiftletModel
internal import SwiftletSystem

/// What a run of a model would be under some options: memory, and what it reads from storage.
public struct RunPlan: Equatable, Sendable {
  /// What it holds in memory, owner by owner.
  public let memory: MemoryPlan
  /// How much of the weights stays in memory.
  public let residency: Residency
  /// How keys and values are stored.
  public let kvFormat: KVCacheFormat
  /// Stored layers that stay, of `layerCount`.
  public let residentLayerCount: Int
  /// Stored layers of the model.
  public let layerCount: Int
  /// Tokens of a prompt that go through a layer together.
  public let chunkLength: Int
  /// Slots through which streamed units go; with one, reading a unit waits for the use of the one before.
  public let slotCount: Int
  /// Raw bytes that a decoded token reads from storage.
  public let streamedByteCountPerToken: Int
  /// Raw bytes that a chunk of a prompt reads from storage.
  public let streamedByteCountPerChunk: Int
  /// Bytes of weights that a decoded token multiplies with, wherever they come from.
  public let weightByteCountPerToken: Int

  /// Plans a run, as `Engine` does before it allocates anything.
  ///
  /// - Throws: `OverMemoryCap`, `EngineError`.
  public init(model: BlobModel, options: EngineOptions) throws {
    self.init(try MemoryForecast(model: model, options: options), model)
  }

  init(_ forecast: MemoryForecast, _ model: BlobModel) {
    let residency = forecast.residency
    memory = forecast.plan
    self.residency = residency.residency
    kvFormat = forecast.cache.format
    layerCount = model.configuration.layerCount
    residentLayerCount = layerCount - residency.streamedLayers.count
    chunkLength = forecast.scratch.chunkLength
    slotCount = residency.slotCount
    streamedByteCountPerToken = residency.streamedByteCountPerToken
    streamedByteCountPerChunk = residency.streamedLayerByteCount
    weightByteCountPerToken = model.weightBytesPerToken
  }

  /// The plans along all caps that make a difference: the smallest cap that works, the first that keeps a
  /// unit in memory, some in between, and the one from which on everything stays.
  ///
  /// - Parameters:
  ///   - model: the blob.
  ///   - options: all but the cap and the residency, which are varied.
  ///   - stepCount: plans between the first unit and all of them.
  /// - Returns: plans in order of their peaks, no two alike.
  /// - Throws: `EngineError`.
  public static func curve(
    model: BlobModel, options: EngineOptions, stepCount: Int = 4
  ) throws -> [RunPlan] {
    // Measured once: the process grows a little while plans are made.
    let process = MemoryForecast.currentProcessByteCount
    func plan(cap: Int?) throws -> RunPlan? {
      var options = options
      options.memoryCapByteCount = cap
      options.residency = nil
      do {
        return RunPlan(
          try MemoryForecast(model: model, options: options, processByteCount: process), model)
      } catch is OverMemoryCap {
        return nil
      }
    }
    func smallestPlan() throws -> RunPlan? {
      var options = options
      options.memoryCapByteCount = 0
      options.residency = nil
      do {
        _ = try MemoryForecast(model: model, options: options, processByteCount: process)
        return nil
      } catch let refusal as OverMemoryCap {
        return try plan(cap: refusal.plan.peakByteCount)
      }
    }
    guard let whole = try plan(cap: nil), let smallest = try smallestPlan() else { return [] }
    var caps = [smallest.memory.peakByteCount]
    if smallest.residency != .resident {
      // Where the first unit stays: below it the residency is streamed, from it on partial or better.
      var (low, high) = (smallest.memory.peakByteCount, whole.memory.peakByteCount)
      while high - low > 1 << 16 {
        let middle = low + (high - low) / 2
        if try plan(cap: middle)?.residency ?? .streamed == .streamed {
          low = middle
        } else {
          high = middle
        }
      }
      // And from where all of them do, which may be less than what the longest chunk takes.
      var (partial, all) = (high, whole.memory.peakByteCount)
      caps.append(high)
      while all - partial > 1 << 16 {
        let middle = partial + (all - partial) / 2
        if try plan(cap: middle)?.residency == .resident { all = middle } else { partial = middle }
      }
      for step in 1...max(1, stepCount) {
        caps.append(high + (all - high) * step / (max(1, stepCount) + 1))
      }
      caps.append(all)
    }
    caps.append(whole.memory.peakByteCount)
    var plans: [RunPlan] = []
    for cap in caps.sorted() {
      guard let plan = try plan(cap: cap), plan != plans.last else { continue }
      plans.append(plan)
    }
    return plans
  }
}

/// How fast a model's units come from storage into memory, checked and decompressed.
public enum StorageRate {
  /// Reads units of `model` as streaming does, until a limit is reached.
  ///
  /// - Parameters:
  ///   - model: the blob.
  ///   - byteLimit: raw bytes to read at most.
  ///   - timeLimit: after which no further unit is begun.
  /// - Returns: raw bytes per second; nil for a model without units.
  /// - Throws: `BlobError`, `MemoryBudgetError`.
  public static func measure(
    model: BlobModel, byteLimit: Int = 64 << 20, timeLimit: Duration = .milliseconds(500)
  ) throws -> Double? {
    let budget = MemoryBudget(capByteCount: .max)
    let source: any ByteSource =
      if let file = model.reader.source as? FileByteSource {
        try UncachedFileSource(file, budget: budget)
      } else {
        model.reader.source
      }
    let reader = BlobReader(sharing: model.reader, source: source)
    let units = WeightUnit.units(of: model)
    guard let largest = units.map(\.memoryByteCount).max() else { return nil }
    let buffer = try AlignedBuffer(byteCount: largest, budget: budget, owner: "stream buffers")
    let clock = ContinuousClock()
    let start = clock.now
    var byteCount = 0
    for unit in units where byteCount < byteLimit && clock.now - start < timeLimit {
      try unsafe unit.read(into: buffer.base, reader, model)
      byteCount += unit.rawByteCount
    }
    let seconds = (clock.now - start) / .seconds(1)
    return seconds > 0 ? Double(byteCount) / seconds : nil
  }
}
