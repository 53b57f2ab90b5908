import SwiftletArchitecture
import SwiftletKernels
import SwiftletModel
import SwiftletSystem
import SwiftletTensor
import Testing
import _SwiftletTestSupport

@Suite struct TransformerTests {
  static let ids: [Int32] = [3, 17, 0, 96, 42, 5, 5, 61, 88, 20, 7, 13, 99, 1, 54, 30, 2, 77, 9]

  static func configuration(layerRepetitions: Int = 1, biases: Bool = false)
    -> ModelConfiguration
  {
    ModelConfiguration(
      hiddenSize: 72, intermediateSize: 100, layerCount: 3, headCount: 6, kvHeadCount: 2,
      headDimension: 14, vocabularySize: 101, contextLength: 64, hasAttentionBias: biases,
      hasMLPBias: biases, tiesEmbeddings: !biases, layerRepetitions: layerRepetitions)
  }

  static func quantized(_ bits: QuantizationScheme.Bits, zeroPoints: Bool) -> WeightFormat {
    .quantized(
      QuantizationScheme(bits: bits, groupSize: .columns32, hasZeroPoints: zeroPoints))
  }

  /// Everything that may not change the bits of a result.
  struct Setup {
    var chunkLength = 64
    var threadCount = 1
    var kernels = "scalar"
    var kvFormat = KVCacheFormat.float16
    var capacity = 64
    var logitsRowCount = 3
  }

  /// Logits of all positions, fed in pieces of `pieces` tokens.
  static func logits(
    _ model: SyntheticModel, _ setup: Setup = Setup(), ids: [Int32] = ids, pieces: [Int]? = nil
  ) throws -> [[Float]] {
    let budget = MemoryBudget(capByteCount: 1 << 28)
    let configuration = model.configuration
    let kernels = try #require(KernelSet.named(setup.kernels))
    let transformer = try Transformer(
      configuration: configuration,
      scratchShape: ScratchShape(
        configuration: configuration, chunkLength: setup.chunkLength,
        logitsRowCount: min(setup.logitsRowCount, setup.chunkLength), capacity: setup.capacity,
        threadCount: setup.threadCount),
      kernels: kernels, pool: WorkerPool(threadCount: setup.threadCount), budget: budget)
    var cache = try KVCache(
      shape: KVCacheShape(
        configuration: configuration, capacity: setup.capacity, format: setup.kvFormat),
      budget: budget)
    var result: [[Float]] = []
    var start = 0
    for piece in pieces ?? [ids.count] {
      try unsafe ids.withUnsafeBufferPointer { ids in
        try unsafe transformer.forward(
          UnsafeBufferPointer(rebasing: ids[start..<start + piece]), weights: model,
          cache: &cache, request: .all
        ) { result.append(unsafe Array($1)) }
      }
      start += piece
    }
    return result
  }

  static let formats: [WeightFormat] = [
    .float32, .bfloat16, quantized(.eight, zeroPoints: false), quantized(.four, zeroPoints: true),
  ]

  @Test(arguments: formats) func bitsDoNotDependOnChunksThreadsOrKernels(_ format: WeightFormat)
    throws
  {
    let model = SyntheticModel(Self.configuration(biases: true), format: format)
    for kvFormat in KVCacheFormat.allCases {
      let expected = try Self.logits(model, Setup(kvFormat: kvFormat))
      #expect(expected.count == Self.ids.count)
      #expect(expected.joined().allSatisfy { $0.isFinite })
      let oneByOne = [Int](repeating: 1, count: 19)
      for kernels in KernelSet.all.map(\.name) {
        for threads in [1, 2, 3, 8] {
          let setup = Setup(threadCount: threads, kernels: kernels, kvFormat: kvFormat)
          #expect(try Self.logits(model, setup) == expected, "\(kernels), \(threads) threads")
        }
        for chunk in [1, 2, 5, 7] {
          let setup = Setup(
            chunkLength: chunk, threadCount: 2, kernels: kernels, kvFormat: kvFormat)
          #expect(try Self.logits(model, setup) == expected, "\(kernels), chunks of \(chunk)")
        }
        let setup = Setup(kernels: kernels, kvFormat: kvFormat)
        #expect(try Self.logits(model, setup, pieces: oneByOne) == expected, "\(kernels), decode")
        #expect(try Self.logits(model, setup, pieces: [4, 1, 9, 5]) == expected)
      }
    }
  }

  @Test(arguments: [1, 2]) func floatLogitsEqualAReferenceInDouble(_ repetitions: Int) throws {
    for biases in [false, true] {
      let model = SyntheticModel(
        Self.configuration(layerRepetitions: repetitions, biases: biases), format: .float32)
      let reference = ReferenceTransformer(model).logits(Self.ids)
      // Float32 sums of up to 100 terms over six blocks: 1e-6 of logits of size 3, a hundredfold.
      let measured = try Self.logits(model, Setup(kvFormat: .float32))
      #expect(largestDifference(measured, reference) < 1e-4)
      // A float16 cache keeps 11 bits and int8 codes 7: the comparison sees the difference.
      let halves = try largestDifference(Self.logits(model), reference)
      #expect(halves > 1e-4 && halves < 2e-2)
      let bytes = try largestDifference(Self.logits(model, Setup(kvFormat: .int8)), reference)
      #expect(bytes > halves && bytes < 0.3)
    }
  }

  /// Heads, key-value heads and head dimensions: 1, 3 and 4 queries to a key, and all kinds of padding.
  static let attentionShapes = [[2, 2, 14], [3, 1, 64], [4, 1, 32], [6, 2, 80]]

  /// A model that is all attention, and a text of `count` tokens that is longer than its blocks.
  static func longContext(_ shape: [Int], count: Int = 290) -> (model: SyntheticModel, ids: [Int32])
  {
    let configuration = ModelConfiguration(
      hiddenSize: 40, intermediateSize: 24, layerCount: 2, headCount: shape[0],
      kvHeadCount: shape[1], headDimension: shape[2], vocabularySize: 61, contextLength: count)
    var generator = SeededGenerator(seed: 7)
    return (
      SyntheticModel(configuration, format: .float32),
      (0..<count).map { _ in Int32.random(in: 0..<61, using: &generator) }
    )
  }

  @Test(arguments: attentionShapes) func bitsDoNotDependOnHowALongContextIsCut(_ shape: [Int])
    throws
  {
    let (model, ids) = Self.longContext(shape)
    for kvFormat in KVCacheFormat.allCases {
      func logits(_ setup: Setup, _ pieces: [Int]? = nil) throws -> [[Float]] {
        var setup = setup
        (setup.capacity, setup.kvFormat) = (ids.count, kvFormat)
        return try Self.logits(model, setup, ids: ids, pieces: pieces)
      }
      let expected = try logits(Setup(chunkLength: 290))
      #expect(expected.joined().allSatisfy { $0.isFinite })
      for kernels in KernelSet.all.map(\.name) {
        let steps = [Int](repeating: 1, count: ids.count)
        #expect(try logits(Setup(threadCount: 3, kernels: kernels), steps) == expected, "decode")
        #expect(try logits(Setup(chunkLength: 32, threadCount: 2, kernels: kernels)) == expected)
        // Pieces that end before, at and behind the borders of blocks.
        let pieces = [127, 1, 1, 126, 1, 2, 32]
        #expect(
          try logits(Setup(chunkLength: 100, threadCount: 8, kernels: kernels), pieces) == expected)
      }
    }
  }

  @Test(arguments: attentionShapes) func longContextsEqualAReferenceInDouble(_ shape: [Int]) throws
  {
    let (model, ids) = Self.longContext(shape)
    let reference = ReferenceTransformer(model).logits(ids)
    func difference(_ kvFormat: KVCacheFormat) throws -> Double {
      let setup = Setup(kernels: KernelSet.best.name, kvFormat: kvFormat, capacity: ids.count)
      return try largestDifference(Self.logits(model, setup, ids: ids), reference)
    }
    // As above, and a cache of 8 bits also rounds queries and weights to 8.
    #expect(try difference(.float32) < 1e-4)
    #expect(try difference(.float16) < 2e-2)
    #expect(try difference(.int8) < 0.3)
  }

  @Test func gatesGoThroughTheActivationOfTheConfiguration() throws {
    var configuration = Self.configuration()
    let silu = try Self.logits(SyntheticModel(configuration, format: .float32))
    configuration.activation = .geluTanh
    let model = SyntheticModel(configuration, format: .float32)
    let gelu = try Self.logits(model, Setup(kvFormat: .float32))
    // The bound of the other comparisons with the reference.
    #expect(largestDifference(gelu, ReferenceTransformer(model).logits(Self.ids)) < 1e-4)
    #expect(largestDifference(silu, gelu.map { $0.map(Double.init) }) > 0.01)
  }

  func largestDifference(_ measured: [[Float]], _ expected: [[Double]]) -> Double {
    zip(measured.joined(), expected.joined()).reduce(0) { max($0, abs(Double($1.0) - $1.1)) }
  }

  @Test func layerSharingNeedsACacheForEachRepetition() throws {
    // The uncached full pass is the reference; a cache shared by repetitions would differ from it.
    let model = SyntheticModel(Self.configuration(layerRepetitions: 2), format: .float32)
    #expect(LayerSchedule(model.configuration).blocks.map(\.storedLayer) == [0, 0, 1, 1, 2, 2])
    #expect(Set(LayerSchedule(model.configuration).blocks.map(\.cacheSlot)).count == 6)
    let full = try Self.logits(model)
    #expect(try Self.logits(model, pieces: [Int](repeating: 1, count: 19)) == full)
    let unshared = SyntheticModel(Self.configuration(), format: .float32)
    #expect(try Self.logits(unshared) != full)
  }

  @Test func refusesTokensOutsideTheVocabularyAndAFullContext() throws {
    let model = SyntheticModel(Self.configuration(), format: .float32)
    #expect(throws: ModelError.contextFull(capacity: 16, needed: 19)) {
      try Self.logits(model, Setup(capacity: 16))
    }
    for token in [Int32(-1), 101, .max, .min] {
      let budget = MemoryBudget(capByteCount: 1 << 28)
      let shape = ScratchShape(
        configuration: model.configuration, chunkLength: 4, logitsRowCount: 1, capacity: 8,
        threadCount: 1)
      let transformer = try Transformer(
        configuration: model.configuration, scratchShape: shape, kernels: .best,
        pool: WorkerPool(threadCount: 1), budget: budget)
      var cache = try KVCache(
        shape: KVCacheShape(
          configuration: model.configuration, capacity: 8, format: .int8),
        budget: budget)
      do throws(ModelError) {
        try unsafe [token].withUnsafeBufferPointer { tokens throws(ModelError) in
          try unsafe transformer.forward(tokens, weights: model, cache: &cache)
        }
        Issue.record("accepted \(token)")
      } catch {
        #expect(error == .tokenOutOfRange(token: token, vocabularySize: 101))
      }
    }
  }
}
