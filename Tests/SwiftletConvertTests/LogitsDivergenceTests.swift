// The program for boards does not distill.
#if !SWIFTLET_WITHOUT_CALIBRATION
  import Foundation
  import SwiftletConvert
  import SwiftletKernels
  import SwiftletSystem
  import SwiftletTensor
  import Testing
  import _SwiftletTestSupport

  @Suite struct LogitsDivergenceTests {
    /// A head in two parts, neither of whole tiles, and hidden states of more tokens than are held at once.
    private final class Case {
      static let rows = [24, 10]
      static let columns = 40
      static let tokens = 3..<LogitsDivergence.batch + 20

      let budget = MemoryBudget(capByteCount: .max / 2)
      let exact: [[Float]]
      let quantized: [[Float]]
      let values: [Float]
      let reference: [Float]

      init(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        func random(_ count: Int, _ scale: Float) -> [Float] {
          (0..<count).map { _ -> Float in
            scale * Float(Int64(bitPattern: generator.next()) >> 40) * 0x1p-23
          }
        }
        func noisy(_ values: [Float]) -> [Float] {
          zip(values, random(values.count, 0.1)).map { $0 + $1 }
        }
        exact = Case.rows.map { random($0 * Case.columns, 0.4) }
        quantized = exact.map(noisy)
        reference = random(Case.tokens.upperBound * Case.columns, 1)
        values = noisy(reference)
      }

      private func planes(_ parts: [[Float]]) throws -> [CalibratedWeights.Planes] {
        try zip(parts, Case.rows).map { floats, rows in
          let layout = try #require(
            TileLayout(rows: rows, columns: Case.columns, format: .float32))
          let planes = try CalibratedWeights.Planes(layout: layout, budget: budget, owner: "test")
          planes.pack(floats)
          return planes
        }
      }

      /// The sum of divergences, and the gradient of hidden states.
      func run(threadCount: Int) throws -> (sum: Double, gradient: [Float]) {
        let divergence = try LogitsDivergence(
          quantized: planes(quantized), exact: planes(exact),
          pool: WorkerPool(threadCount: threadCount),
          budget: budget)
        var gradient = [Float](repeating: .nan, count: values.count)
        var sum = 0.0
        unsafe values.withUnsafeBufferPointer { values in
          unsafe reference.withUnsafeBufferPointer { reference in
            unsafe gradient.withUnsafeMutableBufferPointer { gradient in
              guard let values = values.baseAddress, let reference = reference.baseAddress
              else { return }
              sum = unsafe divergence.run(
                values, reference: reference, tokens: Case.tokens, gradient: gradient.baseAddress)
            }
          }
        }
        return (sum, gradient)
      }

      /// The mean divergence in double.
      func mean(values: [Double], head: [Double]) -> Double {
        let whole = exact.flatMap { $0.map { Double($0) } }
        let states = reference.map { Double($0) }
        var sum = 0.0
        for token in Case.tokens {
          let found = Case.logarithms(values, head, token)
          let wanted = Case.logarithms(states, whole, token)
          for (own, other) in zip(wanted, found) { sum += exp(own) * (own - other) }
        }
        return sum / Double(Case.tokens.count)
      }

      /// Logarithms of the probabilities of the token behind `token`.
      private static func logarithms(_ states: [Double], _ head: [Double], _ token: Int) -> [Double]
      {
        var logits: [Double] = []
        for row in 0..<head.count / columns {
          var sum = 0.0
          for column in 0..<columns {
            sum += states[token * columns + column] * head[row * columns + column]
          }
          logits.append(sum)
        }
        let exponentials: [Double] = logits.map { exp($0) }
        let normalizer = log(exponentials.reduce(0, +))
        return logits.map { $0 - normalizer }
      }
    }

    @Test(arguments: [1, 3]) func gradientsAreThoseOfFiniteDifferences(threadCount: Int) throws {
      let example = Case(seed: 3)
      let found = try example.run(threadCount: threadCount)
      let values = example.values.map { Double($0) }
      let head = example.quantized.flatMap { $0.map { Double($0) } }
      let count = Double(Case.tokens.count)
      let mean = example.mean(values: values, head: head)
      #expect(mean > 0.001)
      #expect(abs(found.sum / count - mean) < 1e-5 * mean + 1e-7)
      let step = 1e-4
      let largest = Double(found.gradient[(3 * Case.columns)...].map(abs).max() ?? 0)
      for place in [3 * 40, 3 * 40 + 39, 70 * 40 + 17, (Case.tokens.upperBound - 1) * 40 + 39] {
        func loss(_ change: Double) -> Double {
          var changed = values
          changed[place] += change
          return example.mean(values: changed, head: head)
        }
        let wanted = (loss(step) - loss(-step)) / (2 * step)
        #expect(abs(wanted - Double(found.gradient[place])) < 1e-4 * largest, "value \(place)")
      }
      #expect(found.gradient[..<(3 * Case.columns)].allSatisfy { $0 == 0 })
    }

    @Test func bitsDoNotDependOnTheNumberOfThreads() throws {
      let example = Case(seed: 4)
      let one = try example.run(threadCount: 1)
      let two = try example.run(threadCount: 2)
      #expect(one.sum == two.sum)
      #expect(one.gradient == two.gradient)
    }
  }
#endif
