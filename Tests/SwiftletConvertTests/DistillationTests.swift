// The program for boards does not distill.
#if !SWIFTLET_WITHOUT_CALIBRATION
  import SwiftletConvert
  import SwiftletSystem
  import Testing
  import _SwiftletTestSupport

  @Suite struct DistillationTests {
    /// Bytes of a text that repeats itself now and then.
    private static func ids(_ count: Int) -> [Int32] {
      var generator = SeededGenerator(seed: 7)
      var ids: [Int32] = []
      while ids.count < count {
        if ids.count > 40, generator.next() % 8 == 0 {
          let start = Int(generator.next() % UInt64(ids.count - 20))
          ids += ids[start..<start + 16]
        } else {
          ids.append(Int32(generator.next() % 250))
        }
      }
      return Array(ids[..<count])
    }

    private func convert(
      tokenCount: Int, passCount: Int, threadCount: Int = 2,
      bits: Int = 4, checkpoint path: String? = nil,
      output: TemporaryFolder? = nil, isStopped: @escaping () -> Bool = { false },
      progress: @escaping (String) -> Void = { _ in }
    ) throws -> (report: ConversionReport, bytes: [UInt8]) {
      let checkpoint = try MiniCheckpoint(hasTokenizer: false)
      var recipe = try #require(Recipe.builtIn(bits: bits))
      recipe.method = .calibrated
      let options = Converter.Options(
        recipe: recipe, threadCount: threadCount,
        calibration: CalibrationText(
          name: "ids", content: .ids(DistillationTests.ids(tokenCount))),
        distillationPassCount: passCount)
      let converter = Converter(
        model: try CheckpointModel.open(path ?? checkpoint.folder.path), options: options,
        isStopped: isStopped, progress: { progress($0.subject) })
      let output = try output ?? TemporaryFolder()
      let path = output.path("model.swiftlet")
      let report = try converter.convert(to: path)
      let source = try FileByteSource(path: path)
      return (report, try source.bytes(at: 0, count: source.byteCount))
    }

    @Test func theDivergenceOnHeldOutTextFalls() throws {
      let report = try convert(tokenCount: 2500, passCount: 8).report
      guard case .tuned(let before, let after) = report.distillation else {
        Issue.record("\(String(describing: report.distillation))")
        return
      }
      // Random weights and a random text have little in common that could be learned.
      #expect(before > 0.001)
      #expect(after < 0.98 * before)
      #expect(report.text.contains("distilled: divergence"))
    }

    @Test(
      .enabled(if: SharedFixtures.arePresent, SharedFixtures.message),
      arguments: ["gemma3-text", "qwen3", "smollm3", "mistral-sliding", "llama4-text-nope"])
    func familiesOfOtherBlocksAreTuned(_ name: String) throws {
      let report = try convert(
        tokenCount: 2100, passCount: 4, checkpoint: SharedFixtures.path("checkpoints/" + name)
      ).report
      guard case .tuned(let before, let after) = report.distillation else {
        Issue.record("\(String(describing: report.distillation))")
        return
      }
      #expect(before > 0)
      #expect(after < before)
    }

    @Test func bytesDoNotDependOnTheNumberOfThreads() throws {
      let one = try convert(tokenCount: 2100, passCount: 1, threadCount: 1)
      let three = try convert(tokenCount: 2100, passCount: 1, threadCount: 3)
      #expect(one.bytes == three.bytes)
      #expect(one.report.distillation == three.report.distillation)
    }

    @Test func aModelWithoutFourBitsIsLeftAsItIs() throws {
      let report = try convert(tokenCount: 2100, passCount: 1, bits: 8).report
      #expect(report.distillation == .skipped("no layer with 4 bits"))
    }

    @Test func withoutPassesNothingIsTuned() throws {
      #expect(try convert(tokenCount: 2100, passCount: 0).report.distillation == nil)
    }

    @Test func aShortTextIsNoGroundForTuning() throws {
      let report = try convert(tokenCount: 700, passCount: 1).report
      #expect(report.distillation == .skipped("2 windows of text"))
      #expect(report.text.contains("not distilled: 2 windows of text"))
    }

    /// Passes of 16 steps, of which every eighth is on the disk: stopped before the first of them, within a pass, behind its
    /// last step but before the held-out text was looked at, and within the second.
    @Test(arguments: [5, 12, 17, 30])
    func whatWasStoppedGoesOnWhereItWas(stop: Int) throws {
      let whole = try convert(tokenCount: 8700, passCount: 2)
      let folder = try TemporaryFolder()
      var subjects: [String] = []
      func run(until last: String?) throws -> (report: ConversionReport, bytes: [UInt8]) {
        subjects = []
        return try convert(
          tokenCount: 8700, passCount: 2, output: folder,
          isStopped: { last.map { subjects.last?.hasPrefix($0) ?? false } ?? false },
          progress: { subjects.append($0) })
      }
      #expect(throws: ConversionError.self) { try run(until: "distilling, step \(stop) of") }
      let saved = (stop - 1) / 8 * 8
      #expect(folder.names.contains("model.swiftlet.distillation") == (saved > 0))
      let second = try run(until: nil)
      #expect(second.bytes == whole.bytes)
      #expect(second.report.distillation == whole.report.distillation)
      #expect(folder.names == ["model.swiftlet"])
      // A step that is computed shows itself behind each block.
      let shown = subjects.count { $0.hasPrefix("distilling, step 1 of") }
      #expect(saved > 0 ? shown == 1 : shown > 1)
    }

    @Test func aDamagedStateIsBegunAnew() throws {
      let whole = try convert(tokenCount: 8700, passCount: 1)
      let folder = try TemporaryFolder()
      var subject = ""
      #expect(throws: ConversionError.self) {
        try convert(
          tokenCount: 8700, passCount: 1, output: folder,
          isStopped: { subject.hasPrefix("distilling, step 12") }, progress: { subject = $0 })
      }
      let name = "model.swiftlet.distillation"
      let source = try FileByteSource(path: folder.path(name))
      var bytes = try source.bytes(at: 0, count: source.byteCount)
      bytes[bytes.count / 2] ^= 0x10
      try folder.write(name, bytes)
      #expect(try convert(tokenCount: 8700, passCount: 1, output: folder).bytes == whole.bytes)
    }

    @Test func itEndsWhenAskedTo() throws {
      var subject = ""
      #expect {
        try convert(
          tokenCount: 2100, passCount: 1, isStopped: { subject.hasPrefix("distilling, step 1") },
          progress: { subject = $0 })
      } throws: { error in
        if case .interrupted? = error as? ConversionError { true } else { false }
      }
    }
  }
#endif
