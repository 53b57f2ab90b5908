/// What the machine and the control groups around this process leave it of memory.
///
/// A figure that the system does not tell is nil, never a made-up number.
public struct SystemMemory: Equatable, Sendable {
  /// The machine's memory (`MemTotal`), whatever a container may use of it.
  public var totalByteCount: Int?
  /// What the machine can give without swapping (`MemAvailable`).
  ///
  /// Before Linux 3.14 free memory and the cache of files, which is a little more than that.
  public var machineAvailableByteCount: Int?
  /// The lowest limit of the groups around this process; nil without one.
  public var groupLimitByteCount: Int?
  /// The least that one of those groups leaves, its cache of files counted as free; nil without a
  /// limit.
  public var groupAvailableByteCount: Int?

  /// Nothing known.
  public init() {}

  /// What this process may still take before something must be swapped out or killed.
  ///
  /// The smaller of what the machine and the groups leave; nil if neither is known.
  public var availableByteCount: Int? {
    [machineAvailableByteCount, groupAvailableByteCount].compactMap { $0 }.min()
  }

  /// Reads the figures.
  ///
  /// - Parameter root: what stands before `/proc` and the mount points, for tests.
  /// - Returns: what is known.
  public static func current(root: String = "") -> SystemMemory {
    let text = KernelFile.bytes(at: root + "/proc/meminfo") ?? []
    let groups = CgroupHierarchy.visible(root: root).flatMap { hierarchy in
      hierarchy.folders.map { MemoryCgroup(version: hierarchy.version, folder: $0) }
    }
    var memory = SystemMemory()
    memory.totalByteCount = KernelFile.figure("MemTotal:", in: text)
    memory.machineAvailableByteCount = available(text)
    memory.groupLimitByteCount = groups.compactMap(\.limitByteCount).min()
    memory.groupAvailableByteCount = groups.compactMap(\.headroomByteCount).min()
    return memory
  }

  private static func available(_ text: [UInt8]) -> Int? {
    if let available = KernelFile.figure("MemAvailable:", in: text) { return available }
    guard let free = KernelFile.figure("MemFree:", in: text),
      let cached = KernelFile.figure("Cached:", in: text)
    else { return nil }
    // Shared memory counts as cached, but no page of it can be given up.
    let shared = min(KernelFile.figure("Shmem:", in: text) ?? 0, cached)
    let sum = free.addingReportingOverflow(cached - shared)
    return sum.overflow ? nil : sum.partialValue
  }
}
