import SwiftletArchitecture
import SwiftletKernels
import SwiftletModel
import SwiftletSystem
import SwiftletTensor
import Testing
import _SwiftletTestSupport

/// Windows, chunks, layers without rotary embedding, a second rotary embedding, and norms of heads and
/// outputs.
@Suite struct LayerAttentionTests {
  typealias Setup = TransformerTests.Setup

  /// A configuration whose layers differ.
  struct Variant: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let change: @Sendable (inout ModelConfiguration) -> Void

    init(_ name: String, _ change: @escaping @Sendable (inout ModelConfiguration) -> Void) {
      testDescription = name
      self.change = change
    }
  }

  /// Tokens of the long texts: rings of two blocks go round at 256.
  static let count = 420

  static let variants = [
    Variant("short windows") {
      $0.layerAttention = [.init(reach: .window(8)), .init(reach: .window(129))]
    },
    Variant("window and second rotary") {
      $0.layerAttention = [.init(rotary: .local, reach: .window(100)), .plain]
      $0.localRopeTheta = 500
      $0.queryKeyNorm = .weighted
      $0.normsBlockOutputs = true
      $0.embeddingScale = 6.25
      $0.queryScalar = 24
      $0.activation = .geluTanh
    },
    Variant("chunks and temperature") {
      $0.layerAttention = [.init(reach: .chunk(50)), .init(rotary: .none)]
      $0.queryKeyNorm = .plainAfterRotary
      $0.temperature = AttentionTemperature(scale: 0.3, floor: 8)
    },
    Variant("long chunks") {
      $0.layerAttention = [.init(reach: .chunk(130)), .init(rotary: .none, reach: .chunk(128))]
      $0.hasAttentionBias = true
      $0.omitsOutputBias = true
    },
  ]

  static func model(_ variant: Variant) -> (model: SyntheticModel, ids: [Int32]) {
    var configuration = ModelConfiguration(
      hiddenSize: 40, intermediateSize: 24, layerCount: 2, headCount: 6, kvHeadCount: 2,
      headDimension: 14, vocabularySize: 61, contextLength: count)
    variant.change(&configuration)
    var generator = SeededGenerator(seed: 11)
    return (
      SyntheticModel(configuration, format: .float32),
      (0..<count).map { _ in Int32.random(in: 0..<61, using: &generator) }
    )
  }

  @Test(arguments: variants) func logitsEqualAReferenceInDouble(_ variant: Variant) throws {
    let (model, ids) = Self.model(variant)
    let reference = ReferenceTransformer(model).logits(ids)
    func difference(_ kvFormat: KVCacheFormat) throws -> Double {
      let setup = Setup(kernels: KernelSet.best.name, kvFormat: kvFormat, capacity: ids.count)
      return TransformerTests().largestDifference(
        try TransformerTests.logits(model, setup, ids: ids), reference)
    }
    #expect(try difference(.float32) < 1e-4)
    #expect(try difference(.float16) < 2e-2)
    #expect(try difference(.int8) < 0.3)
  }

  @Test(arguments: variants) func bitsDoNotDependOnHowALongContextIsCut(_ variant: Variant) throws {
    let (model, ids) = Self.model(variant)
    for kvFormat in KVCacheFormat.allCases {
      func logits(_ setup: Setup, _ pieces: [Int]? = nil) throws -> [[Float]] {
        var setup = setup
        (setup.capacity, setup.kvFormat) = (ids.count, kvFormat)
        return try TransformerTests.logits(model, setup, ids: ids, pieces: pieces)
      }
      let expected = try logits(Setup(chunkLength: Self.count))
      #expect(expected.joined().allSatisfy { $0.isFinite })
      for kernels in KernelSet.all.map(\.name) {
        let steps = [Int](repeating: 1, count: ids.count)
        #expect(try logits(Setup(threadCount: 3, kernels: kernels), steps) == expected, "decode")
        #expect(try logits(Setup(chunkLength: 32, threadCount: 2, kernels: kernels)) == expected)
        let pieces = [127, 1, 1, 126, 1, 2, 32, 130]
        #expect(
          try logits(Setup(chunkLength: 100, threadCount: 8, kernels: kernels), pieces) == expected)
      }
    }
  }

  @Test func aRingForgetsWhatItSaysItForgets() throws {
    let (model, ids) = Self.model(Self.variants[0])
    let configuration = model.configuration
    let budget = MemoryBudget(capByteCount: 1 << 28)
    let transformer = try Transformer(
      configuration: configuration,
      scratchShape: ScratchShape(
        configuration: configuration, chunkLength: 64, logitsRowCount: 1, capacity: Self.count,
        threadCount: 1),
      kernels: .best, pool: WorkerPool(threadCount: 1), budget: budget)
    var cache = try KVCache(
      shape: KVCacheShape(configuration: configuration, capacity: Self.count, format: .float32),
      budget: budget)
    func append(_ range: Range<Int>) throws -> [Float] {
      var last: [Float] = []
      try unsafe ids.withUnsafeBufferPointer { ids in
        try unsafe transformer.forward(
          UnsafeBufferPointer(rebasing: ids[range]), weights: model, cache: &cache
        ) { last = unsafe Array($1) }
      }
      return last
    }
    /// Whether what a sequence of `count` positions goes on from is still there.
    func remains(_ count: Int) -> Bool { cache.canTruncate(to: count) }
    let expected = try append(0..<400)
    // Layer 1 keeps two blocks of 128: those from 256 on, and looks back 128 positions.
    #expect(!remains(380) && !remains(100) && remains(399))
    #expect(remains(384) && !remains(383))
    #expect(remains(0) && !remains(401) && !remains(-1))
    cache.truncate(to: 390)
    #expect(!remains(383))
    #expect(try append(390..<400) == expected)
    cache.truncate(to: 0)
    #expect(try append(0..<400) == expected)
  }
}
