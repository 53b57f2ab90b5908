/// A merge: its rank, smaller first, and the token it makes.
struct Merge {
  var rank: UInt32
  var token: UInt32
  /// No merge.
  static let none = Merge(rank: .max, token: .max)
}

/// Byte-pair merging of one piece of text: always the pair of the smallest rank, leftmost first.
///
/// Short pieces are scanned; long ones use a queue and a linked list, so that a piece of n symbols takes
/// O(n log n) whatever it holds. The arrays are kept between pieces.
struct PairMerger {
  /// Up to this many symbols a scan is faster than the queue.
  private static let scanLimit = 32
  /// The token of a symbol that is not in the vocabulary.
  static let noToken = UInt32.max

  /// The tokens of the symbols; after `merge` those that `isAlive`.
  private(set) var tokens: [UInt32] = []
  /// Where each symbol starts in the text.
  private(set) var starts: [UInt32] = []
  private var merges: [Merge] = []
  private var next: [UInt32] = []
  private var previous: [UInt32] = []
  private var queue = MergeQueue()

  /// Starts a new piece.
  mutating func removeAll() {
    tokens.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
  }

  /// Adds the next symbol of the piece.
  mutating func append(_ token: UInt32, start: Int) {
    tokens.append(token)
    starts.append(UInt32(truncatingIfNeeded: start))
  }

  /// Merges until no merge is left; what is left are `tokens` and `starts`, in order.
  ///
  /// - Complexity: O(n log n) lookups for n symbols.
  mutating func merge(_ tables: TokenizerTables, _ text: [UInt8], end: Int) {
    guard tokens.count > 1 else { return }
    merges.removeAll(keepingCapacity: true)
    for index in 1..<tokens.count {
      let after = index + 1 < tokens.count ? Int(starts[index + 1]) : end
      merges.append(
        tables.merge(text, Int(starts[index - 1])..<after, border: Int(starts[index])))
    }
    merges.append(.none)
    if tokens.count <= PairMerger.scanLimit {
      scan(tables, text, end)
    } else {
      drain(tables, text, end)
    }
  }

  private mutating func scan(_ tables: TokenizerTables, _ text: [UInt8], _ end: Int) {
    while true {
      var best = 0
      var rank = merges[0].rank
      for index in 1..<merges.count where merges[index].rank < rank {
        (best, rank) = (index, merges[index].rank)
      }
      if rank == .max { return }
      tokens[best] = merges[best].token
      tokens.remove(at: best + 1)
      starts.remove(at: best + 1)
      merges.remove(at: best + 1)
      if best > 0 { merges[best - 1] = pair(tables, text, end, best - 1, best, best + 1) }
      merges[best] =
        best + 1 < tokens.count ? pair(tables, text, end, best, best + 1, best + 2) : .none
    }
  }

  private func pair(
    _ tables: TokenizerTables, _ text: [UInt8], _ end: Int, _ left: Int, _ right: Int, _ after: Int
  ) -> Merge {
    let stop = after < tokens.count ? Int(starts[after]) : end
    return tables.merge(text, Int(starts[left])..<stop, border: Int(starts[right]))
  }

  private mutating func drain(_ tables: TokenizerTables, _ text: [UInt8], _ end: Int) {
    let count = tokens.count
    next.removeAll(keepingCapacity: true)
    previous.removeAll(keepingCapacity: true)
    queue.removeAll()
    for index in 0..<count {
      next.append(UInt32(index + 1))
      previous.append(UInt32(truncatingIfNeeded: index - 1))
      push(index)
    }
    while let entry = queue.pop() {
      let left = Int(entry & 0xFFFF_FFFF)
      let rank = UInt32(entry >> 32)
      // A pair that has changed since was queued again under its new rank.
      guard merges[left].rank == rank else { continue }
      let right = Int(next[left])
      tokens[left] = merges[left].token
      let after = Int(next[right])
      merges[right] = .none
      next[right] = .max
      next[left] = UInt32(after)
      if after < count { previous[after] = UInt32(left) }
      merges[left] =
        after < count ? pair(tables, text, end, left, after, Int(next[after])) : .none
      push(left)
      let before = Int(previous[left])
      if before < count {
        merges[before] = pair(tables, text, end, before, left, after)
        push(before)
      }
    }
    compact(count)
  }

  private mutating func push(_ index: Int) {
    let rank = merges[index].rank
    if rank != .max { queue.push(UInt64(rank) << 32 | UInt64(index)) }
  }

  /// Moves the symbols still in the list to the front.
  private mutating func compact(_ count: Int) {
    var kept = 0
    var index = 0
    while index < count {
      tokens[kept] = tokens[index]
      starts[kept] = starts[index]
      kept += 1
      index = Int(next[index])
    }
    tokens.removeLast(count - kept)
    starts.removeLast(count - kept)
  }
}
