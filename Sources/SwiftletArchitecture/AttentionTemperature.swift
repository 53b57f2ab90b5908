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
    return Float(DefinedLogarithm.natural(1 + Double(steps))) * Float(scale) + 1
  }
}
