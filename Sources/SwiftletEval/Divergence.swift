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
  public typealias Failure = EvaluationFailure

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
    let windows = try ScoredWindows(ids, window: window, vocabularySize: vocabulary)
    var comparison = LogitsComparison(
      reference: reference, model: model,
      rows: try ReferenceRows(vocabularySize: vocabulary, budget: model.budget))
    comparison.reserveCapacity(ids.count)
    try windows.forEachChunk(
      of: ReferenceRows.rowLimit, isCancelled: isCancelled, progress: progress,
      begin: {
        reference.reset()
        model.reset()
      },
      score: { try comparison.compare($0, of: ids) })
    return comparison.result
  }
}
