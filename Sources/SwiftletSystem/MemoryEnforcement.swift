#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Why the operating system does not hold the cap.
public enum MemoryEnforcementError: Error, Equatable, CustomStringConvertible {
  /// The process holds more than the cap already.
  case capBelowResident(capByteCount: Int, residentByteCount: Int)
  /// No way works; the attempts in order.
  case unavailable([MemoryEnforcement.Attempt])

  /// One line.
  public var description: String {
    switch self {
    case .capBelowResident(let cap, let resident):
      return "enforcement: expected a cap above the \(resident) bytes resident now, found \(cap)"
    case .unavailable(let attempts):
      let reasons = attempts.map { "\($0.kind.rawValue): \(InputFault.escaped($0.failure))" }
      return "enforcement: no limit of the system can be set: " + reasons.joined(separator: "; ")
    }
  }
}

/// A limit of the operating system's under the memory cap, so that a bug ends the process visibly
/// instead of swapping the machine to death.
///
/// In a control group the kernel kills the process that goes beyond. What was resident before stays
/// charged to the group that the process came from, so the process as a whole may reach the cap plus
/// that. Under `RLIMIT_DATA` allocations beyond fail; see `Kind.dataLimit`.
///
/// The end of the value's life, or `release`, takes the process back and removes its group. `exit` ends
/// no lives: call `release` before it. What a killed process leaves is removed by the next `apply` of
/// a process in the same group.
public struct MemoryEnforcement: ~Copyable, Sendable {
  /// The ways, in the order in which they are tried.
  public enum Kind: String, CaseIterable, Sendable {
    /// A control group of version 2 inside of the own one.
    ///
    /// The own one must pass the memory controller on, or hold no other process, and is then made to
    /// while the limit is in force. If the process is killed, it stays so: no process can enter a group
    /// made by hand until the group inside is removed. Service managers do away with both.
    case secondCgroup = "cgroup v2"
    /// A control group of version 1 inside of the own one.
    case firstCgroup = "cgroup v1"
    /// The process's `RLIMIT_DATA`.
    ///
    /// The limit is `VmData` now plus the cap less what is resident now. So mappings made from now on, as
    /// if all of each were touched, and what is resident now stay below the cap together; not counted are
    /// pages of files, shared memory, the main thread's stack and what was mapped but not touched before.
    case dataLimit = "RLIMIT_DATA"
  }

  /// A way that did not work.
  public struct Attempt: Equatable, Sendable {
    /// The way.
    public var kind: Kind
    /// What stood against it.
    public var failure: String

    /// Collects the two.
    public init(kind: Kind, failure: String) {
      self.kind = kind
      self.failure = failure
    }
  }

  /// The way that worked.
  public let kind: Kind
  /// The group's folder; nil for `RLIMIT_DATA`.
  public let folder: String?
  /// The limit as the kernel has it: bytes of the group, or of `VmData`.
  ///
  /// The kernel rounds to pages.
  public let limitByteCount: Int
  /// Whether the limit holds for swapped memory too.
  public let limitsSwap: Bool
  /// What was tried before.
  public let failedAttempts: [Attempt]
  private var undo: Undo

  private enum Undo {
    case group([CgroupEnforcement.Step])
    case data(DataLimit)
    case none

    func perform() -> Bool {
      switch self {
      case .group(let steps): return steps.map { $0.take() }.allSatisfy { $0 == 0 }
      case .data(let limit):
        limit.undo()
        return true
      case .none: return true
      }
    }
  }

  private init(_ group: CgroupEnforcement, kind: Kind, capByteCount: Int, failed: [Attempt]) {
    self.kind = kind
    folder = group.folder
    limitByteCount = KernelFile.number(at: group.limitFile) ?? capByteCount
    limitsSwap = unsafe access(group.swapFile, F_OK) == 0
    failedAttempts = failed
    undo = .group(group.undo)
  }

  private init(_ limit: DataLimit, byteCount: Int, failed: [Attempt]) {
    kind = .dataLimit
    folder = nil
    limitByteCount = byteCount
    // Swapped pages are mapped still.
    limitsSwap = true
    failedAttempts = failed
    undo = .data(limit)
  }

  /// Puts the process under a limit of the system's.
  ///
  /// - Parameters:
  ///   - capByteCount: the most that the process may take; above what is resident now.
  ///   - kinds: the ways to try, in order.
  ///   - root: what stands before `/proc` and the mount points, for tests.
  /// - Returns: what was done; keep it until the end of the run.
  /// - Throws: `MemoryEnforcementError`; nothing is changed then.
  public static func apply(
    capByteCount: Int, kinds: [Kind] = Kind.allCases, root: String = ""
  ) throws(MemoryEnforcementError) -> MemoryEnforcement {
    let memory = ProcessMemory.current()
    let resident = memory?.residentByteCount ?? 0
    guard capByteCount > resident else {
      throw .capBelowResident(capByteCount: capByteCount, residentByteCount: resident)
    }
    removeLeftovers(root: root)
    var failed: [Attempt] = []
    for kind in kinds {
      do throws(CgroupEnforcement.Refusal) {
        switch kind {
        case .secondCgroup, .firstCgroup:
          let group = try CgroupEnforcement.decide(
            kind == .secondCgroup ? .v2 : .v1, capByteCount: capByteCount, processID: getpid(),
            root: root)
          try group.apply()
          return MemoryEnforcement(group, kind: kind, capByteCount: capByteCount, failed: failed)
        case .dataLimit:
          guard let data = memory?.dataByteCount else {
            throw CgroupEnforcement.Refusal(reason: "VmData is not known")
          }
          let (limit, byteCount) = try DataLimit.apply(
            dataByteCount: data, growthByteCount: capByteCount - resident)
          return MemoryEnforcement(limit, byteCount: byteCount, failed: failed)
        }
      } catch {
        failed.append(Attempt(kind: kind, failure: error.reason))
      }
    }
    throw .unavailable(failed)
  }

  /// Takes the limit away: moves the process back and removes its group.
  ///
  /// What the process was charged for meanwhile stays charged to the groups around.
  ///
  /// - Returns: whether everything is as it was; true if it was released before.
  @discardableResult
  public mutating func release() -> Bool {
    defer { undo = .none }
    return undo.perform()
  }

  deinit { _ = undo.perform() }

  /// Removes the groups that killed processes have left inside of the own one.
  public static func removeLeftovers(root: String = "") {
    for hierarchy in CgroupHierarchy.visible(root: root) {
      CgroupEnforcement.removeLeftovers(in: hierarchy.own)
    }
  }
}
