internal import SwiftletArchitecture
internal import SwiftletTensor

/// Where keys and values of one head of one executed block lie.
///
/// The planes follow each other: keys, values, scales of the keys, scales of the values. Each is a
/// multiple of 64 bytes, because the padded capacity is one of 32 positions.
struct KVHeadLayout {
  let format: KVCacheFormat
  /// Values per head.
  let dimension: Int
  /// Bytes of one value.
  let valueByteCount: Int
  /// Positions with their padding: whole tile rows of keys and whole groups of values.
  ///
  /// Position p lies at p modulo this.
  let capacity: Int
  /// Whether later positions take the place of earlier ones; then blocks of positions go round whole.
  let isRing: Bool
  /// Columns of the keys: codes lie in whole groups.
  let keyColumns: Int
  /// Groups of a key: all hold the same scale.
  let keyGroupCount: Int
  /// How keys are packed: int8 in groups as wide as they come, as all of a position share its scale.
  let keyFormat: WeightFormat
  /// How values are packed: a group is 32 positions.
  let valueFormat: WeightFormat
  let valuesOffset: Int
  let keyScalesOffset: Int
  let valueScalesOffset: Int
  let byteCount: Int

  init(_ shape: KVCacheShape, span: Int?) {
    format = shape.format
    dimension = shape.headDimension
    let kept = shape.keptCount(span: span)
    isRing = kept < shape.capacity
    capacity = KVCacheShape.padded(kept, to: TileLayout.tileColumns)
    let isInt8 = format == .int8
    keyColumns =
      isInt8 ? KVCacheShape.padded(dimension, to: TileLayout.tileColumns) : dimension
    switch format {
    case .float32:
      (valueByteCount, keyFormat, valueFormat) = (4, .float32, .float32)
    case .float16:
      (valueByteCount, keyFormat, valueFormat) = (2, .float16, .float16)
    case .int8:
      valueByteCount = 1
      keyFormat = KVHeadLayout.int8(
        QuantizationScheme.GroupSize(rawValue: keyColumns) ?? .columns32)
      valueFormat = KVHeadLayout.int8(.columns32)
    }
    keyGroupCount = keyColumns / keyFormat.groupSize
    valuesOffset = capacity * keyColumns * valueByteCount
    let valueRows = KVCacheShape.padded(dimension, to: TileLayout.tileRows)
    keyScalesOffset = valuesOffset + capacity * valueRows * valueByteCount
    valueScalesOffset = keyScalesOffset + (isInt8 ? capacity * keyGroupCount * 2 : 0)
    byteCount = valueScalesOffset + (isInt8 ? capacity * 2 : 0)
  }

  /// Where `position` lies.
  func place(_ position: Int) -> Int { isRing ? position % capacity : position }

  private static func int8(_ groupSize: QuantizationScheme.GroupSize) -> WeightFormat {
    .quantized(QuantizationScheme(bits: .eight, groupSize: groupSize, hasZeroPoints: false))
  }
}
