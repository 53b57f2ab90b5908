import SwiftletSystem
import Synchronization
import Testing

@Suite struct WorkerPoolTests {
  /// Adds up its share of 0..<count in a slot per worker.
  @safe private struct SumJob: WorkerJob {
    static let kind = "sum"
    let pool: WorkerPool
    let count: Int
    let sums: UnsafeMutablePointer<Int>
    func run(worker: Int) {
      var sum = 0
      for item in pool.share(of: count, worker: worker) { sum += item }
      unsafe sums[worker] = sum
    }
  }

  @Test(arguments: [1, 2, 3, 5, 8]) func everyItemIsDoneOnce(_ threadCount: Int) {
    let pool = WorkerPool(threadCount: threadCount)
    let sums = UnsafeMutablePointer<Int>.allocate(capacity: threadCount)
    defer { unsafe sums.deallocate() }
    for count in [0, 1, 2, threadCount, 100, 1001] {
      for _ in 0..<50 {
        unsafe sums.initialize(repeating: -1, count: threadCount)
        unsafe pool.run(SumJob(pool: pool, count: count, sums: sums))
        let total = unsafe UnsafeBufferPointer(start: sums, count: pool.threadCount).reduce(0, +)
        #expect(total == count * (count - 1) / 2)
      }
    }
  }

  @Test func everyShareIsDoneOnceHoweverLateItsWorkerIs() {
    /// Counts how often each share is done.
    @safe struct TallyJob: WorkerJob {
      static let kind = "tally"
      let counts: UnsafeMutablePointer<Int>
      func run(worker: Int) { unsafe counts[worker] += 1 }
    }
    // More workers than cores, so that some are always late.
    let pool = WorkerPool(threadCount: 9)
    let counts = UnsafeMutablePointer<Int>.allocate(capacity: pool.threadCount)
    defer { unsafe counts.deallocate() }
    unsafe counts.initialize(repeating: 0, count: pool.threadCount)
    let rounds = 20_000
    for round in 0..<rounds {
      unsafe pool.run(TallyJob(counts: counts))
      let done = unsafe UnsafeBufferPointer(start: counts, count: pool.threadCount)
      guard unsafe done.allSatisfy({ $0 == round + 1 }) else {
        Issue.record("round \(round): \(unsafe Array(done))")
        return
      }
    }
  }

  @Test func aProfileCountsJobsAndTheirTime() {
    let pool = WorkerPool(threadCount: 2)
    let profile = JobProfile()
    let sums = UnsafeMutablePointer<Int>.allocate(capacity: 2)
    defer { unsafe sums.deallocate() }
    unsafe pool.run(SumJob(pool: pool, count: 10, sums: sums))
    pool.profile = profile
    for _ in 0..<7 { unsafe pool.run(SumJob(pool: pool, count: 10_000, sums: sums)) }
    pool.profile = nil
    unsafe pool.run(SumJob(pool: pool, count: 10, sums: sums))
    #expect(profile.entries.map(\.kind) == ["sum"])
    #expect(profile.total.count == 7 && profile.total.work > .zero)
  }

  @Test func sharesAreContiguousAndBalanced() {
    let pool = WorkerPool(threadCount: 3)
    for count in 0..<20 {
      let shares = (0..<3).map { pool.share(of: count, worker: $0) }
      #expect(shares.flatMap { Array($0) } == Array(0..<count))
      #expect((shares.map(\.count).max() ?? 0) - (shares.map(\.count).min() ?? 0) <= 1)
    }
  }

  @Test func sleepingWorkersWakeAndAnEndedPoolLeavesNoThread() {
    struct CountJob: WorkerJob {
      static let kind = "count"
      let counter: Counter
      func run(worker: Int) { counter.value.add(1, ordering: .relaxed) }
    }
    final class Counter: Sendable { let value = Atomic<Int>(0) }
    let counter = Counter()
    for _ in 0..<5 {
      let pool = WorkerPool(threadCount: 4)
      // Long enough for the workers to fall asleep.
      for _ in 0..<2_000_000 { counter.value.add(0, ordering: .relaxed) }
      pool.run(CountJob(counter: counter))
    }
    #expect(counter.value.load(ordering: .relaxed) == 20)
  }
}
