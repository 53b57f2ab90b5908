import SwiftletKernels
import SwiftletTensor
import Testing
import _SwiftletTestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite struct AttentionKernelTests {
  static let scale: Float = 0.125

  /// Weights of a block and their state: (weights, [largest, sum]).
  private static func weights(
    _ scores: [Float], _ valueScales: [UInt16]?, _ kernels: KernelSet
  ) -> (weights: [Float], state: [Float]) {
    var (weights, state) = (scores, [Float](repeating: -7, count: 2))
    if let valueScales {
      unsafe kernels.attentionWeights(
        &weights, state: &state, valueScales: valueScales, count: scores.count, scale: scale)
    } else {
      unsafe kernels.attentionWeights(
        &weights, state: &state, valueScales: nil, count: scores.count, scale: scale)
    }
    return (weights, state)
  }

  /// The fold of `part` into `whole`, each a mix and its state.
  private static func fold(
    _ part: (mix: [Float], state: [Float]), into whole: (mix: [Float], state: [Float]),
    _ kernels: KernelSet
  ) -> (mix: [Float], state: [Float]) {
    var result = whole
    unsafe kernels.attentionFold(
      part.mix, part.state, into: &result.mix, &result.state, count: part.mix.count, scale: scale)
    return result
  }

  @Test(arguments: Values.allCases) func everySetEqualsTheScalarOne(_ values: Values) throws {
    let scalar = try #require(KernelSet.named("scalar"))
    var generator = SeededGenerator(seed: 31)
    for count in Array(1...40) + [64, 80, 127, 128] {
      let scores = values.floats(count, &generator)
      let scales = values.halves(count, &generator)
      let mixes = (values.floats(count, &generator), values.floats(count, &generator))
      let states = (values.floats(2, &generator), values.floats(2, &generator))
      for kernels in KernelSet.all {
        for valueScales in [nil, scales] {
          let expected = Self.weights(scores, valueScales, scalar)
          let found = Self.weights(scores, valueScales, kernels)
          #expect(Bits.firstDifference(expected.weights, found.weights) == nil)
          #expect(Bits.firstDifference(expected.state, found.state) == nil)
        }
        let expected = Self.fold((mixes.0, states.0), into: (mixes.1, states.1), scalar)
        let found = Self.fold((mixes.0, states.0), into: (mixes.1, states.1), kernels)
        #expect(Bits.firstDifference(expected.mix, found.mix) == nil)
        #expect(Bits.firstDifference(expected.state, found.state) == nil)
      }
    }
  }

  @Test func weightsAgreeWithDoubles() throws {
    let scalar = try #require(KernelSet.named("scalar"))
    var generator = SeededGenerator(seed: 32)
    for count in [1, 7, 16, 100, 128] {
      let scores = (0..<count).map { _ in Float.random(in: -40...40, using: &generator) }
      let scales = Values.ordinary.halves(count, &generator)
      let found = Self.weights(scores, nil, scalar)
      let scaled = Self.weights(scores, scales, scalar)
      #expect(found.state == scaled.state)
      let largest = scores.max() ?? 0
      #expect(found.state[0] == largest)
      let exponentials = scores.map { exp((Double($0) - Double(largest)) * Double(Self.scale)) }
      // exp within 2 ulp (4 half units), its argument's two roundings |x| <= 10 times half a unit; the
      // same for the sum, with count / 16 + 5 additions.
      let bound = (4 + 20) * 0x1p-24
      let sum = exponentials.reduce(0, +)
      #expect(
        abs(Double(found.state[1]) - sum) <= (bound + Double(count / 16 + 5) * 0x1p-24) * sum)
      for i in 0..<count {
        #expect(abs(Double(found.weights[i]) - exponentials[i]) <= bound * exponentials[i])
        #expect(scaled.weights[i] == found.weights[i] * HalfPrecision.float(half: scales[i]))
      }
    }
  }

  @Test func foldedBlocksAreTheSoftmaxOfTheWhole() throws {
    let scalar = try #require(KernelSet.named("scalar"))
    var generator = SeededGenerator(seed: 33)
    // Blocks whose largest scores rise, and fall, and are the same.
    for steps: [Float] in [[0, 30, 60], [60, 30, 0], [5, 5, 5]] {
      let scores = steps.map { step in
        (0..<20).map { _ in step + Float.random(in: -10...10, using: &generator) }
      }
      let values = scores.map { $0.map { _ in Float.random(in: -1...1, using: &generator) } }
      var whole: (mix: [Float], state: [Float])?
      for (block, values) in zip(scores, values) {
        let (weights, state) = Self.weights(block, nil, scalar)
        let part = (mix: [zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 }], state: state)
        whole = whole.map { Self.fold(part, into: $0, scalar) } ?? part
      }
      let (mix, state) = try #require(whole)
      let largest = Double(scores.joined().max() ?? 0)
      let exponentials = scores.joined().map { exp((Double($0) - largest) * Double(Self.scale)) }
      let expected = zip(exponentials, values.joined()).reduce(0) { $0 + $1.0 * Double($1.1) }
      let sum = exponentials.reduce(0, +)
      #expect(state[0] == Float(largest))
      // 24 half units for an exponential, as many for each of the two factors of a fold, and 63 additions.
      let bound = (3 * 24 + 63) * 0x1p-24 * sum
      #expect(abs(Double(state[1]) - sum) <= bound)
      #expect(abs(Double(mix[0]) - expected) <= bound)
    }
  }
}
