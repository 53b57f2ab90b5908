internal import CSwiftletSystem
internal import Synchronization

/// What the threads of a pool share: the job, who has begun his share, who sleeps.
///
/// Everything goes through three kinds of words. `number` counts jobs and is written by the caller
/// alone. Each worker has a word of progress: 2 n - 2 while its share of job n is nobody's, 2 n - 1
/// when it was begun, 2 n when it is done. Two more words say who may sleep and must be woken; as
/// long as all spin, a job costs no system call and each line of the cache moves once each way.
///
/// A job's fields are read only by who has claimed a share of it, and written only when all shares of
/// the job before are done. A thread that is about to sleep says so and then looks at its word again;
/// who changes the word does so before looking whether anybody sleeps; both in sequentially consistent
/// order, so that one of the two sees the other. Workers say which job they sleep until. A flag that the
/// caller lowers would not do: a quick worker may have raised it again, for the next job, meanwhile.
@safe final class JobBoard: @unchecked Sendable {
  private typealias Word = UnsafeMutablePointer<Atomic<UInt64>>

  /// The job that `number` announces; without a job the workers end.
  @safe private struct Assignment {
    var job: UnsafeRawPointer?
    var type: AnyJobType
  }

  /// Bytes between two words that different threads write: two cache lines, which some cores fetch
  /// together.
  private static let spacing = 128

  private let memory: UnsafeMutableRawPointer
  /// Counts jobs; a worker that sees it change has work.
  private let number: Word
  /// Beside `number`, so that it arrives with it.
  private let assignment: UnsafeMutablePointer<Assignment>
  /// The latest job that a worker may sleep until; never lowered.
  private let awaited: Word
  /// Whether the caller may sleep on a worker's progress.
  private let callerMaySleep: Word
  private let wordCount: Int
  private let mayPoll: Bool
  /// The caller's.
  private var barrierWait: SpinWait

  private struct NoJob: WorkerJob {
    static let kind = "none"
    func run(worker: Int) {}
  }

  /// A board without a job.
  ///
  /// - Parameters:
  ///   - threadCount: workers, the caller included.
  ///   - mayPoll: whether threads that wait poll for a while before they sleep.
  init(threadCount: Int, mayPoll: Bool) {
    self.mayPoll = mayPoll
    barrierWait = SpinWait(limit: mayPoll ? SpinWait.atBarrier : 0)
    // Two for who sleeps, and `number` in place of worker 0's progress.
    wordCount = threadCount + 2
    unsafe memory = .allocate(
      byteCount: wordCount * JobBoard.spacing, alignment: JobBoard.spacing)
    for index in 0..<wordCount {
      unsafe (memory + index * JobBoard.spacing).bindMemory(to: Atomic<UInt64>.self, capacity: 1)
        .initialize(to: Atomic(0))
    }
    unsafe number = memory.assumingMemoryBound(to: Atomic<UInt64>.self)
    unsafe awaited = (memory + threadCount * JobBoard.spacing)
      .assumingMemoryBound(to: Atomic<UInt64>.self)
    unsafe callerMaySleep = (memory + (threadCount + 1) * JobBoard.spacing)
      .assumingMemoryBound(to: Atomic<UInt64>.self)
    unsafe assignment = (memory + 16).bindMemory(to: Assignment.self, capacity: 1)
    unsafe assignment.initialize(to: Assignment(job: nil, type: NoJob.self))
  }

  deinit {
    unsafe assignment.deinitialize(count: 1)
    for index in 0..<wordCount {
      unsafe (memory + index * JobBoard.spacing).assumingMemoryBound(to: Atomic<UInt64>.self)
        .deinitialize(count: 1)
    }
    unsafe memory.deallocate()
  }

  /// The progress of `worker`, which is not 0.
  private func progress(of worker: Int) -> Word {
    unsafe (memory + worker * JobBoard.spacing).assumingMemoryBound(to: Atomic<UInt64>.self)
  }

  // MARK: the caller

  /// Starts the next job: spinning workers see it, sleeping ones are woken.
  ///
  /// - Returns: the job's number.
  func announce(_ job: UnsafeRawPointer, _ type: AnyJobType) -> UInt64 {
    unsafe announce(Assignment(job: job, type: type))
  }

  /// Lets the workers end.
  func announceEnd() { _ = unsafe announce(Assignment(job: nil, type: NoJob.self)) }

  private func announce(_ next: Assignment) -> UInt64 {
    unsafe assignment.pointee = next
    let next = unsafe number.pointee.load(ordering: .relaxed) + 1
    unsafe number.pointee.store(next, ordering: .sequentiallyConsistent)
    // Who sleeps until an earlier job was woken for that one, and need not be woken again until it runs.
    if unsafe awaited.pointee.load(ordering: .sequentiallyConsistent) >= next {
      unsafe swiftlet_wake_sleepers(UnsafeRawPointer(number).assumingMemoryBound(to: UInt64.self))
    }
    return next
  }

  /// Notes that the caller did the share of `worker`, which it had claimed.
  func finishInStead(of worker: Int, in job: UInt64) {
    unsafe progress(of: worker).pointee.store(2 * job, ordering: .relaxed)
  }

  /// Waits until the share of `worker` in job `job` is done.
  func waitUntilDone(_ worker: Int, in job: UInt64) {
    let word = unsafe progress(of: worker)
    let isDone = barrierWait.wait {
      unsafe word.pointee.load(ordering: .acquiring) == 2 * job
    }
    if isDone { return }
    // The worker lost its core in the middle of its share. Sleeping leaves this core to others, and
    // who has slept gets one back sooner than who has polled.
    unsafe callerMaySleep.pointee.store(1, ordering: .sequentiallyConsistent)
    while unsafe word.pointee.load(ordering: .sequentiallyConsistent) != 2 * job {
      unsafe swiftlet_sleep_while_equal(
        UnsafeRawPointer(word).assumingMemoryBound(to: UInt64.self), 2 * job - 1)
    }
    unsafe callerMaySleep.pointee.store(0, ordering: .relaxed)
  }

  // MARK: the workers and the caller

  /// Whether who calls this may do the share of `worker` in job `job`; true exactly once.
  ///
  /// What a claim gives access to became visible with the job's number.
  func claim(_ worker: Int, in job: UInt64) -> Bool {
    let word = unsafe progress(of: worker)
    // A look first: it leaves the line to the worker that is busy with its share.
    guard unsafe word.pointee.load(ordering: .relaxed) == 2 * job - 2 else { return false }
    return unsafe word.pointee.compareExchange(
      expected: 2 * job - 2, desired: 2 * job - 1, ordering: .relaxed
    ).exchanged
  }

  // MARK: the workers

  /// Does the shares of `worker` until the end is announced.
  func work(as worker: Int) {
    var seen: UInt64 = 0
    var wait = SpinWait(limit: mayPoll ? SpinWait.betweenJobs : 0)
    while true {
      seen = waitForJob(after: seen, &wait)
      // Late: the caller has done this share. It never claims one of the end.
      guard claim(worker, in: seen) else { continue }
      let current = unsafe assignment.pointee
      guard let job = unsafe current.job else { return }
      unsafe current.type.invoke(job, worker: worker)
      finish(worker, in: seen)
    }
  }

  /// Waits until there is a job with another number than `seen`.
  private func waitForJob(after seen: UInt64, _ wait: inout SpinWait) -> UInt64 {
    var now = seen
    let isThere = wait.wait {
      now = unsafe number.pointee.load(ordering: .acquiring)
      return now != seen
    }
    if isThere { return now }
    while true {
      // A worker that is late must not take back what one ahead of it waits for.
      unsafe awaited.pointee.max(seen + 1, ordering: .sequentiallyConsistent)
      now = unsafe number.pointee.load(ordering: .sequentiallyConsistent)
      if now != seen { return now }
      unsafe swiftlet_sleep_while_equal(
        UnsafeRawPointer(number).assumingMemoryBound(to: UInt64.self), seen)
    }
  }

  private func finish(_ worker: Int, in job: UInt64) {
    let word = unsafe progress(of: worker)
    unsafe word.pointee.store(2 * job, ordering: .sequentiallyConsistent)
    if unsafe callerMaySleep.pointee.load(ordering: .sequentiallyConsistent) != 0 {
      unsafe swiftlet_wake_sleepers(UnsafeRawPointer(word).assumingMemoryBound(to: UInt64.self))
    }
  }
}
