public import SwiftletArchitecture
internal import SwiftletTensor

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
  public var byteCount: Int { slotCount * kvHeadCount * headByteCount }

  /// `count` in whole multiples of `unit`.
  static func padded(_ count: Int, to unit: Int) -> Int { (count + unit - 1) / unit * unit }

  /// Bytes of one value.
  var valueByteCount: Int {
    switch format {
    case .float32: return 4
    case .float16: return 2
    case .int8: return 1
    }
  }
  /// Positions with their padding: whole tile rows of keys and whole groups of values.
  var paddedCapacity: Int { KVCacheShape.padded(capacity, to: TileLayout.tileColumns) }
  /// Columns of the keys: codes lie in whole groups.
  var keyColumns: Int {
    format == .int8 ? KVCacheShape.padded(headDimension, to: TileLayout.tileColumns) : headDimension
  }
  /// Rows of the values: whole tile rows.
  var valueRows: Int { KVCacheShape.padded(headDimension, to: TileLayout.tileRows) }
  /// How keys are packed: int8 in groups as wide as they come, as all of a position share its scale.
  var keyFormat: WeightFormat {
    let whole = QuantizationScheme.GroupSize(rawValue: keyColumns)
    return tileFormat(groupSize: whole ?? .columns32)
  }
  /// How values are packed: a group is 32 positions.
  var valueFormat: WeightFormat { tileFormat(groupSize: .columns32) }

  private func tileFormat(groupSize: QuantizationScheme.GroupSize) -> WeightFormat {
    switch format {
    case .float32: return .float32
    case .float16: return .float16
    case .int8:
      return .quantized(
        QuantizationScheme(bits: .eight, groupSize: groupSize, hasZeroPoints: false))
    }
  }

  /// Groups of a key: all hold the same scale.
  var keyGroupCount: Int { keyColumns / keyFormat.groupSize }

  // The planes of one head follow each other: keys, values, scales of the keys, scales of the values.
  // Each is a multiple of 64 bytes, because the padded capacity is one of 32 positions.
  var keysByteCount: Int { paddedCapacity * keyColumns * valueByteCount }
  var valuesByteCount: Int { paddedCapacity * valueRows * valueByteCount }
  var keyScalesByteCount: Int { format == .int8 ? paddedCapacity * keyGroupCount * 2 : 0 }
  var valueScalesByteCount: Int { format == .int8 ? paddedCapacity * 2 : 0 }
  var headByteCount: Int {
    keysByteCount + valuesByteCount + keyScalesByteCount + valueScalesByteCount
  }
}
