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
  let decoder: FrameDecoder

  /// Opens a blob.
  ///
  /// - Throws: `BlobError`, one of its header, directory and entry cases.
  public init(source: any ByteSource) throws(BlobError) {
    self.source = source
    header = try BlobHeader(reading: source)
    directory = try BlobDirectory(reading: source, header: header)
    decoder = FrameDecoder(for: directory.records)
  }

  /// A second reader of the same file, for another thread, with a buffer and a context of its own; nothing
  /// is read.
  ///
  /// - Parameters:
  ///   - other: the reader whose header and directory have been checked.
  ///   - records: those that it is going to read, for which its buffer is made; nil for all.
  ///   - source: the same bytes read in another way; nil reads as `other` does.
  public convenience init(
    sharing other: BlobReader, for records: [BlobRecord]? = nil,
    source: (any ByteSource)? = nil
  ) {
    self.init(
      other, source: source ?? other.source,
      decoder: FrameDecoder(for: records ?? other.directory.records))
  }

  /// What `workingByteCount` of a reader for `records` would be, which need not be made for that.
  public func workingByteCount(for records: some Sequence<BlobRecord>) -> Int {
    FrameDecoder(for: records).byteCount
  }

  /// A reader of the same file for the same thread, which reads the bytes in another way.
  public convenience init(replacingSourceOf other: BlobReader, with source: any ByteSource) {
    self.init(other, source: source, decoder: other.decoder)
  }

  private init(_ other: BlobReader, source: any ByteSource, decoder: FrameDecoder) {
    self.source = source
    self.decoder = decoder
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

  /// Checks the frames of a record that has been read as it lies in the file: all are plain.
  ///
  /// - Parameters:
  ///   - record: A record of this reader's directory, all of whose frames are plain.
  ///   - raw: Its `record.rawByteCount` bytes.
  /// - Throws: `BlobError.frameChecksumMismatch`.
  public func checkPlainFrames(
    of record: BlobRecord, in raw: UnsafeRawBufferPointer
  ) throws(BlobError) {
    precondition(
      raw.count == record.rawByteCount, "checking \(raw.count) bytes as \(record.name)")
    for (index, frame) in record.frames.enumerated() {
      let begin = record.rawOffset(ofFrame: index)
      let piece = unsafe UnsafeRawBufferPointer(
        rebasing: raw[begin..<begin + record.rawByteCount(ofFrame: index)])
      precondition(frame.encoding == .plain, "frame \(index) of \(record.name) is compressed")
      guard unsafe XXH64.hash(piece) == frame.checksum else {
        throw .frameChecksumMismatch(
          fault(record, frame: index)("stored bytes that fit their checksum", "damaged ones"))
      }
    }
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
