/// A binary heap of merge candidates, smallest first.
///
/// An entry is `rank << 32 | position`, so that equal ranks come leftmost first.
struct MergeQueue {
  private var entries: [UInt64] = []

  /// Whether nothing is left.
  var isEmpty: Bool { entries.isEmpty }

  /// Forgets all entries and keeps the memory.
  mutating func removeAll() { entries.removeAll(keepingCapacity: true) }

  /// Adds an entry.
  ///
  /// - Complexity: O(log n).
  mutating func push(_ entry: UInt64) {
    var child = entries.count
    entries.append(entry)
    while child > 0 {
      let parent = (child - 1) / 2
      if entries[parent] <= entry { break }
      entries[child] = entries[parent]
      child = parent
    }
    entries[child] = entry
  }

  /// Removes the smallest entry.
  ///
  /// - Complexity: O(log n).
  mutating func pop() -> UInt64? {
    guard let result = entries.first, let last = entries.popLast() else { return nil }
    let count = entries.count
    if count == 0 { return result }
    var parent = 0
    while true {
      var child = 2 * parent + 1
      if child >= count { break }
      if child + 1 < count, entries[child + 1] < entries[child] { child += 1 }
      if last <= entries[child] { break }
      entries[parent] = entries[child]
      parent = child
    }
    entries[parent] = last
    return result
  }
}
