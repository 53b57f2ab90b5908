internal import SwiftletArchitecture
internal import SwiftletModel
public import SwiftletRuntime
internal import SwiftletSystem
public import SwiftletTokenizer

/// Scores the choices of items by the model's likelihood of each behind the context.
public struct ChoiceScorer {
  private let engine: Engine
  private let tokenizer: Tokenizer
  private let file: String

  /// The tokens of an item.
  public struct Sequences: Equatable, Sendable {
    /// Context and choice, encoded together, for each choice.
    public var ids: [[Int32]]
    /// Where the choice begins in each: its first token that the context by itself does not have there.
    public var starts: [Int]
  }

  /// A scorer of the items of `file`.
  ///
  /// - Parameters:
  ///   - engine: the model; its sequence is reset.
  ///   - tokenizer: the model's.
  ///   - file: the items' file, for messages.
  public init(engine: Engine, tokenizer: Tokenizer, file: String) {
    self.engine = engine
    self.tokenizer = tokenizer
    self.file = file
  }

  /// Encodes an item: its context alone, and with each choice.
  ///
  /// Where a token spans the border of context and choice, it belongs to the choice. A choice has at
  /// least one token, the last of the sequence.
  ///
  /// - Parameter item: the item.
  /// - Returns: sequences that the engine can run.
  /// - Throws: `TaskError`.
  public func sequences(of item: ChoiceItem) throws(TaskError) -> Sequences {
    let contexts = item.contexts.map(encode)
    var result = Sequences(ids: [], starts: [])
    for (index, choice) in item.choices.enumerated() {
      let ids = encode(item.context(of: index) + choice)
      let common = ChoiceScorer.commonCount(contexts[item.contextIndex(of: index)], ids)
      let start = min(common, ids.count - 1)
      guard start > 0 else {
        throw .nothingInFront(
          fault(
            item, "choices[\(index)]",
            expected: "a token of the context, or one that begins a text, in front of the choice's",
            found: "none"))
      }
      // The last token is only a target.
      guard ids.count - 1 <= engine.capacity else {
        throw .itemTooLong(
          fault(
            item, "choices[\(index)]",
            expected: "at most \(engine.capacity + 1) tokens with the context, for the engine's "
              + "\(engine.capacity) positions", found: "\(ids.count)"))
      }
      let vocabulary = engine.configuration.vocabularySize
      if let id = ids.first(where: { $0 < 0 || Int($0) >= vocabulary }) {
        throw .tokenOutOfRange(
          fault(
            item, "choices[\(index)]",
            expected: "ids below \(vocabulary), the size of the model's vocabulary",
            found: "\(id)"))
      }
      result.ids.append(ids)
      result.starts.append(start)
    }
    return result
  }

  /// The log likelihood of each choice behind the context: the sum over its tokens.
  ///
  /// What all choices have in front of them goes through the model once and stays in the cache, unless
  /// the cache cannot go back to it.
  ///
  /// - Parameter item: the item.
  /// - Returns: a finite number for each choice.
  /// - Throws: `TaskError`, `ModelError`.
  public func scores(of item: ChoiceItem) throws -> [Double] {
    let sequences = try sequences(of: item)
    // The last token in front of a choice gives the logits of its first, so it is run with each.
    let shared =
      zip(sequences.ids, sequences.starts).map { ids, start in
        min(start - 1, ChoiceScorer.commonCount(ids, sequences.ids[0]))
      }.min() ?? 0
    engine.reset()
    var scores: [Double] = []
    for (ids, start) in zip(sequences.ids, sequences.starts) {
      if engine.cache.count >= shared, engine.cache.canTruncate(to: shared) {
        engine.cache.truncate(to: shared)
      } else {
        engine.reset()
      }
      let score = try unsafe ids.withUnsafeBufferPointer { pointer in
        // The shared tokens by themselves: the next choice goes back to their end.
        for range in [engine.cache.count..<shared, shared..<start - 1] where !range.isEmpty {
          try unsafe engine.forward(
            UnsafeBufferPointer(rebasing: pointer[range]), request: .none, onLogits: { _, _ in })
        }
        var score = 0.0
        try unsafe engine.forward(
          UnsafeBufferPointer(rebasing: pointer[start - 1..<ids.count - 1]), request: .all
        ) { row, logits in
          let target = unsafe Int(pointer[start + row])
          score +=
            unsafe Double(logits[target])
            - LogProbabilities.normalizer(UnsafeBufferPointer(logits))
        }
        return score
      }
      guard score.isFinite else {
        throw TaskError.nonfiniteLogits(
          fault(item, "choices[\(scores.count)]", expected: "finite logits", found: "others"))
      }
      scores.append(score)
    }
    return scores
  }

  /// How many ids both begin with.
  private static func commonCount(_ left: [Int32], _ right: [Int32]) -> Int {
    zip(left, right).prefix { $0 == $1 }.count
  }

  /// The text's ids behind the tokens that begin a text, without those that end one.
  private func encode(_ text: String) -> [Int32] {
    tokenizer.prefix + tokenizer.encode(text, addSpecialTokens: false)
  }

  private func fault(_ item: ChoiceItem, _ key: String, expected: String, found: String)
    -> InputFault
  {
    InputFault(file: file, place: "line \(item.line): \(key)", expected: expected, found: found)
  }
}
