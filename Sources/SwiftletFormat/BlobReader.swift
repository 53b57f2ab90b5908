public import SwiftletSystem

/// Reads the records of a `.swiftlet` file.
///
/// Opening checks header and directory; memory for the directory is taken only after its extent has been
/// checked. Reading checks every byte that it touches. One reader is used by one thread at a time; a
/// second thread takes a second reader from `init(sharing:)`.
public final class BlobReader {
  /// Where the bytes come from.
  public let source: any ByteSource
  /// The header, checked.
  public let header: BlobHeader
  /// The records, checked.
  public let directory: BlobDirectory
  let decoder = FrameDecoder()

  /// Opens a blob.
  ///
  /// - Throws: `BlobError`, one of its header, directory and entry cases.
  public init(source: any ByteSource) throws(BlobError) {
    self.source = source
    header = try BlobHeader(reading: source)
    directory = try BlobDirectory(reading: source, header: header)
  }

  /// A second reader of the same file with a buffer and a context of its own; nothing is read.
  public init(sharing other: BlobReader) {
    source = other.source
    header = other.header
    directory = other.directory
  }

  /// Bytes that the reader holds for reading: input buffer and decompression context.
  public var workingByteCount: Int { decoder.byteCount }

  /// Reads a record whole and checks the checksum of its raw bytes.
  ///
  /// No allocation; plain frames are read without a copy.
  ///
  /// - Parameters:
  ///   - record: A record of this reader's directory.
  ///   - destination: Memory of exactly `record.rawByteCount` bytes. What it holds after an error is
  ///     undefined.
  /// - Throws: `BlobError`, one of its content cases, or `.unreadable`.
  public func read(
    _ record: BlobRecord, into destination: UnsafeMutableRawBufferPointer
  ) throws(BlobError) {
    precondition(
      destination.count == record.rawByteCount,
      "reading \(record.name), \(record.rawByteCount) bytes, into \(destination.count)")
    var offset = record.offset
    var rawOffset = 0
    var checksum = XXH64()
    for (index, frame) in record.frames.enumerated() {
      let end = rawOffset + record.rawByteCount(ofFrame: index)
      let piece = unsafe UnsafeMutableRawBufferPointer(rebasing: destination[rawOffset..<end])
      try unsafe decoder.read(
        frame, at: offset, from: source, into: piece, fault(record, frame: index))
      // Frame by frame, while its bytes are in the cache.
      unsafe checksum.update(UnsafeRawBufferPointer(piece))
      offset += frame.storedByteCount
      rawOffset = end
    }
    try check(checksum, of: record)
  }

  /// Reads one frame of a record and checks its own checksums, the seam for streaming.
  ///
  /// No allocation; a plain frame is read without a copy. The checksum of the record's raw bytes as a
  /// whole is for the caller that reads all of it with `read`.
  ///
  /// - Parameters:
  ///   - record: A record of this reader's directory.
  ///   - index: The frame's place in `record.frames`.
  ///   - destination: Memory of exactly `record.rawByteCount(ofFrame: index)` bytes.
  /// - Throws: `BlobError`, one of its frame cases, or `.unreadable`.
  public func readFrame(
    _ record: BlobRecord, _ index: Int, into destination: UnsafeMutableRawBufferPointer
  ) throws(BlobError) {
    precondition(
      destination.count == record.rawByteCount(ofFrame: index),
      "reading frame \(index) of \(record.name) into \(destination.count) bytes")
    try unsafe decoder.read(
      record.frames[index], at: record.fileOffset(ofFrame: index), from: source,
      into: destination, fault(record, frame: index))
  }

  /// The record of that name and kind.
  ///
  /// - Throws: `BlobError.recordMissing` or `.recordKindMismatch`.
  public func record(_ name: String, kind: BlobRecord.Kind) throws(BlobError) -> BlobRecord {
    let fault = FaultMaker(file: source.name, place: "record \(name)")
    guard let record = directory[name] else {
      throw .recordMissing(fault("a record of this name", "none"))
    }
    guard record.kind == kind else {
      throw .recordKindMismatch(fault("kind \(kind)", "kind \(record.kind)"))
    }
    return record
  }

  /// The contents of the metadata record `name`.
  ///
  /// - Throws: `BlobError`.
  public func metadata(_ name: String) throws(BlobError) -> MetadataTable {
    let record = try record(name, kind: .metadata)
    return try MetadataTable(decoding: contents(of: record), file: source.name, record: name)
  }

  /// The contents of the bytes record `name`.
  ///
  /// - Throws: `BlobError`.
  public func bytes(_ name: String) throws(BlobError) -> [UInt8] {
    try contents(of: record(name, kind: .bytes))
  }

  /// The raw bytes of a record whose kind has a limit that memory can hold.
  private func contents(of record: BlobRecord) throws(BlobError) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: record.rawByteCount)
    var failure: BlobError?
    unsafe result.withUnsafeMutableBytes { buffer in
      do throws(BlobError) { try unsafe read(record, into: buffer) } catch { failure = error }
    }
    if let failure { throw failure }
    return result
  }

  func check(_ checksum: XXH64, of record: BlobRecord) throws(BlobError) {
    guard checksum.digest == record.checksum else {
      let fault = FaultMaker(file: source.name, place: "record \(record.name)")
      throw .recordChecksumMismatch(fault("raw bytes that fit their checksum", "others"))
    }
  }

  func fault(_ record: BlobRecord, frame index: Int) -> FaultMaker {
    FaultMaker(file: source.name, place: "record \(record.name), frame \(index)")
  }
}
