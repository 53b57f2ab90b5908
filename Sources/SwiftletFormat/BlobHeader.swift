internal import SwiftletSystem

/// The fixed 128 bytes at the start of a blob; FORMAT.md, section "Header".
public struct BlobHeader: Equatable, Sendable {
  /// Bytes of the header, and where the first record starts.
  public static let byteCount = 128
  /// The major version that is written, and the only one that is read.
  public static let majorVersion: UInt16 = 4
  /// The minor version that is written.
  public static let minorVersion: UInt16 = 1
  /// The first byte is no text, the rest shows what line-end conversion and text transfer do (as PNG's).
  static let magic: [UInt8] = [0x89, 0x53, 0x57, 0x4C, 0x0D, 0x0A, 0x1A, 0x0A]
  /// Bits of `requiredFlags` that this reader knows.
  static let knownRequiredFlags: UInt32 = 0

  /// The minor version of the file.
  public var minorVersion = BlobHeader.minorVersion
  /// Features without which the file cannot be read.
  public var requiredFlags: UInt32 = 0
  /// Features that a reader may ignore.
  public var optionalFlags: UInt32 = 0
  /// Records of the file.
  public var recordCount = 0
  /// Bytes of the file.
  public var fileByteCount = 0
  /// Where the directory starts.
  public var directoryOffset = 0
  /// Bytes of the directory, which ends with the file.
  public var directoryByteCount = 0
  /// XXH64 of the directory.
  public var directoryChecksum: UInt64 = 0
  /// Raw bytes of all records.
  public var rawByteCount = 0
  /// SHA-256 of everything behind the header.
  public var digest = [UInt8](repeating: 0, count: SHA256.digestByteCount)

  init() {}

  /// The 128 bytes.
  func encoded() -> [UInt8] {
    var sink = ByteSink()
    sink.write(BlobHeader.magic)
    sink.write(BlobHeader.majorVersion)
    sink.write(minorVersion)
    sink.write(requiredFlags)
    sink.write(optionalFlags)
    sink.write(UInt32(recordCount))
    sink.write(UInt64(fileByteCount))
    sink.write(UInt64(directoryOffset))
    sink.write(UInt64(directoryByteCount))
    sink.write(directoryChecksum)
    sink.write(UInt64(rawByteCount))
    sink.write(digest)
    sink.write([UInt8](repeating: 0, count: BlobHeader.byteCount - 8 - sink.bytes.count))
    sink.write(XXH64.hash(sink.bytes))
    return sink.bytes
  }

  /// Reads and checks the header of `source`.
  init(reading source: any ByteSource) throws(BlobError) {
    let fault = FaultMaker(file: source.name, place: "header")
    let bytes: [UInt8]
    do throws(ByteSourceError) {
      bytes = try source.bytes(at: 0, count: min(source.byteCount, BlobHeader.byteCount))
    } catch {
      throw .unreadable(error)
    }
    try BlobHeader.checkStart(bytes, fault)
    try self.init(decoding: bytes, fault)
    try checkRanges(sourceByteCount: source.byteCount, fault)
  }

  /// Magic, length and major version: what must be known before the rest means anything.
  private static func checkStart(_ bytes: [UInt8], _ fault: FaultMaker) throws(BlobError) {
    guard !bytes.isEmpty, bytes.starts(with: magic.prefix(bytes.count)) else {
      let looksConverted = bytes.dropFirst().starts(with: magic[1..<4])
      throw .notABlob(
        fault(
          "the first bytes of a .swiftlet file",
          bytes.isEmpty
            ? "an empty file"
            : looksConverted ? "a file damaged by a text-mode transfer" : "another kind of file"))
    }
    guard bytes.count == byteCount else {
      throw .headerTruncated(fault("\(byteCount) bytes", "\(bytes.count)"))
    }
    // The major version comes before the checksum: another major may have another header.
    let major = UInt16(bytes[8]) | UInt16(bytes[9]) << 8
    guard major == majorVersion else {
      throw .majorVersionUnknown(fault("format version \(majorVersion)", "version \(major)"))
    }
  }

  private init(decoding bytes: [UInt8], _ fault: FaultMaker) throws(BlobError) {
    let (fields, trailer) = (bytes.dropLast(8), bytes.suffix(8))
    var checksum = ByteCursor(Array(trailer))
    guard checksum.read(UInt64.self) == XXH64.hash(Array(fields)) else {
      throw .headerChecksumMismatch(fault("a header that fits its checksum", "a damaged one"))
    }
    var cursor = ByteCursor(Array(fields), position: 10)
    guard let minor = cursor.read(UInt16.self), let required = cursor.read(UInt32.self),
      let optional = cursor.read(UInt32.self), let records = cursor.read(UInt32.self),
      let fileBytes = cursor.read(UInt64.self), let offset = cursor.read(UInt64.self),
      let directoryBytes = cursor.read(UInt64.self), let checksum = cursor.read(UInt64.self),
      let rawBytes = cursor.read(UInt64.self),
      let digest = cursor.readBytes(count: SHA256.digestByteCount),
      let reserved = cursor.readBytes(count: cursor.remainingByteCount)
    else { preconditionFailure("a header of \(bytes.count) bytes") }
    let unknown = required & ~BlobHeader.knownRequiredFlags
    guard unknown == 0 else {
      throw .requiredFlagsUnknown(
        fault(
          "features of version \(BlobHeader.majorVersion).\(BlobHeader.minorVersion)",
          "feature bits \(unknown)"))
    }
    guard minor > BlobHeader.minorVersion || reserved.allSatisfy({ $0 == 0 }) else {
      throw .headerReservedNotZero(fault("zeros in the reserved bytes", "something else"))
    }
    guard records <= UInt32(BlobLimits.recordCount) else {
      throw .recordCountTooLarge(fault("at most \(BlobLimits.recordCount) records", "\(records)"))
    }
    guard let fileByteCount = Int(exactly: fileBytes) else {
      throw .fileByteCountMismatch(fault("a file of \(fileBytes) bytes", "a shorter one"))
    }
    guard let directoryOffset = Int(exactly: offset) else {
      throw .directoryOutOfBounds(fault("a directory inside the file", "one at byte \(offset)"))
    }
    guard directoryBytes <= UInt64(BlobLimits.directoryByteCount) else {
      throw .directoryByteCountInvalid(
        fault("a directory of at most \(BlobLimits.directoryByteCount) bytes", "\(directoryBytes)"))
    }
    guard let rawByteCount = Int(exactly: rawBytes) else {
      throw .rawByteCountTotalMismatch(fault("a countable number of raw bytes", "\(rawBytes)"))
    }
    self.minorVersion = minor
    self.requiredFlags = required
    self.optionalFlags = optional
    self.recordCount = Int(records)
    self.fileByteCount = fileByteCount
    self.directoryOffset = directoryOffset
    self.directoryByteCount = Int(directoryBytes)
    self.directoryChecksum = checksum
    self.rawByteCount = rawByteCount
    self.digest = Array(digest)
  }

  private func checkRanges(sourceByteCount: Int, _ fault: FaultMaker) throws(BlobError) {
    guard fileByteCount == sourceByteCount else {
      throw .fileByteCountMismatch(
        fault("a file of \(fileByteCount) bytes, as the header says", "\(sourceByteCount)"))
    }
    // The product is small: both factors are limited.
    let leastByteCount = recordCount * BlobDirectory.leastEntryByteCount
    guard directoryByteCount >= leastByteCount else {
      throw .directoryByteCountInvalid(
        fault(
          "at least \(leastByteCount) bytes for \(recordCount) entries", "\(directoryByteCount)"))
    }
    guard directoryOffset >= BlobHeader.byteCount,
      directoryByteCount <= fileByteCount,
      directoryOffset == fileByteCount - directoryByteCount
    else {
      throw .directoryOutOfBounds(
        fault(
          "a directory of \(directoryByteCount) bytes that ends with the file",
          "one at byte \(directoryOffset)"))
    }
  }
}
