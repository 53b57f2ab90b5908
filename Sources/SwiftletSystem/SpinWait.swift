internal import CSwiftletSystem

/// Waiting without sleeping, for a time that depends on how well it went before.
struct SpinWait {
  /// How long a worker polls for the next job, in nanoseconds.
  ///
  /// Decoding leaves gaps of 10 to 50 microseconds between two jobs and of up to some 200 between two
  /// tokens, where one is sampled.
  static let betweenJobs: UInt64 = 200_000
  /// How long the caller polls for the end of a share: shares are equal, so the others end soon, or have
  /// lost their cores for some milliseconds.
  static let atBarrier: UInt64 = 50_000

  /// What is left of the limit when waiting was in vain again and again.
  private static let leastLimit: UInt64 = 10_000

  /// Polls between two looks at the clock.
  ///
  /// A poll takes 2 to 60 nanoseconds, as `pause` lasts 10 to 140
  /// cycles on x86-64 and `yield` next to none on aarch64; a look at the clock some 25.
  private static let pollsPerRound = 64

  private let most: UInt64
  private var limit: UInt64

  /// Waits of at most `limit` nanoseconds; with 0, no more than a look.
  init(limit: UInt64) {
    most = limit
    self.limit = limit
  }

  /// Polls `condition` until it holds or time is up.
  ///
  /// Each wait in vain halves the time of the next, each other one doubles it: on a crowded machine the
  /// other thread often has no core, and polling would only take one from it. A thread that loses its
  /// own core here finds the time gone, and sleeps.
  ///
  /// - Parameter condition: what is waited for.
  /// - Returns: whether it holds.
  @inline(__always) mutating func wait(until condition: () -> Bool) -> Bool {
    let holds = poll(condition)
    limit = holds ? min(limit * 2, most) : max(limit / 2, min(SpinWait.leastLimit, most))
    return holds
  }

  @inline(__always) private func poll(_ condition: () -> Bool) -> Bool {
    if condition() { return true }
    guard limit > 0 else { return false }
    var start: UInt64?
    while true {
      for _ in 0..<SpinWait.pollsPerRound {
        swiftlet_pause()
        if condition() { return true }
      }
      // Most waits end before the first look at the clock.
      let now = swiftlet_monotonic_nanoseconds()
      guard let first = start else {
        start = now
        continue
      }
      if now &- first >= limit { return condition() }
    }
  }
}
