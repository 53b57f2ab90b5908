import SwiftletSystem
import Testing

@Suite struct SystemMemoryTests {
  @Test func withoutGroupsTheMachineAloneCounts() throws {
    let tree = try KernelTree([
      ("/proc/meminfo", "MemTotal:  2000 kB\nMemFree: 10 kB\nMemAvailable:  1500 kB\n")
    ])
    let memory = SystemMemory.current(root: tree.root)
    #expect(memory.totalByteCount == 2000 << 10)
    #expect(memory.machineAvailableByteCount == 1500 << 10)
    #expect(memory.groupLimitByteCount == nil && memory.groupAvailableByteCount == nil)
    #expect(memory.availableByteCount == 1500 << 10)
  }

  @Test func anOldKernelHasFreeMemoryAndCacheLessSharedMemory() throws {
    let tree = try KernelTree([
      ("/proc/meminfo", "MemTotal: 2000 kB\nMemFree: 10 kB\nCached: 900 kB\nSwapCached: 7 kB\n")
    ])
    #expect(SystemMemory.current(root: tree.root).availableByteCount == 910 << 10)
    try tree.write(
      "/proc/meminfo", "MemFree: 10 kB\nCached: 900 kB\nShmem: 300 kB\nShmemHugePages: 5 kB\n")
    #expect(SystemMemory.current(root: tree.root).availableByteCount == 610 << 10)
  }

  @Test func nothingIsMadeUpWhereNothingIsTold() throws {
    let memory = SystemMemory.current(root: try KernelTree().root)
    #expect(memory == SystemMemory())
    #expect(memory.availableByteCount == nil)
  }

  @Test func theTightestOfTheGroupsAroundCounts() throws {
    let tree = try KernelTree.second([
      ("/user.slice/shell.scope/memory.max", "max\n"),
      ("/user.slice/shell.scope/memory.current", "5000\n"),
      ("/user.slice/memory.max", "100000\n"),
      ("/user.slice/memory.current", "70000\n"),
      ("/user.slice/memory.stat", "anon 1\nfile 9\ninactive_file 4000\nactive_file 1000\n"),
    ])
    var memory = SystemMemory.current(root: tree.root)
    #expect(memory.groupLimitByteCount == 100_000)
    #expect(memory.groupAvailableByteCount == 35_000)
    #expect(memory.availableByteCount == 35_000)
    #expect(memory.machineAvailableByteCount == 800 << 10)
    // The own group becomes the tighter one; a limit that slows down counts like one that kills.
    try tree.write("/sys/fs/cgroup/user.slice/shell.scope/memory.high", "9000\n")
    memory = SystemMemory.current(root: tree.root)
    #expect(memory.groupLimitByteCount == 9000 && memory.availableByteCount == 4000)
  }

  @Test func theMachineCountsWhereItIsTighter() throws {
    let tree = try KernelTree.second([
      ("/user.slice/shell.scope/memory.max", "1000000000\n"),
      ("/user.slice/shell.scope/memory.current", "5000\n"),
    ])
    #expect(SystemMemory.current(root: tree.root).availableByteCount == 800 << 10)
  }

  @Test func versionOneCountsInAHybridLayout() throws {
    let tree = try KernelTree.hybrid([
      ("/memory.limit_in_bytes", KernelTree.unlimitedFirst),
      ("/memory.usage_in_bytes", "700000\n"),
      ("/box/memory.limit_in_bytes", "500000\n"),
      ("/box/memory.usage_in_bytes", "450000\n"),
      (
        "/box/memory.stat",
        "inactive_file 1\nactive_file 2\ntotal_inactive_file 30000\ntotal_active_file 5000\n"
      ),
      ("/box/a/memory.limit_in_bytes", KernelTree.unlimitedFirst),
    ])
    let memory = SystemMemory.current(root: tree.root)
    #expect(memory.groupLimitByteCount == 500_000)
    #expect(memory.availableByteCount == 85_000)
  }

  @Test(arguments: ["/docker/abc", "/docker/abc/inner"])
  func aContainerSeesItsGroupAtTheMountPoint(path: String) throws {
    let tree = try KernelTree.hybrid(path: path, group: "/docker/abc")
    let inner = path.dropFirst("/docker/abc".count)
    try tree.write("/sys/fs/cgroup/memory\(inner)/memory.limit_in_bytes", "60000\n")
    try tree.write("/sys/fs/cgroup/memory\(inner)/memory.usage_in_bytes", "10000\n")
    #expect(SystemMemory.current(root: tree.root).availableByteCount == 50_000)
  }

  @Test(arguments: ["/docker/abcd", "/docker", "/", "/docker/../docker/abc", "docker/abc", ""])
  func aMountOfOtherGroupsSaysNothing(path: String) throws {
    let tree = try KernelTree.hybrid(path: path, group: "/docker/abc")
    try tree.write("/sys/fs/cgroup/memory/memory.limit_in_bytes", "60000\n")
    #expect(SystemMemory.current(root: tree.root).groupLimitByteCount == nil)
  }

  @Test func theMountThatShowsMostOfTheGroupsAroundIsTaken() throws {
    let tree = try KernelTree.second(path: "/a/b")
    try tree.write(
      "/proc/self/mountinfo",
      """
      30 22 0:26 /a/b /narrow rw - cgroup2 cgroup2 rw
      31 22 0:26 / /wide\\040place rw shared:4 master:1 - cgroup2 cgroup2 rw
      32 22 0:26 / /gone rw - cgroup2 cgroup2 rw

      """)
    try tree.write("/narrow/memory.max", "7000\n")
    try tree.write("/wide place/a/b/memory.max", "7000\n")
    try tree.write("/wide place/a/memory.max", "6000\n")
    #expect(SystemMemory.current(root: tree.root).availableByteCount == 6000)
  }

  @Test func usageBeyondTheLimitLeavesNothing() throws {
    let tree = try KernelTree.second([
      ("/user.slice/shell.scope/memory.max", "1000\n"),
      ("/user.slice/shell.scope/memory.current", "5000\n"),
    ])
    #expect(SystemMemory.current(root: tree.root).availableByteCount == 0)
    // More cache than usage is nonsense, and still leaves no more than the limit.
    try tree.write(
      "/sys/fs/cgroup/user.slice/shell.scope/memory.stat",
      "inactive_file 900000000\nactive_file 0\n")
    #expect(SystemMemory.current(root: tree.root).availableByteCount == 1000)
  }

  /// Contents that a file of one number may not have.
  static let malformed = [
    "", "\n", " 5\n", "-5\n", "+5\n", "5 5\n", "0x5\n", "5\0", "5\n\n", "5_0\n", "٣\n",
    "99999999999999999999\n", "9223372036854775808\n", "maximum",
  ]

  @Test(arguments: malformed)
  func malformedLimitsAreNone(content: String) throws {
    let tree = try KernelTree.second([
      ("/user.slice/shell.scope/memory.max", content), ("/user.slice/memory.max", "50000\n"),
    ])
    #expect(SystemMemory.current(root: tree.root).groupLimitByteCount == 50_000)
  }

  @Test(arguments: [
    "MemAvailable: -5 kB", "MemAvailable: 5 MB", "MemAvailable:", "MemAvailable: 5 kB kB",
    "MemAvailable: 9223372036854775807 kB", "XMemAvailable: 5 kB", "MemAvailable:5 kB", "\0\0\0",
    "MemFree: 9223372036854775 kB\nCached: 9223372036854775 kB",
    "MemFree: 5 kB\nCached: x kB",
  ])
  func malformedFiguresOfTheMachineAreUnknown(content: String) throws {
    let tree = try KernelTree([("/proc/meminfo", content)])
    #expect(SystemMemory.current(root: tree.root) == SystemMemory())
  }

  @Test(arguments: [
    "", "30", "30 22 0:26 / /sys/fs/cgroup rw", "30 22 0:26 / /sys/fs/cgroup rw - cgroup2",
    "30 22 0:26 / /sys/fs/cgroup rw - cgroup cgroup rw,cpu,memory2",
    "30 22 0:26 / sys/fs/cgroup rw - cgroup2 cgroup2 rw",
    "30 22 0:26 / /sys/fs/cgroup/../cgroup rw - cgroup2 cgroup2 rw",
    "30 22 0:26 /.. /sys/fs/cgroup rw - cgroup2 cgroup2 rw",
    "30 22 0:26 / /sys\\057fs\\999 rw - cgroup2 cgroup2 rw", "- - - - - - - - - -", "\0\u{1}",
  ])
  func malformedMountsShowNoGroups(content: String) throws {
    let tree = try KernelTree.second([("/user.slice/memory.max", "50000\n")])
    try tree.write("/proc/self/mountinfo", content)
    #expect(SystemMemory.current(root: tree.root).groupLimitByteCount == nil)
  }

  @Test(arguments: [
    "", "0::", "0:", "::/", "1::/user.slice", "0:x:/user.slice", "4:memory", "0::/\0", "0::/..",
    "0::/user.slice/../..",
  ])
  func malformedGroupsAreNone(content: String) throws {
    let tree = try KernelTree.second([("/user.slice/memory.max", "50000\n")])
    try tree.write("/proc/self/cgroup", content)
    #expect(SystemMemory.current(root: tree.root).groupLimitByteCount == nil)
  }

  @Test func longContentIsCutOrRefused() throws {
    let tree = try KernelTree.second([("/user.slice/memory.max", "50000\n")])
    #expect(SystemMemory.current(root: tree.root).groupLimitByteCount == 50_000)
    let files = ["sys/fs/cgroup/user.slice/memory.max", "proc/self/mountinfo", "proc/self/cgroup"]
    for file in files {
      for piece in ["1", "/", "a ", "0::/", "a/", "\n", "1\n", "- "] {
        let tree = try KernelTree.second([("/user.slice/memory.max", "50000\n")])
        try tree.write("/" + file, String(repeating: piece, count: 500_000))
        #expect(SystemMemory.current(root: tree.root).groupLimitByteCount == nil)
      }
    }
    // A number at the cut is left out rather than shortened.
    try tree.write(
      "/proc/meminfo",
      String(repeating: "Other: 5 kB\n", count: 5461) + "MemTotal: 123456789 kB\n")
    #expect(SystemMemory.current(root: tree.root).totalByteCount == nil)
  }

  @Test func thisMachineIsKnown() throws {
    let memory = SystemMemory.current()
    let total = try #require(memory.totalByteCount)
    let available = try #require(memory.availableByteCount)
    #expect(total > 16 << 20 && available > 0 && available <= total)
  }
}
