/// The likeliest way to cut text into the tokens of a unigram vocabulary.
///
/// Source: `Model::EncodeOptimized` in `unigram_model.cc` of SentencePiece. Sums are rounded as there, to a
/// 32-bit float at each border, because a path that is ahead by less decides about ids; those of a
/// `tokenizer.json` stay in 64 bits, as in the tokenizers library.
struct LikeliestPath {
  /// What an unknown character costs beyond the least likely token.
  private static let unknownPenalty: Float = 10
  /// A user-defined symbol is all but free, so that no other tokens are taken for its text.
  private static let symbolPenalty = 0.1

  /// One token of the path; `noToken` for an unknown character.
  struct Step {
    var token: UInt32
    var range: Range<Int>
  }

  /// The best way to one border.
  private struct Border {
    var score: Double = 0
    /// How many bytes the token in front of the border has; 0 if no token ends here.
    var count: UInt32 = 0
    var token = TokenizerTables.noToken
  }

  private let tables: TokenizerTables
  private var borders: [Border] = []
  private let isWide: Bool
  private var score: Double = 0
  /// The tokens of the last stretch, the last one first.
  private(set) var steps: [Step] = []

  /// A path over `tables`.
  init(_ tables: TokenizerTables) {
    self.tables = tables
    isWide = tables.options.contains(.tokenizerJSON)
  }

  /// Starts a new text.
  mutating func restart() { score = 0 }

  /// Finds the `steps` of `text[range]`, a stretch that no token crosses the borders of.
  ///
  /// - Complexity: O(n) steps of at most the longest token each; 16 bytes of memory for each byte.
  mutating func extend(_ text: [UInt8], _ range: Range<Int>) {
    borders.removeAll(keepingCapacity: true)
    borders.append(contentsOf: repeatElement(Border(), count: range.count + 1))
    borders[0].score = score
    let unknownScore = tables.scoreRange.smallest - LikeliestPath.unknownPenalty
    var start = range.lowerBound
    while start < range.upperBound {
      let count = UTF8Text.scalar(at: start, in: text, end: range.upperBound)?.1 ?? 1
      let before = borders[start - range.lowerBound].score
      var hasCharacter = false
      LikeliestPath.forEachToken(tables, text, start, range.upperBound) { token, tokenCount in
        offer(
          token, tokenCount, at: start - range.lowerBound + tokenCount,
          candidate(token, tokenCount, before))
        if tokenCount == count { hasCharacter = true }
      }
      if !hasCharacter {
        offer(
          TokenizerTables.noToken, count, at: start - range.lowerBound + count,
          isWide
            ? Double(tables.scoreRange.smallest) - Double(LikeliestPath.unknownPenalty) + before
            : Double(unknownScore + Float(before)))
      }
      start += count
    }
    score = borders[range.count].score
    steps.removeAll(keepingCapacity: true)
    var end = range.upperBound
    while end > range.lowerBound {
      let border = borders[end - range.lowerBound]
      // A text whose characters no border follows cannot be: every one was offered at least alone.
      let count = max(1, Int(border.count))
      steps.append(Step(token: border.token, range: end - count..<end))
      end -= count
    }
  }

  private func candidate(_ token: UInt32, _ count: Int, _ before: Double) -> Double {
    guard tables.kind(of: Int32(bitPattern: token)) == .userDefined else {
      return Double(tables.score(of: token)) + before
    }
    let bonus = Float(count) * tables.scoreRange.largest
    return Double(bonus) - LikeliestPath.symbolPenalty + before
  }

  private mutating func offer(_ token: UInt32, _ count: Int, at place: Int, _ candidate: Double) {
    guard borders[place].count == 0 || candidate > borders[place].score else { return }
    borders[place] = Border(
      score: isWide ? candidate : Double(Float(candidate)),
      count: UInt32(truncatingIfNeeded: count), token: token)
  }

  /// Calls `body` with each listed token that starts at `start`, shortest first, and its byte count.
  private static func forEachToken(
    _ tables: TokenizerTables, _ text: [UInt8], _ start: Int, _ end: Int,
    _ body: (UInt32, Int) -> Void
  ) {
    var low = 0
    var high = tables.orderedCount
    var count = 0
    while start + count < end {
      let byte = text[start + count]
      low = partition(tables, low, high, count, byte)
      high = byte == 0xFF ? high : partition(tables, low, high, count, byte + 1)
      count += 1
      guard low < high else { return }
      // A text that is a prefix of others comes first among them.
      let first = tables.orderedToken(low)
      guard tables.content(of: Int(first)).count == count else { continue }
      body(first, count)
      low += 1
      guard low < high else { return }
    }
  }

  /// The first in `low..<high` whose byte at `depth` is not less than `byte`; all are longer than `depth`.
  private static func partition(
    _ tables: TokenizerTables, _ low: Int, _ high: Int, _ depth: Int, _ byte: UInt8
  ) -> Int {
    var (low, high) = (low, high)
    while low < high {
      let middle = (low + high) / 2
      let content = tables.content(of: Int(tables.orderedToken(middle)))
      if tables.bytes[content.lowerBound + depth] < byte {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }
}
