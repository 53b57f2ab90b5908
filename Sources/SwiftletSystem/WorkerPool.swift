/// Threads that were started once and run job after job; the caller is worker 0.
///
/// Between jobs a worker polls for a while, because the next job usually follows at once, then sleeps,
/// so that an idle or crowded machine is not burned (`SpinWait`). The caller does the
/// shares of workers that have not begun when it is done with its own. `run` allocates nothing.
@safe public final class WorkerPool: @unchecked Sendable {
  /// Stack of each thread.
  public static let stackByteCount = BackgroundThread.stackByteCount
  /// Bytes of it that a plan counts: 8 to 20 KiB are touched (x86-64 with AVX2, 8 threads), the rest never becomes memory.
  public static let countedStackByteCount = 32 << 10

  /// Workers, the caller included.
  public let threadCount: Int
  /// The cores that the threads are confined to; nil if they run wherever the process may.
  public let cores: CoreSet?
  /// Where times are added up, if anywhere.
  ///
  /// Only the thread that runs jobs may set it. Timing costs three clock readings a job.
  public var profile: JobProfile? {
    get { unsafe currentProfile }
    set { unsafe currentProfile = newValue }
  }
  // Looked at in every job, and only by the thread that may set it.
  @exclusivity(unchecked) private var currentProfile: JobProfile?
  private var threads: [BackgroundThread] = []
  /// The threads hold it, so that the pool itself can end.
  private let board: JobBoard

  /// Starts `threadCount - 1` threads, on the big cores if they are enough; fewer threads if the system
  /// gives no more.
  ///
  /// - Parameter threadCount: workers, the caller included; at least 1.
  public convenience init(threadCount: Int) {
    self.init(
      threadCount: threadCount, cores: CoreSelection.current.cores(forThreadCount: threadCount))
  }

  /// Starts `threadCount - 1` threads; fewer if the system gives no more.
  ///
  /// - Parameters:
  ///   - threadCount: workers, the caller included; at least 1.
  ///   - cores: where the threads may run, as a set, so that the scheduler can still move them; nil for
  ///     wherever the process may. The caller is confined by `confiningCaller` alone.
  public init(threadCount: Int, cores: CoreSet?) {
    let wanted = max(1, threadCount)
    // Threads that must share a core do not poll: they would keep it from each other.
    let coreCount = cores?.count ?? CPUFeatures.availableCoreCount
    let board = JobBoard(threadCount: wanted, mayPoll: wanted <= coreCount)
    self.board = board
    self.cores = cores
    for worker in 1..<wanted {
      let thread = BackgroundThread {
        // If the system refuses, the work is done wherever it may be.
        _ = cores?.confineCallingThread()
        board.work(as: worker)
      }
      guard let thread else { break }
      threads.append(thread)
    }
    self.threadCount = threads.count + 1
  }

  deinit {
    board.announceEnd()
    for thread in threads { thread.join() }
  }

  /// Runs `job` on all workers and returns when the last is done.
  ///
  /// Jobs must come from one thread at a time.
  ///
  /// - Parameters:
  ///   - job: called once per worker, concurrently.
  ///   - itemCount: items that the job shares out with `share(of:worker:)`, where that may be one: worker
  ///     0 has it then, and no other is asked, which saves the barrier.
  public func run<Job: WorkerJob & ~Copyable>(_ job: borrowing Job, itemCount: Int = .max) {
    guard let profile = unsafe currentProfile else {
      runUntimed(job, itemCount)
      return
    }
    let clock = ContinuousClock()
    let start = clock.now
    var own = start
    runUntimed(job, itemCount) { own = clock.now }
    profile.add(kind: Job.kind, work: own - start, barrier: clock.now - own)
  }

  private func runUntimed<Job: WorkerJob & ~Copyable>(
    _ job: borrowing Job, _ itemCount: Int, afterOwnShare: () -> Void = {}
  ) {
    guard threadCount > 1, itemCount > 1 else {
      job.run(worker: 0)
      afterOwnShare()
      return
    }
    unsafe withUnsafePointer(to: job) { pointer in
      let number = unsafe board.announce(UnsafeRawPointer(pointer), Job.self)
      unsafe pointer.pointee.run(worker: 0)
      // A worker that has not begun is asleep, or waits for a core that others use: waiting for it would
      // cost a time slice. Its share is as good as another.
      for worker in 1..<threadCount where board.claim(worker, in: number) {
        unsafe pointer.pointee.run(worker: worker)
        board.finishInStead(of: worker, in: number)
      }
      afterOwnShare()
      for worker in 1..<threadCount { board.waitUntilDone(worker, in: number) }
    }
  }

  /// Runs `body` with the calling thread confined to the pool's cores, as the workers are.
  ///
  /// For a stretch of jobs, as it costs three system calls; none where all cores are alike. The thread
  /// belongs to the host program, so it gets its own cores back at the end.
  ///
  /// - Parameter body: what runs jobs.
  /// - Returns: what `body` returns.
  /// - Throws: what `body` throws.
  public func confiningCaller<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard let cores, let before = CoreSet.ofCallingThread(), cores.confineCallingThread() else {
      return try body()
    }
    defer { _ = before.confineCallingThread() }
    return try body()
  }
}
