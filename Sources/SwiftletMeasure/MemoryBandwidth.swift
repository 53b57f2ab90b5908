public import SwiftletSystem

/// How fast this machine reads memory: the roof over decoding, which reads every weight once a token.
public enum MemoryBandwidth {
  /// Reads a buffer, each worker its share, and adds it up so that nothing is skipped.
  @safe private struct ReadJob: WorkerJob {
    static let kind = "read"
    let pool: WorkerPool
    let bytes: UnsafeRawPointer
    let byteCount: Int
    let sums: UnsafeMutablePointer<UInt64>

    func run(worker: Int) {
      let share = pool.share(of: byteCount / 64, worker: worker)
      unsafe sums[worker * 8] = MemoryRead.sum(
        of: bytes + share.lowerBound * 64, byteCount: share.count * 64)
    }
  }

  /// Bytes per second that the pool's threads read together.
  ///
  /// The buffer is as large as what is compared with it and read again and again, as weights are: a part
  /// of it may then stay in the last cache, for both alike.
  ///
  /// - Parameters:
  ///   - pool: the workers that read.
  ///   - repetitions: passes over the buffer; the median counts.
  ///   - byteCount: bytes to read, rounded down to a multiple of 64.
  /// - Returns: the median over the passes.
  /// - Throws: `MemoryBudgetError` if the system has not that much memory.
  public static func measure(
    pool: WorkerPool, repetitions: Int = 11, byteCount: Int
  ) throws(MemoryBudgetError) -> Double {
    let budget = MemoryBudget(capByteCount: .max)
    let buffer = try AlignedBuffer(byteCount: byteCount, budget: budget, owner: "bandwidth")
    let sums = try AlignedBuffer(
      byteCount: pool.threadCount * 64, budget: budget, owner: "bandwidth")
    // Touch every page, or all of them would be the one page of zeros.
    for offset in stride(from: 0, to: byteCount, by: 4096) {
      unsafe buffer.base.storeBytes(of: 1, toByteOffset: offset, as: UInt8.self)
    }
    let clock = ContinuousClock()
    var rates: [Double] = []
    for _ in 0..<max(1, repetitions) {
      let start = clock.now
      unsafe pool.run(
        ReadJob(
          pool: pool, bytes: UnsafeRawPointer(buffer.base), byteCount: byteCount,
          sums: sums.base.assumingMemoryBound(to: UInt64.self)))
      rates.append(Double(byteCount) / ((clock.now - start) / .seconds(1)))
    }
    return Spread(rates).median
  }
}
