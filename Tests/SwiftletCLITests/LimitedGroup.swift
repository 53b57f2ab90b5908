import SwiftletSystem
import _SwiftletTestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A memory control group with a limit inside the one of the tests, removed with the object.
final class LimitedGroup {
  let version: MemoryCgroup.Version
  let folder: String

  /// Why no group could be made: here nothing may write them, or there are none.
  struct Unavailable: Error {
    let reason: String
  }

  /// Makes a group named after this process.
  init(limitByteCount: Int) throws(Unavailable) {
    guard let own = MemoryCgroup.current() else { throw Unavailable(reason: "none to be seen") }
    let number = UInt32.random(in: 0 ... .max)
    let folder = "\(own.folder)/swiftlet-test-\(getpid())-\(number)"
    guard unsafe mkdir(folder, 0o755) == 0 else {
      throw Unavailable(reason: "\(folder): \(systemMessage(errno))")
    }
    version = own.version
    self.folder = folder
    let limits =
      switch own.version {
      case .v1: [("memory.limit_in_bytes", true), ("memory.memsw.limit_in_bytes", false)]
      case .v2: [("memory.max", true), ("memory.swap.max", false)]
      }
    for (file, isNeeded) in limits {
      let value = file == "memory.swap.max" ? "0" : "\(limitByteCount)"
      guard write(value, to: file) || !isNeeded else {
        throw Unavailable(reason: "\(folder)/\(file): \(systemMessage(errno))")
      }
    }
  }

  deinit { unsafe rmdir(folder) }

  /// Whether groups can be made here; asked once.
  static let unavailability: String? = {
    do throws(Unavailable) {
      _ = try LimitedGroup(limitByteCount: 64 << 20)
      return nil
    } catch {
      return error.reason
    }
  }()

  private func write(_ text: String, to file: String) -> Bool {
    let descriptor = unsafe open("\(folder)/\(file)", O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return unsafe pwrite(descriptor, text, text.utf8.count, 0) == text.utf8.count
  }

  /// A number in one of the group's files; nil if it has no such file.
  func figure(_ file: String, label: String? = nil) -> Int? {
    guard let descriptor = unsafe fopen("\(folder)/\(file)", "r") else { return nil }
    defer { unsafe fclose(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = unsafe fread(&buffer, 1, buffer.count, descriptor)
    let text = String(decoding: buffer.prefix(count), as: UTF8.self)
    guard let label else { return Int(text.prefix { $0.isNumber }) }
    for line in text.split(separator: "\n") where line.hasPrefix(label + " ") {
      return Int(line.dropFirst(label.count + 1))
    }
    return nil
  }

  /// Processes of the group that the kernel killed.
  var killCount: Int? {
    switch version {
    case .v1: figure("memory.oom_control", label: "oom_kill")
    case .v2: figure("memory.events", label: "oom_kill")
    }
  }

  /// How often the limit was reached.
  var limitHitCount: Int? {
    switch version {
    case .v1: figure("memory.failcnt")
    case .v2: figure("memory.events", label: "max")
    }
  }

  /// The most bytes that were charged, cache of files and the kernel's own included.
  var peakByteCount: Int? {
    figure(version == .v1 ? "memory.max_usage_in_bytes" : "memory.peak")
  }

  /// Runs `swiftlet` in the group.
  func run(_ arguments: [String], in folder: TemporaryFolder) throws -> CommandRun {
    guard let swiftlet = CommandRun.swiftletPath else {
      throw Unavailable(reason: "no swiftlet beside the test bundle")
    }
    let script = #"echo $$ > "$0/cgroup.procs" && exec "$@""#
    return try CommandRun(
      program: "/bin/sh", ["-c", script, self.folder, swiftlet] + arguments, in: folder)
  }
}

/// The page cache of one file.
enum PageCache {
  /// Gives up what is cached of the file at `path`, so that who reads it next is charged for it.
  static func drop(_ path: String) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    // Pages that are not written yet are not given up.
    fsync(descriptor)
    posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
  }
}
