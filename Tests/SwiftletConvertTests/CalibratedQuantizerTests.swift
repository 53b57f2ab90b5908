// The program for boards does not calibrate.
#if !SWIFTLET_WITHOUT_CALIBRATION
  import SwiftletConvert
  import SwiftletSystem
  import SwiftletTensor
  import Testing
  import _SwiftletTestSupport

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  @Suite struct CalibratedQuantizerTests {
    @Test(arguments: [(32, 1), (70, 2), (96, 3)])
    func momentsAreSumsOfProducts(columns: Int, threadCount: Int) throws {
      let problem = try QuantizerProblem(
        columns: columns, tokens: 37, seed: 5, threadCount: threadCount, damping: 0)
      for (row, column) in [(0, 0), (3, 17), (17, 3), (columns - 1, 2), (columns - 1, columns - 1)]
      {
        var sum = 0.0
        for token in 0..<37 {
          sum +=
            Double(problem.inputs[token * columns + row])
            * Double(problem.inputs[token * columns + column])
        }
        let found = unsafe Double(problem.moments.tiles[problem.moments.index(row, column)])
        #expect(abs(found - sum) < 1e-4 * max(1, abs(sum)), "(\(row), \(column))")
      }
    }

    /// The first tokens of a window are made as large as the mean of the others, unless they are smaller, and count more.
    @Test func theFirstTokensCountMoreButAreNoLarger() throws {
      let (columns, tokens) = (32, 20)
      var generator = SplitMix64(seed: 12)
      var values = (0..<tokens * columns).map { _ in QuantizerProblem.random(&generator) }
      for column in 0..<columns {
        values[column] *= 1000
        values[columns + column] *= 0.5
      }
      let budget = MemoryBudget(capByteCount: .max / 2)
      let moments = try SecondMoments(channelCount: columns, width: columns, budget: budget)
      let scratch = try MomentsScratch(
        tokenCount: tokens, width: columns, threadCount: 1, budget: budget)
      unsafe values.withUnsafeBufferPointer {
        guard let base = $0.baseAddress else { return }
        unsafe moments.add(
          base, stride: columns, count: tokens, leadingCount: 2, weight: 3, scratch: scratch,
          pool: WorkerPool(threadCount: 1))
      }
      moments.complete(damping: 0)
      func energy(_ token: Int) -> Double {
        values[token * columns..<(token + 1) * columns].reduce(0) { $0 + Double($1) * Double($1) }
      }
      let mean = (2..<tokens).reduce(0) { $0 + energy($1) } / Double(tokens - 2)
      for (row, column) in [(0, 0), (3, 17), (31, 2)] {
        var sum = 0.0
        for token in 0..<tokens {
          let weight = token == 0 ? 3 * mean / energy(0) : token == 1 ? 3 : 1
          sum +=
            weight * Double(values[token * columns + row])
            * Double(values[token * columns + column])
        }
        let found = unsafe Double(moments.tiles[moments.index(row, column)])
        #expect(abs(found - sum) < 1e-4 * max(1, abs(sum)), "(\(row), \(column))")
      }
      let square = Double(values[5]) * Double(values[5])
      #expect(abs(Double(moments.leadingSquares[5]) - square) < 1e-3 * square)
    }

    @Test func factorsMultiplyToTheMoments() throws {
      let problem = try QuantizerProblem(columns: 70, tokens: 200, seed: 3)
      let factor = try problem.factor()
      func u(_ row: Int, _ column: Int) -> Double {
        unsafe Double(factor.tiles[(column / 16 * factor.width + row) * 16 + column % 16])
      }
      let scale = (0..<70).map { Double(problem.moments.diagonal($0)) }.max() ?? 1
      for row in 0..<70 {
        #expect(u(row, row) == 1)
        for column in 0..<70 {
          if column < row { #expect(u(row, column) == 0) }
          var sum = 0.0
          for index in max(row, column)..<96 {
            let scaled = u(row, index) * Double(factor.diagonal[index])
            sum += scaled * u(column, index)
          }
          let wanted = unsafe Double(problem.moments.tiles[problem.moments.index(row, column)])
          #expect(abs(sum - wanted) < 1e-5 * scale, "(\(row), \(column))")
        }
      }
    }

    @Test func momentsThatAreNotDefiniteAreRefused() throws {
      let problem = try QuantizerProblem(columns: 32, tokens: 3, seed: 3, damping: 0)
      // Fewer tokens than channels: the matrix has rank 3, and what float arithmetic leaves is no pivot to divide by.
      if let factor = try TriangularFactor(problem.moments, budget: problem.budget) {
        let isSound = factor.diagonal.allSatisfy { $0 > 0 && $0.isFinite }
        #expect(isSound)
      }
      unsafe problem.moments.tiles[problem.moments.index(4, 4)] = -1
      let isFactored = try TriangularFactor(problem.moments, budget: problem.budget) != nil
      #expect(!isFactored)
    }

    /// In three columns all codes can be tried: the result is no better than the best of them under its own grid, and
    /// within what rounding in order guarantees where nothing is clamped: half a step in every term.
    @Test(arguments: 1...20)
    func roundingInOrderIsBetweenTheBestCodesAndItsBound(seed: Int) throws {
      let problem = try QuantizerProblem(
        columns: 3, tokens: 60, seed: UInt64(seed), hasZeroPoints: false)
      let weights = problem.weights(rows: 1, seed: UInt64(100 + seed))
      let (values, _, _) = try problem.quantize(weights)
      let cost = problem.cost((0..<3).map { Double(weights[$0]) - Double(values[$0]) })
      // The scale divides all stored values; of the candidates the largest is the one that was used or a multiple,
      // which makes the bound larger.
      let factor = try problem.factor()
      let magnitude = Double(weights.map(abs).max() ?? 0)
      let step = magnitude / 6.5
      let bound = (0..<3).reduce(0.0) { $0 + Double(factor.diagonal[$1]) * step * step }
      #expect(cost <= bound)
      var plain = 0.0
      for scale in [magnitude / 7, magnitude / 7.5, magnitude / 8] {
        let errors = weights.map { weight -> Double in
          let code = min(7, max(-8, (Double(weight) / scale).rounded()))
          return Double(weight) - scale * code
        }
        plain += problem.cost(errors) / 3
      }
      #expect(cost <= max(plain, bound / 8))
    }

    @Test(arguments: [QuantizationScheme.Bits.four, .eight])
    func outputsAreCloserThanWithPlainRounding(bits: QuantizationScheme.Bits) throws {
      let problem = try QuantizerProblem(columns: 128, tokens: 400, seed: 9, bits: bits)
      let weights = problem.weights(rows: 40, seed: 7)
      let (values, outcome, _) = try problem.quantize(weights)
      let plain = QuantizedRows(weights, columns: 128, problem.scheme)
      var (calibrated, searched, reported) = (0.0, 0.0, 0.0)
      for row in 0..<40 {
        calibrated += problem.cost(
          (0..<128).map { Double(weights[row * 128 + $0]) - Double(values[row * 128 + $0]) })
        searched += problem.cost(
          (0..<128).map { Double(weights[row * 128 + $0]) - Double(plain.values[row * 128 + $0]) })
      }
      reported = outcome.outputError
      #expect(calibrated < 0.8 * searched, "\(calibrated) against \(searched)")
      #expect(abs(reported - calibrated) < 1e-3 * calibrated)
    }

    /// Each sweep lowers what is left, until no code by itself can be a better one.
    @Test(arguments: [(QuantizationScheme.Bits.four, 96), (.four, 70), (.eight, 64)])
    func sweepsEndWhereNoCodeAloneCanImprove(bits: QuantizationScheme.Bits, columns: Int) throws {
      let problem = try QuantizerProblem(columns: columns, tokens: 300, seed: 31, bits: bits)
      let weights = problem.weights(rows: 5, seed: 32)
      var last = Double.infinity
      for sweepCount in [0, 1, 3, 30] {
        let (_, outcome, _) = try problem.quantize(weights, sweepCount: sweepCount)
        #expect(outcome.outputError < last * (1 + 1e-6), "\(sweepCount) sweeps")
        last = outcome.outputError
      }
      let (values, outcome, _) = try problem.quantize(weights, sweepCount: 30)
      let (unswept, start, _) = try problem.quantize(weights, sweepCount: 0)
      #expect(outcome.outputError < 0.99 * start.outputError)
      #expect(values != unswept)
      var (changes, least) = (0, 0.0)
      for row in 0..<5 {
        let stored = values[row * columns..<(row + 1) * columns].map(Double.init)
        let errors = (0..<columns).map { Double(weights[row * columns + $0]) - stored[$0] }
        let gradient = (0..<columns).map { column in
          (0..<columns).reduce(0.0) { sum, other in
            let moment = unsafe Double(problem.moments.tiles[problem.moments.index(column, other)])
            return sum + errors[other] * moment
          }
        }
        for first in Swift.stride(from: 0, to: columns, by: 32) {
          // Values next to each other in the group are one step apart, or a few.
          let group = Set(stored[first..<min(columns, first + 32)])
          for column in first..<min(columns, first + 32) {
            let own = Double(problem.moments.diagonal(column))
            for value in group where value != stored[column] {
              let step = value - stored[column]
              least = min(least, step * (step * own - 2 * gradient[column]))
              changes += 1
            }
          }
        }
      }
      #expect(changes > 100)
      #expect(least > -1e-4 * outcome.outputError, "\(least) of \(outcome.outputError)")
    }

    /// Bits by the frequencies of codes, of which a byte has two.
    static func entropy(_ bytes: [UInt8]) -> Double {
      var counts = [Double](repeating: 0, count: 16)
      for byte in bytes {
        counts[Int(byte & 15)] += 1
        counts[Int(byte >> 4)] += 1
      }
      let total = counts.reduce(0, +)
      return counts.reduce(0) { $1 > 0 ? $0 - $1 / total * log2($1 / total) : $0 }
    }

    @Test(arguments: [false, true]) func bitsThatAreWorthMoreAreFewer(hasZeroPoints: Bool) throws {
      let problem = try QuantizerProblem(
        columns: 128, tokens: 400, seed: 9, hasZeroPoints: hasZeroPoints)
      // Sums of three are near enough to the bell that weights have.
      let weights = (0..<3).map { problem.weights(rows: 64, seed: 20 + $0) }
        .reduce([Float](repeating: 0, count: 64 * 128)) { zip($0, $1).map { $0 + $1 } }
      var last: (entropy: Double, error: Double)?
      for bitWorth in [Float(0), 0.1, 0.3] {
        let (_, outcome, planes) = try problem.quantize(weights, bitWorth: bitWorth)
        let entropy = Self.entropy(Array(planes.prefix(64 * 128 / 2)))
        if let last {
          #expect(entropy < last.entropy - 0.03, "\(entropy), \(last.entropy)")
          #expect(outcome.outputError > last.error)
          #expect(outcome.outputError < 3 * last.error)
        }
        last = (entropy, outcome.outputError)
      }
    }
  }
#endif
