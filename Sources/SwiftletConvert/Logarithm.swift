internal import SwiftletArchitecture

/// Logarithms for choices among candidates, and powers of two in steps; all machines agree on both.
enum Logarithm {
  /// Steps in which powers of two are taken.
  static let stepsPerOctave = 16

  /// The logarithm to base 2.
  static func base2(_ value: Double) -> Double { DefinedLogarithm.base2(value) }

  /// The natural logarithm.
  static func natural(_ value: Double) -> Double { DefinedLogarithm.natural(value) }

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
