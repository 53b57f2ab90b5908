import SwiftletSystem
import Testing

@Suite struct MemoryCgroupTests {
  @Test func figuresOfVersionTwo() throws {
    let own = "/user.slice/shell.scope"
    let tree = try KernelTree.second([
      (own + "/memory.max", "90000\n"), (own + "/memory.high", "max\n"),
      (own + "/memory.current", "5000\n"), (own + "/memory.peak", "8000\n"),
      (own + "/memory.stat", "inactive_file 70\nactive_file 7\n"),
      (own + "/memory.events", "low 1\nhigh 2\nmax 3\noom 4\noom_kill 5\noom_group_kill 6\n"),
    ])
    let group = try #require(MemoryCgroup.current(root: tree.root))
    #expect(group.version == .v2 && group.folder == tree.root + "/sys/fs/cgroup" + own)
    #expect(group.limitByteCount == 90_000 && group.currentByteCount == 5000)
    #expect(group.peakByteCount == 8000 && group.fileCacheByteCount == 77)
    #expect(group.limitHitCount == 3 && group.outOfMemoryCount == 4 && group.killCount == 5)
  }

  @Test func figuresOfVersionOne() throws {
    let tree = try KernelTree.hybrid([
      ("/box/a/memory.limit_in_bytes", KernelTree.unlimitedFirst),
      ("/box/a/memory.usage_in_bytes", "5000\n"), ("/box/a/memory.max_usage_in_bytes", "8000\n"),
      ("/box/a/memory.failcnt", "3\n"),
      ("/box/a/memory.oom_control", "oom_kill_disable 1\nunder_oom 0\noom_kill 5\n"),
    ])
    let group = try #require(MemoryCgroup.current(root: tree.root))
    #expect(group.version == .v1 && group.folder == tree.root + "/sys/fs/cgroup/memory/box/a")
    #expect(group.limitByteCount == nil && group.currentByteCount == 5000)
    #expect(group.peakByteCount == 8000 && group.fileCacheByteCount == nil)
    #expect(group.limitHitCount == 3 && group.outOfMemoryCount == nil && group.killCount == 5)
  }

  @Test func aGroupWithoutControllerIsChargedToTheOneAround() throws {
    let tree = try KernelTree.second([("/user.slice/memory.current", "5000\n")])
    let group = try #require(MemoryCgroup.current(root: tree.root))
    #expect(group.folder == tree.root + "/sys/fs/cgroup/user.slice")
    #expect(group.currentByteCount == 5000 && group.peakByteCount == nil)
    #expect(group.limitHitCount == nil && group.killCount == nil)
  }

  @Test func withoutAnyControllerThereIsNone() throws {
    #expect(MemoryCgroup.current(root: try KernelTree.second().root) == nil)
    #expect(MemoryCgroup.current(root: try KernelTree().root) == nil)
  }
}
