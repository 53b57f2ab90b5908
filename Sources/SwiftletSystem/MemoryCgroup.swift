/// The memory control group that this process is charged to, as a report shows it.
///
/// Its figures are those of all processes in the group and the groups below. Sources: the kernel's
/// cgroup-v2 and cgroup-v1/memory documents.
public struct MemoryCgroup: Equatable, Sendable {
  /// The two interfaces that Linux has.
  public enum Version: String, CaseIterable, Sendable {
    /// A hierarchy for each controller; `memory.limit_in_bytes`.
    case v1 = "cgroup v1"
    /// One hierarchy for all; `memory.max`.
    case v2 = "cgroup v2"

    var usageFile: String {
      switch self {
      case .v1: "memory.usage_in_bytes"
      case .v2: "memory.current"
      }
    }
  }

  /// The interface that the figures come from.
  public var version: Version
  /// The group's folder.
  public var folder: String
  /// The most bytes that the group may be charged: in version 2 the lower of `memory.max` and
  /// `memory.high`; nil without a limit.
  public var limitByteCount: Int?
  /// Bytes charged now, the cache of files included.
  public var currentByteCount: Int?
  /// The part of them that is cache of files, which the kernel gives up before it kills.
  public var fileCacheByteCount: Int?
  /// The most bytes charged at one time; nil where the kernel does not tell (version 2 before Linux
  /// 5.19).
  public var peakByteCount: Int?
  /// How often the limit was reached: `failcnt`, or `max` of `memory.events`.
  public var limitHitCount: Int?
  /// How often the kernel found nothing left to give up (version 2 only).
  public var outOfMemoryCount: Int?
  /// Processes of the group that the kernel killed for it.
  public var killCount: Int?

  /// The group of this process.
  ///
  /// - Parameter root: what stands before `/proc` and the mount points, for tests.
  /// - Returns: its figures; nil without a memory controller, or if the group is not to be seen.
  public static func current(root: String = "") -> MemoryCgroup? {
    for hierarchy in CgroupHierarchy.visible(root: root) {
      guard let folder = hierarchy.charged else { continue }
      return MemoryCgroup(version: hierarchy.version, folder: folder)
    }
    return nil
  }

  /// Reads the figures in `folder`; those that are not there or make no sense are nil.
  init(version: Version, folder: String) {
    self.version = version
    self.folder = folder
    currentByteCount = KernelFile.number(at: "\(folder)/\(version.usageFile)")
    let statistics = KernelFile.bytes(at: folder + "/memory.stat") ?? []
    switch version {
    case .v1:
      limitByteCount = MemoryCgroup.limit(at: folder + "/memory.limit_in_bytes")
      peakByteCount = KernelFile.number(at: folder + "/memory.max_usage_in_bytes")
      limitHitCount = KernelFile.number(at: folder + "/memory.failcnt")
      let control = KernelFile.bytes(at: folder + "/memory.oom_control") ?? []
      killCount = KernelFile.figure("oom_kill", in: control)
      fileCacheByteCount = MemoryCgroup.sum(
        KernelFile.figure("total_inactive_file", in: statistics),
        KernelFile.figure("total_active_file", in: statistics))
    case .v2:
      let limits = ["memory.max", "memory.high"].compactMap {
        MemoryCgroup.limit(at: folder + "/" + $0)
      }
      limitByteCount = limits.min()
      peakByteCount = KernelFile.number(at: folder + "/memory.peak")
      let events = KernelFile.bytes(at: folder + "/memory.events") ?? []
      limitHitCount = KernelFile.figure("max", in: events)
      outOfMemoryCount = KernelFile.figure("oom", in: events)
      killCount = KernelFile.figure("oom_kill", in: events)
      fileCacheByteCount = MemoryCgroup.sum(
        KernelFile.figure("inactive_file", in: statistics),
        KernelFile.figure("active_file", in: statistics))
    }
  }

  /// What may still be charged before the kernel kills: the limit less what is not cache of files.
  ///
  /// The limit itself where the usage is not known; nil without a limit.
  var headroomByteCount: Int? {
    guard let limitByteCount else { return nil }
    guard let currentByteCount else { return limitByteCount }
    let cache = min(fileCacheByteCount ?? 0, currentByteCount)
    return max(0, limitByteCount - (currentByteCount - cache))
  }

  /// A limit beyond this is none: version 1 writes 2^63 less a page for "unlimited".
  private static let unlimited = 1 << 60

  /// The limit in a file; nil for `max`, a number that no machine has, or none.
  static func limit(at path: String) -> Int? {
    guard let number = KernelFile.number(at: path), number < unlimited else { return nil }
    return number
  }

  private static func sum(_ first: Int?, _ second: Int?) -> Int? {
    guard let first, let second else { return nil }
    let sum = first.addingReportingOverflow(second)
    return sum.overflow ? nil : sum.partialValue
  }
}
