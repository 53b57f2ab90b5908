internal import SwiftletArchitecture
internal import SwiftletModel
public import SwiftletRuntime

/// How far a model's predictions of a text are from a reference's.
public struct Divergence: Equatable, Sendable {
  /// KL(reference || model) per scored token, in nats.
  public var kl: Estimate
  /// The middle of the divergences.
  public var medianKL: Double
  /// 99 percent of the divergences are at most this.
  public var percentile99KL: Double
  /// The largest divergence.
  public var maximumKL: Double
  /// Tokens for which both have the same largest logit.
  public var agreement: Proportion
  /// Negative log likelihood of the reference per scored token, as `Perplexity` measures it.
  public var referenceNLL: Estimate
  /// Negative log likelihood of the model per scored token.
  public var nll: Estimate
  /// What the model's is above the reference's, token by token.
  public var nllDifference: Estimate

  /// Tokens that were scored: all but the first of each window.
  public var tokenCount: Int { agreement.total }
  /// The reference's perplexity.
  public var referencePerplexity: Double { Mathematics.exponential(referenceNLL.mean) }
  /// The model's perplexity.
  public var perplexity: Double { Mathematics.exponential(nll.mean) }
  /// The model's perplexity divided by the reference's.
  public var perplexityRatio: Double { Mathematics.exponential(nllDifference.mean) }

  /// Why two models cannot be compared.
  public enum Failure: Error, Equatable, CustomStringConvertible {
    /// Fewer than two tokens: nothing follows anything.
    case tooFewTokens(Int)
    /// The models choose from different numbers of tokens.
    case vocabulariesDiffer(reference: Int, model: Int)
    /// The caller asked to stop.
    case interrupted
    /// A logit of one of them is NaN or infinite.
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

  /// Bytes that `measure` takes beside the engines.
  ///
  /// - Parameter vocabularySize: the models'.
  /// - Returns: what it reserves in the budget, as "reference logits".
  public static func byteCount(vocabularySize: Int) -> Int {
    ReferenceRows.byteCount(vocabularySize: vocabularySize)
  }

  /// Compares two models on `ids` in independent windows.
  ///
  /// - Parameters:
  ///   - ids: the text's tokens.
  ///   - window: tokens per window; each starts with empty caches and its first token is not scored.
  ///     At most the capacity of either engine.
  ///   - reference: the model that is compared with; its sequence is reset.
  ///   - model: the model that is judged, another engine; its sequence is reset. A few rows of logits
  ///     are reserved in its budget.
  ///   - isCancelled: asked between chunks.
  ///   - progress: told how many of the tokens are done.
  /// - Returns: the figures over all scored tokens.
  /// - Throws: `Failure`, `ModelError`, `MemoryBudgetError`.
  public static func measure(
    ids: [Int32], window: Int, reference: Engine, model: Engine,
    isCancelled: () -> Bool = { false }, progress: (Int) -> Void = { _ in }
  ) throws -> Divergence {
    precondition(reference !== model, "an engine has one sequence")
    precondition(
      window > 1 && window <= min(reference.capacity, model.capacity), "window \(window)")
    let vocabulary = reference.configuration.vocabularySize
    guard vocabulary == model.configuration.vocabularySize else {
      throw Failure.vocabulariesDiffer(
        reference: vocabulary, model: model.configuration.vocabularySize)
    }
    guard ids.count > 1 else { throw Failure.tooFewTokens(ids.count) }
    // A target indexes the logits before a model has seen it as an input.
    if let id = ids.first(where: { $0 < 0 || Int($0) >= vocabulary }) {
      throw ModelError.tokenOutOfRange(token: id, vocabularySize: vocabulary)
    }
    var comparison = LogitsComparison(
      reference: reference, model: model,
      rows: try ReferenceRows(vocabularySize: vocabulary, budget: model.budget))
    comparison.reserveCapacity(ids.count)
    for windowStart in stride(from: 0, to: ids.count, by: window) {
      reference.reset()
      model.reset()
      let windowEnd = min(windowStart + window, ids.count)
      // The last token of a window is only a target; the one before it is the last input.
      var start = windowStart
      while start < windowEnd - 1 {
        if isCancelled() { throw Failure.interrupted }
        let end = min(start + ReferenceRows.rowLimit, windowEnd - 1)
        try comparison.compare(start..<end, of: ids)
        start = end
        progress(end)
      }
    }
    return comparison.result
  }
}
