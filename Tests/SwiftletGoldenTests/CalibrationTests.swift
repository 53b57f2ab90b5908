// The program for boards does not calibrate.
#if !SWIFTLET_WITHOUT_CALIBRATION
  import SwiftletArchitecture
  import SwiftletConvert
  import SwiftletModel
  import SwiftletRuntime
  import SwiftletSystem
  import SwiftletTensor
  import Testing
  import _SwiftletTestSupport

  /// Quantizing with calibration, through the whole conversion.
  @Suite struct CalibrationTests {
    /// Random models see any ids as text.
    static func ids(vocabulary: Int, count: Int = 640) -> [Int32] {
      var generator = SplitMix64(seed: 11)
      return (0..<count).map { _ in Int32(generator.next() % UInt64(vocabulary)) }
    }

    static func convert(
      _ checkpoint: String, to path: String, bits: Int, method: Recipe.Method,
      group: QuantizationScheme.GroupSize = .columns32,
      scaleBits: QuantizationScheme.ScaleBits = .sixteen, threadCount: Int = 2,
      text: [Int32]? = nil
    ) throws -> ConversionReport {
      let model = try CheckpointModel.open(checkpoint)
      var recipe = try #require(
        Recipe.builtIn(bits: bits, groupSize: group, scaleBits: scaleBits))
      recipe.method = method
      let ids = text ?? Self.ids(vocabulary: model.configuration.vocabularySize)
      return try Converter(
        model: model,
        options: Converter.Options(
          recipe: recipe, threadCount: threadCount, compressionLevel: 1, isReplacing: true,
          calibration: CalibrationText(name: "ids", content: .ids(ids)))
      ).convert(to: path)
    }

    /// The ids of a short text and the float model's logits of it, by way of a file at `path`.
    static func reference(_ checkpoint: String, _ path: String) throws
      -> (ids: [Int32], logits: [Float])
    {
      _ = try convert(checkpoint, to: path, bits: 32, method: .search)
      let vocabulary = try CheckpointModel.open(checkpoint).configuration.vocabularySize
      let ids = Array(Self.ids(vocabulary: vocabulary).prefix(60))
      return (ids, try logits(path, ids))
    }

    /// The logits of a sequence, float32 cache.
    static func logits(_ path: String, _ ids: [Int32]) throws -> [Float] {
      var options = EngineOptions()
      options.context = ids.count
      options.kvFormat = .float32
      let engine = try Engine(
        model: BlobModel(source: FileByteSource(path: path)), options: options)
      var result: [Float] = []
      try unsafe ids.withUnsafeBufferPointer {
        try unsafe engine.forward($0, request: .all) { _, logits in
          result += unsafe Array(UnsafeBufferPointer(logits))
        }
      }
      return result
    }

    static func relativeError(_ values: [Float], _ reference: [Float]) -> Double {
      var (error, energy) = (0.0, 0.0)
      for (value, wanted) in zip(values, reference) {
        error += Double(value - wanted) * Double(value - wanted)
        energy += Double(wanted) * Double(wanted)
      }
      return (error / energy).squareRoot()
    }

    /// Scaling channels must not change what a family computes: at 8 bits a slip in one would be seen at once.
    @Test(
      .enabled(if: SharedFixtures.arePresent, SharedFixtures.message),
      arguments: [
        "mobilellm-layer-share", "llama-bias-linear", "qwen2", "qwen3", "gemma3-text",
        "llama4-text-nope", "mistral-sliding", "smollm3",
      ])
    func everyFamilyKeepsItsFunction(name: String) throws {
      let folder = try TemporaryFolder()
      let checkpoint = SharedFixtures.path("checkpoints/\(name)")
      let path = folder.path("model.swiftlet")
      let (ids, reference) = try Self.reference(checkpoint, path)
      for (bits, limit) in [(8, 1.25), (4, 1.05)] {
        _ = try Self.convert(checkpoint, to: path, bits: bits, method: .search)
        let searched = Self.relativeError(try Self.logits(path, ids), reference)
        let report = try Self.convert(checkpoint, to: path, bits: bits, method: .calibrated)
        let calibrated = Self.relativeError(try Self.logits(path, ids), reference)
        #expect(calibrated < limit * searched, "\(bits) bits: \(calibrated), searched \(searched)")
        #expect(report.calibration?.tokenCount == 640)
      }
    }

    /// Scales of 8 bits are smaller, and next to nothing is lost by them.
    @Test(
      .enabled(if: SharedFixtures.arePresent, SharedFixtures.message),
      arguments: ["mobilellm-layer-share", "llama-bias-linear"])
    func scalesOfEightBitsKeepTheFunction(name: String) throws {
      let folder = try TemporaryFolder()
      let checkpoint = SharedFixtures.path("checkpoints/\(name)")
      let path = folder.path("model.swiftlet")
      let (ids, reference) = try Self.reference(checkpoint, path)
      for method in [Recipe.Method.search, .calibrated] {
        let wide = try Self.convert(checkpoint, to: path, bits: 4, method: method)
        let error = Self.relativeError(try Self.logits(path, ids), reference)
        let narrow = try Self.convert(
          checkpoint, to: path, bits: 4, method: method, scaleBits: .eight)
        let found = Self.relativeError(try Self.logits(path, ids), reference)
        #expect(found < 1.1 * error, "\(method): \(found), \(error)")
        #expect(narrow.bitsPerWeight < wide.bitsPerWeight)
        #expect(narrow.tensors.contains { $0.format.name == "int4 g32 zp s8" })
      }
    }

    @Test func calibratedFilesDoNotDependOnThreads() throws {
      let checkpoint = try MiniCheckpoint()
      var first: [UInt8]?
      for threadCount in [1, 3] {
        let path = checkpoint.folder.path("model.swiftlet")
        _ = try Self.convert(
          checkpoint.folder.path, to: path, bits: 4, method: .calibrated, group: .columns64,
          threadCount: threadCount)
        let source = try FileByteSource(path: path)
        let bytes = try source.bytes(at: 0, count: source.byteCount)
        if let first { #expect(bytes == first) } else { first = bytes }
      }
    }

    /// The bytes of a calibrated conversion that is asked to stop after so many steps; nil if it did stop.
    static func convert(_ checkpoint: String, to path: String, steps: Int, ids: [Int32]) throws
      -> [UInt8]?
    {
      let model = try CheckpointModel.open(checkpoint)
      var recipe = try #require(Recipe.builtIn(bits: 4))
      recipe.method = .calibrated
      var left = steps
      let converter = Converter(
        model: model,
        options: Converter.Options(
          recipe: recipe, compressionLevel: 1, isReplacing: true,
          calibration: CalibrationText(name: "ids", content: .ids(ids))),
        isStopped: {
          left -= 1
          return left < 0
        })
      do throws(ConversionError) {
        _ = try converter.convert(to: path)
      } catch {
        guard case .interrupted = error else { throw error }
        return nil
      }
      let source = try FileByteSource(path: path)
      return try source.bytes(at: 0, count: source.byteCount)
    }

    @Test(.enabled(if: SharedFixtures.arePresent, SharedFixtures.message))
    func whatWasStoppedGoesOnWhereItWas() throws {
      let checkpoint = SharedFixtures.path("checkpoints/mobilellm-layer-share")
      let folder = try TemporaryFolder()
      let path = folder.path("model.swiftlet")
      let vocabulary = try CheckpointModel.open(checkpoint).configuration.vocabularySize
      let ids = Self.ids(vocabulary: vocabulary)
      let whole = try #require(try Self.convert(checkpoint, to: path, steps: .max, ids: ids))
      #expect(folder.names == ["model.swiftlet"])

      // One step more each time, until all layers are there.
      var steps = 0
      while folder.names.count < 4 {
        steps += 1
        try #require(steps < 100, "\(folder.names)")
        #expect(try Self.convert(checkpoint, to: path, steps: steps, ids: ids) == nil)
      }
      #expect(folder.names.contains("model.swiftlet.layer-0"))
      // Another text has no use for them.
      let other = folder.path("other.swiftlet")
      let fresh = try Self.convert(checkpoint, to: other, steps: .max, ids: ids.reversed())
      let layer = folder.path("model.swiftlet.layer-1")
      let kept = try FileByteSource(path: layer)
      let bytes = try kept.bytes(at: 0, count: kept.byteCount)
      for damage in [nil, 200, bytes.count / 2, bytes.count - 1] {
        var changed = bytes
        if let damage { changed[damage] ^= 0x40 }
        try folder.write("model.swiftlet.layer-1", changed)
        #expect(try Self.convert(checkpoint, to: path, steps: .max, ids: ids) == whole)
        #expect(folder.names == ["model.swiftlet", "other.swiftlet"])
      }
      try folder.write("model.swiftlet.layer-1", bytes)
      #expect(
        try Self.convert(checkpoint, to: path, steps: .max, ids: ids.reversed()) == fresh)
    }

    @Test func textThatCannotBeUsedIsRefused() throws {
      let checkpoint = try MiniCheckpoint()
      let path = checkpoint.folder.path("model.swiftlet")
      let long = Self.ids(vocabulary: 260)
      for ids in [[], Array(long.prefix(20)), long + [260], long + [-1]] {
        #expect {
          try Self.convert(
            checkpoint.folder.path, to: path, bits: 4, method: .calibrated, text: ids)
        } throws: { error in
          guard case .calibrationFailed? = error as? ConversionError else { return false }
          return true
        }
      }
      #expect(throws: (any Error).self) { try FileByteSource(path: path) }
    }
  }
#endif
