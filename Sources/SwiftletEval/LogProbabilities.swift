/// Log-probabilities of logits, in double.
///
/// Only differences of two normalized rows are ever taken, so that equal rows give exactly 0.
public enum LogProbabilities {
  /// log(sum(exp(logits))): what a logit is above its log-probability.
  public static func normalizer(_ logits: UnsafeBufferPointer<Float>) -> Double {
    var largest = -Double.infinity
    for index in 0..<logits.count { largest = unsafe max(largest, Double(logits[index])) }
    var sum = 0.0
    for index in 0..<logits.count {
      sum += unsafe Mathematics.exponential(Double(logits[index]) - largest)
    }
    return largest + Mathematics.logarithm(sum)
  }

  /// KL(reference || model) in nats of two rows of logits of the same length.
  ///
  /// - Parameters:
  ///   - reference: the logits of the distribution that the mean is taken over.
  ///   - model: the logits of the other.
  ///   - normalizers: of both rows.
  /// - Returns: the divergence, not below 0, which rounding could give; not finite if a logit is not.
  public static func divergence(
    _ reference: UnsafeBufferPointer<Float>, _ model: UnsafeBufferPointer<Float>,
    normalizers: (reference: Double, model: Double)
  ) -> Double {
    precondition(reference.count == model.count, "\(reference.count) and \(model.count) logits")
    var sum = 0.0
    for index in 0..<reference.count {
      let expected = unsafe Double(reference[index]) - normalizers.reference
      let found = unsafe Double(model[index]) - normalizers.model
      sum += Mathematics.exponential(expected) * (expected - found)
    }
    // Not max(0, sum), which would turn NaN into 0.
    return sum < 0 ? 0 : sum
  }

  /// The index of the largest logit, the first of equals.
  public static func largest(_ logits: UnsafeBufferPointer<Float>) -> Int {
    var best = 0
    for index in 0..<logits.count where unsafe logits[index] > logits[best] { best = index }
    return best
  }
}
