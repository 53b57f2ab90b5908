import SwiftletJSON
import SwiftletSystem
import Testing
import _SwiftletTestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Runs that read the blob until their end, and what may happen to them meanwhile.
@Suite(.enabled(if: CommandRun.swiftletPath != nil, "no swiftlet beside the test bundle"))
struct StreamedRunTests {
  private static let job = CapJob(promptLength: 9, maxTokens: 12, seed: 5, kv: "f16")
  /// A run that would write for minutes.
  private static let endless = [
    "--prompt", "the", "--ignore-eos", "--context-shift", "1", "--max-tokens", "50000000",
    "--residency", "streamed",
  ]

  /// A run of a copy of the mini blob, which writes text already.
  private func running(_ mini: MiniBlob) throws -> RunningCommand {
    let run = try RunningCommand(["run", mini.path] + Self.endless, in: mini.folder)
    run.waitForOutput()
    return run
  }

  @Test func interruptEndsIt() throws {
    let mini = try MiniBlob()
    for residency in ["streamed", "partial"] {
      let running = try RunningCommand(
        ["run", mini.path] + Self.endless + ["--residency", residency, "--threads", "3"],
        in: mini.folder)
      running.waitForOutput()
      running.send(SIGINT)
      let run = try running.wait()
      #expect(run.status == 130, "\(run.error)")
      #expect(run.errorLines.last == "swiftlet: interrupted")
      #expect(run.output.utf8.count > 1 && run.output.utf8.last == UInt8(ascii: "\n"))
    }
  }

  @Test func aBlobThatIsCutOffEndsInAnErrorThatNamesIt() throws {
    let mini = try MiniBlob()
    let running = try running(mini)
    #expect(unsafe truncate(mini.path, 5000) == 0)
    let run = try running.wait()
    #expect(run.status == 65, "\(run.status) \(run.error)")
    #expect(run.errorLines.count == 1 && run.error.contains(mini.path), "\(run.error)")
  }

  @Test func aBlobThatIsOverwrittenEndsInAnErrorThatNamesIt() throws {
    let mini = try MiniBlob()
    let running = try running(mini)
    let descriptor = unsafe open(mini.path, O_WRONLY)
    #expect(descriptor >= 0)
    let zeros = [UInt8](repeating: 0, count: 100_000)
    let size = try FileByteSource(path: mini.path).byteCount
    #expect(unsafe pwrite(descriptor, zeros, min(size, zeros.count), 0) > 0)
    close(descriptor)
    let run = try running.wait()
    #expect(run.status == 65, "\(run.status) \(run.error)")
    #expect(run.errorLines.count == 1 && run.error.contains(mini.path), "\(run.error)")
  }

  @Test func aBlobThatIsReplacedOrRemovedIsReadOn() throws {
    let subject = try CapSubject(CapModel.named("MobileLLM-125M's layers"))
    let job = CapJob(promptLength: 9, maxTokens: 60, seed: 5, kv: "f16")
    let expected = try subject.expectedIDs(job)
    let running = try RunningCommand(
      subject.arguments(job, ["--residency", "streamed"]), in: subject.folder)
    usleep(100_000)
    try subject.folder.write("other", "none")
    #expect(unsafe rename(subject.folder.path("other"), subject.path) == 0)
    let run = try running.wait()
    // It may not have been opened yet.
    guard run.status != 65 || !run.error.contains("bytes") else { return }
    #expect(try CapFigures(run).ids == expected)
  }

  @Test func manyProcessesStreamOneBlob() throws {
    let subject = try CapSubject(CapModel.named("compressible"))
    let expected = try subject.expectedIDs(Self.job)
    let runs = try ["streamed", "partial", "streamed"].map {
      try RunningCommand(subject.arguments(Self.job, ["--residency", $0]), in: subject.folder)
    }
    for run in runs { #expect(try CapFigures(run.wait()).ids == expected) }
  }

  @Test(arguments: ["/dev/shm", "/tmp"])
  func anyFileSystemWillDo(parent: String) throws {
    guard unsafe access(parent, W_OK) == 0 else { return }
    for name in ["untied, three parts", "untied, compressible"] {
      let subject = try CapSubject(CapModel.named(name), in: parent)
      let expected = try subject.expectedIDs(Self.job)
      for isCached in [true, false] {
        for residency in ["streamed", "partial"] {
          if !isCached { PageCache.drop(subject.path) }
          let figures = try CapFigures(subject.run(Self.job, ["--residency", residency]))
          #expect(figures.ids == expected && figures.residency == residency)
          #expect(abs(figures.planned - figures.peak) <= figures.tolerance)
        }
      }
    }
  }

  @Test(arguments: [
    ["--context", "21", "--chunk", "5000"], ["--context", "21", "--threads", "8"],
    ["--context", "4096", "--chunk", "4096"], ["--context", "21", "--chunk", "1"],
  ])
  func extremesOfEachOptionGiveTheSameIDs(_ options: [String]) throws {
    let subject = try CapSubject(CapModel.named("shared layers"))
    let expected = try subject.expectedIDs(Self.job)
    for residency in ["streamed", "partial", "resident"] {
      let figures = try CapFigures(
        subject.run(Self.job, options + ["--residency", residency]))
      #expect(figures.ids == expected, "\(options) \(residency)")
      #expect(abs(figures.planned - figures.peak) <= figures.tolerance, "\(options) \(residency)")
    }
  }

  @Test func moreThreadsThanAnyBoardHasStayBelowTheirForecast() throws {
    let subject = try CapSubject(CapModel.named("shared layers"))
    let figures = try CapFigures(
      subject.run(Self.job, ["--residency", "streamed", "--threads", "256", "--context", "21"]))
    #expect(figures.ids == (try subject.expectedIDs(Self.job)))
    // Stacks are counted as a whole, and threads touch a tenth of theirs.
    #expect(figures.peak <= figures.planned)
    #expect(figures.planned - figures.peak <= 256 * 64 << 10)
  }

  @Test func oneTokenOfContextIsEnoughForOneToken() throws {
    let subject = try CapSubject(CapModel.named("tiny"))
    let job = CapJob(promptLength: 1, maxTokens: 1, seed: 5, kv: "int8")
    let expected = try subject.expectedIDs(job)
    for residency in ["streamed", "resident"] {
      let figures = try CapFigures(
        subject.run(job, ["--context", "1", "--residency", residency]))
      #expect(figures.ids == expected)
    }
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may read everything"))
  func aBlobThatMayNotBeReadIsNoInput() throws {
    let mini = try MiniBlob()
    #expect(unsafe chmod(mini.path, 0) == 0)
    try mini.expectRefusal(["run", "FILE", "--ids", "1"], status: 66, mini.path)
  }

  @Test(arguments: ["streamed", "partial"])
  func aReaderThatGoesAwayEndsIt(residency: String) throws {
    let mini = try MiniBlob()
    let script = #"{ "$0" "$@"; echo "status $?" >&2; } | head -c 5"#
    let swiftlet = try #require(CommandRun.swiftletPath)
    let run = try CommandRun(
      program: "/bin/sh",
      ["-c", script, swiftlet, "run", mini.path] + Self.endless + ["--residency", residency],
      in: mini.folder)
    #expect(run.error.contains("status 73"), "\(run.error)")
  }
}
