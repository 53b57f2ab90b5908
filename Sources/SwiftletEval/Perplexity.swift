internal import SwiftletArchitecture
internal import SwiftletModel
public import SwiftletRuntime

/// How well a model predicts a text.
public struct Perplexity: Equatable, Sendable {
  /// Mean negative log likelihood per scored token, natural logarithm.
  public var meanNLL: Double
  /// Standard error of the mean, tokens taken as independent.
  public var standardError: Double
  /// Tokens that were scored: all but the first of each window.
  public var tokenCount: Int
  /// exp(meanNLL).
  public var perplexity: Double

  /// Why a text cannot be scored.
  public typealias Failure = EvaluationFailure

  /// Scores `ids` in independent windows.
  ///
  /// - Parameters:
  ///   - ids: the text's tokens.
  ///   - window: tokens per window; each starts with an empty cache and its first token is not scored.
  ///     At most the engine's capacity.
  ///   - engine: the model; its sequence is reset.
  ///   - isCancelled: asked between chunks.
  ///   - progress: told how many of the tokens are done.
  /// - Returns: mean, error and count.
  /// - Throws: `Failure`, `ModelError`.
  public static func measure(
    ids: [Int32], window: Int, engine: Engine, isCancelled: () -> Bool = { false },
    progress: (Int) -> Void = { _ in }
  ) throws -> Perplexity {
    precondition(window > 1 && window <= engine.capacity, "window \(window)")
    let windows = try ScoredWindows(
      ids, window: window, vocabularySize: engine.configuration.vocabularySize)
    var losses: [Double] = []
    losses.reserveCapacity(ids.count)
    try windows.forEachChunk(
      of: engine.chunkLength, isCancelled: isCancelled, progress: progress, begin: engine.reset
    ) { try score($0, of: ids, engine: engine, into: &losses) }
    guard !losses.isEmpty else { throw Failure.tooFewTokens(ids.count) }
    let estimate = Estimate(losses)
    return Perplexity(
      meanNLL: estimate.mean, standardError: estimate.standardError, tokenCount: losses.count,
      perplexity: Mathematics.exponential(estimate.mean))
  }

  private static func score(
    _ range: Range<Int>, of ids: [Int32], engine: Engine, into losses: inout [Double]
  ) throws {
    var bad: Int?
    try unsafe ids.withUnsafeBufferPointer { pointer in
      try unsafe engine.forward(UnsafeBufferPointer(rebasing: pointer[range]), request: .all) {
        row, logits in
        let position = range.lowerBound + row
        let logits = UnsafeBufferPointer(logits)
        let loss =
          unsafe LogProbabilities.normalizer(logits) - Double(logits[Int(pointer[position + 1])])
        if loss.isFinite { losses.append(loss) } else { bad = bad ?? position }
      }
    }
    if let bad { throw Failure.nonfiniteLogits(position: bad) }
  }
}
