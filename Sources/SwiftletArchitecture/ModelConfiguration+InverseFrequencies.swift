#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension ModelConfiguration {
  /// The angle per position of each rotated pair, scaling included: `headDimension / 2` values, and as many
  /// of the second rotary embedding if there is one.
  ///
  /// Follows the reference (`_compute_default_rope_parameters` and `_compute_llama3_parameters` in
  /// transformers' `modeling_rope_utils.py`) operation by operation in float32; the power is computed
  /// in double and rounded once, which is at most one unit in the last place from the reference's.
  public var inverseFrequencies: [Float] {
    let local = localRopeTheta.map(series) ?? []
    let plain = series(ropeTheta)
    switch ropeScaling {
    case .none: return plain + local
    case .linear(let factor): return plain.map { $0 / Float(factor) } + local
    case .llama3(let factor, let low, let high, let original):
      return plain.map {
        ModelConfiguration.llama3Frequency(
          $0, factor: factor, low: low, high: high, original: Double(original))
      } + local
    }
  }

  private func series(_ theta: Double) -> [Float] {
    let base = Double(Float(theta))
    return (0..<headDimension / 2).map { pair in
      let exponent = Float(2 * pair) / Float(headDimension)
      return 1 / Float(pow(base, Double(exponent)))
    }
  }

  private static func llama3Frequency(
    _ frequency: Float, factor: Double, low: Double, high: Double, original: Double
  ) -> Float {
    let wavelength = Float(2 * Double.pi) / frequency
    if wavelength > Float(original / low) { return frequency / Float(factor) }
    if wavelength < Float(original / high) { return frequency }
    let smooth = (Float(original) / wavelength - Float(low)) / Float(high - low)
    return (1 - smooth) * frequency / Float(factor) + smooth * frequency
  }
}
