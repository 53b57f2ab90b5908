/// Work that all workers of a pool do together, each its own share.
///
/// A job is a value rather than a closure because a closure handed to other threads is copied to the
/// heap, and nothing may be allocated in the decode loop.
public protocol WorkerJob: ~Copyable {
  /// What a profile calls jobs of this type.
  static var kind: String { get }
  /// Does the share of `worker`, 0 ..< the pool's thread count, on whichever thread.
  func run(worker: Int)
}

extension WorkerJob where Self: ~Copyable {
  /// Does a share of the job at `job`, which stays where it is.
  ///
  /// A job that can be copied would be: as it is read through a pointer here, by code that does not know
  /// its type. That counts its references up and down, on cache lines that all workers write.
  static func invoke(_ job: UnsafeRawPointer, worker: Int) {
    unsafe job.assumingMemoryBound(to: Self.self).pointee.run(worker: worker)
  }
}

/// The type of a job, as the workers get it.
typealias AnyJobType = any (WorkerJob & ~Copyable).Type
