public import SwiftletRuntime
internal import SwiftletSystem

/// What a plan's speed is going to be, from two measured rates: modelled, not measured.
///
/// A token takes the time to read its weights from memory, or the time to bring the streamed ones from
/// storage, whichever is longer, because both go on at once; with a single slot, a streamed unit is not read
/// while the one before is multiplied.
public struct SpeedForecast: Sendable {
  /// Bytes per second that the threads read from memory.
  public let memoryBytesPerSecond: Double
  /// Raw bytes per second that come from storage, checked and decompressed.
  public let storageBytesPerSecond: Double

  /// A forecast from rates that are known.
  public init(memoryBytesPerSecond: Double, storageBytesPerSecond: Double) {
    self.memoryBytesPerSecond = memoryBytesPerSecond
    self.storageBytesPerSecond = storageBytesPerSecond
  }

  /// Measures both rates: some hundred milliseconds.
  ///
  /// - Parameters:
  ///   - model: whose file is read.
  ///   - threadCount: threads that compute.
  /// - Returns: a forecast from the rates of this moment.
  /// - Throws: `BlobError`, `MemoryBudgetError`.
  public static func measured(model: BlobModel, threadCount: Int) throws -> SpeedForecast {
    let pool = WorkerPool(threadCount: threadCount)
    // As many bytes as a token reads, up to what leaves the caches: a small board has not more to spare.
    let byteCount = min(model.weightBytesPerToken, 32 << 20)
    let memory = try MemoryBandwidth(pool: pool, byteCount: max(64, byteCount)).sample()
    let storage = try StorageRate.measure(model: model) ?? .infinity
    return SpeedForecast(memoryBytesPerSecond: memory, storageBytesPerSecond: storage)
  }

  /// Tokens per second of decoding under `plan`, without what the context costs.
  public func decodeTokensPerSecond(_ plan: RunPlan) -> Double {
    1 / secondsPerToken(plan)
  }

  /// Decoding's speed under `plan`, as a share of the same with everything resident.
  public func shareOfFullSpeed(_ plan: RunPlan) -> Double {
    Double(plan.weightByteCountPerToken) / memoryBytesPerSecond / secondsPerToken(plan)
  }

  private func secondsPerToken(_ plan: RunPlan) -> Double {
    let compute = Double(plan.weightByteCountPerToken) / memoryBytesPerSecond
    let load = Double(plan.streamedByteCountPerToken) / storageBytesPerSecond
    let streamedCompute = Double(plan.streamedByteCountPerToken) / memoryBytesPerSecond
    return max(compute, plan.slotCount == 1 ? load + streamedCompute : load)
  }
}
