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
  /// Worker threads, each with attention scores of its own.
  public var threadCount: Int
  var hiddenSize: Int
  var queryWidth: Int
  var keyWidth: Int
  var intermediateSize: Int
  var vocabularySize: Int
  var halfHeadDimension: Int

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
    queryWidth = configuration.headCount * configuration.headDimension
    keyWidth = configuration.kvHeadCount * configuration.headDimension
    intermediateSize = configuration.intermediateSize
    vocabularySize = configuration.vocabularySize
    halfHeadDimension = configuration.headDimension / 2
  }

  /// Rows that a matrix product writes: whole tiles.
  static func padded(_ rows: Int) -> Int {
    (rows + TileLayout.tileRows - 1) / TileLayout.tileRows * TileLayout.tileRows
  }

  /// The widest input of a projection.
  var widestInput: Int { max(hiddenSize, queryWidth, intermediateSize) }

  /// Floats of each part, in the order of `Scratch`.
  var floatCounts: [Int] {
    let chunk = chunkLength
    let wide = unsafe QuantizedActivations.paddedColumns(for: widestInput)
    return [
      chunk * hiddenSize,  // hidden
      chunk * widestInput,  // normed
      chunk * ScratchShape.padded(queryWidth),  // query
      chunk * ScratchShape.padded(keyWidth),  // key
      chunk * ScratchShape.padded(keyWidth),  // value
      chunk * ScratchShape.padded(max(hiddenSize, intermediateSize)),  // projected
      chunk * ScratchShape.padded(max(hiddenSize, intermediateSize)),  // up
      threadCount * ScratchShape.padded(capacity),  // scores
      2 * chunk * halfHeadDimension,  // cosines and sines
      logitsRowCount * ScratchShape.padded(vocabularySize),  // logits
      chunk * wide / 32,  // activation scales
      chunk * wide / 32,  // activation sums (Int32, as wide as a float)
      chunk * wide / 4,  // activation codes (4 to a float)
    ]
  }

  /// Bytes of the whole working memory.
  public var byteCount: Int {
    floatCounts.reduce(0) { $0 + Scratch.alignedCount($1) } * MemoryLayout<Float>.stride
  }
}

/// The working memory of a forward pass, allocated once.
struct Scratch: ~Copyable {
  let shape: ScratchShape
  private let memory: AlignedBuffer

  /// Parts start at multiples of 16 floats: a cache line.
  static func alignedCount(_ floats: Int) -> Int { (floats + 15) / 16 * 16 }

  init(shape: ScratchShape, budget: MemoryBudget) throws(MemoryBudgetError) {
    self.shape = shape
    memory = try AlignedBuffer(byteCount: shape.byteCount, budget: budget, owner: "scratch")
  }

  /// The addresses of the parts.
  var pointers: ScratchPointers {
    unsafe ScratchPointers(
      base: memory.base.assumingMemoryBound(to: Float.self), shape: shape)
  }
}

/// The parts of a scratch, for the length of one forward pass; shapes as (rows, stride).
@safe struct ScratchPointers {
  let hidden: UnsafeMutablePointer<Float>
  let normed: UnsafeMutablePointer<Float>
  let query: UnsafeMutablePointer<Float>
  let key: UnsafeMutablePointer<Float>
  let value: UnsafeMutablePointer<Float>
  let projected: UnsafeMutablePointer<Float>
  let up: UnsafeMutablePointer<Float>
  let scores: UnsafeMutablePointer<Float>
  let cosines: UnsafeMutablePointer<Float>
  let sines: UnsafeMutablePointer<Float>
  let logits: UnsafeMutablePointer<Float>
  let activationScales: UnsafeMutablePointer<Float>
  let activationSums: UnsafeMutablePointer<Int32>
  let activationCodes: UnsafeMutablePointer<Int8>

  init(base: UnsafeMutablePointer<Float>, shape: ScratchShape) {
    var next = unsafe base
    func take(_ floats: Int) -> UnsafeMutablePointer<Float> {
      defer { unsafe next += Scratch.alignedCount(floats) }
      return unsafe next
    }
    // Written out rather than read from `floatCounts`, which would allocate in the decode loop;
    // a test holds both to the same end.
    let chunk = shape.chunkLength
    let wide = unsafe QuantizedActivations.paddedColumns(for: shape.widestInput)
    unsafe hidden = take(chunk * shape.hiddenSize)
    unsafe normed = take(chunk * shape.widestInput)
    unsafe query = take(chunk * ScratchShape.padded(shape.queryWidth))
    unsafe key = take(chunk * ScratchShape.padded(shape.keyWidth))
    unsafe value = take(chunk * ScratchShape.padded(shape.keyWidth))
    unsafe projected = take(
      chunk * ScratchShape.padded(max(shape.hiddenSize, shape.intermediateSize)))
    unsafe up = take(chunk * ScratchShape.padded(max(shape.hiddenSize, shape.intermediateSize)))
    unsafe scores = take(shape.threadCount * ScratchShape.padded(shape.capacity))
    unsafe cosines = take(2 * chunk * shape.halfHeadDimension)
    unsafe sines = cosines + chunk * shape.halfHeadDimension
    unsafe logits = take(shape.logitsRowCount * ScratchShape.padded(shape.vocabularySize))
    unsafe activationScales = take(chunk * wide / 32)
    unsafe activationSums = UnsafeMutableRawPointer(take(chunk * wide / 32))
      .assumingMemoryBound(to: Int32.self)
    unsafe activationCodes = UnsafeMutableRawPointer(take(chunk * wide / 4))
      .assumingMemoryBound(to: Int8.self)
  }
}
