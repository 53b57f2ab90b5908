public import SwiftletArchitecture

/// The shape of a KV cache; every byte of it follows from these numbers.
public struct KVCacheShape: Equatable, Sendable {
  /// Positions that each executed block attends to at most, itself included; nil for all.
  ///
  /// Under layer sharing each repetition has keys and values of its own.
  public var spans: [Int?]
  /// Key-value heads per block.
  public var kvHeadCount: Int
  /// Values per head.
  public var headDimension: Int
  /// Positions that fit.
  public var capacity: Int
  /// Element format.
  public var format: KVCacheFormat

  /// The cache of `configuration` for `capacity` positions.
  public init(configuration: ModelConfiguration, capacity: Int, format: KVCacheFormat) {
    self.init(
      spans: LayerSchedule(configuration).blocks.map(\.attention.reach.span),
      kvHeadCount: configuration.kvHeadCount, headDimension: configuration.headDimension,
      capacity: capacity, format: format)
  }

  /// Collects the numbers.
  public init(
    spans: [Int?], kvHeadCount: Int, headDimension: Int, capacity: Int, format: KVCacheFormat
  ) {
    self.spans = spans
    self.kvHeadCount = kvHeadCount
    self.headDimension = headDimension
    self.capacity = capacity
    self.format = format
  }

  /// Positions that attention looks at together: it walks the sequence in blocks of this many.
  static let blockLength = 128

  /// Executed blocks.
  public var slotCount: Int { spans.count }

  /// Blocks of positions that are kept of a span: those that the span before any position touches.
  static func ringBlockCount(span: Int) -> Int { (span + blockLength - 2) / blockLength + 1 }

  /// Positions that are kept of a span: all, or as many blocks as go round.
  func keptCount(span: Int?) -> Int {
    guard let span else { return capacity }
    return min(capacity, KVCacheShape.ringBlockCount(span: span) * KVCacheShape.blockLength)
  }

  /// Bytes of the whole cache.
  public var byteCount: Int {
    spans.reduce(0) { $0 + kvHeadCount * KVHeadLayout(self, span: $1).byteCount }
  }

  /// `count` in whole multiples of `unit`.
  static func padded(_ count: Int, to unit: Int) -> Int { (count + unit - 1) / unit * unit }
}
