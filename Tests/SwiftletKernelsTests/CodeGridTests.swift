import SwiftletKernels
import Testing
import _SwiftletTestSupport

@Suite struct CodeGridTests {
  /// Groups of values of many kinds.
  static func groups(_ count: Int) -> [[Float]] {
    var generator = SeededGenerator(seed: 5)
    var groups = [[Float](repeating: 0, count: count), [Float](repeating: -3, count: count)]
    for kind in 0..<18 {
      groups.append(
        (0..<count).map { index in
          let value = Float.random(in: -1...1, using: &generator)
          switch kind % 6 {
          case 0: return value
          case 1: return value * 1e-6
          case 2: return (value * 100).rounded() * 0.25
          // As bfloat16 has them: few bits, so that quotients are often nearly whole.
          case 3: return Float(bitPattern: value.bitPattern & 0xFFFF_0000)
          case 4: return index % 7 == 0 ? value * 300 : value * 1e-3
          default: return abs(value) + 2
          }
        })
    }
    return groups
  }

  @Test(arguments: [16, 32, 64, 128]) func scalesAreRefinedAlikeByEverySet(_ count: Int) throws {
    let scalar = try #require(KernelSet.named("scalar"))
    let scales: [SIMD4<Float>] = [
      SIMD4(0.01, -0.01, 0.003, 1), SIMD4(0, 1e-30, -1e-30, 1e9), SIMD4(.infinity, 0.1, -1e9, 2),
      SIMD4(1e-6, 6e-8, 65504, -0.5),
    ]
    var grids = InlineArray<4, CodeGrid>(
      repeating: CodeGrid(inverse: 7, zero: 8, largest: 15))
    grids[1] = CodeGrid(inverse: 0, zero: 128, largest: 255)
    grids[2] = CodeGrid(inverse: .nan, zero: 0, largest: 255)
    for values in CodeGridTests.groups(count) {
      for scales in scales {
        for gridCount in 1...4 {
          func refined(_ kernels: KernelSet) -> [UInt32] {
            let result = unsafe values.withUnsafeBufferPointer { buffer -> [Float] in
              guard let base = buffer.baseAddress else { return [] }
              let (scales, errors) = unsafe kernels.refinedScales(
                of: base, count: count, grids: grids, scales: scales, gridCount: gridCount)
              return (0..<4).map { scales[$0] } + (0..<4).map { errors[$0] }
            }
            // The macro costs more than what it looks at.
            for index in gridCount..<4 where result[index] != 0 || result[4 + index] != .infinity {
              Issue.record("grid \(index) of \(gridCount): \(result)")
            }
            return result.map(\.bitPattern)
          }
          let expected = refined(scalar)
          for kernels in KernelSet.all where refined(kernels) != expected {
            Issue.record("\(kernels.name), \(scales), \(gridCount) grids")
          }
        }
      }
    }
  }

  @Test(arguments: [16, 32, 128]) func stepsAreFoundAlikeByEverySet(_ count: Int) throws {
    let scalar = try #require(KernelSet.named("scalar"))
    var found = 0
    for values in CodeGridTests.groups(count) {
      let (low, high) = (values.min() ?? 0, values.max() ?? 0)
      for (origin, extent) in [
        (0, max(high, -low)), (low, high - low), (0, 0x1p-130), (0, 1e38), (1, 2), (0, 0),
      ] {
        for steps: ClosedRange<Float> in [1...128, 1...15, 3...255, 100...128, 120...121] {
          func result(_ kernels: KernelSet) -> Float? {
            unsafe values.withUnsafeBufferPointer { buffer in
              guard let base = buffer.baseAddress else { return nil }
              return unsafe kernels.gridSteps(
                of: base, count: count, origin: origin, extent: extent, steps: steps)
            }
          }
          let expected = result(scalar)
          found += expected == nil ? 0 : 1
          for kernels in KernelSet.all where result(kernels) != expected {
            Issue.record("\(kernels.name), \(origin), \(extent), \(steps)")
          }
        }
      }
    }
    #expect(found > 50)
  }
}
