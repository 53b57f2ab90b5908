/// Sine and cosine with a defined sequence of operations: equal bits on every machine.
///
/// libm's sine differs in the last bit between processors and versions; the model's answer must not.
/// Angles are reduced by multiples of pi/2 held in two doubles (Cody and Waite), then Taylor series to
/// degree 16 on |r| <= pi/4, whose truncation is below 1e-15. Good for |angle| < 2^20.
package enum RotaryAngles {
  private static let halfPiHigh = 0x1.921f_b544_42d1_8p+0
  private static let halfPiLow = 0x1.1a62_6331_45c0_7p-54

  /// Coefficients of the sine: 1/3!, 1/5! and so on with alternating signs.
  private static let sineTerms: [Double] = [
    -1.0 / 6, 1.0 / 120, -1.0 / 5040, 1.0 / 362_880, -1.0 / 39_916_800, 1.0 / 6_227_020_800,
    -1.0 / 1_307_674_368_000,
  ]
  /// Coefficients of the cosine: 1/2!, 1/4! and so on with alternating signs.
  private static let cosineTerms: [Double] = [
    -1.0 / 2, 1.0 / 24, -1.0 / 720, 1.0 / 40_320, -1.0 / 3_628_800, 1.0 / 479_001_600,
    -1.0 / 87_178_291_200, 1.0 / 20_922_789_888_000,
  ]

  /// The sum 1 + t[0] x + t[1] x^2 and so on, by Horner's rule with fused operations.
  private static func series(_ terms: [Double], _ x: Double) -> Double {
    var sum = 0.0
    for index in stride(from: terms.count - 1, through: 0, by: -1) {
      sum = terms[index].addingProduct(sum, x)
    }
    return (1.0).addingProduct(sum, x)
  }

  /// The sine and cosine of `angle` in radians, rounded to float32.
  static func sineAndCosine(_ angle: Float) -> (sine: Float, cosine: Float) {
    let x = Double(angle)
    let quadrant = (x * (2 / Double.pi)).rounded(.toNearestOrEven)
    let r = x.addingProduct(-quadrant, halfPiHigh).addingProduct(-quadrant, halfPiLow)
    let square = r * r
    let sine = r * series(sineTerms, square)
    let cosine = series(cosineTerms, square)
    switch Int(quadrant) & 3 {
    case 0: return (Float(sine), Float(cosine))
    case 1: return (Float(cosine), Float(-sine))
    case 2: return (Float(-sine), Float(-cosine))
    default: return (Float(-cosine), Float(sine))
    }
  }

  /// Fills (half) cosines and sines of one position.
  ///
  /// The angle is the float32 product of position and inverse frequency, as in the reference.
  package static func fill(
    cosines: UnsafeMutablePointer<Float>, sines: UnsafeMutablePointer<Float>,
    inverseFrequencies: UnsafePointer<Float>, half: Int, position: Int
  ) {
    for index in 0..<half {
      let pair = unsafe sineAndCosine(Float(position) * inverseFrequencies[index])
      unsafe cosines[index] = pair.cosine
      unsafe sines[index] = pair.sine
    }
  }
}
