internal import SwiftletKernels
internal import SwiftletTensor

/// Where the parts of the working memory start, in floats; each at a cache line.
struct ScratchLayout {
  /// Room for quantized activations.
  struct Activations {
    let scales: Int
    let sums: Int
    let codes: Int
    let tokenCount: Int
  }

  /// What each worker needs for attention; offsets count from the worker's own start.
  struct Attention {
    /// Rotated queries (rows, `queryStride`).
    let queries: Int
    let queryStride: Int
    let queryActivations: Activations
    /// One rotated key.
    let key: Int
    /// Scores, then weights, of a block (rows, block length).
    let scores: Int
    let weightActivations: Activations
    /// What the blocks so far came to (rows, `mixStride`), and their states (rows, 2).
    let mixed: Int
    let states: Int
    /// The same of the last block.
    let part: Int
    let partStates: Int
    let mixStride: Int
  }

  let hidden: Int
  let normed: Int
  let query: Int
  let key: Int
  let value: Int
  let projected: Int
  let up: Int
  /// Rotary angles: (rotary embeddings, chunk, head dimension / 2).
  let cosines: Int
  let sines: Int
  /// From one rotary embedding to the next.
  let anglesStride: Int
  let ones: Int
  let onesCount: Int
  let logits: Int
  /// Inputs of all projections but the last.
  let activations: Activations
  /// Inputs of the down projection: they are made while the others are read.
  let gatedActivations: Activations
  /// Attention of one token block by block: mixes (blocks, heads, mix stride), states (blocks, heads, 2).
  let blockMixes: Int
  let blockStates: Int
  let workers: Int
  let workerStride: Int
  /// A single token's inputs, counted from the worker's own start.
  let ownInputs: Int
  let ownActivations: Activations
  let attention: Attention
  /// Floats of the whole.
  let floatCount: Int

  /// Hands out parts one behind the other.
  private struct Cursor {
    var end = 0

    mutating func take(_ floats: Int) -> Int {
      defer { end += (floats + 15) / 16 * 16 }
      return end
    }

    /// Room for `tokenCount` tokens of `columns` columns, a multiple of 32.
    mutating func take(tokens tokenCount: Int, columns: Int) -> Activations {
      let groups = tokenCount * columns / TileLayout.tileColumns
      // Int32 sums are as wide as a float, and four codes are.
      return Activations(
        scales: take(groups), sums: take(groups), codes: take(tokenCount * columns / 4),
        tokenCount: tokenCount)
    }
  }

  init(_ shape: ScratchShape) {
    let chunk = shape.chunkLength
    let widest = ScratchShape.padded(max(shape.hiddenSize, shape.intermediateSize))
    var cursor = Cursor()
    hidden = cursor.take(chunk * shape.hiddenSize)
    normed = cursor.take(chunk * shape.widestInput)
    query = cursor.take(chunk * ScratchShape.padded(shape.queryWidth))
    key = cursor.take(chunk * ScratchShape.padded(shape.keyWidth))
    value = cursor.take(chunk * ScratchShape.padded(shape.keyWidth))
    projected = cursor.take(chunk * widest)
    up = cursor.take(chunk * widest)
    anglesStride = chunk * shape.headDimension / 2
    cosines = cursor.take(shape.rotaryCount * anglesStride)
    sines = cursor.take(shape.rotaryCount * anglesStride)
    onesCount = shape.needsOnes ? shape.headDimension : 0
    ones = cursor.take(onesCount)
    logits = cursor.take(shape.logitsRowCount * ScratchShape.padded(shape.vocabularySize))
    activations = unsafe cursor.take(
      tokens: chunk, columns: QuantizedActivations.paddedColumns(for: shape.widestInput))
    gatedActivations = unsafe cursor.take(
      tokens: chunk, columns: QuantizedActivations.paddedColumns(for: shape.intermediateSize))
    let mixStride = ScratchShape.padded(shape.headDimension)
    blockMixes = cursor.take(shape.blockCount * shape.headCount * mixStride)
    blockStates = cursor.take(shape.blockCount * shape.headCount * 2)
    workers = cursor.end
    var worker = Cursor()
    ownInputs = worker.take(shape.widestInput)
    ownActivations = unsafe worker.take(
      tokens: 1, columns: QuantizedActivations.paddedColumns(for: shape.widestInput))
    attention = ScratchLayout.attention(shape, mixStride: mixStride, &worker)
    workerStride = worker.end
    floatCount = workers + shape.threadCount * workerStride
  }

  private static func attention(_ shape: ScratchShape, mixStride: Int, _ cursor: inout Cursor)
    -> Attention
  {
    let rows = shape.tokensPerAttention * shape.queriesPerKVHead
    let stride = KVCacheShape.padded(shape.headDimension, to: TileLayout.tileColumns)
    return Attention(
      queries: cursor.take(rows * stride), queryStride: stride,
      queryActivations: cursor.take(tokens: rows, columns: stride), key: cursor.take(stride),
      scores: cursor.take(rows * KVCacheShape.blockLength),
      weightActivations: cursor.take(tokens: rows, columns: KVCacheShape.blockLength),
      mixed: cursor.take(rows * mixStride), states: cursor.take(rows * 2),
      part: cursor.take(rows * mixStride), partStates: cursor.take(rows * 2),
      mixStride: mixStride)
  }
}

/// The parts of a scratch, for the length of one forward pass; shapes as (rows, stride).
@safe struct ScratchPointers {
  let base: UnsafeMutablePointer<Float>
  let layout: ScratchLayout

  var hidden: UnsafeMutablePointer<Float> { unsafe base + layout.hidden }
  var normed: UnsafeMutablePointer<Float> { unsafe base + layout.normed }
  var query: UnsafeMutablePointer<Float> { unsafe base + layout.query }
  var key: UnsafeMutablePointer<Float> { unsafe base + layout.key }
  var value: UnsafeMutablePointer<Float> { unsafe base + layout.value }
  var projected: UnsafeMutablePointer<Float> { unsafe base + layout.projected }
  var up: UnsafeMutablePointer<Float> { unsafe base + layout.up }
  var cosines: UnsafeMutablePointer<Float> { unsafe base + layout.cosines }
  var sines: UnsafeMutablePointer<Float> { unsafe base + layout.sines }
  var ones: UnsafeMutablePointer<Float> { unsafe base + layout.ones }
  var logits: UnsafeMutablePointer<Float> { unsafe base + layout.logits }
  var blockMixes: UnsafeMutablePointer<Float> { unsafe base + layout.blockMixes }
  var blockStates: UnsafeMutablePointer<Float> { unsafe base + layout.blockStates }

  /// Where the memory of `worker` starts.
  func worker(_ worker: Int) -> UnsafeMutablePointer<Float> {
    unsafe base + layout.workers + worker * layout.workerStride
  }

  /// `part`, counted from `start`, as activations of `columns` columns, of at most as many tokens as it is for.
  func activations(
    _ part: ScratchLayout.Activations, from start: UnsafeMutablePointer<Float>, columns: Int,
    tokenCount: Int
  ) -> QuantizedActivations {
    precondition(tokenCount <= part.tokenCount, "\(tokenCount) tokens for \(part.tokenCount)")
    return unsafe QuantizedActivations(
      codes: UnsafeMutableRawPointer(start + part.codes).assumingMemoryBound(to: Int8.self),
      scales: start + part.scales,
      negativeSums: UnsafeMutableRawPointer(start + part.sums).assumingMemoryBound(to: Int32.self),
      columns: columns, tokenStride: tokenCount)
  }
}
