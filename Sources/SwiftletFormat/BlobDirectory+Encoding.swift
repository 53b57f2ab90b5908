internal import SwiftletSystem
internal import SwiftletTensor

/// The first five bytes of a directory entry that say how values are stored.
struct EncodedFormat: Equatable {
  /// 0 none, 1 float32, 2 float16, 3 bfloat16, 4 codes.
  var element: UInt8 = 0
  /// 4 or 8 for codes, else 0.
  var bits: UInt8 = 0
  /// 32, 64 or 128 for codes, else 0.
  var groupSize: UInt8 = 0
  /// 1 for codes with zero points, 3 for those whose scales have 8 bits besides, else 0.
  var groupMarks: UInt8 = 0

  init(element: UInt8, bits: UInt8, groupSize: UInt8, groupMarks: UInt8) {
    self.element = element
    self.bits = bits
    self.groupSize = groupSize
    self.groupMarks = groupMarks
  }

  init(_ format: WeightFormat?) {
    switch format {
    case nil: break
    case .float32: element = 1
    case .float16: element = 2
    case .bfloat16: element = 3
    case .quantized(let scheme):
      element = 4
      bits = UInt8(scheme.bits.rawValue)
      groupSize = UInt8(scheme.groupSize.rawValue)
      groupMarks = (scheme.hasZeroPoints ? 1 : 0) | (scheme.scaleBits == .eight ? 2 : 0)
    }
  }

  /// The format; the outer nil means that no such combination exists.
  var format: WeightFormat?? {
    if element == 4 {
      guard let bits = QuantizationScheme.Bits(rawValue: Int(bits)),
        let groupSize = QuantizationScheme.GroupSize(rawValue: Int(groupSize)), groupMarks <= 3
      else { return nil }
      let scheme = QuantizationScheme(
        bits: bits, groupSize: groupSize, hasZeroPoints: groupMarks & 1 != 0,
        scaleBits: groupMarks & 2 != 0 ? .eight : .sixteen)
      return scheme.isPossible ? .some(.quantized(scheme)) : nil
    }
    guard bits == 0, groupSize == 0, groupMarks == 0 else { return nil }
    switch element {
    case 0: return .some(nil)
    case 1: return .some(.float32)
    case 2: return .some(.float16)
    case 3: return .some(.bfloat16)
    default: return nil
    }
  }
}

extension BlobDirectory {
  /// Bytes of an entry before its name, extents and frames.
  static let fixedEntryByteCount = 40
  /// Bytes of the shortest entry: a name of one byte, no extent, no frame.
  static let leastEntryByteCount = fixedEntryByteCount + 1
  /// Bytes of a frame in an entry.
  static let frameEntryByteCount = 16

  /// The directory as it lies in the file; FORMAT.md, section "Directory".
  func encoded() -> [UInt8] {
    var sink = ByteSink()
    for record in records {
      let format = EncodedFormat(record.format)
      sink.write(record.kind.rawValue)
      sink.write(format.element)
      sink.write(format.bits)
      sink.write(format.groupSize)
      sink.write(format.groupMarks)
      sink.write(UInt8(record.shape.count))
      sink.write(UInt16(record.name.utf8.count))
      sink.write(UInt64(record.offset))
      sink.write(UInt64(record.rawByteCount))
      sink.write(record.checksum)
      sink.write(UInt32(record.frames.count))
      sink.write(UInt32(0))
      sink.write(record.name.utf8)
      for extent in record.shape { sink.write(UInt32(extent)) }
      for frame in record.frames {
        sink.write(UInt32(frame.storedByteCount))
        sink.write(UInt32(frame.encoding.rawValue))
        sink.write(frame.checksum)
      }
    }
    return sink.bytes
  }
}
