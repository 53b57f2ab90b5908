/// Where the time of a pool's jobs went, kind by kind, as the calling thread saw it.
///
/// Set as `WorkerPool.profile`; without one nothing is timed.
public final class JobProfile {
  /// One kind of job.
  public struct Entry: Equatable, Sendable {
    /// The kind's name.
    public var kind: String
    /// Jobs that were run.
    public var count = 0
    /// From start to end of the shares that the caller did.
    public var work = Duration.zero
    /// From there until the last worker was done.
    public var barrier = Duration.zero
  }

  /// The kinds in the order of their first job.
  public private(set) var entries: [Entry] = []

  /// An empty profile.
  public init() {}

  /// All jobs together.
  public var total: Entry {
    entries.reduce(into: Entry(kind: "all jobs")) { sum, entry in
      sum.count += entry.count
      sum.work += entry.work
      sum.barrier += entry.barrier
    }
  }

  func add(kind: String, work: Duration, barrier: Duration) {
    let index = entries.firstIndex { $0.kind == kind } ?? entries.endIndex
    if index == entries.endIndex { entries.append(Entry(kind: kind)) }
    entries[index].count += 1
    entries[index].work += work
    entries[index].barrier += barrier
  }
}
