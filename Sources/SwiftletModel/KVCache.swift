public import SwiftletSystem

/// Keys and values of all executed blocks, (slot, kv head), allocated once.
///
/// Those of one head lie together as two matrices in tiles, so that attention is matrix products: keys
/// (position, dimension), values (dimension, position).
public struct KVCache: ~Copyable {
  /// The shape it was made with.
  public let shape: KVCacheShape
  /// Positions filled so far.
  public private(set) var count = 0
  private let memory: AlignedBuffer

  /// Reserves and maps the cache.
  ///
  /// - Throws: `MemoryBudgetError` if it does not fit the budget.
  public init(shape: KVCacheShape, budget: MemoryBudget) throws(MemoryBudgetError) {
    self.shape = shape
    self.memory = try AlignedBuffer(
      byteCount: shape.byteCount, budget: budget, owner: "KV cache")
  }

  /// Forgets the positions from `count` on.
  public mutating func truncate(to count: Int) {
    precondition(count >= 0 && count <= self.count, "truncate to \(count) of \(self.count)")
    self.count = count
  }

  /// Counts `tokenCount` positions as filled.
  mutating func advance(by tokenCount: Int) {
    precondition(count + tokenCount <= shape.capacity, "KV cache is full")
    count += tokenCount
  }

  /// Where the heads start.
  var pointers: KVPointers {
    unsafe KVPointers(
      base: memory.base, headCount: shape.kvHeadCount, layout: KVHeadLayout(shape))
  }
}

/// The addresses inside a cache, for the length of one forward pass.
@safe struct KVPointers {
  let base: UnsafeMutableRawPointer
  let headCount: Int
  let layout: KVHeadLayout

  /// Keys and values of one head of one executed block.
  func head(_ head: Int, slot: Int) -> KVHead {
    unsafe KVHead(base: base + (slot * headCount + head) * layout.byteCount, layout: layout)
  }
}
