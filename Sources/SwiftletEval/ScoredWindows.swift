internal import SwiftletModel

/// A text in independent windows, each of which starts with an empty cache; its first token is not scored.
struct ScoredWindows {
  let ids: [Int32]
  let window: Int

  /// The windows of `ids`.
  ///
  /// - Throws: `EvaluationFailure.tooFewTokens`, `ModelError.tokenOutOfRange`.
  init(_ ids: [Int32], window: Int, vocabularySize: Int) throws {
    guard ids.count > 1 else { throw EvaluationFailure.tooFewTokens(ids.count) }
    // A target indexes the logits before a model has seen it as an input.
    if let id = ids.first(where: { $0 < 0 || Int($0) >= vocabularySize }) {
      throw ModelError.tokenOutOfRange(token: id, vocabularySize: vocabularySize)
    }
    self.ids = ids
    self.window = window
  }

  /// Calls `score` with the inputs of each chunk in order; what follows each of them is its target.
  ///
  /// - Parameters:
  ///   - chunkLength: inputs at once.
  ///   - isCancelled: asked before each chunk.
  ///   - progress: told how many of the tokens are done.
  ///   - begin: called at the start of each window.
  ///   - score: given places in `ids`.
  /// - Throws: `EvaluationFailure.interrupted`, and what `score` throws.
  func forEachChunk(
    of chunkLength: Int, isCancelled: () -> Bool, progress: (Int) -> Void, begin: () -> Void,
    score: (Range<Int>) throws -> Void
  ) throws {
    for windowStart in stride(from: 0, to: ids.count, by: window) {
      begin()
      let windowEnd = min(windowStart + window, ids.count)
      // The last token of a window is only a target; the one before it is the last input.
      var start = windowStart
      while start < windowEnd - 1 {
        if isCancelled() { throw EvaluationFailure.interrupted }
        let end = min(start + chunkLength, windowEnd - 1)
        try score(start..<end)
        start = end
        progress(end)
      }
    }
  }
}
