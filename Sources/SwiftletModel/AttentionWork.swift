internal import SwiftletArchitecture
internal import SwiftletKernels
internal import SwiftletTensor

/// The attention of one executed block: what it looks at, its gains, and its keys and values.
@safe struct BlockAttention {
  let attention: LayerAttention
  let cache: KVSlot
  let queryNorm: VectorView?
  let keyNorm: VectorView?
}

/// One worker's work on the queries of a few tokens that read the same keys and values.
///
/// Its rows are (token, query head of the key-value head). Scores of a block of positions and mixes of
/// its values are matrix products, so every read of keys and values serves all rows. A block's result
/// depends on nothing outside the block; blocks are folded in order. So the bits depend neither on
/// which tokens are taken together nor on who takes which block.
@safe struct AttentionWork {
  let pass: ForwardPass
  let block: BlockAttention
  let cache: KVHead
  /// The key-value head.
  let head: Int
  /// Tokens of the chunk.
  let tokens: Range<Int>
  /// Where the worker's memory starts.
  private let start: UnsafeMutablePointer<Float>
  private let parts: ScratchLayout.Attention

  init(
    pass: ForwardPass, block: BlockAttention, head: Int, tokens: Range<Int>, worker: Int
  ) {
    self.pass = pass
    self.block = block
    self.head = head
    self.tokens = tokens
    cache = block.cache.head(head)
    unsafe start = pass.scratch.worker(worker)
    parts = pass.scratch.layout.attention
  }

  private var rowsPerToken: Int { pass.headCount / pass.kvHeadCount }
  private var rowCount: Int { tokens.count * rowsPerToken }
  private var isQuantized: Bool { cache.layout.format == .int8 }
  private var scale: Float { pass.attentionScale }

  private var queries: QuantizedActivations {
    unsafe pass.scratch.activations(
      parts.queryActivations, from: start, columns: parts.queryStride, tokenCount: rowCount)
  }

  private func weights(columns: Int) -> QuantizedActivations {
    unsafe pass.scratch.activations(
      parts.weightActivations, from: start,
      columns: KVCacheShape.padded(columns, to: TileLayout.tileColumns), tokenCount: rowCount)
  }

  /// Stores the keys, rotated, and the values of the tokens.
  func store() {
    let size = pass.headDimension
    for token in tokens {
      let offset = token * pass.keyStride + head * size
      unsafe prepare(
        pass.scratch.key + offset, token: token, norm: block.keyNorm, into: start + parts.key)
      unsafe cache.storeKey(
        start + parts.key, position: pass.position + token, pass.kernels)
      unsafe cache.storeValue(
        pass.scratch.value + offset, position: pass.position + token, pass.kernels)
    }
  }

  /// Norms and rotates one head of a query or key as the model does.
  private func prepare(
    _ vector: UnsafePointer<Float>, token: Int, norm: VectorView?,
    into output: UnsafeMutablePointer<Float>
  ) {
    let size = pass.headDimension
    var source = unsafe vector
    if let norm {
      unsafe pass.kernels.rmsNorm(
        into: output, from: source, weight: norm.values, count: size, epsilon: pass.epsilon)
      unsafe source = UnsafePointer(output)
    }
    let rotary = block.attention.rotary
    guard rotary != .none else {
      if norm == nil { unsafe output.update(from: source, count: size) }
      return
    }
    let half = size / 2
    let angles = token * half + (rotary == .local ? pass.scratch.layout.anglesStride : 0)
    unsafe pass.kernels.rope(
      source, into: output, cosine: pass.scratch.cosines + angles,
      sine: pass.scratch.sines + angles, half: half)
    if pass.normsRotatedHeads {
      unsafe pass.kernels.rmsNorm(
        into: output, from: output, weight: pass.scratch.ones, count: size, epsilon: pass.epsilon)
    }
  }

  /// Prepares the queries, and quantizes them for int8 keys.
  func prepareQueries() {
    let size = pass.headDimension
    for row in 0..<rowCount {
      let (token, query) = row.quotientAndRemainder(dividingBy: rowsPerToken)
      let source = unsafe pass.scratch.query + (tokens.lowerBound + token) * pass.queryStride
      let target = unsafe start + parts.queries + row * parts.queryStride
      unsafe prepare(
        source + (head * rowsPerToken + query) * size, token: tokens.lowerBound + token,
        norm: block.queryNorm, into: target)
      if block.attention.rotary == .none, let temperature = pass.temperature {
        let factor = temperature.factor(position: pass.position + tokens.lowerBound + token)
        for index in 0..<size { unsafe target[index] *= factor }
      }
      if isQuantized {
        unsafe pass.kernels.quantize(target, count: size, into: queries, token: row)
      }
    }
  }

  /// Attention of all rows over all blocks, to `output` (tokens of the chunk, heads, head dimension).
  func attend(to output: UnsafeMutablePointer<Float>) {
    let (mixed, states) = unsafe (start + parts.mixed, start + parts.states)
    let (part, partStates) = unsafe (start + parts.part, start + parts.partStates)
    let size = pass.headDimension
    let first = firstVisible(row: 0) / KVCacheShape.blockLength
    unsafe mix(block: first, rows: rows(seeing: first), to: mixed, states: states)
    let last = (pass.position + tokens.upperBound - 1) / KVCacheShape.blockLength
    for block in stride(from: first + 1, through: last, by: 1) {
      let rows = rows(seeing: block)
      unsafe mix(block: block, rows: rows, to: part, states: partStates)
      for row in rows {
        let offset = row * parts.mixStride
        if firstVisible(row: row) >= block * KVCacheShape.blockLength {
          // Its first block.
          unsafe (mixed + offset).update(from: part + offset, count: size)
          unsafe (states + row * 2).update(from: partStates + row * 2, count: 2)
          continue
        }
        unsafe pass.kernels.attentionFold(
          part + offset, partStates + row * 2, into: mixed + offset, states + row * 2,
          count: size, scale: scale)
      }
    }
    for row in 0..<rowCount {
      let (token, query) = row.quotientAndRemainder(dividingBy: rowsPerToken)
      let place =
        (tokens.lowerBound + token) * pass.headCount + head * rowsPerToken + query
      unsafe pass.kernels.divide(
        mixed + row * parts.mixStride, by: states[row * 2 + 1], into: output + place * size,
        count: size)
    }
  }

  /// The position of a row's token.
  private func position(row: Int) -> Int {
    pass.position + tokens.lowerBound + row / rowsPerToken
  }

  /// The first position that a row sees; it never decreases from row to row.
  private func firstVisible(row: Int) -> Int {
    block.attention.reach.firstVisible(from: position(row: row))
  }

  /// The rows that see a position of `block`, at least one.
  private func rows(seeing block: Int) -> Range<Int> {
    let positions = block * KVCacheShape.blockLength..<(block + 1) * KVCacheShape.blockLength
    let first = max(0, positions.lowerBound - position(row: 0)) * rowsPerToken
    var end = rowCount
    while end > first + rowsPerToken, firstVisible(row: end - 1) >= positions.upperBound {
      end -= rowsPerToken
    }
    return first..<end
  }

  /// Mixes the values of one block for rows that see some of it.
  ///
  /// - Parameters:
  ///   - block: the block.
  ///   - rows: the rows that see it.
  ///   - output: (rows, `mixStride`), not yet divided by the sums in `states`.
  ///   - states: (rows, 2).
  func mix(
    block: Int, rows: Range<Int>, to output: UnsafeMutablePointer<Float>,
    states: UnsafeMutablePointer<Float>
  ) {
    let first = block * KVCacheShape.blockLength
    let count = visible(from: first, row: rows.upperBound - 1)
    unsafe multiply(
      rows, queries, floats: start + parts.queries, parts.queryStride,
      cache.keys(from: first, count: count), into: start + parts.scores,
      KVCacheShape.blockLength)
    let weights = unsafe weights(columns: count)
    for row in rows {
      let scores = unsafe start + parts.scores + row * KVCacheShape.blockLength
      let visible = visible(from: first, row: row)
      // What lies before the window gets weight 0: products begin at the block's first position whoever
      // is taken together, or their bits would differ.
      let hidden = max(0, firstVisible(row: row) - first)
      for index in 0..<hidden { unsafe scores[index] = 0 }
      unsafe pass.kernels.attentionWeights(
        scores + hidden, state: states + row * 2,
        valueScales: cache.valueScales(from: first + hidden), count: visible - hidden,
        scale: scale)
      if isQuantized {
        unsafe pass.kernels.quantize(scores, count: visible, into: weights, token: row)
      }
    }
    // Codes of weight 0 add nothing whatever they meet; floats would, if they met an infinity, so there
    // rows of tokens that see less than the others take a product of their own.
    let together = isQuantized || visible(from: first, row: rows.lowerBound) == count
    let step = together ? rows.count : rowsPerToken
    for from in stride(from: rows.lowerBound, to: rows.upperBound, by: step) {
      unsafe multiply(
        from..<from + step, weights, floats: start + parts.scores, KVCacheShape.blockLength,
        cache.values(from: first, count: together ? count : visible(from: first, row: from)),
        into: output, parts.mixStride)
    }
  }

  /// Positions of the block at `first` up to the token of `row`.
  private func visible(from first: Int, row: Int) -> Int {
    min(KVCacheShape.blockLength, position(row: row) + 1 - first)
  }

  /// The product of a matrix with the rows `rows` of what is quantized, or of floats.
  private func multiply(
    _ rows: Range<Int>, _ activations: QuantizedActivations,
    floats: UnsafePointer<Float>, _ floatStride: Int, _ matrix: MatrixView,
    into output: UnsafeMutablePointer<Float>, _ outputStride: Int
  ) {
    let tiles = unsafe 0..<matrix.layout.tileRowCount
    let output = unsafe output + rows.lowerBound * outputStride
    if isQuantized {
      unsafe pass.kernels.matmul(
        into: output, dstStride: outputStride,
        activations: activations.tokens(from: rows.lowerBound), tokenCount: rows.count,
        matrix: matrix, tileRows: tiles)
    } else {
      unsafe pass.kernels.matmul(
        into: output, dstStride: outputStride, floats: floats + rows.lowerBound * floatStride,
        floatStride: floatStride, tokenCount: rows.count, matrix: matrix, tileRows: tiles)
    }
  }
}
