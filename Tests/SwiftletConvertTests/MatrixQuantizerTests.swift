// The program for boards quantizes no matrices in memory.
#if !SWIFTLET_WITHOUT_CALIBRATION
  import SwiftletConvert
  import SwiftletSystem
  import SwiftletTensor
  import Testing

  /// What every way to quantize a matrix has to keep.
  @Suite struct MatrixQuantizerTests {
    typealias Method = QuantizerProblem.Method

    @Test(arguments: Method.allCases) func weightsOnAGridAreKeptExactly(_ method: Method) throws {
      let problem = try QuantizerProblem(columns: 64, tokens: 200, seed: 8)
      var generator = SplitMix64(seed: 4)
      // Each group uses its outermost codes, so that the grid can be told from the values.
      let weights = (0..<20 * 64).map { index -> Float in
        let code = index % 32 < 2 ? index % 32 * 15 : Int(generator.next() % 16)
        return 0.125 * Float(code - 6)
      }
      let (values, outcome, _) = try problem.quantize(weights, method)
      #expect(values == weights)
      #expect(outcome.outputError == 0)
      #expect(outcome.statistics.squaredError == 0)
      #expect(outcome.statistics.elementCount == weights.count)
    }

    @Test(arguments: Method.allCases) func zeroAndConstantGroupsAreExact(_ method: Method) throws {
      let problem = try QuantizerProblem(columns: 64, tokens: 100, seed: 2)
      var weights = [Float](repeating: 0, count: 3 * 64)
      // The plain scale of a range is one 15th of it.
      for column in 0..<64 { weights[64 + column] = 15 * 0.0625 }
      for column in 0..<32 { weights[128 + column] = -15 * 0.03125 }
      let (values, outcome, _) = try problem.quantize(weights, method)
      #expect(values == weights)
      #expect(outcome.outputError == 0)
    }

    @Test(arguments: Method.allCases, [Float.nan, .infinity, 1e30])
    func valuesThatCannotBeStoredAreNamed(_ method: Method, value: Float) throws {
      let problem = try QuantizerProblem(columns: 40, tokens: 100, seed: 2)
      var weights = problem.weights(rows: 37, seed: 6)
      weights[33 * 40 + 37] = value
      let refusal = try #require(try problem.quantize(weights, method).outcome.refusal)
      #expect(refusal.row == 33)
    }

    @Test(arguments: Method.allCases, [QuantizationScheme.Bits.four, .eight])
    func anOutlierCostsItsOwnGroupAlone(_ method: Method, bits: QuantizationScheme.Bits) throws {
      let problem = try QuantizerProblem(columns: 64, tokens: 100, seed: 2, bits: bits)
      let plain = problem.weights(rows: 16, seed: 6)
      var weights = plain
      weights[5 * 64 + 40] = 1000
      for sweepCount in [0, 3] {
        let (before, _, _) = try problem.quantize(plain, method, sweepCount: sweepCount)
        let (after, _, _) = try problem.quantize(weights, method, sweepCount: sweepCount)
        // Sweeps let the rest of the row make up for the outlier's group.
        for index in weights.indices
        where index / 64 != 5 || index % 64 < 32 && sweepCount == 0 {
          #expect(after[index] == before[index], "\(index), \(sweepCount) sweeps")
        }
        #expect(abs(after[5 * 64 + 40] - 1000) < 1000 / (bits == .four ? 15 : 250))
      }
    }

    /// Codes are made for the scales that are stored, so what is read back has the error that is reported.
    @Test(arguments: [Method.nearest, .search], [QuantizationScheme.Bits.four, .eight])
    func scalesOfEightBitsCostLittle(_ method: Method, bits: QuantizationScheme.Bits) throws {
      let wide = try QuantizerProblem(columns: 100, tokens: 100, seed: 2, bits: bits)
      let narrow = try QuantizerProblem(
        columns: 100, tokens: 100, seed: 2, bits: bits, scaleBits: .eight)
      // Rows whose scales lie within a factor of 8.
      let weights = wide.weights(rows: 37, seed: 6).enumerated().map { index, weight in
        weight * Float(1 + index / 100 % 8)
      }
      let expected = try wide.quantize(weights, method).outcome.statistics
      let (values, outcome, _) = try narrow.quantize(weights, method)
      // Steps of 1 % between scales are little beside those of 4 bits; those of 8 bits are as fine.
      let limit = bits == .four ? 1.02 : 1.3
      #expect(outcome.statistics.squaredError < limit * expected.squaredError)
      #expect(outcome.statistics.squaredError != expected.squaredError)
      #expect(outcome.statistics.energy == expected.energy)
      var error = 0.0
      for (weight, value) in zip(weights, values) {
        error += Double(weight - value) * Double(weight - value)
      }
      #expect(abs(error - outcome.statistics.squaredError) < 1e-5 * error)
    }

    @Test(arguments: Method.allCases) func theNumberOfThreadsDoesNotMatter(_ method: Method) throws
    {
      var first: [UInt8]?
      for threadCount in [1, 2, 5] {
        let problem = try QuantizerProblem(
          columns: 100, tokens: 150, seed: 1, threadCount: threadCount)
        let planes = try problem.quantize(problem.weights(rows: 77, seed: 2), method).planes
        if let first { #expect(planes == first) } else { first = planes }
      }
    }

    /// Weights by themselves are kept the better, the more is looked for; outputs by calibration alone.
    @Test func eachMethodIsBestAtItsOwn() throws {
      let problem = try QuantizerProblem(columns: 128, tokens: 400, seed: 9)
      let weights = problem.weights(rows: 40, seed: 7)
      var errors: [Method: (weights: Double, outputs: Double)] = [:]
      for method in Method.allCases {
        let (values, outcome, _) = try problem.quantize(weights, method)
        var outputs = 0.0
        for row in 0..<40 {
          outputs += problem.cost(
            (0..<128).map { Double(weights[row * 128 + $0]) - Double(values[row * 128 + $0]) })
        }
        errors[method] = (outcome.statistics.squaredError, outputs)
      }
      let nearest = try #require(errors[.nearest])
      let search = try #require(errors[.search])
      let calibrated = try #require(errors[.calibrated])
      #expect(search.weights < nearest.weights)
      #expect(search.weights < calibrated.weights)
      #expect(calibrated.outputs < 0.8 * search.outputs)
      #expect(calibrated.outputs < 0.8 * nearest.outputs)
    }
  }
#endif
