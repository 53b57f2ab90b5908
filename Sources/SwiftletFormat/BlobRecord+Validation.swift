import SwiftletSystem
internal import SwiftletTensor

extension BlobRecord {
  /// Throws unless `name` may be a record's name.
  ///
  /// Plain ASCII, because two readers must agree on which names are equal.
  static func checkName(_ name: [UInt8], _ fault: FaultMaker) throws(BlobError) {
    guard !name.isEmpty, name.count <= BlobLimits.nameByteCount,
      name.allSatisfy({ byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
          UInt8(ascii: "-"):
          return true
        default: return false
        }
      })
    else {
      throw .recordNameInvalid(
        fault(
          "a name of 1 to \(BlobLimits.nameByteCount) letters, digits, '.', '_' and '-'",
          name.count > BlobLimits.nameByteCount
            ? "\(name.count) bytes" : "\"\(String(decoding: name, as: UTF8.self))\""))
    }
  }

  /// Throws unless kind, shape, format and raw byte count belong together.
  static func check(
    kind: Kind, shape: [Int], format: WeightFormat?, rawByteCount: UInt64, _ fault: FaultMaker
  ) throws(BlobError) {
    switch kind {
    case .metadata, .bytes:
      try checkOpaque(kind: kind, shape: shape, format: format, rawByteCount, fault)
    case .vector:
      guard format == .float32 else {
        throw .recordFormatMismatch(fault("float32 values in a vector", formatWords(format)))
      }
      guard (1...BlobLimits.vectorRank).contains(shape.count) else {
        throw .recordRankInvalid(fault("1 to \(BlobLimits.vectorRank) extents", "\(shape.count)"))
      }
      try checkExtents(shape, fault)
      try checkTensor(byteCount: vectorByteCount(shape), rawByteCount, fault)
    case .matrix:
      guard let format else {
        throw .recordFormatMismatch(fault("a weight format", "none"))
      }
      guard shape.count == 2 else {
        throw .recordRankInvalid(fault("2 extents (rows, columns)", "\(shape.count)"))
      }
      try checkExtents(shape, fault)
      let layout = TileLayout(rows: shape[0], columns: shape[1], format: format)
      try checkTensor(byteCount: layout?.byteCount, rawByteCount, fault)
    }
  }

  private static func checkOpaque(
    kind: Kind, shape: [Int], format: WeightFormat?, _ rawByteCount: UInt64, _ fault: FaultMaker
  ) throws(BlobError) {
    guard format == nil else {
      throw .recordFormatMismatch(fault("no weight format", formatWords(format)))
    }
    guard shape.isEmpty else { throw .recordRankInvalid(fault("no extents", "\(shape.count)")) }
    let limit = kind == .metadata ? BlobLimits.metadataByteCount : BlobLimits.bytesByteCount
    guard rawByteCount <= UInt64(limit) else {
      throw .recordRawByteCountTooLarge(fault("at most \(limit) raw bytes", "\(rawByteCount)"))
    }
  }

  private static func checkExtents(_ shape: [Int], _ fault: FaultMaker) throws(BlobError) {
    for extent in shape where !(1...BlobLimits.extent).contains(extent) {
      throw .recordExtentInvalid(fault("extents from 1 to \(BlobLimits.extent)", "\(extent)"))
    }
  }

  /// 4 bytes a value; nil on overflow.
  private static func vectorByteCount(_ shape: [Int]) -> Int? {
    var count = 4
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow else { return nil }
      count = product
    }
    return count
  }

  private static func checkTensor(
    byteCount: Int?, _ rawByteCount: UInt64, _ fault: FaultMaker
  ) throws(BlobError) {
    guard let byteCount, byteCount <= BlobLimits.tensorByteCount else {
      throw .recordRawByteCountTooLarge(
        fault("a tensor of at most \(BlobLimits.tensorByteCount) bytes", "a larger shape"))
    }
    guard rawByteCount == UInt64(byteCount) else {
      throw .recordRawByteCountMismatch(
        fault("\(byteCount) raw bytes, as shape and format need", "\(rawByteCount)"))
    }
  }

  private static func formatWords(_ format: WeightFormat?) -> String {
    guard let format else { return "none" }
    if case .quantized = format { return "\(format.bits)-bit codes" }
    return "\(format)"
  }
}

/// Makes faults about one place in one file.
struct FaultMaker {
  let file: String
  let place: String

  func callAsFunction(_ expected: String, _ found: String) -> InputFault {
    InputFault(file: file, place: place, expected: expected, found: found)
  }

  /// The same file, another place.
  func at(_ place: String) -> FaultMaker { FaultMaker(file: file, place: place) }
}
