internal import SwiftletSystem
internal import SwiftletTensor

extension BlobDirectory {
  /// Reads and checks the directory of `source`, whose header has been checked.
  init(reading source: any ByteSource, header: BlobHeader) throws(BlobError) {
    let bytes: [UInt8]
    do throws(ByteSourceError) {
      bytes = try source.bytes(at: header.directoryOffset, count: header.directoryByteCount)
    } catch {
      throw .unreadable(error)
    }
    let fault = FaultMaker(file: source.name, place: "directory")
    guard XXH64.hash(bytes) == header.directoryChecksum else {
      throw .directoryChecksumMismatch(fault("a directory that fits its checksum", "a damaged one"))
    }
    var decoder = DirectoryDecoder(bytes: bytes, header: header, file: source.name)
    self.init(records: try decoder.decode())
  }
}

/// Decodes the entries one after the other, each checked against what came before it.
private struct DirectoryDecoder {
  var cursor: ByteCursor
  let header: BlobHeader
  let file: String
  /// Where the stored bytes of the records so far end.
  var storedEnd = BlobHeader.byteCount
  var rawByteCount = 0
  var names: Set<String> = []

  /// The fixed fields of an entry.
  struct Fields {
    var kind: UInt8
    var format: EncodedFormat
    var rank: UInt8
    var nameByteCount: UInt16
    var offset: UInt64
    var rawByteCount: UInt64
    var checksum: UInt64
    var frameCount: UInt32
    var reserved: UInt32
  }

  init(bytes: [UInt8], header: BlobHeader, file: String) {
    cursor = ByteCursor(bytes)
    self.header = header
    self.file = file
  }

  mutating func decode() throws(BlobError) -> [BlobRecord] {
    var records: [BlobRecord] = []
    // The header has been checked: this many entries fit the directory's bytes.
    records.reserveCapacity(header.recordCount)
    for index in 0..<header.recordCount { records.append(try decodeEntry(index)) }
    let fault = FaultMaker(file: file, place: "directory")
    guard cursor.remainingByteCount == 0 else {
      throw .directoryTrailingBytes(
        fault("the end after \(header.recordCount) entries", "\(cursor.remainingByteCount) bytes"))
    }
    guard BlobDirectory.aligned(storedEnd) == header.directoryOffset else {
      throw .directoryGap(
        fault(
          "the directory at byte \(BlobDirectory.aligned(storedEnd))",
          "at byte \(header.directoryOffset)"))
    }
    guard rawByteCount == header.rawByteCount else {
      throw .rawByteCountTotalMismatch(
        fault("\(header.rawByteCount) raw bytes in all, as the header says", "\(rawByteCount)"))
    }
    return records
  }

  private mutating func decodeEntry(_ index: Int) throws(BlobError) -> BlobRecord {
    var fault = FaultMaker(file: file, place: "directory entry \(index)")
    guard let fields = readFields(),
      let nameBytes = cursor.readBytes(count: Int(fields.nameByteCount)),
      let shape = readShape(rank: Int(fields.rank))
    else { throw .directoryTruncated(fault("a whole entry", "the end of the directory")) }
    try BlobRecord.checkName(Array(nameBytes), fault)
    let name = String(decoding: nameBytes, as: UTF8.self)
    fault = fault.at("record \(name)")
    guard names.insert(name).inserted else {
      throw .recordNameDuplicate(fault("one record of this name", "another"))
    }
    guard fields.reserved == 0 || header.minorVersion > BlobHeader.minorVersion else {
      throw .recordReservedNotZero(fault("zeros in the reserved bytes", "\(fields.reserved)"))
    }
    guard let kind = BlobRecord.Kind(rawValue: fields.kind) else {
      throw .recordKindUnknown(fault("a record kind from 0 to 3", "\(fields.kind)"))
    }
    guard let format = fields.format.format else {
      throw .recordFormatInvalid(
        fault(
          "a weight format",
          "element type \(fields.format.element), \(fields.format.bits) bits, groups of "
            + "\(fields.format.groupSize), marks \(fields.format.groupMarks)"))
    }
    try BlobRecord.check(
      kind: kind, shape: shape, format: format, rawByteCount: fields.rawByteCount, fault)
    // `check` has limited the raw byte count to 2^40.
    let rawByteCount = Int(fields.rawByteCount)
    self.rawByteCount += rawByteCount
    let frames = try readFrames(count: fields.frameCount, rawByteCount: rawByteCount, fault)
    let offset = try place(fields.offset, frames: frames, fault)
    return BlobRecord(
      name: name, kind: kind, shape: shape, format: format, offset: offset,
      rawByteCount: rawByteCount, checksum: fields.checksum, frames: frames)
  }

  private mutating func readFields() -> Fields? {
    guard cursor.remainingByteCount >= BlobDirectory.fixedEntryByteCount,
      let kind = cursor.readByte(), let element = cursor.readByte(),
      let bits = cursor.readByte(), let groupSize = cursor.readByte(),
      let groupMarks = cursor.readByte(), let rank = cursor.readByte(),
      let nameByteCount = cursor.read(UInt16.self), let offset = cursor.read(UInt64.self),
      let rawByteCount = cursor.read(UInt64.self), let checksum = cursor.read(UInt64.self),
      let frameCount = cursor.read(UInt32.self), let reserved = cursor.read(UInt32.self)
    else { return nil }
    return Fields(
      kind: kind,
      format: EncodedFormat(
        element: element, bits: bits, groupSize: groupSize, groupMarks: groupMarks),
      rank: rank, nameByteCount: nameByteCount, offset: offset, rawByteCount: rawByteCount,
      checksum: checksum, frameCount: frameCount, reserved: reserved)
  }

  private mutating func readShape(rank: Int) -> [Int]? {
    var shape: [Int] = []
    for _ in 0..<rank {
      guard let extent = cursor.read(UInt32.self) else { return nil }
      shape.append(Int(extent))
    }
    return shape
  }

  private mutating func readFrames(
    count: UInt32, rawByteCount: Int, _ fault: FaultMaker
  ) throws(BlobError) -> [BlobRecord.Frame] {
    let expectedCount = BlobRecord.frameCount(rawByteCount: rawByteCount)
    guard Int(count) == expectedCount else {
      throw .recordFrameCountMismatch(
        fault("\(expectedCount) frames for \(rawByteCount) raw bytes", "\(count)"))
    }
    // Before memory is taken for the list: its entries must be there.
    guard expectedCount <= cursor.remainingByteCount / BlobDirectory.frameEntryByteCount else {
      throw .directoryTruncated(fault("\(expectedCount) frames", "the end of the directory"))
    }
    var frames: [BlobRecord.Frame] = []
    frames.reserveCapacity(expectedCount)
    var rawOffset = 0
    for index in 0..<expectedCount {
      let raw = min(BlobLimits.frameByteCount, rawByteCount - rawOffset)
      rawOffset += raw
      frames.append(try readFrame(raw: raw, fault.at("\(fault.place), frame \(index)")))
    }
    return frames
  }

  private mutating func readFrame(
    raw: Int, _ fault: FaultMaker
  ) throws(BlobError) -> BlobRecord.Frame {
    guard let stored = cursor.read(UInt32.self), let number = cursor.read(UInt32.self),
      let checksum = cursor.read(UInt64.self)
    else { throw .directoryTruncated(fault("a whole frame entry", "the end of the directory")) }
    guard let byte = UInt8(exactly: number),
      let encoding = BlobRecord.Frame.Encoding(rawValue: byte)
    else { throw .frameEncodingUnknown(fault("encoding 0 (plain) or 1 (zstd)", "\(number)")) }
    switch encoding {
    case .plain:
      guard Int(stored) == raw else {
        throw .frameStoredByteCountInvalid(fault("\(raw) plain bytes", "\(stored)"))
      }
    case .zstd:
      guard stored > 0, Int(stored) < raw else {
        throw .frameStoredByteCountInvalid(
          fault("fewer than \(raw) compressed bytes, but some", "\(stored)"))
      }
    }
    return BlobRecord.Frame(storedByteCount: Int(stored), encoding: encoding, checksum: checksum)
  }

  /// Checks that the record starts exactly where it has to and ends before the directory.
  private mutating func place(
    _ offset: UInt64, frames: [BlobRecord.Frame], _ fault: FaultMaker
  ) throws(BlobError) -> Int {
    let expected = BlobDirectory.aligned(storedEnd)
    guard let start = Int(exactly: offset), start <= header.directoryOffset else {
      throw .recordOutOfBounds(
        fault("a start before the directory at byte \(header.directoryOffset)", "\(offset)"))
    }
    guard start >= storedEnd else {
      throw .recordOverlap(fault("a start at byte \(expected)", "\(start)"))
    }
    guard start == expected else {
      throw .recordGap(fault("a start at byte \(expected)", "\(start)"))
    }
    // No overflow: the frame list is limited by the directory, a frame by its raw bytes.
    let stored = frames.reduce(0) { $0 + $1.storedByteCount }
    guard stored <= header.directoryOffset - start else {
      throw .recordOutOfBounds(
        fault(
          "an end before the directory at byte \(header.directoryOffset)", "\(start + stored)"))
    }
    storedEnd = start + stored
    return start
  }
}
