import SwiftletSystem
import Testing
import _SwiftletTestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

// One after the other: what one leaves for a moment, another would find.
@Suite(.serialized) struct MemoryEnforcementTests {
  private static let own = "/user.slice/shell.scope"

  /// A group of version 2 as an unprivileged shell has it.
  private func shell(control: String, processes: String) throws -> KernelTree {
    try KernelTree.second([
      (MemoryEnforcementTests.own + "/cgroup.controllers", "cpu memory pids\n"),
      (MemoryEnforcementTests.own + "/cgroup.subtree_control", control),
      (MemoryEnforcementTests.own + "/cgroup.procs", processes),
    ])
  }

  private func decide(_ version: MemoryCgroup.Version, _ tree: KernelTree)
    throws(CgroupEnforcement.Refusal) -> CgroupEnforcement
  {
    try CgroupEnforcement.decide(
      version, capByteCount: 4096, processID: 77, root: tree.root)
  }

  @Test func aGroupThatPassesTheControllerOnGetsALimitedGroupBeforeTheProcessMoves() throws {
    let tree = try shell(control: "cpu memory\n", processes: "5\n77\n")
    let own = tree.root + "/sys/fs/cgroup" + MemoryEnforcementTests.own
    let plan = try decide(.v2, tree)
    #expect(plan.folder == own + "/swiftlet-77")
    #expect(
      plan.steps == [
        .makeFolder(own + "/swiftlet-77"),
        .write("4096", to: own + "/swiftlet-77/memory.max"),
        .writeIfPresent("0", to: own + "/swiftlet-77/memory.swap.max"),
        .write("77", to: own + "/swiftlet-77/cgroup.procs"),
      ])
    #expect(
      plan.undo == [
        .write("77", to: own + "/cgroup.procs"), .removeFolder(own + "/swiftlet-77"),
      ])
  }

  @Test func aGroupOfThisProcessAlonePassesTheControllerOnOnceItIsEmpty() throws {
    let tree = try shell(control: "\n", processes: "77\n")
    let own = tree.root + "/sys/fs/cgroup" + MemoryEnforcementTests.own
    let plan = try decide(.v2, tree)
    #expect(
      plan.steps == [
        .makeFolder(own + "/swiftlet-77"),
        .write("77", to: own + "/swiftlet-77/cgroup.procs"),
        .write("+memory", to: own + "/cgroup.subtree_control"),
        .write("4096", to: own + "/swiftlet-77/memory.max"),
        .writeIfPresent("0", to: own + "/swiftlet-77/memory.swap.max"),
      ])
    #expect(
      plan.undo == [
        .write("-memory", to: own + "/cgroup.subtree_control"),
        .write("77", to: own + "/cgroup.procs"), .removeFolder(own + "/swiftlet-77"),
      ])
  }

  @Test(arguments: ["5\n77\n", "5\n", "", "x\n", "77\n77\n", "memory"])
  func aGroupWithOtherProcessesIsLeftAsItIs(processes: String) throws {
    let tree = try shell(control: "cpu memory2\n", processes: processes)
    #expect(throws: CgroupEnforcement.Refusal.self) { _ = try decide(.v2, tree) }
  }

  @Test func withoutAControllerNothingIsDone() throws {
    let tree = try shell(control: "", processes: "77\n")
    try tree.write(
      "/sys/fs/cgroup" + MemoryEnforcementTests.own + "/cgroup.controllers", "cpu pids\n")
    #expect(throws: CgroupEnforcement.Refusal.self) { _ = try decide(.v2, tree) }
    #expect(throws: CgroupEnforcement.Refusal.self) { _ = try decide(.v1, tree) }
    #expect(throws: CgroupEnforcement.Refusal.self) { _ = try decide(.v2, KernelTree()) }
  }

  @Test func versionOneLimitsMemoryBeforeSwapAndMovesLast() throws {
    let tree = try KernelTree.hybrid()
    let own = tree.root + "/sys/fs/cgroup/memory/box/a"
    let plan = try decide(.v1, tree)
    #expect(
      plan.steps == [
        .makeFolder(own + "/swiftlet-77"),
        .write("4096", to: own + "/swiftlet-77/memory.limit_in_bytes"),
        .writeIfPresent("4096", to: own + "/swiftlet-77/memory.memsw.limit_in_bytes"),
        .writeIfPresent("0", to: own + "/swiftlet-77/memory.swappiness"),
        .write("77", to: own + "/swiftlet-77/cgroup.procs"),
      ])
    #expect(
      plan.undo == [
        .write("77", to: own + "/cgroup.procs"), .removeFolder(own + "/swiftlet-77"),
      ])
  }

  @Test func whatFailsIsNamedAndTakenBack() throws {
    // In folders that are no control groups a new group has no files.
    let tree = try KernelTree.hybrid()
    try tree.write("/sys/fs/cgroup/unified/unified/cgroup.controllers", "cpu\n")
    let error = #expect(throws: MemoryEnforcementError.self) {
      _ = try MemoryEnforcement.apply(
        capByteCount: 1 << 40, kinds: [.secondCgroup, .firstCgroup], root: tree.root)
    }
    guard case .unavailable(let attempts)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(attempts.map(\.kind) == [.secondCgroup, .firstCgroup])
    #expect(attempts[0].failure.hasSuffix("/unified has no memory controller"))
    #expect(attempts[1].failure.contains("/memory.limit_in_bytes: "))
    #expect(!tree.exists("/sys/fs/cgroup/memory/box/a/swiftlet-\(getpid())"))
    #expect("\(MemoryEnforcementError.unavailable(attempts))".contains("cgroup v2: "))
  }

  @Test func groupsOfEndedProcessesAreRemovedAndNoOthers() throws {
    let tree = try KernelTree.hybrid()
    let own = "/sys/fs/cgroup/memory/box/a"
    // Numbers of processes end at 2^22.
    let leftover = "swiftlet-2147483647"
    let others = [
      "swiftlet-\(getpid())", "swiftlet-0", "swiftlet--5", "swiftlet-", "swiftlet-x",
      "swiftlet-99999999999", "other-2147483647",
    ]
    for name in others + [leftover] { try tree.makeFolder("\(own)/\(name)") }
    MemoryEnforcement.removeLeftovers(root: tree.root)
    #expect(!tree.exists("\(own)/\(leftover)"))
    #expect(others.allSatisfy { tree.exists("\(own)/\($0)") })
  }

  @Test func aCapBelowWhatIsResidentIsRefused() {
    let error = #expect(throws: MemoryEnforcementError.self) {
      _ = try MemoryEnforcement.apply(capByteCount: 1 << 20)
    }
    guard case .capBelowResident(1 << 20, let resident)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(resident > 1 << 20)
  }

  /// Touches each page of `byteCount` new bytes; whether the system gave them.
  private static func take(_ byteCount: Int) -> Bool {
    let start = unsafe mmap(
      nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard unsafe start != MAP_FAILED, let start = unsafe start else { return false }
    for offset in stride(from: 0, to: byteCount, by: 4096) {
      unsafe start.storeBytes(of: 1, toByteOffset: offset, as: UInt8.self)
    }
    return true
  }

  /// Bytes above what a test process has resident.
  private static func cap(above byteCount: Int) -> Int {
    (ProcessMemory.current()?.residentByteCount ?? 0) + byteCount
  }

  private static let groups = [MemoryEnforcement.Kind.secondCgroup, .firstCgroup]

  /// Whether a child of this process may make control groups with a limit.
  ///
  /// The process 0 is alone in no group: a child of the test process never is.
  private static let mayMakeGroups = [MemoryCgroup.Version.v1, .v2].contains { version in
    guard
      let plan = try? CgroupEnforcement.decide(
        version, capByteCount: 1 << 40, processID: 0, root: "")
    else { return false }
    let own = plan.folder.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
    return unsafe access(own, W_OK) == 0
  }

  private static let message: Comment = "no memory control group here may be written"

  /// What no process of ours may leave behind.
  private func expectNoGroupsLeft() {
    for version in [MemoryCgroup.Version.v1, .v2] {
      guard
        let plan = try? CgroupEnforcement.decide(
          version, capByteCount: 1 << 40, processID: 0, root: "")
      else { continue }
      let own = plan.folder.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
      guard let folder = unsafe opendir(own) else { continue }
      defer { unsafe closedir(folder) }
      while let entry = unsafe readdir(folder) {
        let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
          unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        guard name.hasPrefix("swiftlet-"), let process = Int32(name.dropFirst(9)) else { continue }
        #expect(kill(process, 0) == 0, "\(own)/\(name)")
      }
    }
  }

  @Test(.enabled(if: mayMakeGroups, message))
  func aProcessThatGoesBeyondItsGroupsLimitIsKilled() async {
    await #expect(processExitsWith: .signal(SIGKILL)) {
      var limit = try MemoryEnforcement.apply(
        capByteCount: MemoryEnforcementTests.cap(above: 64 << 20),
        kinds: MemoryEnforcementTests.groups)
      // What was resident counts elsewhere, so the limit itself has to be passed.
      let isTaken = MemoryEnforcementTests.take(2 * limit.limitByteCount)
      limit.release()
      exit(isTaken ? 1 : 2)
    }
    MemoryEnforcement.removeLeftovers()
    expectNoGroupsLeft()
  }

  @Test(.enabled(if: mayMakeGroups, message))
  func aProcessThatStaysBelowItsGroupsLimitEndsAsItWould() async {
    await #expect(processExitsWith: .exitCode(42)) {
      let before = try #require(MemoryCgroup.current())
      let cap = MemoryEnforcementTests.cap(above: 64 << 20)
      var limit = try MemoryEnforcement.apply(
        capByteCount: cap, kinds: MemoryEnforcementTests.groups)
      let group = try #require(MemoryCgroup.current())
      #expect(group.folder == limit.folder && group.folder.hasSuffix("/swiftlet-\(getpid())"))
      #expect(group.limitByteCount == limit.limitByteCount)
      #expect(limit.limitByteCount <= cap && limit.limitByteCount > cap - (64 << 10))
      #expect(SystemMemory.current().availableByteCount.map { $0 <= cap } == true)
      #expect(MemoryEnforcementTests.take(32 << 20))
      let after = try #require(MemoryCgroup.current())
      #expect(after.peakByteCount.map { $0 >= 32 << 20 } != false)
      #expect(after.killCount == 0)
      let isReleased = limit.release()
      let isReleasedStill = limit.release()
      #expect(isReleased && isReleasedStill)
      #expect(MemoryCgroup.current()?.folder == before.folder)
      #expect(unsafe access(group.folder, F_OK) != 0)
      // Beyond the limit that is gone.
      #expect(MemoryEnforcementTests.take(128 << 20))
      exit(42)
    }
    expectNoGroupsLeft()
  }

  @Test(.enabled(if: mayMakeGroups, message))
  func theEndOfTheValueTakesTheLimitAway() async {
    await #expect(processExitsWith: .exitCode(42)) {
      let before = MemoryCgroup.current()?.folder
      func enforced() throws -> String? {
        let limit = try MemoryEnforcement.apply(
          capByteCount: MemoryEnforcementTests.cap(above: 64 << 20),
          kinds: MemoryEnforcementTests.groups)
        if MemoryEnforcementTests.take(1 << 20) { throw CancellationError() }
        return limit.folder
      }
      #expect(throws: CancellationError.self) { try enforced() }
      #expect(MemoryCgroup.current()?.folder == before)
      exit(42)
    }
    expectNoGroupsLeft()
  }

  @Test func privateMemoryBeyondTheDataLimitIsRefused() async {
    await #expect(processExitsWith: .exitCode(42)) {
      var limit = try MemoryEnforcement.apply(
        capByteCount: MemoryEnforcementTests.cap(above: 64 << 20), kinds: [.dataLimit])
      #expect(limit.kind == .dataLimit && limit.folder == nil && limit.limitsSwap)
      #expect(MemoryEnforcementTests.take(32 << 20))
      #expect(!MemoryEnforcementTests.take(64 << 20))
      let isReleased = limit.release()
      #expect(isReleased)
      #expect(MemoryEnforcementTests.take(64 << 20))
      exit(42)
    }
  }

  @Test func aLowerDataLimitThatWasThereStays() async {
    await #expect(processExitsWith: .exitCode(42)) {
      let outer = try MemoryEnforcement.apply(
        capByteCount: MemoryEnforcementTests.cap(above: 32 << 20), kinds: [.dataLimit])
      var inner = try MemoryEnforcement.apply(
        capByteCount: MemoryEnforcementTests.cap(above: 512 << 20), kinds: [.dataLimit])
      #expect(inner.limitByteCount == outer.limitByteCount)
      inner.release()
      #expect(!MemoryEnforcementTests.take(64 << 20))
      exit(42)
    }
  }
}
