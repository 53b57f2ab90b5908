public import SwiftletSystem

/// How fast this machine reads memory: the roof over decoding, which reads every weight once a token.
///
/// It holds a buffer as large as what is compared with it, in huge pages like weights, and reads it again
/// and again, as weights are: a part of it may then stay in the last cache, for both alike.
public struct MemoryBandwidth: ~Copyable {
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

  private let pool: WorkerPool
  private let buffer: AlignedBuffer
  private let sums: AlignedBuffer

  /// Takes and fills the buffer.
  ///
  /// - Parameters:
  ///   - pool: the workers that read.
  ///   - byteCount: bytes to read, rounded down to a multiple of 64.
  /// - Throws: `MemoryBudgetError` if the system has not that much memory.
  public init(pool: WorkerPool, byteCount: Int) throws(MemoryBudgetError) {
    let budget = MemoryBudget(capByteCount: .max)
    let buffer = try AlignedBuffer(
      byteCount: byteCount, budget: budget, owner: "bandwidth", usesHugePages: true)
    let sums = try AlignedBuffer(
      byteCount: pool.threadCount * 64, budget: budget, owner: "bandwidth")
    // Touch every page, or all of them would be the one page of zeros.
    for offset in stride(from: 0, to: byteCount, by: 4096) {
      unsafe buffer.base.storeBytes(of: 1, toByteOffset: offset, as: UInt8.self)
    }
    self.init(pool: pool, buffer: buffer, sums: sums)
  }

  private init(pool: WorkerPool, buffer: consuming AlignedBuffer, sums: consuming AlignedBuffer) {
    self.pool = pool
    self.buffer = buffer
    self.sums = sums
  }

  /// Bytes per second that the pool's threads read together now: the median of `passes`.
  public func sample(passes: Int = 5) -> Double {
    let clock = ContinuousClock()
    var rates: [Double] = []
    for _ in 0..<max(1, passes) {
      let start = clock.now
      unsafe pool.run(
        ReadJob(
          pool: pool, bytes: UnsafeRawPointer(buffer.base), byteCount: buffer.byteCount,
          sums: sums.base.assumingMemoryBound(to: UInt64.self)))
      rates.append(Double(buffer.byteCount) / ((clock.now - start) / .seconds(1)))
    }
    return Spread(rates).median
  }
}
