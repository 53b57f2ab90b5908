internal import SwiftletArchitecture
internal import SwiftletKernels
internal import SwiftletTensor

/// One worker's work on the queries of a few tokens that read the same keys and values.
///
/// Its rows are (token, query head of the key-value head). Scores of a block of positions and mixes of
/// its values are matrix products, so every read of keys and values serves all rows. A block's result
/// depends on nothing outside the block; blocks are folded in order. So the bits depend neither on
/// which tokens are taken together nor on who takes which block.
@safe struct AttentionWork {
  let pass: ForwardPass
  let cache: KVHead
  /// The key-value head.
  let head: Int
  /// Tokens of the chunk.
  let tokens: Range<Int>
  /// Where the worker's memory starts.
  private let start: UnsafeMutablePointer<Float>
  private let parts: ScratchLayout.Attention

  init(pass: ForwardPass, slot: Int, head: Int, tokens: Range<Int>, worker: Int) {
    self.pass = pass
    self.head = head
    self.tokens = tokens
    cache = pass.cache.head(head, slot: slot)
    unsafe start = pass.scratch.worker(worker)
    parts = pass.scratch.layout.attention
  }

  private var rowsPerToken: Int { pass.headCount / pass.kvHeadCount }
  private var rowCount: Int { tokens.count * rowsPerToken }
  private var isQuantized: Bool { cache.layout.format == .int8 }
  private var scale: Float { 1 / Float(pass.headDimension).squareRoot() }

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
      unsafe rotate(pass.scratch.key + offset, token: token, into: start + parts.key)
      unsafe cache.storeKey(
        start + parts.key, position: pass.position + token, pass.kernels)
      unsafe cache.storeValue(
        pass.scratch.value + offset, position: pass.position + token, pass.kernels)
    }
  }

  private func rotate(
    _ vector: UnsafePointer<Float>, token: Int, into output: UnsafeMutablePointer<Float>
  ) {
    let half = pass.headDimension / 2
    unsafe pass.kernels.rope(
      vector, into: output, cosine: pass.scratch.cosines + token * half,
      sine: pass.scratch.sines + token * half, half: half)
  }

  /// Rotates the queries, and quantizes them for int8 keys.
  func prepareQueries() {
    let size = pass.headDimension
    for row in 0..<rowCount {
      let (token, query) = row.quotientAndRemainder(dividingBy: rowsPerToken)
      let source = unsafe pass.scratch.query + (tokens.lowerBound + token) * pass.queryStride
      let target = unsafe start + parts.queries + row * parts.queryStride
      unsafe rotate(
        source + (head * rowsPerToken + query) * size, token: tokens.lowerBound + token,
        into: target)
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
    unsafe mix(block: 0, to: mixed, states: states)
    let positions = pass.position + tokens.upperBound
    for first in stride(
      from: KVCacheShape.blockLength, to: positions, by: KVCacheShape.blockLength)
    {
      let block = first / KVCacheShape.blockLength
      unsafe mix(block: block, to: part, states: partStates)
      for row in firstRow(seeing: first)..<rowCount {
        let offset = row * parts.mixStride
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

  /// The first row whose token is at `position` or behind it.
  private func firstRow(seeing position: Int) -> Int {
    max(0, position - pass.position - tokens.lowerBound) * rowsPerToken
  }

  /// Mixes the values of one block for the rows that see it.
  ///
  /// - Parameters:
  ///   - block: the block; at least the last row sees it.
  ///   - output: (rows, `mixStride`), not yet divided by the sums in `states`.
  ///   - states: (rows, 2).
  func mix(
    block: Int, to output: UnsafeMutablePointer<Float>, states: UnsafeMutablePointer<Float>
  ) {
    let first = block * KVCacheShape.blockLength
    let row = firstRow(seeing: first)
    let count = visible(from: first, row: rowCount - 1)
    unsafe multiply(
      from: row, queries, floats: start + parts.queries, parts.queryStride,
      cache.keys(from: first, count: count), into: start + parts.scores,
      KVCacheShape.blockLength)
    let weights = unsafe weights(columns: count)
    for row in row..<rowCount {
      let scores = unsafe start + parts.scores + row * KVCacheShape.blockLength
      let visible = visible(from: first, row: row)
      unsafe pass.kernels.attentionWeights(
        scores, state: states + row * 2, valueScales: cache.valueScales(from: first),
        count: visible, scale: scale)
      if isQuantized {
        unsafe pass.kernels.quantize(scores, count: visible, into: weights, token: row)
      }
    }
    // Codes of weight 0 add nothing whatever they meet; floats would, if they met an infinity, so there
    // rows of tokens that see less than the others take a product of their own.
    let together = isQuantized || visible(from: first, row: row) == count
    for from in stride(from: row, to: rowCount, by: together ? rowCount : rowsPerToken) {
      unsafe multiply(
        from: from, count: together ? rowCount - from : rowsPerToken, weights,
        floats: start + parts.scores, KVCacheShape.blockLength,
        cache.values(from: first, count: together ? count : visible(from: first, row: from)),
        into: output, parts.mixStride)
    }
  }

  /// Positions of the block at `first` that the token of `row` sees.
  private func visible(from first: Int, row: Int) -> Int {
    let position = pass.position + tokens.lowerBound + row / rowsPerToken
    return min(KVCacheShape.blockLength, position + 1 - first)
  }

  /// The product of a matrix with the rows `row..<row + count` of what is quantized, or of floats.
  private func multiply(
    from row: Int, count: Int? = nil, _ activations: QuantizedActivations,
    floats: UnsafePointer<Float>, _ floatStride: Int, _ matrix: MatrixView,
    into output: UnsafeMutablePointer<Float>, _ outputStride: Int
  ) {
    let tiles = unsafe 0..<matrix.layout.tileRowCount
    let output = unsafe output + row * outputStride
    if isQuantized {
      unsafe pass.kernels.matmul(
        into: output, dstStride: outputStride, activations: activations.tokens(from: row),
        tokenCount: count ?? rowCount - row, matrix: matrix, tileRows: tiles)
    } else {
      unsafe pass.kernels.matmul(
        into: output, dstStride: outputStride, floats: floats + row * floatStride,
        floatStride: floatStride, tokenCount: count ?? rowCount - row, matrix: matrix,
        tileRows: tiles)
    }
  }
}
