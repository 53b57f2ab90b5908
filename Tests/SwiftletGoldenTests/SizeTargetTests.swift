// The program for boards does not choose formats.
#if !SWIFTLET_WITHOUT_CALIBRATION
  import SwiftletArchitecture
  import SwiftletConvert
  import SwiftletSystem
  import SwiftletTensor
  import Testing
  import _SwiftletTestSupport

  /// Formats chosen by what each costs, through the whole conversion.
  @Suite struct SizeTargetTests {
    static func convert(
      _ checkpoint: String, to path: String, _ target: SizeTarget, method: Recipe.Method = .search,
      threadCount: Int = 2, roles: [TensorRoleFormat] = []
    ) throws -> ConversionReport {
      let model = try CheckpointModel.open(checkpoint)
      var recipe = Recipe(target: target, method: method)
      for entry in roles { recipe.roles[entry.role] = entry.precision }
      let ids = CalibrationTests.ids(vocabulary: model.configuration.vocabularySize)
      return try Converter(
        model: model,
        options: Converter.Options(
          recipe: recipe, threadCount: threadCount, compressionLevel: 1, isReplacing: true,
          calibration: CalibrationText(name: "ids", content: .ids(ids)))
      ).convert(to: path)
    }

    @Test(
      .enabled(if: SharedFixtures.arePresent, SharedFixtures.message),
      arguments: [
        "mobilellm-layer-share", "llama-bias-linear", "qwen3", "gemma3-text", "llama4-text-nope",
      ])
    func bitsGoWhereTheyCount(name: String) throws {
      let folder = try TemporaryFolder()
      let checkpoint = SharedFixtures.path("checkpoints/\(name)")
      let path = folder.path("model.swiftlet")
      let (ids, reference) = try CalibrationTests.reference(checkpoint, path)
      // Small matrices have much padding, so sizes are taken from the ends.
      let largest = try Self.convert(checkpoint, to: path, .bitsPerWeight(32))
      let best = CalibrationTests.relativeError(try CalibrationTests.logits(path, ids), reference)
      let least = try #require(try Self.least(checkpoint, path))
      _ = try Self.convert(checkpoint, to: path, .bitsPerWeight(least))
      let worst = CalibrationTests.relativeError(try CalibrationTests.logits(path, ids), reference)
      let middle = (least + largest.bitsPerWeight) / 2
      for method in [Recipe.Method.search, .calibrated] {
        let report = try Self.convert(checkpoint, to: path, .bitsPerWeight(middle), method: method)
        #expect(report.bitsPerWeight <= middle)
        #expect(report.bitsPerWeight > 0.9 * middle)
        let error = CalibrationTests.relativeError(
          try CalibrationTests.logits(path, ids), reference)
        #expect(best < error && error < 0.8 * worst, "\(best), \(error), \(worst)")
        #expect(Set(report.tensors.filter(\.isMatrix).map(\.format.bits)) == [4, 8])
      }
    }

    /// The least bits per weight, as the refusal of less names them.
    static func least(_ checkpoint: String, _ path: String) throws -> Double? {
      do {
        _ = try convert(checkpoint, to: path, .bitsPerWeight(1))
        return nil
      } catch ConversionError.targetTooSmall(let fault) {
        return Double(fault.expected.split(separator: " ").last.map(String.init) ?? "")
      }
    }

    @Test func filesKeepTheirSize() throws {
      let checkpoint = try MiniCheckpoint()
      let path = checkpoint.folder.path("model.swiftlet")
      var least: Int?
      do {
        _ = try Self.convert(checkpoint.folder.path, to: path, .fileByteCount(1000))
      } catch ConversionError.targetTooSmall(let fault) {
        least = fault.expected.split(separator: " ").last.flatMap { Int($0) }
        #expect(fault.found == "1000")
      }
      let smallest = try #require(least)
      for target in [smallest, smallest + 20_000, smallest + 40_000] {
        let report = try Self.convert(checkpoint.folder.path, to: path, .fileByteCount(target))
        #expect(report.fileByteCount <= target)
        #expect(try FileByteSource(path: path).byteCount == report.fileByteCount)
      }
      #expect(throws: ConversionError.self) {
        try Self.convert(checkpoint.folder.path, to: path, .fileByteCount(smallest - 1))
      }
    }

    @Test func rolesOfTheRecipeKeepTheirFormat() throws {
      let checkpoint = try MiniCheckpoint()
      let path = checkpoint.folder.path("model.swiftlet")
      let report = try Self.convert(
        checkpoint.folder.path, to: path, .bitsPerWeight(9),
        roles: [TensorRoleFormat(role: .downProjection, precision: .float16)])
      for tensor in report.tensors where tensor.isMatrix {
        #expect((tensor.format.bits == 16) == tensor.name.hasSuffix("mlp.down"), "\(tensor.name)")
      }
    }

    @Test func filesDoNotDependOnThreads() throws {
      let checkpoint = try MiniCheckpoint()
      var first: [UInt8]?
      for threadCount in [1, 3] {
        let path = checkpoint.folder.path("model.swiftlet")
        _ = try Self.convert(
          checkpoint.folder.path, to: path, .bitsPerWeight(7), method: .calibrated,
          threadCount: threadCount)
        let source = try FileByteSource(path: path)
        let bytes = try source.bytes(at: 0, count: source.byteCount)
        if let first { #expect(bytes == first) } else { first = bytes }
      }
    }
  }

  /// A role whose format is given.
  struct TensorRoleFormat {
    let role: TensorRole
    let precision: Precision
  }
#endif
