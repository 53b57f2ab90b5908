internal import SwiftletModel
internal import SwiftletSystem

/// Goes on with a generation whose context is full: forgets tokens and computes the others anew.
///
/// Kept are the first tokens, as many as asked for, and the newest half of the rest. Keys hold their
/// positions, and values of all layers but the first hold what was before them, so what is kept is
/// prefilled into an empty cache: everything after is, bit for bit, what a new run on the kept tokens would
/// compute. Nothing is allocated after `init`.
struct ContextShift: ~Copyable {
  /// Ids that a result holds at most: 1 MiB, and hours of generation on a board.
  static let resultLimit = 1 << 18

  /// First tokens that are never forgotten, fewer than `capacity`.
  private let firstCount: Int
  private let capacity: Int
  /// (capacity) ids: what the cache holds.
  private let memory: AlignedBuffer
  /// What the result's ids take.
  private let resultReservation: Reservation
  private var count = 0

  /// Ids that a result of at most `maxTokens` tokens holds.
  static func resultCount(maxTokens: Int) -> Int { max(0, min(maxTokens, resultLimit)) }

  /// Bytes that a run with a context shift reserves beyond one without.
  static func byteCount(capacity: Int, maxTokens: Int) -> Int {
    let id = MemoryLayout<Int32>.stride
    return AlignedBuffer.mappedByteCount(for: capacity * id)
      + resultCount(maxTokens: maxTokens) * id
  }

  /// Reserves room for the ids of a full context and of the result.
  ///
  /// - Throws: `MemoryBudgetError`.
  init(firstCount: Int, capacity: Int, maxTokens: Int, budget: MemoryBudget)
    throws(MemoryBudgetError)
  {
    precondition(
      (0..<capacity).contains(firstCount), "context shift: \(firstCount) first of \(capacity)")
    let id = MemoryLayout<Int32>.stride
    let reservation = try budget.reserve(
      ContextShift.resultCount(maxTokens: maxTokens) * id, for: "token history")
    let memory = try AlignedBuffer(
      byteCount: capacity * id, budget: budget, owner: "token history")
    self.init(
      firstCount: firstCount, capacity: capacity, memory: memory, resultReservation: reservation)
  }

  // Swift 6.2 ends properties twice when an initializer throws after setting them.
  private init(
    firstCount: Int, capacity: Int, memory: consuming AlignedBuffer,
    resultReservation: consuming Reservation
  ) {
    self.firstCount = firstCount
    self.capacity = capacity
    self.memory = memory
    self.resultReservation = resultReservation
  }

  private var ids: UnsafeMutablePointer<Int32> {
    unsafe memory.base.assumingMemoryBound(to: Int32.self)
  }

  /// Notes tokens that the cache has taken.
  mutating func append(_ tokens: UnsafeBufferPointer<Int32>) {
    precondition(count + tokens.count <= capacity, "more tokens than positions")
    guard let start = tokens.baseAddress else { return }
    unsafe (ids + count).update(from: start, count: tokens.count)
    count += tokens.count
  }

  /// Forgets what is not kept and fills the cache anew; one prefill of the kept tokens.
  ///
  /// - Parameters:
  ///   - engine: whose cache is full.
  ///   - isCancelled: asked before each chunk.
  /// - Returns: false if it was cancelled.
  /// - Throws: `ModelError`.
  mutating func makeRoom(in engine: Engine, isCancelled: () -> Bool) throws -> Bool {
    forget()
    engine.reset()
    var start = 0
    while start < count {
      if isCancelled() { return false }
      let end = min(start + engine.chunkLength, count)
      try unsafe engine.forward(
        UnsafeBufferPointer(start: ids + start, count: end - start), request: .none
      ) { _, _ in }
      start = end
    }
    return true
  }

  /// Moves the newest half of what comes after the first tokens up to them.
  private mutating func forget() {
    let newest = max(0, count - firstCount) / 2
    unsafe (ids + firstCount).update(from: ids + (count - newest), count: newest)
    count = firstCount + newest
  }
}
