import SwiftletKernels
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite struct ExpTests {
  @Test func staysWithinTwoUnitsOfTheLastPlace() {
    var worst = 0.0
    // Every 997th float from the lower limit to the upper one, of both signs: two million values.
    for limit in [Float(87.3), 88.7] {
      for bits in stride(from: UInt32(0), through: limit.bitPattern, by: 997) {
        let x = limit == 88.7 ? Float(bitPattern: bits) : -Float(bitPattern: bits)
        let exact = exp(Double(x))
        let unit = Double(Float(exact).ulp)
        worst = max(worst, abs(Double(KernelSet.exp(x)) - exact) / unit)
      }
    }
    #expect(worst < 2)
    #expect(worst > 0.3)  // not measured against itself
  }

  @Test func isDefinedEverywhere() {
    #expect(KernelSet.exp(0) == 1 && KernelSet.exp(-0.0) == 1)
    #expect(KernelSet.exp(Float(-87.3).nextDown) == 0)
    #expect(KernelSet.exp(-87.3) > 0)
    #expect(KernelSet.exp(-.infinity) == 0 && KernelSet.exp(-.greatestFiniteMagnitude) == 0)
    #expect(KernelSet.exp(88.7).isFinite)
    #expect(KernelSet.exp(Float(88.7).nextUp) == .infinity)
    #expect(KernelSet.exp(.infinity) == .infinity)
    #expect(KernelSet.exp(.nan).isNaN)
    #expect(KernelSet.exp(.leastNonzeroMagnitude) == 1)
  }
}
