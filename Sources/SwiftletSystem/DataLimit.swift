#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The limit of a process's private writable memory, `RLIMIT_DATA`.
///
/// It counts what `VmData` counts: heap, private writable mappings and stacks of threads, whether
/// touched or not. It does not count files, shared memory, the main thread's stack, or what was mapped
/// read-only. Before Linux 4.7 it counts only the classic heap, which `apply` notices. Beyond it
/// the system refuses memory (ENOMEM); nothing is killed.
struct DataLimit: Sendable {
  /// The limit that was in force.
  private let previous: UInt

  /// Lets private writable memory grow by `growthByteCount`, beyond `dataByteCount` now.
  ///
  /// - Returns: what undoes it, and the limit in force: a lower one that was there stays.
  /// - Throws: `CgroupEnforcement.Refusal` with the reason.
  static func apply(dataByteCount: Int, growthByteCount: Int) throws(CgroupEnforcement.Refusal)
    -> (limit: DataLimit, byteCount: Int)
  {
    let (wanted, isTooLarge) = dataByteCount.addingReportingOverflow(growthByteCount)
    var bounds = rlimit()
    guard !isTooLarge, unsafe getrlimit(resource, &bounds) == 0 else {
      throw CgroupEnforcement.Refusal(reason: "the limit now in force is not known")
    }
    let previous = UInt(bounds.rlim_cur)
    // "No limit" is the largest number.
    let byteCount = min(UInt(wanted), previous)
    bounds.rlim_cur = rlim_t(byteCount)
    guard unsafe setrlimit(resource, &bounds) == 0 else {
      throw CgroupEnforcement.Refusal(reason: systemMessage(errno))
    }
    let limit = DataLimit(previous: previous)
    // Asks for more than is allowed; without the limit the mapping, never touched, would succeed.
    let probe = unsafe mmap(
      nil, growthByteCount + (64 << 10), PROT_READ | PROT_WRITE,
      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    if unsafe probe != MAP_FAILED {
      unsafe munmap(probe, growthByteCount + (64 << 10))
      limit.undo()
      throw CgroupEnforcement.Refusal(reason: "this kernel counts no mappings")
    }
    return (limit, Int(byteCount))
  }

  /// Sets the limit that was there before.
  func undo() {
    var bounds = rlimit()
    guard unsafe getrlimit(DataLimit.resource, &bounds) == 0 else { return }
    bounds.rlim_cur = rlim_t(previous)
    unsafe setrlimit(DataLimit.resource, &bounds)
  }

  #if canImport(Glibc)
    private static var resource: __rlimit_resource_t { .init(RLIMIT_DATA.rawValue) }
  #else
    private static var resource: CInt { RLIMIT_DATA }
  #endif
}
