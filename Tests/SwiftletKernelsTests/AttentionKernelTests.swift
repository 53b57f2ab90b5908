import SwiftletKernels
import SwiftletTensor
import Testing
import _SwiftletTestSupport

@Suite struct AttentionKernelTests {
  /// A query head and the cache it looks at.
  private struct Case {
    let query: [Float]
    let weights: [Float]
    let floats: [Float]
    let halves: [UInt16]
    let codes: [Int8]
    let scales: [UInt16]
    let positions: Int
    let dimension: Int

    init(positions: Int, dimension: Int, values: Values, generator: inout SeededGenerator) {
      self.positions = positions
      self.dimension = dimension
      query = values.floats(dimension, &generator)
      weights = values.floats(positions, &generator)
      floats = values.floats(positions * dimension, &generator)
      halves = values.halves(positions * dimension, &generator)
      scales = values.halves(positions, &generator)
      codes = (0..<positions * dimension).map { _ in Int8.random(in: -127...127, using: &generator)
      }
    }

    /// Scores over float16, int8 and float32 keys, then mixes of the three kinds of values.
    func results(_ kernels: KernelSet) -> [[Float]] {
      // One element more than needed: an empty array has no address, and the last must stay as it is.
      var scores = [Float](repeating: -7, count: positions + 1)
      var out = [Float](repeating: -7, count: dimension + 1)
      var all: [[Float]] = []
      let (query, weights) = (query + [0], weights + [0])
      let (halves, codes, scales) = (halves + [0], codes + [0], scales + [0])
      let floats = floats + [0]
      unsafe kernels.attentionScores(
        into: &scores, query: query, keys: halves, positionCount: positions,
        headDimension: dimension, scale: 0.125)
      all.append(scores)
      unsafe kernels.attentionScores(
        into: &scores, query: query, keys: codes, keyScales: scales, positionCount: positions,
        headDimension: dimension, scale: 0.3)
      all.append(scores)
      unsafe kernels.attentionScores(
        into: &scores, query: query, keys: floats, positionCount: positions,
        headDimension: dimension, scale: 0.7)
      all.append(scores)
      unsafe kernels.attentionMix(
        into: &out, weights: weights, values: halves, positionCount: positions,
        headDimension: dimension)
      all.append(out)
      unsafe kernels.attentionMix(
        into: &out, weights: weights, values: codes, valueScales: scales,
        positionCount: positions, headDimension: dimension)
      all.append(out)
      unsafe kernels.attentionMix(
        into: &out, weights: weights, values: floats, positionCount: positions,
        headDimension: dimension)
      all.append(out)
      return all
    }
  }

  static let dimensions = [1, 12, 14, 16, 24, 64, 80, 127, 128, 256]

  @Test(arguments: dimensions) func everySetEqualsTheScalarOne(_ dimension: Int) throws {
    let scalar = try #require(KernelSet.named("scalar"))
    var generator = SeededGenerator(seed: UInt64(dimension))
    for values in Values.allCases {
      for positions in [0, 1, 2, 7, 33] {
        let test = Case(
          positions: positions, dimension: dimension, values: values, generator: &generator)
        let expected = test.results(scalar)
        for kernels in KernelSet.all {
          for (index, found) in test.results(kernels).enumerated() {
            #expect(
              Bits.firstDifference(expected[index], found) == nil,
              "\(kernels.name) kernel \(index) positions \(positions) \(values)")
          }
        }
      }
    }
  }

  @Test(arguments: dimensions) func scalarAgreesWithDoubles(_ dimension: Int) throws {
    let scalar = try #require(KernelSet.named("scalar"))
    var generator = SeededGenerator(seed: UInt64(dimension))
    let test = Case(positions: 9, dimension: dimension, values: .ordinary, generator: &generator)
    let found = test.results(scalar)
    let wide = test.halves.map { Double(HalfPrecision.float(half: $0)) }
    let scales = test.scales.map { Double(HalfPrecision.float(half: $0)) }
    for p in 0..<9 {
      let row = p * dimension..<(p + 1) * dimension
      for (kernel, keys, factor) in [
        (0, Array(wide[row]), 0.125),
        (1, test.codes[row].map(Double.init), scales[p] * Double(0.3 as Float)),
        (2, test.floats[row].map(Double.init), Double(0.7 as Float)),
      ] {
        let products = zip(test.query, keys).map { Double($0) * $1 * factor }
        // A rounding for each multiply-add of a lane, four in the tree of lanes, two for the scales.
        let bound = Double(dimension / 16 + 7) * 0x1p-24 * products.reduce(0) { $0 + abs($1) }
        #expect(abs(Double(found[kernel][p]) - products.reduce(0, +)) <= bound)
      }
    }
    for d in 0..<dimension {
      let halves = (0..<9).map { Double(test.weights[$0]) * wide[$0 * dimension + d] }
      let codes = (0..<9).map {
        Double(test.weights[$0]) * scales[$0] * Double(test.codes[$0 * dimension + d])
      }
      let floats = (0..<9).map {
        Double(test.weights[$0]) * Double(test.floats[$0 * dimension + d])
      }
      for (kernel, products) in [(3, halves), (4, codes), (5, floats)] {
        // A rounding for each of nine multiply-adds, one for the product of weight and scale.
        let bound = 10 * 0x1p-24 * products.reduce(0) { $0 + abs($1) }
        #expect(abs(Double(found[kernel][d]) - products.reduce(0, +)) <= bound)
      }
    }
  }
}
