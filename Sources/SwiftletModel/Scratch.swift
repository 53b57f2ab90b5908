public import SwiftletArchitecture
internal import SwiftletKernels
internal import SwiftletSystem
internal import SwiftletTensor

/// Sizes of the working memory of a forward pass; every byte of it follows from these numbers.
public struct ScratchShape: Equatable, Sendable {
  /// Tokens that go through a layer together.
  public var chunkLength: Int
  /// Rows of logits computed together: 1 to generate, more to evaluate every position.
  public var logitsRowCount: Int
  /// Positions that attention may look back on.
  public var capacity: Int
  /// Worker threads, each with working memory of its own.
  public var threadCount: Int
  var hiddenSize: Int
  var headCount: Int
  var kvHeadCount: Int
  var headDimension: Int
  var intermediateSize: Int
  var vocabularySize: Int
  /// Rotary embeddings: one or two.
  var rotaryCount: Int
  /// Whether heads go through a norm without gains.
  var needsOnes: Bool

  /// The working memory of `configuration` for the given choices.
  public init(
    configuration: ModelConfiguration, chunkLength: Int, logitsRowCount: Int, capacity: Int,
    threadCount: Int
  ) {
    self.chunkLength = chunkLength
    self.logitsRowCount = logitsRowCount
    self.capacity = capacity
    self.threadCount = threadCount
    hiddenSize = configuration.hiddenSize
    headCount = configuration.headCount
    kvHeadCount = configuration.kvHeadCount
    headDimension = configuration.headDimension
    intermediateSize = configuration.intermediateSize
    vocabularySize = configuration.vocabularySize
    rotaryCount = configuration.localRopeTheta == nil ? 1 : 2
    needsOnes = configuration.queryKeyNorm == .plainAfterRotary
  }

  /// Rows that a matrix product writes: whole tiles.
  static func padded(_ rows: Int) -> Int {
    (rows + TileLayout.tileRows - 1) / TileLayout.tileRows * TileLayout.tileRows
  }

  /// Values of all query heads of a token.
  var queryWidth: Int { headCount * headDimension }
  /// Values of all key heads of a token.
  var keyWidth: Int { kvHeadCount * headDimension }
  /// The widest input of a projection but the last of a block.
  var widestInput: Int { max(hiddenSize, queryWidth) }
  /// Query heads that read the same keys and values.
  var queriesPerKVHead: Int { headCount / kvHeadCount }
  /// Tokens whose queries a worker takes together.
  ///
  /// Some two dozen rows share every read of keys and values; more would only cost memory.
  var tokensPerAttention: Int { min(chunkLength, max(1, 24 / queriesPerKVHead)) }
  /// Blocks of positions that attention may look back on.
  var blockCount: Int { (capacity + KVCacheShape.blockLength - 1) / KVCacheShape.blockLength }

  /// Bytes of the whole working memory.
  public var byteCount: Int { ScratchLayout(self).floatCount * MemoryLayout<Float>.stride }
}

/// The working memory of a forward pass, allocated once.
struct Scratch: ~Copyable {
  let shape: ScratchShape
  private let layout: ScratchLayout
  private let memory: AlignedBuffer

  init(shape: ScratchShape, budget: MemoryBudget) throws(MemoryBudgetError) {
    self.shape = shape
    layout = ScratchLayout(shape)
    memory = try AlignedBuffer(byteCount: shape.byteCount, budget: budget, owner: "scratch")
    // The gains of a norm without gains: x * 1 is x.
    let ones = unsafe pointers.ones
    for index in 0..<layout.onesCount { unsafe ones[index] = 1 }
  }

  /// The addresses of the parts.
  var pointers: ScratchPointers {
    unsafe ScratchPointers(base: memory.base.assumingMemoryBound(to: Float.self), layout: layout)
  }
}
