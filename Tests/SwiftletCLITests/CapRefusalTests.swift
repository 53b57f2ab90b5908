import Testing
import _SwiftletTestSupport

/// What is refused is refused before memory is taken, and says what would work.
@Suite(.enabled(if: CommandRun.swiftletPath != nil, "no swiftlet beside the test bundle"))
struct CapRefusalTests {
  private static let job = CapJob(promptLength: 3, maxTokens: 2, seed: 1, kv: "f16")

  @Test(arguments: ["tiny", "one layer", "untied, three parts", "MobileLLM-350M's layers"])
  func theCapThatIsNamedWorksAndOneBelowTheNeedDoesNot(name: String) throws {
    let subject = try CapSubject(CapModel.named(name))
    for options in [[], ["--residency", "resident"], ["--residency", "streamed"]] {
      let options = options + ["--context", "300"]
      let refusal = try CapRefusal(subject.run(Self.job, options + ["--memory-cap", "1"]))
      #expect(refusal.smallestCapByteCount >= refusal.neededByteCount)
      #expect(refusal.smallestCapByteCount - refusal.neededByteCount < 2 << 20)
      let cap = refusal.smallestCapByteCount
      let run = try subject.run(Self.job, options + ["--memory-cap", "\(cap >> 20)M"])
      let figures = try CapFigures(run)
      #expect(figures.peak <= cap)
      #expect(figures.ids == (try subject.expectedIDs(Self.job)))
      // The code pages of two processes differ by less than this.
      let below = refusal.neededByteCount - (1 << 20)
      _ = try CapRefusal(subject.run(Self.job, options + ["--memory-cap", "\(below)"]))
    }
  }

  @Test func whatWouldLowerTheNeedIsNamedAndDoes() throws {
    let subject = try CapSubject(CapModel.named("MobileLLM-125M's layers"))
    // Of several runs, as what is mapped of the program's files differs by some hundred KiB from run to run.
    func refused(_ options: [String]) throws -> (text: String, needed: Int) {
      let runs = try (0..<5).map { _ in
        try CommandRun(
          ["run", subject.path, "--ids", "1", "--memory-cap", "1"] + options, in: subject.folder)
      }
      return (runs[0].error, try runs.map { try CapRefusal($0).neededByteCount }.min() ?? 0)
    }
    let all = ["--context", "2000", "--kv", "f16", "--threads", "32", "--residency", "resident"]
    let first = try refused(all)
    for (advice, option) in [
      ("--residency auto", ["--residency", "auto"]), ("--kv int8", ["--kv", "int8"]),
      ("a smaller --context", ["--context", "200"]), ("fewer --threads", ["--threads", "1"]),
    ] {
      #expect(first.text.contains(advice), "\(first.text)")
      let changed = try refused(all + option)
      #expect(changed.needed < first.needed, "\(option)")
      #expect(!changed.text.contains(advice), "\(changed.text)")
    }
  }

  @Test(.enabled(if: PeakMemory.isAvailable, PeakMemory.message))
  func aRefusalTakesNoMemory() throws {
    let subject = try CapSubject(CapModel.named("MobileLLM-600M's layers"))
    func peak(_ arguments: [String], status: Int32) throws -> Int {
      let run = try PeakMemory.run(arguments, in: subject.folder)
      try #require(run.status == status, "\(run.error)")
      return run.peakByteCount
    }
    let version = try peak(["--version"], status: 0)
    let whole = try peak(["run", subject.path, "--ids", "1", "--max-tokens", "1"], status: 0)
    for cap in ["1", "24M"] {
      let refused = try peak(
        ["run", subject.path, "--ids", "1", "--context", "2048", "--threads", "256"]
          + ["--memory-cap", cap], status: 77)
      // The blob's directory, the plan, and the code that makes it.
      #expect(refused - version < 4 << 20, "\(cap): \(refused), \(version)")
      #expect(whole - refused > 16 << 20)
    }
  }

  @Test(.enabled(if: PeakMemory.isAvailable, PeakMemory.message))
  func theReportedPeakIsTheKernels() throws {
    let subject = try CapSubject(CapModel.named("MobileLLM-350M's layers"))
    for residency in ["resident", "partial", "streamed"] {
      let run = try PeakMemory.run(
        subject.arguments(Self.job, ["--residency", residency]), in: subject.folder)
      let figures = try CapFigures(
        CommandRun(status: run.status, output: run.output, error: run.error))
      // After the report a process prints it and ends; and the kernel counts in shares of its cores, which it
      // adds up now and then.
      #expect(abs(run.peakByteCount - figures.peak) <= 512 << 10)
    }
  }

  @Test func hugeCapsAreCapsThatHoldEverything() throws {
    let subject = try CapSubject(CapModel.named("tiny"))
    for cap in ["9223372036854775807", "8000000T", "1T"] {
      let figures = try CapFigures(subject.run(Self.job, ["--memory-cap", cap]))
      #expect(figures.residency == "resident")
    }
  }
}
