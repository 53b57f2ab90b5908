/// How queries grow with their position in layers without rotary embedding: a query at position p is
/// multiplied by 1 + scale * ln(1 + floor((p + 1) / floor)).
public struct AttentionTemperature: Equatable, Sendable {
  /// The factor of the logarithm.
  public var scale: Double
  /// Positions per step.
  public var floor: Double

  /// Collects the two.
  public init(scale: Double, floor: Double) {
    self.scale = scale
    self.floor = floor
  }
}

extension AttentionTemperature {
  /// What the query at `position` is multiplied by; float32 as in the reference, the logarithm rounded
  /// once.
  public func factor(position: Int) -> Float {
    let steps = ((Float(position) + 1) / Float(floor)).rounded(.down)
    return Float(AttentionTemperature.logarithm(1 + Double(steps))) * Float(scale) + 1
  }

  /// The natural logarithm of a number from 1 on, with a defined sequence of operations.
  ///
  /// libm's differs in the last bit between systems; the model's answer must not. With x = m 2^e and m from
  /// 0.7 to 1.42, ln m = 2 artanh s, s = (m - 1) / (m + 1), whose series to s^25 is good to 2^-55 or so.
  private static func logarithm(_ x: Double) -> Double {
    var (exponent, m) = (Double(x.exponent), x.significand)
    if m > 1.42 { (exponent, m) = (exponent + 1, m / 2) }
    let s = (m - 1) / (m + 1)
    let square = s * s
    var sum = 0.0
    for degree in stride(from: 25.0, through: 1, by: -2) {
      sum = (1 / degree).addingProduct(sum, square)
    }
    return (2 * s * sum).addingProduct(exponent, 0x1.62e4_2fef_a39efp-1)
  }
}
