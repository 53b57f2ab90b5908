internal import CSwiftletSystem
internal import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Work that all workers of a pool do together, each its own share.
///
/// A job is a value rather than a closure because a closure handed to other threads is copied to the
/// heap, and nothing may be allocated in the decode loop.
public protocol WorkerJob {
  /// What a profile calls jobs of this type.
  static var kind: String { get }
  /// Does the share of `worker`, 0 ..< the pool's thread count, on whichever thread.
  func run(worker: Int)
}

extension WorkerJob {
  fileprivate static func invoke(_ job: UnsafeRawPointer, worker: Int) {
    unsafe job.assumingMemoryBound(to: Self.self).pointee.run(worker: worker)
  }
}

/// Threads that were started once and run job after job; the caller is worker 0.
///
/// Between jobs a worker spins for some ten microseconds, because the next job usually follows at once,
/// then sleeps, so that an idle or crowded machine is not burned. The caller does the shares of workers
/// that have not begun when it is done with its own. `run` allocates nothing.
@safe public final class WorkerPool: @unchecked Sendable {
  /// Stack of each thread: the kernels need a few KiB; counted in the memory plan.
  public static let stackByteCount = 256 << 10

  /// Polls before a worker sleeps: 10 to 100 microseconds, as cores differ in how long a pause lasts.
  private static let spinLimit = 2000

  /// Workers, the caller included.
  public let threadCount: Int
  /// Where times are added up, if anywhere.
  ///
  /// Only the thread that runs jobs may set it. Timing costs three clock readings a job.
  public var profile: JobProfile?
  private var threads: [pthread_t] = []
  private let state: Shared

  /// What the threads share; they hold it, so that the pool itself can end.
  @safe private final class Shared: @unchecked Sendable {
    /// Counts jobs; a worker that sees it change has work.
    let generation = Atomic<UInt>(0)
    /// Shares of the current job, the caller's apart, that are not finished.
    let running = Atomic<Int>(0)
    let isStopped = Atomic<Bool>(false)
    // Written before `generation` is advanced, read after it is seen to change.
    var job: UnsafeRawPointer?
    var jobType: (any WorkerJob.Type)?
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let wake = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    /// For each worker the last job whose share was begun, by it or by the caller in its stead.
    private let begun: UnsafeMutablePointer<Atomic<UInt>>
    private let threadCount: Int
    /// Words between two workers' entries: a cache line, so that claims do not disturb each other.
    private static let stride = 8

    init(threadCount: Int) {
      self.threadCount = threadCount
      unsafe begun = .allocate(capacity: threadCount * Shared.stride)
      for index in 0..<threadCount * Shared.stride {
        unsafe (begun + index).initialize(to: Atomic(0))
      }
      unsafe pthread_mutex_init(mutex, nil)
      unsafe pthread_cond_init(wake, nil)
    }

    deinit {
      unsafe pthread_cond_destroy(wake)
      unsafe pthread_mutex_destroy(mutex)
      unsafe begun.deinitialize(count: threadCount * Shared.stride)
      unsafe begun.deallocate()
      unsafe wake.deallocate()
      unsafe mutex.deallocate()
    }

    /// Starts the next job: sleeping workers wake, spinning ones see the count.
    func announce() {
      unsafe pthread_mutex_lock(mutex)
      generation.add(1, ordering: .releasing)
      unsafe pthread_cond_broadcast(wake)
      unsafe pthread_mutex_unlock(mutex)
    }

    /// Waits until the count differs from `seen`.
    func waitForWork(after seen: UInt) -> UInt {
      for _ in 0..<WorkerPool.spinLimit {
        let now = generation.load(ordering: .acquiring)
        if now != seen { return now }
        WorkerPool.pause()
      }
      unsafe pthread_mutex_lock(mutex)
      while generation.load(ordering: .acquiring) == seen {
        unsafe pthread_cond_wait(wake, mutex)
      }
      unsafe pthread_mutex_unlock(mutex)
      return generation.load(ordering: .acquiring)
    }

    /// Whether the caller of this may do the share of `worker` in job `number`; true exactly once.
    ///
    /// A job ends only when each share was begun and finished, so an entry is never two jobs behind, and
    /// whoever claims a share finds the job's fields unchanged until it has finished it.
    func claim(_ worker: Int, in number: UInt) -> Bool {
      unsafe begun[worker * Shared.stride].compareExchange(
        expected: number &- 1, desired: number, ordering: .acquiringAndReleasing
      ).exchanged
    }

    func work(as worker: Int) {
      var seen: UInt = 0
      while true {
        seen = waitForWork(after: seen)
        if isStopped.load(ordering: .acquiring) { return }
        guard claim(worker, in: seen) else { continue }
        if let job = unsafe job, let jobType { unsafe jobType.invoke(job, worker: worker) }
        running.subtract(1, ordering: .acquiringAndReleasing)
      }
    }
  }

  private final class Start {
    let state: Shared
    let worker: Int
    init(state: Shared, worker: Int) {
      self.state = state
      self.worker = worker
    }
  }

  /// Starts `threadCount - 1` threads; fewer if the system gives no more.
  ///
  /// - Parameter threadCount: workers, the caller included; at least 1.
  public init(threadCount: Int) {
    let state = Shared(threadCount: max(1, threadCount))
    self.state = state
    var attributes = pthread_attr_t()
    unsafe pthread_attr_init(&attributes)
    unsafe pthread_attr_setstacksize(&attributes, WorkerPool.stackByteCount)
    for worker in 1..<max(1, threadCount) {
      let start = unsafe Unmanaged.passRetained(Start(state: state, worker: worker))
      var thread = pthread_t()
      let status = unsafe pthread_create(
        &thread, &attributes,
        { argument in
          let argument: UnsafeMutableRawPointer? = unsafe argument
          guard let argument = unsafe argument else { return nil }
          let start = unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
          start.state.work(as: start.worker)
          return nil
        }, start.toOpaque())
      guard status == 0 else {
        unsafe start.release()
        break
      }
      threads.append(thread)
    }
    unsafe pthread_attr_destroy(&attributes)
    self.threadCount = threads.count + 1
  }

  deinit {
    state.isStopped.store(true, ordering: .releasing)
    state.announce()
    for thread in threads { pthread_join(thread, nil) }
  }

  /// Runs `job` on all workers and returns when the last is done.
  ///
  /// - Parameter job: called once per worker, concurrently.
  public func run<Job: WorkerJob>(_ job: Job) {
    guard let profile else {
      runUntimed(job)
      return
    }
    let clock = ContinuousClock()
    let start = clock.now
    var own = start
    runUntimed(job) { own = clock.now }
    profile.add(kind: Job.kind, work: own - start, barrier: clock.now - own)
  }

  private func runUntimed<Job: WorkerJob>(_ job: Job, afterOwnShare: () -> Void = {}) {
    guard threadCount > 1 else {
      job.run(worker: 0)
      afterOwnShare()
      return
    }
    unsafe withUnsafePointer(to: job) { pointer in
      unsafe state.job = UnsafeRawPointer(pointer)
      state.jobType = Job.self
      state.running.store(threadCount - 1, ordering: .releasing)
      state.announce()
      job.run(worker: 0)
      // A worker that has not begun is asleep, or waits for a core that others use: waiting for it would
      // cost a time slice. Its share is as good as another.
      let number = state.generation.load(ordering: .relaxed)
      for worker in 1..<threadCount where state.claim(worker, in: number) {
        job.run(worker: worker)
        state.running.subtract(1, ordering: .acquiringAndReleasing)
      }
      afterOwnShare()
      var spins = 0
      while state.running.load(ordering: .acquiring) > 0 {
        spins += 1
        // The shares are equal, so the others end soon; on a crowded machine give them the core.
        if spins < WorkerPool.spinLimit { WorkerPool.pause() } else { sched_yield() }
      }
      unsafe state.job = nil
    }
  }

  /// The share of `worker` in `count` items: contiguous, sizes differ by at most one.
  public func share(of count: Int, worker: Int) -> Range<Int> {
    (count * worker / threadCount)..<(count * (worker + 1) / threadCount)
  }

  @inline(__always) static func pause() { swiftlet_pause() }
}
