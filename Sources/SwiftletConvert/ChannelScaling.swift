#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletKernels
  internal import SwiftletSystem
  internal import SwiftletTensor

  /// Finds by which factors the columns of matrices are multiplied, and their input divided, before they are quantized.
  ///
  /// Such a change computes the same, as what makes the input can be divided instead: a norm's gains, or the rows of the
  /// projection before. Groups share a scale, so columns whose input is large should not be next to such whose weights
  /// are. Factors are a^p / m^q with a channel's magnitude a in the input and m in the weights (between SmoothQuant, Xiao
  /// et al., 2023, and AWQ, Lin et al., 2024); p and q are those under which plain rounding of weights and of activations
  /// changes the outputs least.
  struct ChannelScaling {
    /// Exponents that are tried.
    static let exponents: [(input: Float, weight: Float)] = {
      var pairs: [(Float, Float)] = [(0, 0)]
      for input in [Float(0.15), 0.3, 0.45, 0.6, 0.75] {
        for weight in [Float(0), 0.25, 0.5, 0.75, 1] { pairs.append((input, weight)) }
      }
      return pairs
    }()
    /// The square of a group's largest activation, in squared root mean squares of its largest channel.
    ///
    /// 1 if that channel is much larger than the others, 4.9 for 32 equal channels of normal values.
    static let largestSquare = 2.5
    /// Of how many rows one is tried.
    static let rowStep = 4

    /// A matrix that reads the input.
    @safe struct Reader {
      /// (rows, width).
      let weights: UnsafeMutablePointer<Float>
      let rows: Int
      let scheme: QuantizationScheme
    }

    let moments: SecondMoments
    let readers: [Reader]
    /// Which channels share a factor: for each the first of its kind; nil where each has its own.
    var sharing: [Int]?
    let pool: WorkerPool
    let budget: MemoryBudget

    /// The best factors found, one for each channel.
    func choose() throws(MemoryBudgetError) -> [Float] {
      let weightSquares = columnSquares()
      let inputs = shared(moments.magnitudes.map { $0 * $0 }).map { $0.squareRoot() }
      let weights = shared(weightSquares).map { $0.squareRoot() }
      var best: (factors: [Float], error: Double)?
      for exponents in ChannelScaling.exponents {
        let factors = factors(inputs, weights, exponents)
        let error = try error(factors) + activationError(factors, weightSquares)
        if best.map({ error < $0.error }) ?? true { best = (factors, error) }
      }
      return best?.factors ?? [Float](repeating: 1, count: moments.channelCount)
    }

    /// Multiplies the columns of all readers.
    func apply(_ factors: [Float]) {
      for reader in readers {
        for row in 0..<reader.rows {
          for (column, factor) in factors.enumerated() {
            unsafe reader.weights[row * moments.width + column] *= factor
          }
        }
      }
    }

    /// The sum of squares of each column of the readers.
    private func columnSquares() -> [Float] {
      let count = moments.channelCount
      var squares = [Float](repeating: 0, count: count)
      for reader in readers {
        for row in 0..<reader.rows {
          for column in 0..<count {
            let value = unsafe reader.weights[row * moments.width + column]
            squares[column] += value * value
          }
        }
      }
      return squares
    }

    /// The squared error that int8 activations make in the outputs of the rows that are tried.
    ///
    /// Activations share a scale in groups of 32, so a large channel costs those beside it; an error is uniform in a step.
    /// The first tokens' large channels are others.
    private func activationError(_ factors: [Float], _ weightSquares: [Float]) -> Double {
      let size = TileLayout.tileColumns
      var sum = 0.0
      for first in stride(from: 0, to: factors.count, by: size) {
        var (largest, leading, weights) = (0.0, 0.0, 0.0)
        for channel in first..<min(first + size, factors.count) {
          let square = Double(factors[channel]) * Double(factors[channel])
          largest = max(largest, Double(moments.diagonal(channel)) / square)
          leading = max(leading, Double(moments.leadingSquares[channel]) / square)
          weights += Double(weightSquares[channel]) * square
        }
        sum += (largest + leading) * weights
      }
      return sum * ChannelScaling.largestSquare / (127 * 127 * 12) / Double(ChannelScaling.rowStep)
    }

    /// Squares summed up over the channels that share a factor.
    private func shared(_ squares: [Float]) -> [Float] {
      guard let sharing else { return squares }
      var sums = [Float](repeating: 0, count: squares.count)
      for (channel, first) in sharing.enumerated() { sums[first] += squares[channel] }
      return sharing.map { sums[$0] }
    }

    /// Factors with a geometric mean of 1.
    private func factors(
      _ inputs: [Float], _ weights: [Float], _ exponents: (input: Float, weight: Float)
    ) -> [Float] {
      guard exponents != (0, 0) else { return [Float](repeating: 1, count: inputs.count) }
      let logarithms = zip(inputs, weights).map { input, weight -> Double? in
        guard input > 0, weight > 0 else { return nil }
        return Double(exponents.input) * Logarithm.base2(Double(input))
          - Double(exponents.weight) * Logarithm.base2(Double(weight))
      }
      let known = logarithms.compactMap { $0 }
      let mean = known.reduce(0, +) / Double(max(1, known.count))
      return logarithms.map { value in
        guard let value else { return 1 }
        return Logarithm.power(of: min(max(value - mean, -6), 6))
      }
    }

    /// The squared error that plain rounding of the scaled weights makes in the outputs.
    private func error(_ factors: [Float]) throws(MemoryBudgetError) -> Double {
      var sum = 0.0
      for reader in readers {
        let step = ChannelScaling.rowStep
        let rows = (reader.rows + step - 1) / step
        let width = moments.width
        let batch = QuantizeRows.batch
        let size = reader.scheme.groupSize.rawValue
        let work = try AlignedBuffer(
          byteCount: (rows + pool.threadCount * batch * (width + size)) * 4, budget: budget,
          owner: "trial of factors")
        let losses = unsafe work.base.bindMemory(to: Float.self, capacity: rows)
        unsafe factors.withUnsafeBufferPointer { factors in
          unsafe pool.run(
            TrialRows(
              reader: reader, moments: moments, factors: factors, step: step, rows: rows,
              losses: losses, work: losses + rows, threadCount: pool.threadCount))
        }
        for row in 0..<rows { sum += unsafe Double(losses[row]) }
      }
      return sum
    }
  }

  /// What plain rounding under some factors does to the outputs of some rows.
  @safe private struct TrialRows: WorkerJob {
    static let kind = "try factors"
    let reader: ChannelScaling.Reader
    let moments: SecondMoments
    let factors: UnsafeBufferPointer<Float>
    let step: Int
    /// Rows tried.
    let rows: Int
    let losses: UnsafeMutablePointer<Float>
    /// (batch, width) errors and (batch, group) products of each worker.
    let work: UnsafeMutablePointer<Float>
    let threadCount: Int

    func run(worker: Int) {
      let width = moments.width
      let size = reader.scheme.groupSize.rawValue
      let batch = QuantizeRows.batch
      let quantizer = GroupQuantizer(reader.scheme)
      let errors = unsafe work + worker * batch * (width + size)
      let products = unsafe errors + batch * width
      let batches = (rows + batch - 1) / batch
      for index in stride(from: worker, to: batches, by: threadCount) {
        let range = index * batch..<min(rows, (index + 1) * batch)
        for row in range {
          unsafe round(row, errors + (row - range.lowerBound) * width, quantizer)
          unsafe losses[row] = 0
        }
        unsafe moments.addEnergies(
          of: errors, count: range.count, columns: width, groupSize: size, products: products
        ) { row, energy in unsafe losses[range.lowerBound + row] += energy }
      }
    }

    /// The errors of a row, divided by the factors again.
    private func round(
      _ row: Int, _ errors: UnsafeMutablePointer<Float>, _ quantizer: GroupQuantizer
    ) {
      let width = moments.width
      let size = reader.scheme.groupSize.rawValue
      let source = unsafe reader.weights + row * step * width
      unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: size) { values in
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: size) { codes in
          guard let base = values.baseAddress, let codeBase = codes.baseAddress else { return }
          for group in 0..<width / size {
            for index in 0..<size {
              let column = group * size + index
              unsafe base[index] =
                column < factors.count ? source[column] * factors[column] : 0
            }
            guard let choice = unsafe quantizer.choose(base) else { continue }
            _ = unsafe quantizer.store(choice, base, into: codeBase)
            for index in 0..<size {
              let column = group * size + index
              guard unsafe column < factors.count else {
                unsafe errors[column] = 0
                continue
              }
              let stored = unsafe choice.scale * (Float(codeBase[index]) - choice.zero)
              unsafe errors[column] = (base[index] - stored) / factors[column]
            }
          }
        }
      }
    }
  }
#endif
