/// How the next token is chosen from the logits.
///
/// Applied in this order: repetition penalty, temperature, top-k, top-p, min-p.
public struct SamplingOptions: Equatable, Sendable {
  /// 0 takes the most likely token; larger values flatten the distribution.
  public var temperature: Float = 0
  /// Keep the k most likely tokens; 0 keeps all.
  public var topK = 0
  /// Keep the most likely tokens until their probabilities reach this sum; 1 keeps all.
  public var topP: Float = 1
  /// Keep tokens at least this likely, relative to the most likely one; 0 keeps all.
  public var minP: Float = 0
  /// Divides positive logits of tokens seen before and multiplies negative ones; 1 changes nothing.
  ///
  /// Source: Keskar et al., "CTRL", 2019, as the reference implementation applies it.
  public var repetitionPenalty: Float = 1
  /// Starts the random sequence; the same seed gives the same text.
  public var seed: UInt64 = 0

  /// Greedy choice, nothing penalized.
  public init() {}

  /// What is wrong with the values, as (option, expected); nil if nothing is.
  public var defect: (option: String, expected: String)? {
    if !(temperature >= 0 && temperature.isFinite) { return ("temperature", "a number from 0 on") }
    if topK < 0 { return ("top-k", "a whole number from 0 on") }
    if !(topP > 0 && topP <= 1) { return ("top-p", "a number above 0 and up to 1") }
    if !(minP >= 0 && minP <= 1) { return ("min-p", "a number from 0 to 1") }
    if !(repetitionPenalty > 0 && repetitionPenalty.isFinite) {
      return ("repeat-penalty", "a number above 0")
    }
    return nil
  }
}
