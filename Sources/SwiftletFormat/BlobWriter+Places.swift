internal import SwiftletSystem

extension BlobWriter {
  /// Room for a record that is written at any time.
  struct Place {
    let name: String
    let offset: Int
    /// Raw bytes: a stored record never has more.
    let byteCount: Int
    /// Set when it is written.
    var record: BlobRecord?
  }

  /// Sets places aside for the next records of the file, which may then be written in any order.
  ///
  /// A file that is made from sources in another order takes from them what comes, instead of reading them
  /// twice or keeping them in memory. Where records turn out smaller than their places, the gaps are closed
  /// when all have been written; the file is the same as if they had come in order.
  ///
  /// - Parameter records: Names and raw byte counts of the records, in the order of the file.
  /// - Throws: `BlobError.unwritable`.
  public func setAside(_ records: [(name: String, rawByteCount: Int)]) throws(BlobError) {
    try settle()
    try pad()
    var offset = file.byteCount
    for (name, byteCount) in records {
      places.append(Place(name: name, offset: offset, byteCount: byteCount))
      offset = BlobDirectory.aligned(offset + byteCount)
    }
  }

  /// Moves what was written into places together, and takes it into the digest.
  func settle() throws(BlobError) {
    guard let first = places.first else { return }
    let settled = places
    places = []
    var end = first.offset
    do throws(FileWriteError) {
      for place in settled {
        guard let record = place.record else {
          preconditionFailure("nothing was written to the place of \(place.name)")
        }
        try fillWithZeros(&end, upTo: BlobDirectory.aligned(end))
        let offset = end
        try move(record.offset..<record.offset + record.storedByteCount, to: &end)
        records.append(record.moved(to: offset))
      }
      if end < file.byteCount { try file.truncate(to: end) }
    } catch {
      throw .unwritable(error)
    }
  }

  /// Moves bytes to `end`, which is no later place, a frame's bytes at a time.
  private func move(_ range: Range<Int>, to end: inout Int) throws(FileWriteError) {
    var position = range.lowerBound
    while position < range.upperBound {
      let count = min(unsafe pending.count, range.upperBound - position)
      let bytes = unsafe UnsafeMutableRawBufferPointer(rebasing: pending[..<count])
      try unsafe file.read(at: position, into: bytes)
      if position != end { try unsafe file.write(UnsafeRawBufferPointer(bytes), at: end) }
      unsafe digest.update(UnsafeRawBufferPointer(bytes))
      position += count
      end += count
    }
  }

  private func fillWithZeros(_ end: inout Int, upTo next: Int) throws(FileWriteError) {
    let zeros = [UInt8](repeating: 0, count: next - end)
    digest.update(zeros)
    var failure: FileWriteError?
    unsafe zeros.withUnsafeBytes { bytes in
      do throws(FileWriteError) { try unsafe file.write(bytes, at: end) } catch { failure = error }
    }
    if let failure { throw failure }
    end = next
  }
}

extension BlobRecord {
  /// The same record at another place of the file.
  fileprivate func moved(to offset: Int) -> BlobRecord {
    BlobRecord(
      name: name, kind: kind, shape: shape, format: format, offset: offset,
      rawByteCount: rawByteCount, checksum: checksum, frames: frames)
  }
}
