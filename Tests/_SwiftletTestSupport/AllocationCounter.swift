internal import CAllocationCounter
public import Testing

/// Counts heap allocations, so that "a decode step allocates nothing" is an assertion.
///
/// Tests that need it carry `.enabled(if: AllocationCounter.isAvailable, AllocationCounter.message)`.
public enum AllocationCounter {
  /// Whether this C library lets allocations be counted.
  public static let isAvailable: Bool = swiftlet_allocation_count_available()

  /// Why a test was skipped.
  public static let message: Comment = "allocations are counted on glibc only"

  /// Allocations that the calling thread makes while `body` runs.
  ///
  /// Other tests run at the same time and do not disturb the count. Work that `body` hands to other
  /// threads is not in it: see `countInAllThreads`.
  public static func count<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure)
    -> Int
  {
    let before = swiftlet_allocation_count_current_thread()
    try body()
    return Int(swiftlet_allocation_count_current_thread() - before)
  }

  /// Allocations of the whole process while `body` runs.
  ///
  /// Tests that run at the same time are in it, so only the smallest of many counts says something.
  public static func countInAllThreads<Failure: Error>(_ body: () throws(Failure) -> Void)
    throws(Failure) -> Int
  {
    let before = swiftlet_allocation_count_all()
    try body()
    return Int(swiftlet_allocation_count_all() - before)
  }
}
