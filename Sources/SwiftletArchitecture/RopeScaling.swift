/// How the frequencies of the rotary embedding are stretched for contexts longer than trained.
public enum RopeScaling: Equatable, Sendable {
  /// The plain geometric series.
  case none
  /// Every frequency divided by `factor`.
  case linear(factor: Double)
  /// Long wavelengths divided by `factor`, short ones kept, those between blended.
  ///
  /// Source: `_compute_llama3_parameters` in transformers' `modeling_rope_utils.py`.
  case llama3(
    factor: Double, lowFrequencyFactor: Double, highFrequencyFactor: Double,
    originalContextLength: Int)
}
