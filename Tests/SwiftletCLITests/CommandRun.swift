import SwiftletJSON
import SwiftletSystem
import _SwiftletTestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// One run of a program: what it wrote and how it ended.
struct CommandRun {
  /// The exit status; a signal that ended the process as a negative number.
  var status: Int32
  var output: String
  var error: String

  /// The lines of standard error.
  var errorLines: [Substring] { error.split(separator: "\n", omittingEmptySubsequences: true) }

  /// Standard output as JSON.
  func json() throws -> JSONValue {
    try JSONParser.parse(Array(output.utf8), file: "standard output")
  }

  /// The built `swiftlet` beside the test bundle; nil if it is not there.
  static let swiftletPath: String? = {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
    guard count > 0 else { return nil }
    let bytes = buffer.prefix(count).map { UInt8(bitPattern: $0) }
    let path = String(decoding: bytes, as: UTF8.self)
    // The bundle is the executable itself, or a folder's runner was told its name.
    for candidate in [path] + CommandLine.arguments {
      let parts = candidate.split(separator: "/", omittingEmptySubsequences: false)
      let neighbour = (parts.dropLast() + ["swiftlet"]).joined(separator: "/")
      if unsafe access(neighbour, X_OK) == 0 { return neighbour }
    }
    return nil
  }()

  /// Runs `swiftlet` and waits for it.
  ///
  /// Standard output and error are collected in `folder`; `fileBlocks` is the largest file that it may
  /// write, in blocks of 512 bytes; `redirection` is what a shell is told in addition, like `>&-`.
  init(
    _ arguments: [String], in folder: TemporaryFolder, fileBlocks: Int? = nil,
    redirection: String = ""
  ) throws {
    let run = try RunningCommand(
      arguments, in: folder, fileBlocks: fileBlocks, redirection: redirection)
    self = try run.wait()
  }

  /// Runs another program by its absolute path and waits for it.
  init(program: String, _ arguments: [String], in folder: TemporaryFolder) throws {
    self = try RunningCommand(program: program, arguments, in: folder).wait()
  }

  init(status: Int32, output: String, error: String) {
    self.status = status
    self.output = output
    self.error = error
  }
}

/// A program that has been started.
struct RunningCommand {
  struct Failure: Error {
    let what: String
  }

  let process: pid_t
  private let folder: TemporaryFolder
  private let name: String
  /// What was started, for messages.
  private let command: String

  init(
    program: String? = nil, _ arguments: [String], in folder: TemporaryFolder,
    fileBlocks: Int? = nil, redirection: String = ""
  ) throws {
    guard let program = program ?? CommandRun.swiftletPath else {
      throw Failure(what: "no swiftlet beside the test bundle")
    }
    var arguments = [program] + arguments
    if fileBlocks != nil || !redirection.isEmpty {
      let limit = fileBlocks.map { "ulimit -f \($0); " } ?? ""
      arguments = ["/bin/sh", "-c", limit + "exec \"$0\" \"$@\" \(redirection)"] + arguments
    }
    self.folder = folder
    command = arguments.joined(separator: " ")
    name = "run-\(UInt32.random(in: 0 ... .max))"
    // The test's thread may block signals, and a child inherits that.
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var mask = sigset_t()
    unsafe sigemptyset(&mask)
    unsafe posix_spawnattr_setsigmask(&attributes, &mask)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    let flags = O_WRONLY | O_CREAT | O_TRUNC
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    for (descriptor, suffix) in [(1, "out"), (2, "err")] as [(CInt, String)] {
      unsafe posix_spawn_file_actions_addopen(
        &actions, descriptor, folder.path("\(name).\(suffix)"), flags, 0o600)
    }
    var strings = unsafe arguments.map { unsafe strdup($0) } + [nil]
    defer { for index in unsafe strings.indices { unsafe free(strings[index]) } }
    var process = pid_t()
    let status = unsafe posix_spawn(
      &process, arguments[0], &actions, &attributes, &strings, environ)
    guard status == 0 else { throw Failure(what: "starting \(arguments[0]): \(status)") }
    self.process = process
  }

  /// Waits until standard output has something, at most ten seconds.
  func waitForOutput() {
    for _ in 0..<2000 {
      var status = stat()
      if unsafe stat(folder.path("\(name).out"), &status) == 0, status.st_size > 0 { return }
      usleep(5000)
    }
  }

  /// Sends a signal.
  func send(_ signal: CInt) { kill(process, signal) }

  /// Waits for the end and collects what was written.
  ///
  /// - Throws: `Failure` for a command that had not ended after five minutes, which is killed: else it
  ///   would hang the whole test run, without its name.
  func wait() throws -> CommandRun {
    let limit = ContinuousClock.now + .seconds(300)
    var status: CInt = 0
    while true {
      let ended = unsafe waitpid(process, &status, WNOHANG)
      if ended == process { break }
      guard ended == 0 || errno == EINTR else { throw Failure(what: "waiting: \(errno)") }
      guard ContinuousClock.now < limit else {
        kill(process, SIGKILL)
        _ = unsafe waitpid(process, &status, 0)
        throw Failure(what: "\(command) did not end: \(try text("out")) \(try text("err"))")
      }
      usleep(2000)
    }
    let signal = status & 0x7F
    let run = CommandRun(
      status: signal == 0 ? (status >> 8) & 0xFF : -signal, output: try text("out"),
      error: try text("err"))
    for suffix in ["out", "err"] { unsafe unlink(folder.path("\(name).\(suffix)")) }
    return run
  }

  private func text(_ suffix: String) throws -> String {
    let source = try FileByteSource(path: folder.path("\(name).\(suffix)"))
    return String(decoding: try source.bytes(at: 0, count: source.byteCount), as: UTF8.self)
  }
}
