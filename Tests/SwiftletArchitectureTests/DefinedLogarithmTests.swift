import Foundation
import SwiftletArchitecture
import Testing

@Suite struct DefinedLogarithmTests {
  private static var values: [Double] {
    let some: [Double] = [
      1, 1.41, 1.42, 1.4201, 1.5, 1.999_999, 2, 10, 0.5, 0.71, 0.999_999, 1.000_001,
    ]
    let others: [Double] = [3e-7, 1e300, .leastNonzeroMagnitude, .leastNormalMagnitude]
    return some + others + (1...1000).map { Double($0) * 0.037 }
  }

  @Test func theyAreThoseOfTheMathematicsLibrary() {
    for value in DefinedLogarithmTests.values {
      let (natural, base2) = (log(value), log2(value))
      #expect(abs(DefinedLogarithm.natural(value) - natural) <= 2 * natural.ulp + 1e-17)
      #expect(abs(DefinedLogarithm.base2(value) - base2) <= 2 * base2.ulp + 1e-16)
    }
  }

  @Test func powersOfTwoAreExact() {
    for exponent in -1074...1023 {
      let value = Double(sign: .plus, exponent: exponent, significand: 1)
      #expect(DefinedLogarithm.base2(value) == Double(exponent))
    }
  }

  @Test func othersAreAsInTheMathematicsLibrary() {
    let both: [(Double) -> Double] = [DefinedLogarithm.natural, DefinedLogarithm.base2]
    for logarithm in both {
      #expect(logarithm(0) == -Double.infinity)
      #expect(logarithm(Double.infinity) == Double.infinity)
      for value in [-1, -Double.infinity, Double.nan] { #expect(logarithm(value).isNaN) }
    }
  }
}
