public import SwiftletArchitecture

/// The shape of a KV cache; every byte of it follows from these numbers.
public struct KVCacheShape: Equatable, Sendable {
  /// Executed blocks: under layer sharing each repetition has keys and values of its own.
  public var slotCount: Int
  /// Key-value heads per block.
  public var kvHeadCount: Int
  /// Values per head.
  public var headDimension: Int
  /// Positions that fit.
  public var capacity: Int
  /// Element format.
  public var format: KVCacheFormat

  /// Collects the numbers.
  public init(
    slotCount: Int, kvHeadCount: Int, headDimension: Int, capacity: Int, format: KVCacheFormat
  ) {
    self.slotCount = slotCount
    self.kvHeadCount = kvHeadCount
    self.headDimension = headDimension
    self.capacity = capacity
    self.format = format
  }

  /// Positions that attention looks at together: it walks the sequence in blocks of this many.
  static let blockLength = 128

  /// Bytes of the whole cache.
  public var byteCount: Int { slotCount * kvHeadCount * KVHeadLayout(self).byteCount }

  /// `count` in whole multiples of `unit`.
  static func padded(_ count: Int, to unit: Int) -> Int { (count + unit - 1) / unit * unit }
}
