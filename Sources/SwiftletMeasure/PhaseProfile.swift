public import SwiftletSystem

/// Where the time of prefill or of decoding went, as the calling thread saw it.
public struct PhaseProfile {
  /// Time by kind of job.
  public let jobs: JobProfile
  /// Wall time of the phase.
  public let duration: Duration

  /// The share of the wall time that `part` is.
  public func share(of part: Duration) -> Double {
    part / max(duration, .nanoseconds(1))
  }

  /// The share of the wall time that was spent waiting for other workers.
  public var barrierShare: Double { share(of: jobs.total.barrier) }

  /// The share of the wall time that no job ran in.
  public var outsideShare: Double {
    share(of: duration - jobs.total.work - jobs.total.barrier)
  }
}
