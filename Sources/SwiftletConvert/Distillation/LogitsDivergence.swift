#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletKernels
  internal import SwiftletModel
  package import SwiftletSystem
  internal import SwiftletTensor

  /// How far the quantized model's distribution of the next token is from the float model's, and the gradient of that.
  ///
  /// The divergence of a token is that of Kullback and Leibler: what a reader loses who expects the quantized model's
  /// tokens and gets the float model's. Logits are made for some tokens at a time.
  @safe package final class LogitsDivergence {
    /// Tokens whose logits are held at the same time: unpacking the head is shared by so many.
    package static let batch = 128

    /// The parts of both heads, whose rows are the same.
    private let quantized: [CalibratedWeights.Planes]
    private let exact: [CalibratedWeights.Planes]
    private let pool: WorkerPool
    private let hiddenSize: Int
    /// Logits of a token, with the padding of the last part.
    private let stride: Int
    private let memory: FloatValues
    private let inputs: AlignedBuffer

    package init(
      quantized: [CalibratedWeights.Planes], exact: [CalibratedWeights.Planes], pool: WorkerPool,
      budget: MemoryBudget
    ) throws(MemoryBudgetError) {
      precondition(quantized.count == exact.count && !exact.isEmpty, "parts of two heads")
      self.quantized = quantized
      self.exact = exact
      self.pool = pool
      hiddenSize = exact[0].layout.columns
      stride = exact.reduce(0) { $0 + $1.layout.paddedRows }
      let tallest = exact.map(\.layout.paddedRows).max() ?? 0
      let padded = FloatTiles.padded(hiddenSize)
      memory = try FloatValues(
        rows: 1,
        width: 2 * LogitsDivergence.batch * stride + tallest * padded
          + LogitsDivergence.batch * padded + pool.threadCount * stride,
        budget: budget)
      inputs = try AlignedBuffer(
        byteCount: LogitsDivergence.activationBytes(quantized[0].layout), budget: budget,
        owner: "inputs of the head")
    }

    private static func activationBytes(_ layout: TileLayout) -> Int {
      // Codes, scales and sums.
      let groups = FloatTiles.padded(layout.paddedColumns + TileLayout.tileColumns)
      return batch * groups + batch * groups / TileLayout.tileColumns * 8 + 4096
    }

    /// The divergences of a window's tokens, added up.
    ///
    /// - Parameters:
    ///   - values: (tokenCount, hidden): the quantized model's normed hidden states.
    ///   - reference: (tokenCount, hidden): the float model's.
    ///   - tokens: those that count.
    ///   - gradient: (tokenCount, hidden), where the gradient of the mean goes; 0 for tokens that do not count.
    /// - Returns: the sum over `tokens`, in nats.
    package func run(
      _ values: UnsafePointer<Float>, reference: UnsafePointer<Float>, tokens: Range<Int>,
      gradient: UnsafeMutablePointer<Float>?
    ) -> Double {
      let batch = LogitsDivergence.batch
      let logits = unsafe memory.base
      let expected = unsafe logits + batch * stride
      let tiles = unsafe expected + batch * stride
      let tallest = exact.map(\.layout.paddedRows).max() ?? 0
      let padded = FloatTiles.padded(hiddenSize)
      let product = unsafe tiles + tallest * padded
      let rows = unsafe product + batch * padded
      var sum = 0.0
      if let gradient = unsafe gradient {
        unsafe gradient.update(repeating: 0, count: tokens.upperBound * hiddenSize)
      }
      for first in Swift.stride(from: tokens.lowerBound, to: tokens.upperBound, by: batch) {
        let count = min(batch, tokens.upperBound - first)
        unsafe multiply(quantized, values + first * hiddenSize, count, into: logits)
        unsafe multiply(exact, reference + first * hiddenSize, count, into: expected)
        var divergences = [Double](repeating: 0, count: count)
        unsafe divergences.withUnsafeMutableBufferPointer { divergences in
          unsafe pool.run(
            DivergeRows(
              logits: logits, expected: expected, stride: stride, parts: exact.map(\.layout),
              count: count, weight: 1 / Float(tokens.count), divergences: unsafe divergences,
              scratch: unsafe rows, pool: pool))
        }
        for divergence in divergences { sum += divergence }
        guard let gradient = unsafe gradient else { continue }
        var row = 0
        for part in quantized {
          let layout = part.layout
          unsafe pool.run(TurnPart(matrix: part.view, tiles: tiles, pool: pool))
          unsafe pool.run(
            FloatProduct(
              matrix: MatrixView(
                tiles: tiles, width: layout.paddedRows, firstRow: 0, rows: padded,
                columns: layout.paddedRows),
              values: logits + row, stride: stride, count: count, target: product,
              targetStride: padded, pool: pool))
          unsafe pool.run(
            AddRows(
              source: product, sourceStride: padded, target: gradient + first * hiddenSize,
              targetStride: hiddenSize, count: count, width: hiddenSize, pool: pool))
          row += layout.paddedRows
        }
      }
      return sum
    }

    /// target (count, stride) = values x head.
    private func multiply(
      _ parts: [CalibratedWeights.Planes], _ values: UnsafePointer<Float>, _ count: Int,
      into target: UnsafeMutablePointer<Float>
    ) {
      var row = 0
      var areQuantized = false
      for part in parts {
        if case .quantized = part.layout.format {
          let activations = unsafe activations(part.layout)
          if !areQuantized {
            areQuantized = true
            unsafe pool.run(
              QuantizeRowsOfHead(
                values: values, width: hiddenSize, count: count, activations: activations,
                pool: pool))
          }
          unsafe pool.run(
            QuantizedProduct(
              matrix: part.view, activations: activations, count: count, target: target + row,
              targetStride: stride, pool: pool))
        } else {
          unsafe pool.run(
            FloatProduct(
              matrix: part.view, values: values, stride: hiddenSize, count: count,
              target: target + row, targetStride: stride, pool: pool))
        }
        row += part.layout.paddedRows
      }
    }

    private func activations(_ layout: TileLayout) -> QuantizedActivations {
      let columns = layout.paddedColumns
      let groups = columns / TileLayout.tileColumns
      let batch = LogitsDivergence.batch
      let codes = unsafe inputs.base.assumingMemoryBound(to: Int8.self)
      let scales = unsafe (inputs.base + batch * columns).assumingMemoryBound(to: Float.self)
      let sums = unsafe (inputs.base + batch * columns + batch * groups * 4)
        .assumingMemoryBound(to: Int32.self)
      return unsafe QuantizedActivations(
        codes: codes, scales: scales, negativeSums: sums, columns: columns, tokenStride: batch)
    }
  }

  /// Divergences of some tokens; logits become the gradients of the weighted divergences.
  @safe private struct DivergeRows: WorkerJob {
    static let kind = "divergence"
    /// (count, stride) each.
    let logits: UnsafeMutablePointer<Float>
    let expected: UnsafeMutablePointer<Float>
    let stride: Int
    let parts: [TileLayout]
    let count: Int
    let weight: Float
    let divergences: UnsafeMutableBufferPointer<Double>
    /// `stride` floats for each worker.
    let scratch: UnsafeMutablePointer<Float>
    let pool: WorkerPool

    func run(worker: Int) {
      let own = unsafe scratch + worker * stride
      for row in pool.share(of: count, worker: worker) {
        let found = unsafe logits + row * stride
        let wanted = unsafe expected + row * stride
        // What the padding of a part came to is no logit.
        var first = 0
        for part in parts {
          for index in first + part.rows..<first + part.paddedRows {
            unsafe found[index] = -1e30
            unsafe wanted[index] = -1e30
          }
          first += part.paddedRows
        }
        unsafe own.update(from: wanted, count: stride)
        let wantedState = unsafe KernelSet.best.exponentials(own, count: stride)
        var sum = 0.0
        for index in 0..<stride where unsafe own[index] > 0 {
          unsafe sum += Double(own[index]) * Double(wanted[index] - found[index])
        }
        let foundState = unsafe KernelSet.best.exponentials(found, count: stride)
        let cross = sum / Double(wantedState.sum)
        unsafe divergences[row] =
          cross - Double(wantedState.largest) + Double(foundState.largest)
          + Logarithm.natural(Double(foundState.sum) / Double(wantedState.sum))
        let (a, b) = (weight / foundState.sum, weight / wantedState.sum)
        for index in 0..<stride { unsafe found[index] = unsafe a * found[index] - b * own[index] }
      }
    }
  }

  /// Unpacks a matrix into the tiles of its transposed, with the padding of its rows.
  @safe private struct TurnPart: WorkerJob {
    static let kind = "unpack head"
    let matrix: MatrixView
    /// (columns, padded rows).
    let tiles: UnsafeMutablePointer<Float>
    let pool: WorkerPool

    func run(worker: Int) {
      let layout = unsafe matrix.layout
      let padded = FloatTiles.padded(layout.columns)
      unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: padded) { values in
        guard let base = values.baseAddress else { return }
        for row in pool.share(of: layout.paddedRows, worker: worker) {
          unsafe base.update(repeating: 0, count: padded)
          if row < layout.rows { unsafe matrix.dequantizeRow(row, into: base) }
          unsafe FloatTiles.storeTransposed(
            base, count: layout.columns, row: row, of: layout.paddedRows, into: tiles)
        }
      }
    }
  }

  /// The inputs of a quantized head.
  @safe private struct QuantizeRowsOfHead: WorkerJob {
    static let kind = "quantize"
    let values: UnsafePointer<Float>
    let width: Int
    let count: Int
    let activations: QuantizedActivations
    let pool: WorkerPool

    func run(worker: Int) {
      for row in pool.share(of: count, worker: worker) {
        unsafe KernelSet.best.quantize(
          values + row * width, count: width, into: activations, token: row)
      }
    }
  }

  /// target (count, tile rows x 16) = quantized activations x a quantized matrix.
  @safe private struct QuantizedProduct: WorkerJob {
    static let kind = "product"
    let matrix: MatrixView
    let activations: QuantizedActivations
    let count: Int
    let target: UnsafeMutablePointer<Float>
    let targetStride: Int
    let pool: WorkerPool

    func run(worker: Int) {
      unsafe KernelSet.best.matmul(
        into: target, dstStride: targetStride, activations: activations, tokenCount: count,
        matrix: matrix,
        tileRows: pool.share(of: matrix.layout.tileRowCount, worker: worker))
    }
  }
#endif
