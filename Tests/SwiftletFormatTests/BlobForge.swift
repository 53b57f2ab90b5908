import SwiftletSystem

/// Builds blobs by hand from FORMAT.md.
///
/// Checksums fit, so that what refuses a lie is the validation and not a checksum. Unset fields are
/// filled in honestly.
struct BlobForge {
  struct Frame {
    var stored: [UInt8]
    var encoding: UInt32 = 0
    var storedByteCount: UInt32?
    var checksum: UInt64?
  }

  struct Entry {
    var name: [UInt8]
    var kind: UInt8 = 1
    /// Element type, bits, group size, marks.
    var format: [UInt8] = [0, 0, 0, 0]
    var extents: [UInt32] = []
    var rawByteCount: UInt64
    var checksum: UInt64
    var frames: [Frame] = []
    var frameCount: UInt32?
    var reserved: UInt32 = 0
    var offset: UInt64?

    /// A record of plain frames.
    init(_ name: String, kind: UInt8 = 1, raw: [UInt8]) {
      self.name = Array(name.utf8)
      self.kind = kind
      rawByteCount = UInt64(raw.count)
      checksum = XXH64.hash(raw)
      var position = 0
      while position < raw.count {
        let end = min(raw.count, position + 262_144)
        frames.append(Frame(stored: Array(raw[position..<end])))
        position = end
      }
    }

    /// A record of one compressed frame.
    init(_ name: String, raw: [UInt8], compressed: [UInt8]) {
      self.init(name, raw: raw)
      frames = [Frame(stored: compressed, encoding: 1)]
    }

    /// A matrix or vector of zeros, plainly stored.
    init(_ name: String, kind: UInt8, format: [UInt8], extents: [UInt32], byteCount: Int) {
      self.init(name, kind: kind, raw: [UInt8](repeating: 0, count: byteCount))
      self.format = format
      self.extents = extents
    }
  }

  var entries: [Entry]
  /// Edits the header before its checksum is made.
  var editHeader: (inout [UInt8]) -> Void = { _ in }
  /// Edits the directory before its checksum is made.
  var editDirectory: (inout [UInt8]) -> Void = { _ in }
  /// Edits the bytes between header and directory before the SHA-256 is made.
  var editRecords: (inout [UInt8]) -> Void = { _ in }

  init(_ entries: [Entry]) { self.entries = entries }

  init(_ entry: Entry) { self.init([entry]) }

  /// The file.
  func build() -> [UInt8] {
    var records: [UInt8] = []
    var sink = ByteSink()
    for entry in entries {
      records += [UInt8](repeating: 0, count: (64 - records.count % 64) % 64)
      write(entry, offset: entry.offset ?? UInt64(128 + records.count), to: &sink)
      for frame in entry.frames { records += frame.stored }
    }
    records += [UInt8](repeating: 0, count: (64 - records.count % 64) % 64)
    editRecords(&records)
    var directory = sink.bytes
    editDirectory(&directory)
    return header(records, directory) + records + directory
  }

  private func write(_ entry: Entry, offset: UInt64, to sink: inout ByteSink) {
    sink.write(entry.kind)
    sink.write(entry.format)
    sink.write(UInt8(entry.extents.count))
    sink.write(UInt16(entry.name.count))
    sink.write(offset)
    sink.write(entry.rawByteCount)
    sink.write(entry.checksum)
    sink.write(entry.frameCount ?? UInt32(entry.frames.count))
    sink.write(entry.reserved)
    sink.write(entry.name)
    for extent in entry.extents { sink.write(extent) }
    for frame in entry.frames {
      sink.write(frame.storedByteCount ?? UInt32(frame.stored.count))
      sink.write(frame.encoding)
      sink.write(frame.checksum ?? XXH64.hash(frame.stored))
    }
  }

  private func header(_ records: [UInt8], _ directory: [UInt8]) -> [UInt8] {
    var header = ByteSink()
    header.write([0x89, 0x53, 0x57, 0x4C, 0x0D, 0x0A, 0x1A, 0x0A] as [UInt8])
    header.write(UInt16(4))
    header.write(UInt16(0))
    header.write(UInt32(0))
    header.write(UInt32(0))
    header.write(UInt32(entries.count))
    header.write(UInt64(128 + records.count + directory.count))
    header.write(UInt64(128 + records.count))
    header.write(UInt64(directory.count))
    header.write(XXH64.hash(directory))
    header.write(entries.reduce(UInt64(0)) { $0 &+ $1.rawByteCount })
    header.write(SHA256.hash(records + directory))
    header.write([UInt8](repeating: 0, count: 24))
    var bytes = header.bytes
    editHeader(&bytes)
    var checksum = ByteSink()
    checksum.write(XXH64.hash(bytes))
    return bytes + checksum.bytes
  }
}

/// zstd frames made by hand (RFC 8878): `count` times the byte `value` in blocks of repeated bytes.
struct ZstdForge {
  var value: UInt8 = 7
  var count: Int
  /// What the frame says of its content; nil leaves the field out.
  var contentByteCount: UInt64?
  /// The window descriptor; nil makes a single segment, whose window is its content.
  var windowDescriptor: UInt8?
  var dictionaryID: UInt8?
  var hasChecksum = true
  var reservedBit = false

  init(count: Int) {
    self.count = count
    contentByteCount = UInt64(count)
  }

  var raw: [UInt8] { [UInt8](repeating: value, count: count) }

  func build() -> [UInt8] {
    var sink = ByteSink()
    sink.write(UInt32(0xFD2F_B528))
    // Content fields of 8 bytes only; a single segment always has one.
    var descriptor: UInt8 = contentByteCount == nil ? 0 : 3 << 6
    if windowDescriptor == nil { descriptor |= 0x20 }
    if reservedBit { descriptor |= 0x08 }
    if hasChecksum { descriptor |= 0x04 }
    if dictionaryID != nil { descriptor |= 0x01 }
    sink.write(descriptor)
    if let windowDescriptor { sink.write(windowDescriptor) }
    if let dictionaryID { sink.write(dictionaryID) }
    if let contentByteCount { sink.write(contentByteCount) }
    var left = count
    repeat {
      let piece = min(left, 128 << 10)
      left -= piece
      let block = UInt32(piece) << 3 | 1 << 1 | (left == 0 ? 1 : 0)
      sink.write([UInt8(block & 255), UInt8(block >> 8 & 255), UInt8(block >> 16), value])
    } while left > 0
    if hasChecksum { sink.write(UInt32(truncatingIfNeeded: XXH64.hash(raw))) }
    return sink.bytes
  }
}
