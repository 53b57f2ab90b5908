import SwiftletSystem
import Synchronization
import Testing
import _SwiftletTestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

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

  /// Counts how often each share is done, in memory that nothing but the pool's own order protects.
  @safe private struct TallyJob: WorkerJob {
    static let kind = "tally"
    let counts: UnsafeMutablePointer<Int>
    func run(worker: Int) { unsafe counts[worker] += 1 }
  }

  /// Runs `rounds` tallies and expects each share once a round.
  private func expectEachShareOnce(
    _ pool: WorkerPool, rounds: Int, between: (Int) -> Void = { _ in }
  ) {
    let counts = UnsafeMutablePointer<Int>.allocate(capacity: pool.threadCount)
    defer { unsafe counts.deallocate() }
    unsafe counts.initialize(repeating: 0, count: pool.threadCount)
    for round in 0..<rounds {
      unsafe pool.run(TallyJob(counts: counts))
      let done = unsafe UnsafeBufferPointer(start: counts, count: pool.threadCount)
      guard unsafe done.allSatisfy({ $0 == round + 1 }) else {
        Issue.record("round \(round): \(unsafe Array(done))")
        return
      }
      between(round)
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

  @Test(arguments: 1...9) func everyShareIsDoneOnceHoweverLateItsWorkerIs(_ threadCount: Int) {
    // On most machines some of these are more workers than cores, so that some are always late.
    expectEachShareOnce(WorkerPool(threadCount: threadCount), rounds: 5000)
  }

  @Test(arguments: [2, 4, 8]) func workersThatPollAndShareCoresAreNoDifferent(_ threadCount: Int) {
    // A set of more cores than the machine has: the pool takes it that each thread has one of its own.
    let pool = WorkerPool(threadCount: threadCount, cores: CoreSet(0..<64))
    expectEachShareOnce(pool, rounds: 2000)
  }

  @Test(arguments: [2, 4]) func workersThatMayFallAsleepAtAnyMomentMissNoJob(_ threadCount: Int) {
    let pool = WorkerPool(threadCount: threadCount)
    var generator = SeededGenerator(seed: 3)
    // Gaps around the times after which a worker sleeps: 10 to 200 microseconds.
    expectEachShareOnce(pool, rounds: 2000) { _ in
      usleep(UInt32.random(in: 0...1, using: &generator) * .random(in: 1...250, using: &generator))
    }
  }

  @Test func theCallerSleepsUntilALongShareIsDone() {
    /// Every worker but the caller takes far longer than the caller polls.
    @safe struct LongJob: WorkerJob {
      static let kind = "long"
      let counts: UnsafeMutablePointer<Int>
      let begun: UnsafePointer<Atomic<Int>>
      func run(worker: Int) {
        unsafe counts[worker] += 1
        if worker != 0 {
          unsafe begun.pointee.store(1, ordering: .releasing)
          usleep(2000)
          unsafe counts[worker] += 1
        } else {
          // Or the caller would do the other share too, on a machine with one core.
          for _ in 0..<1000 where unsafe begun.pointee.load(ordering: .acquiring) == 0 {
            usleep(100)
          }
        }
      }
    }
    let pool = WorkerPool(threadCount: 2)
    let counts = UnsafeMutablePointer<Int>.allocate(capacity: 2)
    let begun = UnsafeMutablePointer<Atomic<Int>>.allocate(capacity: 1)
    defer {
      unsafe counts.deallocate()
      unsafe begun.deallocate()
    }
    unsafe counts.initialize(repeating: 0, count: 2)
    for round in 1...20 {
      unsafe begun.initialize(to: Atomic(0))
      unsafe pool.run(LongJob(counts: counts, begun: begun))
      let (own, other) = unsafe (counts[0], counts[1])
      #expect(own == round && other == 2 * round)
    }
  }

  @Test(arguments: [2, 4, 8]) func aPoolEndsWhetherItsWorkersPollOrSleep(_ threadCount: Int) {
    for round in 0..<400 {
      let pool = WorkerPool(threadCount: threadCount)
      // None, one or a few jobs; at once, or when all sleep.
      expectEachShareOnce(pool, rounds: round % 3)
      if round % 20 == 0 { usleep(3000) }
    }
    // The deinitializers have joined every thread, or this would not be reached.
  }

  @Test(
    .enabled(if: AllocationCounter.isAvailable, AllocationCounter.message), arguments: [1, 2, 4])
  func runningAllocatesNothing(_ threadCount: Int) {
    let pool = WorkerPool(threadCount: threadCount)
    let counts = UnsafeMutablePointer<Int>.allocate(capacity: pool.threadCount)
    defer { unsafe counts.deallocate() }
    unsafe counts.initialize(repeating: 0, count: pool.threadCount)
    let job = unsafe TallyJob(counts: counts)
    let own = AllocationCounter.count {
      for _ in 0..<1000 { pool.run(job) }
    }
    #expect(own == 0)
    // Other tests allocate now and then; not all the time.
    let least = (0..<200).map { _ in
      AllocationCounter.countInAllThreads { for _ in 0..<10 { pool.run(job) } }
    }.min()
    #expect(least == 0)
  }

  @Test func aJobThatCannotBeCopiedIsRunInPlace() {
    struct Single: ~Copyable, WorkerJob {
      static let kind = "single"
      let counter = Atomic<Int>(0)
      borrowing func run(worker: Int) { counter.add(1, ordering: .relaxed) }
    }
    let pool = WorkerPool(threadCount: 3)
    let job = Single()
    for _ in 0..<10 { pool.run(job) }
    #expect(job.counter.load(ordering: .relaxed) == 30)
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
      #expect(shares.map(\.count) == shares.map(\.count).sorted(by: >))
    }
  }

  @Test(arguments: [1, 2, 4]) func aSingleItemIsTheCallers(_ threadCount: Int) {
    let pool = WorkerPool(threadCount: threadCount)
    #expect(pool.share(of: 1, worker: 0) == 0..<1)
    #expect(pool.share(of: 1, unit: 3, worker: 0) == 0..<1)
    let counts = UnsafeMutablePointer<Int>.allocate(capacity: threadCount)
    defer { unsafe counts.deallocate() }
    unsafe counts.initialize(repeating: 0, count: threadCount)
    unsafe pool.run(TallyJob(counts: counts), itemCount: 1)
    let once = unsafe Array(UnsafeBufferPointer(start: counts, count: threadCount))
    #expect(once == [1] + [Int](repeating: 0, count: threadCount - 1))
    unsafe pool.run(TallyJob(counts: counts), itemCount: 2)
    let twice = unsafe Array(UnsafeBufferPointer(start: counts, count: threadCount))
    #expect(twice == [2] + [Int](repeating: 1, count: threadCount - 1))
  }

  @Test(arguments: 1...5) func sharesInUnitsDivideNoUnit(_ threadCount: Int) {
    let pool = WorkerPool(threadCount: threadCount)
    for unit in 1...5 {
      for count in 0..<40 {
        let shares = (0..<threadCount).map { pool.share(of: count, unit: unit, worker: $0) }
        #expect(shares.flatMap { Array($0) } == Array(0..<count))
        for share in shares where !share.isEmpty {
          #expect(share.lowerBound % unit == 0)
          #expect(share.upperBound % unit == 0 || share.upperBound == count)
        }
        let units = shares.map { ($0.count + unit - 1) / unit }
        #expect((units.max() ?? 0) - (units.min() ?? 0) <= 1)
      }
      #expect(pool.share(of: 30, unit: 1, worker: 0) == pool.share(of: 30, worker: 0))
    }
  }

  @Test func threadsAndCallerKeepToTheGivenCores() throws {
    /// Notes each worker's affinity.
    @safe struct AskJob: WorkerJob {
      static let kind = "ask"
      let answers: UnsafeMutablePointer<CoreSet?>
      func run(worker: Int) {
        unsafe answers[worker] = CoreSet.ofCallingThread()
        // Long enough for the other workers to begin their shares.
        usleep(1000)
      }
    }
    let before = try #require(CoreSet.ofCallingThread())
    let one = CoreSet(before.numbers.suffix(1))
    let pool = WorkerPool(threadCount: 3, cores: one)
    #expect(pool.cores == one)
    let answers = UnsafeMutablePointer<CoreSet?>.allocate(capacity: 3)
    defer { unsafe answers.deallocate() }
    unsafe answers.initialize(repeating: nil, count: 3)
    pool.confiningCaller { unsafe pool.run(AskJob(answers: answers)) }
    let given = unsafe Array(UnsafeBufferPointer(start: answers, count: 3))
    #expect(given == [one, one, one])
    #expect(CoreSet.ofCallingThread() == before)
  }
}
