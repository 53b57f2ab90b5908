internal import SwiftletSystem
public import SwiftletTensor

/// Writes a `.swiftlet` file record by record; the file appears under its name when it is finished.
///
/// Memory: one raw and one compressed frame, zstd's context, and the directory. A writer that is dropped
/// without `finish` leaves nothing behind.
@safe public final class BlobWriter {
  /// zstd's level for weights where nothing else is asked for.
  ///
  /// Codes of weights have no repetitions, only an uneven distribution, and zstd finds that at level 1:
  /// SmolLM2-135M in int4 keeps 94.0 % of its bytes at levels 1 to 19 alike, its scales 66 %, at 570
  /// against 11 MB/s on one x86-64 core. Level 19 saves a further 5 % only of unquantized weights.
  public static let defaultCompressionLevel = 1
  /// zstd's level for metadata and bytes, which are text-like and small.
  private static let opaqueCompressionLevel = 19

  /// The name that the file gets.
  public let path: String
  /// The records written so far, in the order of the file.
  public internal(set) var records: [BlobRecord] = []

  let file: AtomicFileWriter
  private let compressionLevel: Int
  private let compression: WeightCompression
  private let encoder = FrameEncoder()
  /// Of everything behind the header that is in its final place.
  var digest = SHA256()
  /// Records that are written in any order, in the order that they get.
  var places: [Place] = []
  private var names: Set<String> = []
  private var draft: Draft?
  /// Raw bytes that do not fill a frame yet.
  let pending = UnsafeMutableRawBufferPointer.allocate(
    byteCount: BlobLimits.frameByteCount, alignment: 64)
  private var pendingByteCount = 0

  /// A record that is being written.
  private struct Draft {
    var name: String
    var kind: BlobRecord.Kind
    var shape: [Int]
    var format: WeightFormat?
    var rawByteCount: Int
    var offset: Int
    /// Its index in `places`; nil for a record that follows what is written.
    var place: Int?
    var storedByteCount = 0
    var appendedByteCount = 0
    var checksum = XXH64()
    var frames: [BlobRecord.Frame] = []
  }

  /// Starts a file.
  ///
  /// - Parameters:
  ///   - path: The name that the file gets.
  ///   - compression: Which frames of weights are compressed.
  ///   - compressionLevel: zstd's level for weights, 1 (fast) to 19 (small).
  ///   - replacing: Whether a file of that name is replaced.
  /// - Throws: `BlobError.unwritable`.
  public init(
    path: String, compression: WeightCompression = .size,
    compressionLevel: Int = BlobWriter.defaultCompressionLevel,
    replacing: Bool = false
  ) throws(BlobError) {
    self.path = path
    self.compressionLevel = compressionLevel
    self.compression = compression
    do throws(FileWriteError) {
      file = try AtomicFileWriter(path: path, replacing: replacing)
      // The place of the header, which is written last.
      try file.append([UInt8](repeating: 0, count: BlobHeader.byteCount))
    } catch {
      throw .unwritable(error)
    }
  }

  deinit { unsafe pending.deallocate() }

  /// Appends a record whose raw bytes are in memory.
  ///
  /// - Parameters:
  ///   - name: Unique in the file; letters, digits, `.`, `_` and `-`.
  ///   - kind: What the raw bytes are.
  ///   - shape: Extents, outermost first; empty for metadata and bytes.
  ///   - format: Float32 for a vector, nil for metadata and bytes.
  ///   - raw: Exactly the bytes that kind, shape and format need.
  /// - Returns: The record with its stored byte count.
  /// - Throws: `BlobError`: an entry case, or `.unwritable`.
  @discardableResult
  public func append(
    name: String, kind: BlobRecord.Kind, shape: [Int] = [], format: WeightFormat? = nil,
    raw: UnsafeRawBufferPointer
  ) throws(BlobError) -> BlobRecord {
    try beginRecord(
      name: name, kind: kind, shape: shape, format: format, rawByteCount: raw.count)
    try unsafe appendRaw(raw)
    return try endRecord()
  }

  /// Appends a metadata record.
  ///
  /// - Throws: `BlobError`: an entry case, or `.unwritable`.
  @discardableResult
  public func append(name: String, metadata: MetadataTable) throws(BlobError) -> BlobRecord {
    guard metadata.entries.count <= BlobLimits.metadataEntryCount else {
      throw .metadataEntryCountTooLarge(
        FaultMaker(file: path, place: "record \(name)")(
          "at most \(BlobLimits.metadataEntryCount) entries", "\(metadata.entries.count)"))
    }
    return try append(name: name, kind: .metadata, contents: metadata.encoded())
  }

  /// Appends a bytes record.
  ///
  /// - Throws: `BlobError`: an entry case, or `.unwritable`.
  @discardableResult
  public func append(name: String, bytes: [UInt8]) throws(BlobError) -> BlobRecord {
    try append(name: name, kind: .bytes, contents: bytes)
  }

  private func append(
    name: String, kind: BlobRecord.Kind, contents: [UInt8]
  ) throws(BlobError) -> BlobRecord {
    try beginRecord(name: name, kind: kind, rawByteCount: contents.count)
    var failure: BlobError?
    unsafe contents.withUnsafeBytes { raw in
      do throws(BlobError) { try unsafe appendRaw(raw) } catch { failure = error }
    }
    if let failure { throw failure }
    return try endRecord()
  }

  /// Starts a record whose raw bytes come in pieces.
  ///
  /// - Throws: `BlobError`: an entry case, or `.unwritable`.
  public func beginRecord(
    name: String, kind: BlobRecord.Kind, shape: [Int] = [], format: WeightFormat? = nil,
    rawByteCount: Int
  ) throws(BlobError) {
    precondition(draft == nil, "record \(name) begins inside of another")
    let fault = FaultMaker(file: path, place: "record \(name)")
    try BlobRecord.checkName(Array(name.utf8), fault)
    guard !names.contains(name) else {
      throw .recordNameDuplicate(fault("one record of this name", "another"))
    }
    guard records.count < BlobLimits.recordCount else {
      throw .recordCountTooLarge(fault("at most \(BlobLimits.recordCount) records", "one more"))
    }
    try BlobRecord.check(
      kind: kind, shape: shape, format: format, rawByteCount: UInt64(rawByteCount), fault)
    names.insert(name)
    let place = places.firstIndex { $0.name == name }
    if let place {
      precondition(rawByteCount <= places[place].byteCount, "record \(name) in too small a place")
    } else {
      try settle()
      try pad()
    }
    draft = Draft(
      name: name, kind: kind, shape: shape, format: format, rawByteCount: rawByteCount,
      offset: place.map { places[$0].offset } ?? file.byteCount, place: place)
  }

  /// Appends raw bytes to the record that has begun.
  ///
  /// - Throws: `BlobError.unwritable`.
  public func appendRaw(_ raw: UnsafeRawBufferPointer) throws(BlobError) {
    guard let draft else { preconditionFailure("raw bytes outside of a record") }
    precondition(
      raw.count <= draft.rawByteCount - draft.appendedByteCount,
      "record \(draft.name) takes \(draft.rawByteCount) bytes")
    self.draft?.appendedByteCount += raw.count
    unsafe self.draft?.checksum.update(raw)
    var position = 0
    while position < raw.count {
      let left = raw.count - position
      let room = unsafe pending.count - pendingByteCount
      if pendingByteCount == 0, left >= room {
        try unsafe writeFrame(
          UnsafeRawBufferPointer(rebasing: raw[position..<position + room]))
        position += room
        continue
      }
      let count = min(left, room)
      unsafe UnsafeMutableRawBufferPointer(rebasing: pending[pendingByteCount...]).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: raw[position..<position + count]))
      pendingByteCount += count
      position += count
      if count == room { try writePending() }
    }
  }

  /// Ends the record that has begun.
  ///
  /// - Returns: The record with its stored byte count.
  /// - Throws: `BlobError.unwritable`.
  @discardableResult
  public func endRecord() throws(BlobError) -> BlobRecord {
    if pendingByteCount > 0 { try writePending() }
    guard let draft else { preconditionFailure("the end of no record") }
    precondition(
      draft.appendedByteCount == draft.rawByteCount,
      "record \(draft.name) ends after \(draft.appendedByteCount) of \(draft.rawByteCount) bytes")
    let record = BlobRecord(
      name: draft.name, kind: draft.kind, shape: draft.shape, format: draft.format,
      offset: draft.offset, rawByteCount: draft.rawByteCount, checksum: draft.checksum.digest,
      frames: draft.frames)
    self.draft = nil
    if let place = draft.place { places[place].record = record } else { records.append(record) }
    return record
  }

  /// Writes directory and header, flushes the file to the disk and gives it its name.
  ///
  /// - Returns: The header, with the file's byte count and SHA-256.
  /// - Throws: `BlobError.unwritable`, or `.directoryByteCountInvalid` for more frames than a file holds.
  @discardableResult
  public func finish() throws(BlobError) -> BlobHeader {
    precondition(draft == nil, "the file ends inside of a record")
    try settle()
    try pad()
    let directory = BlobDirectory(records: records)
    let encoded = directory.encoded()
    guard encoded.count <= BlobLimits.directoryByteCount else {
      throw .directoryByteCountInvalid(
        FaultMaker(file: path, place: "directory")(
          "at most \(BlobLimits.directoryByteCount) bytes", "\(encoded.count)"))
    }
    var header = BlobHeader()
    header.recordCount = records.count
    header.directoryOffset = file.byteCount
    header.directoryByteCount = encoded.count
    header.directoryChecksum = XXH64.hash(encoded)
    header.rawByteCount = directory.rawByteCount
    try write(encoded)
    header.fileByteCount = file.byteCount
    header.digest = digest.finalized()
    do throws(FileWriteError) {
      try file.overwrite(at: 0, with: header.encoded())
      try file.commit()
    } catch {
      throw .unwritable(error)
    }
    return header
  }

  // MARK: - Bytes

  private func writePending() throws(BlobError) {
    let count = pendingByteCount
    pendingByteCount = 0
    try unsafe writeFrame(UnsafeRawBufferPointer(rebasing: pending[..<count]))
  }

  private func writeFrame(_ raw: UnsafeRawBufferPointer) throws(BlobError) {
    let isOpaque = draft?.kind == .metadata || draft?.kind == .bytes
    let level = isOpaque ? BlobWriter.opaqueCompressionLevel : compressionLevel
    let limit = (isOpaque ? .size : compression).byteCountLimit(raw: raw.count)
    let frame = try unsafe encoder.encode(
      raw, seams: seams(byteCount: raw.count), level: level, limit: limit
    ) { (frame, stored) throws(BlobError) in
      do throws(FileWriteError) {
        if let draft, draft.place != nil {
          try unsafe file.write(stored, at: draft.offset + draft.storedByteCount)
        } else {
          unsafe digest.update(stored)
          try unsafe file.append(stored)
        }
      } catch {
        throw .unwritable(error)
      }
      return frame
    }
    draft?.frames.append(frame)
    draft?.storedByteCount += frame.storedByteCount
  }

  /// Where scales and zero points begin in the frame to be written, if they do.
  private func seams(byteCount: Int) -> [Int] {
    guard let draft, let format = draft.format, case .quantized = format,
      let layout = TileLayout(rows: draft.shape[0], columns: draft.shape[1], format: format)
    else { return [] }
    let first = draft.frames.count * BlobLimits.frameByteCount
    return [layout.scalesOffset, layout.zeroPointsOffset].map { $0 - first }
      .filter { 0 < $0 && $0 < byteCount }
  }

  /// Zeros up to the place where a record may start.
  func pad() throws(BlobError) {
    try write(
      [UInt8](
        repeating: 0, count: BlobDirectory.aligned(file.byteCount) - file.byteCount))
  }

  private func write(_ bytes: [UInt8]) throws(BlobError) {
    digest.update(bytes)
    do throws(FileWriteError) {
      try file.append(bytes)
    } catch {
      throw .unwritable(error)
    }
  }
}
