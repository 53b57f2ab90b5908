// The program for boards does not calibrate.
#if !SWIFTLET_WITHOUT_CALIBRATION
  import SwiftletConvert
  import SwiftletSystem
  import SwiftletTensor
  import Testing
  import _SwiftletTestSupport

  /// Inputs of a projection and what comes of quantizing it with them.
  struct QuantizerProblem {
    let columns: Int
    let width: Int
    let scheme: QuantizationScheme
    let inputs: [Float]
    let moments: SecondMoments
    let pool: WorkerPool
    let budget = MemoryBudget(capByteCount: .max / 2)

    init(
      columns: Int, tokens: Int, seed: UInt64, bits: QuantizationScheme.Bits = .four,
      hasZeroPoints: Bool = true, scaleBits: QuantizationScheme.ScaleBits = .sixteen,
      threadCount: Int = 2, damping: Float = 0.01
    ) throws {
      self.columns = columns
      scheme = QuantizationScheme(
        bits: bits, groupSize: .columns32, hasZeroPoints: hasZeroPoints, scaleBits: scaleBits)
      width = (columns + 31) / 32 * 32
      var generator = SplitMix64(seed: seed)
      var inputs: [Float] = []
      for _ in 0..<tokens {
        // Neighbours are alike, so that an error in one can be made up for in the next.
        var last: Float = 0
        for column in 0..<columns {
          last = 0.7 * last + QuantizerProblem.random(&generator)
          inputs.append(last * (column % 7 == 3 ? 4 : 1))
        }
      }
      self.inputs = inputs
      pool = WorkerPool(threadCount: threadCount)
      moments = try SecondMoments(channelCount: columns, width: width, budget: budget)
      let scratch = try MomentsScratch(
        tokenCount: tokens, width: width, threadCount: threadCount, budget: budget)
      unsafe inputs.withUnsafeBufferPointer {
        guard let base = $0.baseAddress else { return }
        unsafe moments.add(base, stride: columns, count: tokens, scratch: scratch, pool: pool)
      }
      moments.complete(damping: damping)
    }

    static func random(_ generator: inout SplitMix64) -> Float {
      Float(Int64(bitPattern: generator.next()) >> 40) * 0x1p-23
    }

    func weights(rows: Int, seed: UInt64) -> [Float] {
      var generator = SplitMix64(seed: seed)
      return (0..<rows * columns).map { _ in QuantizerProblem.random(&generator) }
    }

    struct NotDefinite: Error {}

    func factor() throws -> TriangularFactor {
      guard let factor = try TriangularFactor(moments, budget: budget) else { throw NotDefinite() }
      return factor
    }

    /// e H e', in double.
    func cost(_ errors: [Double]) -> Double {
      var sum = 0.0
      for row in 0..<columns {
        for column in 0..<columns {
          sum +=
            unsafe errors[row] * Double(moments.tiles[moments.index(row, column)])
            * errors[column]
        }
      }
      return sum
    }

    /// The ways to quantize it.
    enum Method: CaseIterable, Sendable {
      case nearest
      case search
      case calibrated
      case calibratedForSize
    }

    private func quantizer(
      _ method: Method, _ layout: TileLayout, bitWorth: Float, sweepCount: Int
    ) throws -> any MatrixQuantizer {
      switch method {
      case .nearest, .search:
        return WeightQuantizer(
          layout: layout, searches: method == .search, pool: pool, budget: budget)
      case .calibrated, .calibratedForSize:
        return try CalibratedQuantizer(
          layout: layout, moments: moments, factor: factor(), pool: pool, budget: budget,
          bitWorth: method == .calibrated ? bitWorth : 0.2, sweepCount: sweepCount)
      }
    }

    /// What is stored, row-major, and the outcome.
    func quantize(
      _ weights: [Float], _ method: Method = .calibrated, bitWorth: Float = 0, sweepCount: Int = 3
    ) throws -> (values: [Float], outcome: QuantizationOutcome, planes: [UInt8]) {
      let rows = weights.count / columns
      let layout = try #require(
        TileLayout(rows: rows, columns: columns, format: .quantized(scheme)))
      let padded = try FloatValues(rows: rows, width: width, budget: budget)
      for row in 0..<rows {
        for column in 0..<columns {
          unsafe padded.base[row * width + column] = weights[row * columns + column]
        }
      }
      let planes = try AlignedBuffer(byteCount: layout.byteCount, budget: budget, owner: "test")
      let quantizer = try quantizer(
        method, layout, bitWorth: bitWorth, sweepCount: sweepCount)
      let outcome = try unsafe quantizer.quantize(padded, into: planes.bytes)
      var values = [Float](repeating: 0, count: rows * columns)
      let bytes = unsafe Array(planes.bytes)
      guard outcome.refusal == nil else { return (values, outcome, bytes) }
      unsafe values.withUnsafeMutableBufferPointer { values in
        for row in 0..<rows {
          unsafe layout.dequantizeRow(
            row, of: UnsafeRawBufferPointer(planes.bytes),
            into: UnsafeMutableBufferPointer(
              rebasing: values[row * columns..<(row + 1) * columns]))
        }
      }
      return (values, outcome, bytes)
    }
  }
#endif
