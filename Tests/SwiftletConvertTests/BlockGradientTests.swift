// The program for boards does not distill.
#if !SWIFTLET_WITHOUT_CALIBRATION
  import SwiftletArchitecture
  import SwiftletConvert
  import SwiftletSystem
  import SwiftletTensor
  import Testing
  import _SwiftletTestSupport

  @Suite struct BlockGradientTests {
    /// A gradient by differences, and as found.
    private struct Pair {
      let name: String
      let wanted: Double
      let found: Double
    }

    private struct Found {
      var input: [Float]
      var sums: [Float]
      var layout: ParameterLayout
    }

    private func gradients(_ block: RandomBlock, threadCount: Int, repetitions: Int = 1) throws
      -> Found
    {
      let pool = WorkerPool(threadCount: threadCount)
      return try block.withWeights { weights in
        let layout = ParameterLayout(weights)
        let gradient = try BlockGradient(
          configuration: block.configuration, windowLength: block.tokenCount + 3, layer: weights,
          pool: pool, budget: block.budget)
        var sums = [Float](repeating: 0, count: layout.count)
        var values = block.factors
        for _ in 0..<repetitions {
          values = block.factors
          unsafe block.input.withUnsafeBufferPointer { input in
            unsafe values.withUnsafeMutableBufferPointer { values in
              unsafe sums.withUnsafeMutableBufferPointer { sums in
                guard let input = input.baseAddress, let values = values.baseAddress,
                  let sums = sums.baseAddress
                else { return }
                unsafe gradient.run(
                  input: input, gradient: values, tokenCount: block.tokenCount, layer: weights,
                  attention: block.attention, parameters: layout, sums: sums)
              }
            }
          }
        }
        return Found(input: values, sums: sums, layout: layout)
      }
    }

    /// Every gradient against a central difference: float32 sums over some hundred terms, so a ten-thousandth of the
    /// largest of its kind.
    @Test(
      arguments: [1, 2],
      [
        WeightFormat.float32,
        .quantized(
          QuantizationScheme(bits: .four, groupSize: .columns32, hasZeroPoints: true)),
      ])
    func gradientsAreThoseOfFiniteDifferences(threadCount: Int, format: WeightFormat) throws {
      // More tokens than attention takes together.
      try expectGradientsOfDifferences(
        RandomBlock(format: format, hasBiases: threadCount == 2, tokenCount: 67, seed: 11),
        threadCount: threadCount)
    }

    @Test(arguments: RandomBlock.Kind.allCases)
    func gradientsOfEachKindAreThoseOfFiniteDifferences(_ kind: RandomBlock.Kind) throws {
      // Where positions are out of sight, more tokens than attention takes together.
      let isLong = kind == .gemmaLocal || kind == .llama4Rotary
      try expectGradientsOfDifferences(
        RandomBlock(
          format: .float32, hasBiases: false, tokenCount: isLong ? 67 : 21, seed: 12, kind: kind),
        threadCount: 2)
    }

    private func expectGradientsOfDifferences(_ block: RandomBlock, threadCount: Int) throws {
      let found = try gradients(block, threadCount: threadCount)
      let input = block.input.map { Double($0) }
      let step = 1e-4
      func difference(_ change: (Double) -> Double) -> Double {
        (change(step) - change(-step)) / (2 * step)
      }
      func check(_ pairs: [Pair]) {
        let largest = pairs.map { abs($0.wanted) }.max() ?? 0
        #expect(largest > 0)
        for pair in pairs {
          #expect(
            abs(pair.wanted - pair.found) < 1e-4 * largest,
            "\(pair.name): \(pair.wanted) \(pair.found)")
        }
      }
      var pairs: [Pair] = []
      let last = 40 * (block.tokenCount - 1)
      for place in [0, 39, 40 * 3 + 5, last - 40 * 3 + 8, last + 39] {
        let wanted = difference { amount in
          var changed = input
          changed[place] += amount
          return block.loss(input: changed, values: block.values, gains: block.gains)
        }
        pairs.append(
          Pair(name: "input \(place)", wanted: wanted, found: Double(found.input[place])))
      }
      check(pairs)
      for role in [TensorRole.attentionNorm, .mlpNorm] {
        pairs = []
        for place in [0, 7, 39] {
          let wanted = difference { amount in
            var gains = block.gains
            gains[role]?[place] *= 1 + amount
            return block.loss(input: input, values: block.values, gains: gains)
          }
          let sum = found.sums[found.layout.offset(of: role) + place]
          pairs.append(Pair(name: "\(role) \(place)", wanted: wanted, found: Double(sum)))
        }
        check(pairs)
      }
      for role in RandomBlock.roles {
        let shape = found.layout.layout(of: role)
        let size = shape.format.groupSize
        let last = shape.groupsPerRow - 1
        pairs = []
        for (row, group) in [(0, 0), (3, last), (shape.rows - 1, last), (shape.rows / 2, 0)] {
          let columns = group * size..<min((group + 1) * size, shape.columns)
          let wanted = difference { amount in
            var values = block.values
            for column in columns { values[role]?[row * shape.columns + column] *= 1 + amount }
            return block.loss(input: input, values: values, gains: block.gains)
          }
          let sum = found.sums[found.layout.offset(of: role) + row * shape.groupsPerRow + group]
          pairs.append(
            Pair(name: "\(role) (\(row), \(group))", wanted: wanted, found: Double(sum)))
        }
        check(pairs)
      }
    }

    @Test func bitsDoNotDependOnTheNumberOfThreads() throws {
      let block = try RandomBlock(format: .float32, hasBiases: true, tokenCount: 70, seed: 5)
      let one = try gradients(block, threadCount: 1)
      for threadCount in [2, 3] {
        let others = try gradients(block, threadCount: threadCount)
        #expect(others.input == one.input)
        #expect(others.sums == one.sums)
      }
    }

    /// A stored layer that runs twice has the sum of both gradients.
    @Test func gradientsOfParametersAddUp() throws {
      let block = try RandomBlock(format: .float32, hasBiases: false, tokenCount: 9, seed: 5)
      let once = try gradients(block, threadCount: 1)
      let twice = try gradients(block, threadCount: 1, repetitions: 2)
      #expect(twice.input == once.input)
      #expect(twice.sums == once.sums.map { $0 * 2 })
    }
  }
#endif
