/// Why a text cannot be scored.
public enum EvaluationFailure: Error, Equatable, CustomStringConvertible {
  /// Fewer than two tokens: nothing follows anything.
  case tooFewTokens(Int)
  /// Two models choose from different numbers of tokens.
  case vocabulariesDiffer(reference: Int, model: Int)
  /// The caller asked to stop.
  case interrupted
  /// A logit is NaN or infinite.
  case nonfiniteLogits(position: Int)

  /// One line.
  public var description: String {
    switch self {
    case .tooFewTokens(let count): return "text: expected at least 2 tokens, found \(count)"
    case .vocabulariesDiffer(let reference, let model):
      return "vocabulary: expected \(reference) tokens as in the reference, found \(model)"
    case .interrupted: return "interrupted"
    case .nonfiniteLogits(let position):
      return "logits: expected finite numbers, found others at token \(position)"
    }
  }
}
