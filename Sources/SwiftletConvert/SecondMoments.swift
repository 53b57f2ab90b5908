#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletKernels
  package import SwiftletSystem
  internal import SwiftletTensor

  /// The second moments X'X of what a projection multiplies, summed over the tokens of a calibration text.
  ///
  /// They are the Hessian of the squared error of the projection's output: weights that are off by e (a row) put
  /// e X'X e' into it. Symmetric (width, width), stored as a float32 `TileLayout` of `width` columns, so that the
  /// matrix kernels multiply with it as it lies: value (row, column) at `(row / 16 * width + column) * 16 + row % 16`.
  @safe package final class SecondMoments {
    /// Channels, padded to whole groups; moments of the padding are 0.
    package let width: Int
    /// Channels that there are.
    package let channelCount: Int
    /// Tokens added so far.
    package private(set) var tokenCount = 0
    /// Sums of squares of each channel over the tokens at the start of windows, as large as they are.
    package private(set) var leadingSquares: [Float]
    private let memory: AlignedBuffer

    /// No tokens yet.
    ///
    /// - Parameters:
    ///   - channelCount: columns of the projection.
    ///   - width: the same with the padding, a multiple of 16.
    ///   - budget: where `width` squared floats are reserved.
    /// - Throws: `MemoryBudgetError` if they do not fit.
    package init(channelCount: Int, width: Int, budget: MemoryBudget) throws(MemoryBudgetError) {
      precondition(width >= channelCount && width.isMultiple(of: TileLayout.tileRows), "\(width)")
      self.channelCount = channelCount
      self.width = width
      leadingSquares = [Float](repeating: 0, count: channelCount)
      memory = try AlignedBuffer(byteCount: width * width * 4, budget: budget, owner: "moments")
    }

    /// The values in tiles.
    package var tiles: UnsafeMutablePointer<Float> {
      unsafe memory.base.assumingMemoryBound(to: Float.self)
    }

    /// Where (row, column) lies in `tiles`.
    package func index(_ row: Int, _ column: Int) -> Int {
      let lane = row % TileLayout.tileRows
      return (row / TileLayout.tileRows * width + column) * TileLayout.tileRows + lane
    }

    /// The moment of channel `channel` with itself.
    package func diagonal(_ channel: Int) -> Float { unsafe tiles[index(channel, channel)] }

    /// The root mean square of each channel.
    var magnitudes: [Float] {
      (0..<channelCount).map { (diagonal($0) / Float(max(1, tokenCount))).squareRoot() }
    }

    /// Rows of the matrix from `firstRow` on and the first `columns` columns, as the kernels take them.
    func view(firstRow: Int, rows: Int, columns: Int) -> MatrixView {
      unsafe MatrixView(
        tiles: tiles, width: width, firstRow: firstRow, rows: rows, columns: columns)
    }

    /// Adds what errors (or weights) put into the outputs of their rows: e X'X e'.
    ///
    /// - Parameters:
    ///   - values: (count, width).
    ///   - count: rows.
    ///   - columns: so many, whole groups; those behind are 0.
    ///   - groupSize: columns that are summed up together, which decides about the last bits.
    ///   - products: (count, groupSize), overwritten.
    ///   - body: told what a group of columns adds to a row.
    func addEnergies(
      of values: UnsafePointer<Float>, count: Int, columns: Int, groupSize: Int,
      products: UnsafeMutablePointer<Float>, _ body: (_ row: Int, Float) -> Void
    ) {
      for first in stride(from: 0, to: columns, by: groupSize) {
        unsafe view(firstRow: first, rows: groupSize, columns: width)
          .multiply(values, stride: width, count: count, into: products)
        for row in 0..<count {
          var sum: Float = 0
          for column in 0..<groupSize {
            sum +=
              unsafe products[row * groupSize + column] * values[row * width + first + column]
          }
          body(row, sum)
        }
      }
    }

    /// Adds the products of some tokens.
    ///
    /// - Parameters:
    ///   - values: (count, stride).
    ///   - stride: floats from one token to the next.
    ///   - count: tokens, at most those of `scratch`.
    ///   - scratch: memory for a window.
    ///   - pool: the workers.
    package func add(
      _ values: UnsafePointer<Float>, stride: Int, count: Int, scratch: MomentsScratch,
      pool: WorkerPool
    ) {
      guard count > 0 else { return }
      precondition(count <= scratch.tokenCount && width <= scratch.width, "\(count) tokens")
      tokenCount += count
      let job = unsafe MomentsJob(
        values: values, stride: stride, count: count, moments: self, scratch: scratch,
        threadCount: pool.threadCount)
      pool.run(TransposeJob(moments: job))
      pool.run(job)
    }

    /// Adds the products of a window, whose first tokens count more, but are no larger than the others.
    ///
    /// What all tokens attend to is at the start of a text, in a few activations that can be a hundred times larger than
    /// those of all others: as they are they would own the moments, and left out nothing would keep what every token sees.
    /// So they are made as large as the mean of the others, and count as `weight` tokens each.
    ///
    /// - Parameters:
    ///   - values: (count, stride).
    ///   - stride: floats from one token to the next.
    ///   - count: tokens, at most those of `scratch`.
    ///   - leadingCount: so many at the start, fewer than there are.
    ///   - weight: what one of them counts.
    ///   - scratch: memory for a window.
    ///   - pool: the workers.
    package func add(
      _ values: UnsafePointer<Float>, stride: Int, count: Int, leadingCount: Int, weight: Float,
      scratch: MomentsScratch, pool: WorkerPool
    ) {
      precondition(leadingCount < count, "\(leadingCount) of \(count) tokens")
      unsafe add(
        values + leadingCount * stride, stride: stride, count: count - leadingCount,
        scratch: scratch, pool: pool)
      func energy(_ token: Int) -> Float {
        var sum: Float = 0
        for channel in 0..<channelCount {
          let value = unsafe values[token * stride + channel]
          sum += value * value
        }
        return sum
      }
      let mean =
        (leadingCount..<count).reduce(Float(0)) { $0 + energy($1) } / Float(count - leadingCount)
      var scaled = [Float](repeating: 0, count: leadingCount * channelCount)
      for token in 0..<leadingCount {
        let own = max(energy(token), .leastNormalMagnitude)
        let factor = (weight * min(1, mean / own)).squareRoot()
        for channel in 0..<channelCount {
          let value = unsafe values[token * stride + channel]
          leadingSquares[channel] += value * value
          scaled[token * channelCount + channel] = value * factor
        }
      }
      unsafe scaled.withUnsafeBufferPointer {
        guard let base = $0.baseAddress else { return }
        unsafe add(
          base, stride: channelCount, count: leadingCount, scratch: scratch, pool: pool)
      }
    }

    /// Fills what `add` leaves out because it is symmetric, and damps: `damping` times the mean of the diagonal is added
    /// to it, so that channels without much of their own do not take all errors.
    package func complete(damping: Float) {
      let lanes = TileLayout.tileRows
      for row in 0..<width {
        for column in 0..<row / lanes * lanes {
          unsafe tiles[index(row, column)] = tiles[index(column, row)]
        }
      }
      var sum = 0.0
      for channel in 0..<channelCount { sum += Double(diagonal(channel)) }
      let mean = max(Float(sum / Double(channelCount)), .leastNormalMagnitude)
      for channel in 0..<width { unsafe tiles[index(channel, channel)] += damping * mean }
    }

    /// The moments of channels that are divided by `scales`.
    func divide(by scales: [Float]) {
      precondition(scales.count == channelCount, "\(scales.count) scales")
      for row in 0..<channelCount {
        for column in 0..<channelCount {
          unsafe tiles[index(row, column)] /= scales[row] * scales[column]
        }
      }
    }
  }

  /// Memory that moments are added with, one window of the widest input.
  @safe package final class MomentsScratch {
    /// Tokens of a window.
    let tokenCount: Int
    /// Channels, padded.
    let width: Int
    private let memory: AlignedBuffer

    package init(tokenCount: Int, width: Int, threadCount: Int, budget: MemoryBudget)
      throws(MemoryBudgetError)
    {
      self.tokenCount = tokenCount
      self.width = width
      let floats = 2 * tokenCount * width + threadCount * width * TileLayout.tileRows
      memory = try AlignedBuffer(
        byteCount: floats * 4, budget: budget, owner: "moments of a window")
    }

    private var base: UnsafeMutablePointer<Float> {
      unsafe memory.base.assumingMemoryBound(to: Float.self)
    }
    /// (width / 16, tokens, 16): the values as a matrix (channel, token) in tiles.
    var tiles: UnsafeMutablePointer<Float> { unsafe base }
    /// (width, tokens).
    var rows: UnsafeMutablePointer<Float> { unsafe base + tokenCount * width }
    /// (width, 16) of a worker.
    func products(worker: Int) -> UnsafeMutablePointer<Float> {
      unsafe base + 2 * tokenCount * width + worker * width * TileLayout.tileRows
    }
  }

  /// Values (token, channel) into the two layouts that products of channels need.
  private struct TransposeJob: WorkerJob {
    static let kind = "transpose"
    let moments: MomentsJob

    func run(worker: Int) {
      let lanes = TileLayout.tileRows
      let (count, scratch) = (moments.count, moments.scratch)
      let channelCount = moments.moments.channelCount
      for tile in stride(from: worker, to: moments.moments.width / lanes, by: moments.threadCount) {
        for lane in 0..<lanes {
          let channel = tile * lanes + lane
          for token in 0..<count {
            let value =
              unsafe channel < channelCount ? moments.values[token * moments.stride + channel] : 0
            unsafe scratch.rows[channel * count + token] = value
            unsafe scratch.tiles[(tile * count + token) * lanes + lane] = value
          }
        }
      }
    }
  }

  /// Products of channels over the tokens of a window, rows from the diagonal on, added to the moments.
  @safe private struct MomentsJob: WorkerJob {
    static let kind = "second moments"
    let values: UnsafePointer<Float>
    let stride: Int
    let count: Int
    let moments: SecondMoments
    let scratch: MomentsScratch
    let threadCount: Int

    func run(worker: Int) {
      let lanes = TileLayout.tileRows
      let width = moments.width
      let products = unsafe scratch.products(worker: worker)
      for tile in Swift.stride(from: worker, to: width / lanes, by: threadCount) {
        let first = tile * lanes
        let matrix = unsafe MatrixView(
          tiles: scratch.tiles, width: count, firstRow: first, rows: lanes, columns: count)
        unsafe matrix.multiply(
          scratch.rows + first * count, stride: count, count: width - first, into: products)
        unsafe KernelSet.best.add(
          products, to: moments.tiles + (tile * width + first) * lanes,
          count: (width - first) * lanes)
      }
    }
  }

  extension MatrixView {
    /// products (count, rows), or as far apart as `targetStride`, = values (count, stride) x this float matrix of whole tile
    /// rows.
    func multiply(
      _ values: UnsafePointer<Float>, stride: Int, count: Int,
      into products: UnsafeMutablePointer<Float>, targetStride: Int? = nil
    ) {
      unsafe KernelSet.best.matmul(
        into: products, dstStride: targetStride ?? layout.rows, floats: values, floatStride: stride,
        tokenCount: count, matrix: self, tileRows: 0..<layout.tileRowCount)
    }

    /// Some rows and the first columns of a float matrix in tiles whose tile rows are `width` columns apart.
    init(
      tiles: UnsafePointer<Float>, width: Int, firstRow: Int, rows: Int, columns: Int
    ) {
      guard let layout = TileLayout(rows: rows, columns: columns, format: .float32),
        firstRow.isMultiple(of: TileLayout.tileRows)
      else { preconditionFailure("\(rows) rows from \(firstRow) on, \(columns) columns") }
      unsafe self.init(
        values: UnsafeRawPointer(tiles + firstRow * width), scales: nil, layout: layout,
        tileRowColumns: width)
    }
  }
#endif
