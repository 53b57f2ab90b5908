#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How a process puts itself into a control group of its own with a limit: steps, and their undoing.
package struct CgroupEnforcement: Equatable, Sendable {
  /// One change of the file system of control groups.
  package enum Step: Equatable, Sendable {
    /// Makes a group.
    case makeFolder(String)
    /// Removes a group without processes.
    case removeFolder(String)
    /// Writes a file that must be there.
    case write(String, to: String)
    /// Writes a file where the kernel has it.
    case writeIfPresent(String, to: String)
  }

  /// Why it cannot be done, in words.
  package struct Refusal: Error, Equatable {
    /// The fact.
    package let reason: String
  }

  /// The new group's folder.
  package let folder: String
  /// The file in it that holds the limit.
  package let limitFile: String
  /// The file in it that holds the limit of memory and swap, or of swap alone.
  package let swapFile: String
  /// What to do, in order; none may fail.
  package let steps: [Step]
  /// What takes it back, in order; each is tried.
  package let undo: [Step]

  /// Groups of this project are called this, and the number of their process.
  static let prefix = "swiftlet-"

  /// Decides what has to be done; changes nothing.
  ///
  /// - Parameters:
  ///   - version: the interface to use.
  ///   - capByteCount: the limit.
  ///   - processID: the process that will be moved.
  ///   - root: what stands before `/proc` and the mount points, for tests.
  /// - Returns: the steps.
  /// - Throws: `Refusal`.
  package static func decide(
    _ version: MemoryCgroup.Version, capByteCount: Int, processID: Int32, root: String
  ) throws(Refusal) -> CgroupEnforcement {
    let hierarchies = CgroupHierarchy.visible(root: root)
    guard let hierarchy = hierarchies.first(where: { $0.version == version }) else {
      throw Refusal(reason: "the group of this process is not to be seen")
    }
    let own = hierarchy.own
    switch version {
    case .v1: return CgroupEnforcement(firstVersion: own, capByteCount, processID)
    case .v2:
      guard KernelFile.contains("memory", at: own + "/cgroup.controllers") == true else {
        throw Refusal(reason: "\(own) has no memory controller")
      }
      if KernelFile.contains("memory", at: own + "/cgroup.subtree_control") == true {
        return CgroupEnforcement(
          secondVersion: own, capByteCount, processID, enablesController: false)
      }
      // A group that has processes passes no controller on; it can once its only one has moved down.
      let processes = KernelFile.bytes(at: own + "/cgroup.procs") ?? []
      guard KernelFile.lines(processes).map({ KernelFile.decimal($0) }) == [Int(processID)] else {
        throw Refusal(
          reason: "\(own) passes no memory controller on and holds other processes too")
      }
      return CgroupEnforcement(secondVersion: own, capByteCount, processID, enablesController: true)
    }
  }

  private init(firstVersion own: String, _ capByteCount: Int, _ processID: Int32) {
    folder = "\(own)/\(CgroupEnforcement.prefix)\(processID)"
    limitFile = folder + "/memory.limit_in_bytes"
    swapFile = folder + "/memory.memsw.limit_in_bytes"
    steps = [
      .makeFolder(folder),
      .write("\(capByteCount)", to: limitFile),
      // Memory and swap together; there where the kernel accounts for swap.
      .writeIfPresent("\(capByteCount)", to: swapFile),
      .writeIfPresent("0", to: folder + "/memory.swappiness"),
      .write("\(processID)", to: folder + "/cgroup.procs"),
    ]
    undo = [.write("\(processID)", to: own + "/cgroup.procs"), .removeFolder(folder)]
  }

  private init(
    secondVersion own: String, _ capByteCount: Int, _ processID: Int32, enablesController: Bool
  ) {
    folder = "\(own)/\(CgroupEnforcement.prefix)\(processID)"
    limitFile = folder + "/memory.max"
    swapFile = folder + "/memory.swap.max"
    let limits: [Step] = [
      .write("\(capByteCount)", to: limitFile), .writeIfPresent("0", to: swapFile),
    ]
    let move = Step.write("\(processID)", to: folder + "/cgroup.procs")
    let control = own + "/cgroup.subtree_control"
    steps =
      enablesController
      ? [.makeFolder(folder), move, .write("+memory", to: control)] + limits
      : [.makeFolder(folder)] + limits + [move]
    undo =
      (enablesController ? [.write("-memory", to: control)] : [])
      + [.write("\(processID)", to: own + "/cgroup.procs"), .removeFolder(folder)]
  }

  /// Takes all steps, or as far as it can none.
  func apply() throws(Refusal) {
    for (index, step) in steps.enumerated() {
      let code = step.take()
      guard code != 0 else { continue }
      // A folder that could not be made may be another's, and has nothing to be undone.
      if index > 0 { undo.forEach { _ = $0.take() } }
      throw Refusal(reason: "\(step.path): \(systemMessage(code))")
    }
  }

  /// Removes the groups of ours that lie in `folder` and whose processes have ended.
  ///
  /// A group that has processes is never removed: the kernel refuses.
  static func removeLeftovers(in folder: String) {
    guard let stream = unsafe opendir(folder) else { return }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasPrefix(prefix) { names.append(name) }
    }
    for name in names {
      guard let processID = Int32(name.dropFirst(prefix.count)), processID > 0,
        kill(processID, 0) != 0, errno == ESRCH
      else { continue }
      unsafe rmdir("\(folder)/\(name)")
    }
  }
}

extension CgroupEnforcement.Step {
  /// The file or folder that the step changes.
  package var path: String {
    switch self {
    case .makeFolder(let path), .removeFolder(let path), .write(_, let path),
      .writeIfPresent(_, let path):
      return path
    }
  }

  /// Does it; 0, or the `errno` of what failed.
  func take() -> CInt {
    switch self {
    case .makeFolder(let path): return unsafe mkdir(path, 0o755) == 0 ? 0 : errno
    case .removeFolder(let path):
      // A process that has left or ended is still counted for a moment.
      for _ in 0..<20 {
        if unsafe rmdir(path) == 0 { return 0 }
        guard errno == EBUSY else { return errno }
        usleep(5000)
      }
      return EBUSY
    case .write(let text, let path): return KernelFile.write(text, to: path)
    case .writeIfPresent(let text, let path):
      let code = KernelFile.write(text, to: path)
      return code == ENOENT ? 0 : code
    }
  }
}
