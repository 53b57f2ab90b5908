internal import SwiftletSystem

extension BlobReader {
  /// Reads the whole file once and checks every byte of it: frames, raw bytes, padding, tables, SHA-256.
  ///
  /// Takes memory for one raw frame, and for one metadata record at a time.
  ///
  /// - Parameter progress: Called after every frame with the bytes done and the bytes of the file.
  /// - Throws: `BlobError`.
  public func verify(
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(BlobError) {
    var digest = SHA256()
    let scratch = UnsafeMutableRawBufferPointer.allocate(
      byteCount: BlobLimits.frameByteCount, alignment: BlobLimits.recordAlignment)
    defer { unsafe scratch.deallocate() }
    var position = BlobHeader.byteCount
    for record in directory.records {
      try verifyPadding(from: position, to: record.offset, &digest)
      position = record.offset
      var checksum = XXH64()
      for (index, frame) in record.frames.enumerated() {
        let raw = unsafe UnsafeMutableRawBufferPointer(
          rebasing: scratch[..<record.rawByteCount(ofFrame: index)])
        try unsafe decoder.read(
          frame, at: position, from: source, into: raw, fault(record, frame: index)
        ) { stored in unsafe digest.update(stored) }
        unsafe checksum.update(UnsafeRawBufferPointer(raw))
        position += frame.storedByteCount
        progress(position, header.fileByteCount)
      }
      try check(checksum, of: record)
      if record.kind == .metadata { _ = try metadata(record.name) }
    }
    try verifyPadding(from: position, to: header.directoryOffset, &digest)
    do throws(ByteSourceError) {
      digest.update(
        try source.bytes(at: header.directoryOffset, count: header.directoryByteCount))
    } catch {
      throw .unreadable(error)
    }
    guard digest.finalized() == header.digest else {
      throw .fileDigestMismatch(
        FaultMaker(file: source.name, place: "")(
          "SHA-256 \(SHA256.hexadecimal(header.digest))",
          "SHA-256 \(SHA256.hexadecimal(digest.finalized()))"))
    }
    progress(header.fileByteCount, header.fileByteCount)
  }

  /// The directory has been checked: padding is shorter than the alignment.
  private func verifyPadding(
    from begin: Int, to end: Int, _ digest: inout SHA256
  ) throws(BlobError) {
    let bytes: [UInt8]
    do throws(ByteSourceError) {
      bytes = try source.bytes(at: begin, count: end - begin)
    } catch {
      throw .unreadable(error)
    }
    guard bytes.allSatisfy({ $0 == 0 }) else {
      throw .paddingNotZero(
        FaultMaker(file: source.name, place: "bytes \(begin) to \(end)")(
          "zeros between records", "something else"))
    }
    digest.update(bytes)
  }
}
