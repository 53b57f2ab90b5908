#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletArchitecture
  internal import SwiftletKernels
  internal import SwiftletModel
  internal import SwiftletSystem
  internal import SwiftletTensor

  /// Attention of a window over itself, and its gradient, one query head at a time.
  ///
  /// Scores are made again for the gradient instead of being kept: (tokens, tokens) of each head would be the largest memory
  /// of all. Every head has gradients of keys and values of its own, added up afterwards, so workers share nothing.
  @safe struct AttentionShape {
    let tokenCount: Int
    let headCount: Int
    let kvHeadCount: Int
    let headDimension: Int
    /// What scores are multiplied by.
    let scale: Float
    /// Which earlier positions a position attends to.
    let reach: LayerAttention.Reach
    /// Floats from one token's queries, keys and values to the next one's.
    let stride: Int
    /// Where keys begin.
    let keyColumn: Int
    /// Where values begin.
    let valueColumn: Int
    let pool: WorkerPool

    /// Queries that are taken together.
    static let batch = 64
    /// The head dimension in whole tiles.
    var padded: Int { FloatTiles.padded(headDimension) }
    /// Floats from one query's scores to the next one's.
    var scoreStride: Int { FloatTiles.padded(tokenCount) }
    /// The positions that `position` attends to.
    func seen(from position: Int) -> Range<Int> {
      reach.firstVisible(from: position)..<position + 1
    }
    /// The key-value head of a query head.
    func kvHead(of head: Int) -> Int { head / (headCount / kvHeadCount) }

    /// Visits the heads of queries, then those of keys: the number, the first column in a row, whether it is of a key.
    func forEachHead(_ body: (Int, Int, Bool) -> Void) {
      for head in 0..<headCount { body(head, head * headDimension, false) }
      for head in 0..<kvHeadCount {
        body(headCount + head, keyColumn + head * headDimension, true)
      }
    }

    /// Floats that a worker needs.
    var scratchCount: Int {
      // Tiles of keys and values and of both transposed; scores and their gradients and both transposed; products.
      4 * scoreStride * padded + 4 * scoreStride * Self.batch + 2 * Self.batch * padded
        + scoreStride * padded
    }
  }

  /// One worker's memory for a head.
  @safe struct HeadMemory {
    let shape: AttentionShape
    let keys: UnsafeMutablePointer<Float>
    let values: UnsafeMutablePointer<Float>
    let turnedKeys: UnsafeMutablePointer<Float>
    let turnedValues: UnsafeMutablePointer<Float>
    /// (batch, scoreStride) each.
    let weights: UnsafeMutablePointer<Float>
    let gradients: UnsafeMutablePointer<Float>
    /// (tokens, batch).
    let turned: UnsafeMutablePointer<Float>
    /// (padded head dimension, batch) in tiles.
    let turnedRows: UnsafeMutablePointer<Float>
    /// (tokens, padded head dimension).
    let product: UnsafeMutablePointer<Float>

    init(_ shape: AttentionShape, _ base: UnsafeMutablePointer<Float>) {
      self.shape = shape
      let (head, scores) = (
        shape.scoreStride * shape.padded, shape.scoreStride * AttentionShape.batch
      )
      unsafe keys = unsafe base
      unsafe values = unsafe base + head
      unsafe turnedKeys = unsafe base + 2 * head
      unsafe turnedValues = unsafe base + 3 * head
      unsafe weights = unsafe base + 4 * head
      unsafe gradients = unsafe weights + scores
      unsafe turned = unsafe gradients + scores
      unsafe turnedRows = unsafe turned + 2 * scores
      unsafe product = unsafe turnedRows + 2 * AttentionShape.batch * shape.padded
    }

    /// Keys and values of a head into tiles, and the transposed of one of them.
    func load(_ head: Int, _ rows: UnsafePointer<Float>, turningKeys: Bool) {
      let size = shape.headDimension
      let kvHead = shape.kvHead(of: head)
      let keyRows = unsafe rows + shape.keyColumn + kvHead * size
      let valueRows = unsafe rows + shape.valueColumn + kvHead * size
      let tileRows = 0..<shape.scoreStride / FloatTiles.lanes
      unsafe FloatTiles.pack(
        keyRows, stride: shape.stride, rows: shape.tokenCount, columns: size, tileRows: tileRows,
        into: keys)
      if turningKeys {
        unsafe FloatTiles.pack(
          valueRows, stride: shape.stride, rows: shape.tokenCount, columns: size,
          tileRows: tileRows, into: values)
        unsafe turn(keyRows, into: turnedKeys)
      } else {
        unsafe turn(valueRows, into: turnedValues)
      }
    }

    private func turn(_ rows: UnsafePointer<Float>, into tiles: UnsafeMutablePointer<Float>) {
      unsafe turn(rows, stride: shape.stride, count: shape.tokenCount, into: tiles)
    }

    /// (count, head dimension) as the matrix (head dimension, count).
    func turn(
      _ rows: UnsafePointer<Float>, stride: Int, count: Int, into tiles: UnsafeMutablePointer<Float>
    ) {
      let lanes = FloatTiles.lanes
      for tile in 0..<shape.padded / lanes {
        for row in 0..<count {
          for lane in 0..<lanes {
            let column = tile * lanes + lane
            unsafe tiles[(tile * count + row) * lanes + lane] =
              unsafe column < shape.headDimension ? rows[row * stride + column] : 0
          }
        }
      }
    }

    /// A matrix of the first `rows` rows and `columns` columns whose tile rows are `width` columns apart.
    func matrix(_ tiles: UnsafePointer<Float>, rows: Int, columns: Int, width: Int) -> MatrixView {
      unsafe MatrixView(tiles: tiles, width: width, firstRow: 0, rows: rows, columns: columns)
    }

    /// The attention weights of queries `range` over the positions in sight up to each, 0 elsewhere.
    func weigh(_ queries: UnsafePointer<Float>, _ range: Range<Int>) {
      let visible = FloatTiles.padded(range.upperBound)
      unsafe matrix(keys, rows: visible, columns: shape.headDimension, width: shape.headDimension)
        .multiply(
          queries + range.lowerBound * shape.stride, stride: shape.stride, count: range.count,
          into: weights, targetStride: shape.scoreStride)
      for row in 0..<range.count {
        let scores = unsafe weights + row * shape.scoreStride
        let seen = shape.seen(from: range.lowerBound + row)
        let inverse =
          unsafe 1
          / KernelSet.best.exponentials(
            scores + seen.lowerBound, count: seen.count, scale: shape.scale
          ).sum
        for index in seen { unsafe scores[index] *= inverse }
        for index in 0..<seen.lowerBound { unsafe scores[index] = 0 }
        for index in seen.upperBound..<visible { unsafe scores[index] = 0 }
      }
    }

    /// target (tokens, padded) += the transposed of `rows` (batch, scoreStride) x what is in `turnedRows`.
    func addTurned(
      _ rows: UnsafePointer<Float>, _ range: Range<Int>, to target: UnsafeMutablePointer<Float>
    ) {
      unsafe FloatTiles.transpose(
        rows, stride: shape.scoreStride, count: range.count, rows: 0..<range.upperBound,
        into: turned)
      unsafe matrix(turnedRows, rows: shape.padded, columns: range.count, width: range.count)
        .multiply(turned, stride: range.count, count: range.upperBound, into: product)
      unsafe KernelSet.best.add(product, to: target, count: range.upperBound * shape.padded)
    }
  }

  extension KernelSet {
    /// Exponentials of `scale` times values, less the largest, in their place.
    ///
    /// - Returns: the largest, and the sum of the exponentials.
    func exponentials(_ values: UnsafeMutablePointer<Float>, count: Int, scale: Float = 1) -> (
      largest: Float, sum: Float
    ) {
      var state: (Float, Float) = (0, 0)
      unsafe withUnsafeMutablePointer(to: &state) {
        unsafe attentionWeights(
          values, state: UnsafeMutableRawPointer($0).assumingMemoryBound(to: Float.self),
          valueScales: nil, count: count, scale: scale)
      }
      return (state.0, state.1)
    }
  }
#endif
