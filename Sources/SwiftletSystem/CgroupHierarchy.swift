#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Where the control groups that bound this process's memory are to be seen.
///
/// Sources: cgroups(7) for `/proc/self/cgroup`, proc_pid_mountinfo(5) for the mounts.
struct CgroupHierarchy: Equatable {
  /// The interface that the files follow.
  let version: MemoryCgroup.Version
  /// Folders of the own group and those around it, innermost first, up to the mount's.
  ///
  /// Groups outside of what a container has mounted bound it too, but cannot be seen.
  let folders: [String]

  /// The folder of the group that this process is in.
  var own: String { folders[0] }

  /// The folder whose figures bound this process first: the innermost with a memory controller.
  ///
  /// In version 2 a group may leave the controller to a group around it.
  var charged: String? {
    folders.first { unsafe access("\($0)/\(version.usageFile)", F_OK) == 0 }
  }

  /// Paths beyond what the system calls take are nonsense.
  private static let pathLimit = 4095
  /// A host of thousands of containers mounts some hundred bytes for each.
  private static let mountsLimit = 4 << 20

  /// Looks for the hierarchies.
  ///
  /// - Parameter root: what stands before `/proc` and the mount points, for tests.
  /// - Returns: that of version 1 with the memory controller and that of version 2, whichever are there.
  ///   A hybrid system has both; one of them then has no files of memory.
  static func visible(root: String) -> [CgroupHierarchy] {
    guard let groups = KernelFile.bytes(at: root + "/proc/self/cgroup"),
      let mounts = KernelFile.bytes(at: root + "/proc/self/mountinfo", limit: mountsLimit)
    else { return [] }
    let candidates = KernelFile.lines(mounts).compactMap(mount)
    return MemoryCgroup.Version.allCases.compactMap { version in
      guard let path = ownPath(version, in: groups) else { return nil }
      // Of several mounts the one that shows most of the groups around.
      let lists = candidates.filter { $0.version == version }
        .compactMap { folders(of: path, mount: $0, root: root) }
        .filter { unsafe access($0[0], F_OK) == 0 }
      guard let folders = lists.max(by: { $0.count < $1.count }) else { return nil }
      return CgroupHierarchy(version: version, folders: folders)
    }
  }

  /// The path of the own group from the root of the hierarchy, of lines `number:controllers:path`.
  private static func ownPath(_ version: MemoryCgroup.Version, in groups: [UInt8]) -> String? {
    for line in KernelFile.lines(groups) {
      // The path may hold colons.
      let fields = line.split(
        separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { continue }
      let isWanted =
        switch version {
        case .v1: hasItem("memory", in: fields[1])
        case .v2: fields[0].elementsEqual("0".utf8) && fields[1].isEmpty
        }
      if isWanted { return path(fields[2]) }
    }
    return nil
  }

  private struct Mount {
    let version: MemoryCgroup.Version
    /// Which group is shown at the mount point.
    let group: String
    let point: String
  }

  /// A line `id parent device group point options [tags] - type source options` of a mount of ours.
  private static func mount(_ line: ArraySlice<UInt8>) -> Mount? {
    let fields = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard fields.count >= 10,
      let dash = fields[6...].firstIndex(where: { $0.elementsEqual("-".utf8) }),
      fields.count > dash + 3
    else { return nil }
    let version: MemoryCgroup.Version
    if fields[dash + 1].elementsEqual("cgroup2".utf8) {
      version = .v2
    } else if fields[dash + 1].elementsEqual("cgroup".utf8),
      hasItem("memory", in: fields[dash + 3])
    {
      version = .v1
    } else {
      return nil
    }
    guard let group = path(unescaped(fields[3])), let point = path(unescaped(fields[4])) else {
      return nil
    }
    return Mount(version: version, group: group, point: point)
  }

  /// The folders from the group at `path` up to the mount point; nil if the mount does not show it.
  private static func folders(of path: String, mount: Mount, root: String) -> [String]? {
    var own = path.split(separator: "/")[...]
    for name in mount.group.split(separator: "/") {
      guard own.first == name else { return nil }
      own.removeFirst()
    }
    let base = root + (mount.point == "/" ? "" : mount.point)
    return (0...own.count).reversed().map { count in
      own.prefix(count).reduce(base) { $0 + "/" + $1 }
    }
  }

  /// An absolute path that goes nowhere but down; nil for anything else.
  ///
  /// `..` is what the kernel writes of groups outside of the namespace.
  private static func path(_ bytes: ArraySlice<UInt8>) -> String? {
    guard bytes.count <= pathLimit, bytes.first == UInt8(ascii: "/"), !bytes.contains(0),
      let text = String(validating: bytes, as: UTF8.self),
      !text.split(separator: "/").contains("..")
    else { return nil }
    return text
  }

  /// `\040` and the like as the bytes that they stand for.
  private static func unescaped(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard field.contains(UInt8(ascii: "\\")) else { return field }
    var result: [UInt8] = []
    var rest = field
    while let byte = rest.popFirst() {
      let digits = rest.prefix(3)
      let value = digits.reduce(0) { $0 << 3 | Int($1) & 7 }
      if byte == UInt8(ascii: "\\"), digits.count == 3, value < 256,
        digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) })
      {
        result.append(UInt8(value))
        rest.removeFirst(3)
      } else {
        result.append(byte)
      }
    }
    return result[...]
  }

  private static func hasItem(_ item: String, in list: ArraySlice<UInt8>) -> Bool {
    list.split(separator: UInt8(ascii: ",")).contains { $0.elementsEqual(item.utf8) }
  }
}
