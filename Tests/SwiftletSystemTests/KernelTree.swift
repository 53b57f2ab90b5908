import _SwiftletTestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A folder that stands for the root of a machine: files of `/proc` and `/sys` as a test wants them.
final class KernelTree {
  private let folder: TemporaryFolder
  private var paths: [String] = []

  /// What stands before `/proc`.
  var root: String { folder.path }

  init(_ files: [(path: String, content: String)] = []) throws {
    folder = try TemporaryFolder()
    for file in files { try write(file.path, file.content) }
  }

  /// Writes a file, absolute in the tree, and makes the folders above it.
  func write(_ path: String, _ content: String) throws {
    try makeFolder(path.split(separator: "/").dropLast().joined(separator: "/"))
    try folder.write(path, content)
    paths.append(folder.path(path))
  }

  /// Makes a folder and those above it.
  func makeFolder(_ path: String) throws {
    var made = folder.path
    for name in path.split(separator: "/") {
      made += "/" + name
      if unsafe mkdir(made, 0o700) == 0 { paths.append(made) }
    }
  }

  func removeFile(_ path: String) { unsafe unlink(folder.path(path)) }

  func exists(_ path: String) -> Bool { unsafe access(folder.path(path), F_OK) == 0 }

  deinit {
    for path in paths.reversed() where unsafe unlink(path) != 0 { unsafe rmdir(path) }
  }
}

extension KernelTree {
  static let unlimitedFirst = "9223372036854771712\n"

  /// A machine whose groups are those of version 2, at a session's group with a limit above it.
  static func second(
    _ files: [(path: String, content: String)] = [], path: String = "/user.slice/shell.scope",
    group: String = "/"
  ) throws -> KernelTree {
    let tree = try KernelTree([
      ("/proc/self/cgroup", "0::\(path)\n"),
      (
        "/proc/self/mountinfo",
        """
        22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/root rw
        30 22 0:26 \(group) /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate

        """
      ),
      ("/proc/meminfo", "MemTotal: 1000 kB\nMemFree: 100 kB\nMemAvailable:     800 kB\n"),
    ])
    try tree.makeFolder("/sys/fs/cgroup" + (group == "/" ? path : ""))
    for file in files { try tree.write("/sys/fs/cgroup" + file.path, file.content) }
    return tree
  }

  /// A hybrid machine: memory in version 1, beside an empty version 2.
  static func hybrid(
    _ files: [(path: String, content: String)] = [], path: String = "/box/a", group: String = "/"
  ) throws -> KernelTree {
    let tree = try KernelTree([
      (
        "/proc/self/cgroup",
        "9:name=systemd:/\n4:cpu,memory:\(path)\n3:cpuset:/other\n0::/unified\n"
      ),
      (
        "/proc/self/mountinfo",
        """
        31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755
        35 31 0:31 / /sys/fs/cgroup/cpuset rw - cgroup cgroup rw,cpuset
        36 31 0:32 \(group) /sys/fs/cgroup/memory rw - cgroup cgroup rw,cpu,memory
        41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw

        """
      ),
      ("/proc/meminfo", "MemTotal: 1000 kB\nMemFree: 100 kB\nMemAvailable:     800 kB\n"),
    ])
    try tree.makeFolder("/sys/fs/cgroup/unified/unified")
    try tree.makeFolder("/sys/fs/cgroup/memory" + (group == "/" ? path : ""))
    for file in files { try tree.write("/sys/fs/cgroup/memory" + file.path, file.content) }
    return tree
  }
}
