public import SwiftletSystem

/// Keys and values of all executed blocks, (slot, kv head), allocated once.
///
/// A block whose attention looks back on a window or on its chunk alone keeps no more than that, in a ring.
///
/// Those of one head lie together as two matrices in tiles, so that attention is matrix products: keys
/// (position, dimension), values (dimension, position).
public struct KVCache: ~Copyable {
  /// The shape it was made with.
  public let shape: KVCacheShape
  /// Positions filled so far.
  public private(set) var count: Int
  /// The most that `count` has been since the sequence began: what rings have been overwritten up to.
  private var writtenCount: Int
  private let slots: [Slot]
  private let memory: AlignedBuffer

  /// Where the keys and values of one executed block lie.
  private struct Slot {
    let offset: Int
    let layout: KVHeadLayout
  }

  /// Reserves and maps the cache.
  ///
  /// - Throws: `MemoryBudgetError` if it does not fit the budget.
  public init(shape: KVCacheShape, budget: MemoryBudget) throws(MemoryBudgetError) {
    // Before any property is set, default values included: Swift 6.2 ends those twice when the initializer
    // of a noncopyable type throws after it has set them.
    let memory = try AlignedBuffer(
      byteCount: shape.byteCount, budget: budget, owner: "KV cache")
    self.shape = shape
    count = 0
    writtenCount = 0
    var slots: [Slot] = []
    var end = 0
    for span in shape.spans {
      let layout = KVHeadLayout(shape, span: span)
      slots.append(Slot(offset: end, layout: layout))
      end += shape.kvHeadCount * layout.byteCount
    }
    self.slots = slots
    self.memory = memory
  }

  /// Whether the positions that those from `count` on look back on are still there.
  public func canTruncate(to count: Int) -> Bool {
    guard count > 0, count < self.count else { return count >= 0 && count <= self.count }
    let last = (writtenCount - 1) / KVCacheShape.blockLength
    return zip(shape.spans, slots).allSatisfy { span, slot in
      guard let span, slot.layout.isRing else { return true }
      let first = max(0, count + 1 - span) / KVCacheShape.blockLength
      return first + KVCacheShape.ringBlockCount(span: span) > last
    }
  }

  /// Forgets the positions from `count` on, if `canTruncate` says that is possible.
  public mutating func truncate(to count: Int) {
    precondition(canTruncate(to: count), "truncate to \(count) of \(self.count)")
    self.count = count
    if count == 0 { writtenCount = 0 }
  }

  /// Counts `tokenCount` positions as filled.
  mutating func advance(by tokenCount: Int) {
    precondition(count + tokenCount <= shape.capacity, "KV cache is full")
    count += tokenCount
    writtenCount = max(writtenCount, count)
  }

  /// Keys and values of one executed block.
  func slot(_ index: Int) -> KVSlot {
    let slot = slots[index]
    return unsafe KVSlot(base: memory.base + slot.offset, layout: slot.layout)
  }
}

/// Keys and values of one executed block, for the length of one forward pass.
@safe struct KVSlot {
  let base: UnsafeMutableRawPointer
  let layout: KVHeadLayout

  /// Those of one head.
  func head(_ head: Int) -> KVHead {
    unsafe KVHead(base: base + head * layout.byteCount, layout: layout)
  }
}
