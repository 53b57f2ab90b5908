import SwiftletKernels
import SwiftletTensor
import Testing
import _SwiftletTestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite struct VectorKernelTests {
  let scalar = KernelSet.named("scalar")

  /// The results of every kernel over one vector, in a fixed order.
  private func results(
    _ kernels: KernelSet, _ a: [Float], _ b: [Float]
  ) -> (floats: [[Float]], codes: [Int8], sums: [Int32]) {
    let count = a.count
    func changed(_ values: [Float], _ body: (UnsafeMutablePointer<Float>) -> Void) -> [Float] {
      var values = values
      unsafe values.withUnsafeMutableBufferPointer {
        if let base = $0.baseAddress { unsafe body(base) }
      }
      return values
    }
    var floats: [[Float]] = []
    unsafe a.withUnsafeBufferPointer { aBuffer in
      unsafe b.withUnsafeBufferPointer { bBuffer in
        guard let pa = aBuffer.baseAddress, let pb = bBuffer.baseAddress else {
          return
        }
        let zeros = [Float](repeating: 0, count: count)
        floats.append(
          unsafe changed(zeros) {
            unsafe kernels.rmsNorm(into: $0, from: pa, weight: pb, count: count, epsilon: 1e-5)
          })
        floats.append(
          unsafe changed(a) {
            unsafe kernels.rmsNorm(into: $0, from: $0, weight: pb, count: count, epsilon: 1e-5)
          })
        floats.append(unsafe changed(a) { unsafe kernels.add(pb, to: $0, count: count) })
        floats.append(unsafe changed(a) { unsafe kernels.siluMultiply($0, by: pb, count: count) })
        floats.append(
          unsafe changed(zeros) { unsafe kernels.divide(pa, by: b[0], into: $0, count: count) })
        floats.append(
          unsafe changed(a + b) {
            unsafe kernels.rope($0, into: $0, cosine: pb, sine: pa, half: count)
          })
      }
    }
    floats.append(
      unsafe changed(a) { unsafe kernels.geluMultiply($0, by: b, count: count) })
    var activations = TestActivations(
      tokenCount: 1, columns: unsafe QuantizedActivations.paddedColumns(for: count))
    activations.quantize(a, columns: count, with: kernels)
    floats.append(activations.scales)
    return (floats, activations.codes, activations.negativeSums)
  }

  @Test(arguments: Values.allCases) func everySetEqualsTheScalarOne(_ values: Values) throws {
    let scalar = try #require(scalar)
    var generator = SeededGenerator(seed: 21)
    for count in Array(1...70) + [128, 576, 1536, 1543] {
      let a = values.floats(count, &generator)
      let b = values.floats(count, &generator)
      let expected = results(scalar, a, b)
      for kernels in KernelSet.all {
        let found = results(kernels, a, b)
        for (index, floats) in expected.floats.enumerated() {
          #expect(
            Bits.firstDifference(floats, found.floats[index]) == nil,
            "\(kernels.name) kernel \(index) count \(count)")
        }
        #expect(expected.codes == found.codes, "\(kernels.name) count \(count)")
        #expect(expected.sums == found.sums, "\(kernels.name) count \(count)")
      }
    }
  }

  /// A dense walk through exp: e / (1 + e) keeps its bits where e is small, silu where it is large.
  @Test func everySetHasTheSameExponential() throws {
    let scalar = try #require(scalar)
    let walk = (0..<4096).map { Float($0) * -0.0225 }
    for shift in stride(from: Float(0), to: 0.0225, by: 0.002) {
      let a = walk.map { $0 - shift }
      let b = [Float](repeating: 1, count: a.count)
      for values in [a, a.map { -$0 }] {
        let expected = results(scalar, values, b)
        for kernels in KernelSet.all {
          let found = results(kernels, values, b)
          #expect(Bits.firstDifference(expected.floats[3], found.floats[3]) == nil)
          #expect(Bits.firstDifference(expected.floats[6], found.floats[6]) == nil)
        }
      }
    }
  }

  @Test func scalarAgreesWithDoubles() throws {
    let scalar = try #require(scalar)
    var generator = SeededGenerator(seed: 22)
    for count in [1, 7, 16, 100, 576] {
      let a = Values.ordinary.floats(count, &generator)
      let b = Values.ordinary.floats(count, &generator)
      let found = results(scalar, a, b).floats
      let x = a.map(Double.init)
      let y = b.map(Double.init)
      // Norm: count / 16 + 4 roundings in the sum of squares, halved by the root, then five more.
      let meanSquare = x.reduce(0) { $0 + $1 * $1 } / Double(count) + Double(1e-5 as Float)
      let normBound = (Double(count / 16 + 6) / 2 + 5) * 0x1p-24
      for i in 0..<count {
        let norm = x[i] / meanSquare.squareRoot() * y[i]
        #expect(abs(Double(found[0][i]) - norm) <= normBound * abs(norm))
        #expect(found[2][i] == a[i] + b[i])
        // Silu: exp within 4 half units, an addition, a division, a product.
        let silu = x[i] / (1 + exp(-x[i])) * y[i]
        #expect(abs(Double(found[3][i]) - silu) <= 8 * 0x1p-24 * abs(silu))
        #expect(found[4][i] == a[i] / b[0])
        // Gelu: exp within 4 half units, five roundings of its argument (two of constants), and as silu.
        let inner = (2 / Double.pi).squareRoot() * (x[i] + 0.044715 * x[i] * x[i] * x[i])
        let gelu = 0.5 * x[i] * (1 + tanh(inner)) * y[i]
        let geluBound = (8 + 5 * 2 * abs(inner)) * 0x1p-24 * abs(gelu)
        // tanh in double leaves 1 + tanh(u) for negative u some units of 2^-53.
        #expect(abs(Double(found[6][i]) - gelu) <= geluBound + 0x1p-51 * abs(x[i] * y[i]))
        // Rope: two roundings of terms of at most |a c| + |b s|.
        let terms = abs(x[i] * y[i]) + abs(y[i] * x[i])
        #expect(abs(Double(found[5][i]) - (x[i] * y[i] - y[i] * x[i])) <= 2 * 0x1p-24 * terms)
        let rotated = y[i] * y[i] + x[i] * x[i]
        #expect(abs(Double(found[5][count + i]) - rotated) <= 2 * 0x1p-24 * rotated)
      }
    }
  }

  @Test func quantizedActivationsAreNearestCodes() throws {
    let scalar = try #require(scalar)
    var generator = SeededGenerator(seed: 23)
    for count in [1, 31, 32, 33, 500] {
      let values = Values.ordinary.floats(count, &generator)
      var activations = TestActivations(
        tokenCount: 1, columns: unsafe QuantizedActivations.paddedColumns(for: count))
      activations.quantize(values, columns: count, with: scalar)
      for group in activations.negativeSums.indices {
        let columns = group * 32..<group * 32 + 32
        let largest = columns.map { $0 < count ? abs(values[$0]) : 0 }.max() ?? 0
        #expect(activations.scales[group] == largest / 127)
        let codes = activations.codes[columns]
        #expect(activations.negativeSums[group] == codes.reduce(0) { $0 - Int32($1) })
        for column in columns {
          let value = column < count ? values[column] : 0
          let back = Double(activations.codes[column]) * Double(activations.scales[group])
          // Half a step, and the roundings of 127 / m and of the product (127 steps at most).
          let bound = Double(activations.scales[group]) * (0.5 + 127 * 3 * 0x1p-24)
          #expect(abs(back - Double(value)) <= bound)
        }
      }
    }
  }

  @Test func quantizedActivationsOfHostileGroups() throws {
    let scalar = try #require(scalar)
    var values = [Float](repeating: 1, count: 128)
    values[3] = .nan
    values[40] = -.infinity
    for i in 64..<96 { values[i] = 1e-31 }
    var activations = TestActivations(tokenCount: 1, columns: 128)
    activations.quantize(values, columns: 128, with: scalar)
    #expect(activations.scales[0].isNaN && activations.scales[1].isNaN)
    #expect(activations.scales[2] == 0 && activations.scales[3] == 1 / 127)
    #expect(activations.codes[0..<96].allSatisfy { $0 == 0 })
    #expect(activations.codes[96..<128].allSatisfy { $0 == 127 })
    let negativeSums: [Int32] = [0, 0, 0, -32 * 127]
    #expect(activations.negativeSums == negativeSums)
  }
}
