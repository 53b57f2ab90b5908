#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Logarithms for choices among candidates, in steps in which machines agree although their libraries' last bits differ.
enum Logarithm {
  /// Steps in which powers of two are taken.
  static let stepsPerOctave = 16

  /// The logarithm to base 2, of the C library.
  static func base2(_ value: Double) -> Double { log2(value) }

  /// The natural logarithm, of the C library.
  static func natural(_ value: Double) -> Double { log(value) }

  /// Two to the power `exponent`, rounded to a sixteenth; made of square roots, which every machine rounds alike.
  static func power(of exponent: Double) -> Float {
    let steps = Int((exponent * Double(stepsPerOctave)).rounded())
    var result = 1.0
    var root = 2.0
    var bit = stepsPerOctave / 2
    let fraction = steps & (stepsPerOctave - 1)
    while bit > 0 {
      root = root.squareRoot()
      if fraction & bit != 0 { result *= root }
      bit /= 2
    }
    return Float(result * Double(sign: .plus, exponent: steps >> 4, significand: 1))
  }
}
