/// Logarithms with a defined sequence of operations.
///
/// libm's differ in the last bit between systems; a model's answers and a conversion's choices must not. With x = m 2^e and m
/// from 0.7 to 1.42, ln m = 2 artanh s, s = (m - 1) / (m + 1), whose series to s^25 is good to 2^-55 or so.
package enum DefinedLogarithm {
  /// The natural logarithm; NaN of what has none.
  package static func natural(_ x: Double) -> Double {
    guard let parts = parts(x) else { return ofOthers(x) }
    return parts.natural.addingProduct(parts.exponent, 0x1.62e4_2fef_a39efp-1)
  }

  /// The logarithm to base 2, exact for powers of two; NaN of what has none.
  package static func base2(_ x: Double) -> Double {
    guard let parts = parts(x) else { return ofOthers(x) }
    return parts.exponent.addingProduct(parts.natural, 0x1.7154_7652_b82fep0)
  }

  /// Of what is no positive, finite number.
  private static func ofOthers(_ x: Double) -> Double {
    x == 0 ? -.infinity : x == .infinity ? .infinity : .nan
  }

  private static func parts(_ x: Double) -> (exponent: Double, natural: Double)? {
    guard x > 0, x.isFinite else { return nil }
    var (exponent, m) = (Double(x.exponent), x.significand)
    if m > 1.42 { (exponent, m) = (exponent + 1, m / 2) }
    let s = (m - 1) / (m + 1)
    let square = s * s
    var sum = 0.0
    for degree in stride(from: 25.0, through: 1, by: -2) {
      sum = (1 / degree).addingProduct(sum, square)
    }
    return (exponent, 2 * s * sum)
  }
}
