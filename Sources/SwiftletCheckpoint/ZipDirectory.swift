import SwiftletSystem

/// The directory of a zip archive, as far as `torch.save` needs it: files that lie in it as they are.
///
/// Every entry is checked: its local header repeats its name, its bytes lie inside the archive in front of
/// the directory, and no two entries share bytes. Names are looked up and nothing else is done with
/// them. Checksums are not compared: they would need a pass of their own over the weights. Source: PKWARE's
/// APPNOTE 6.3.10, sections 4.3 and 4.5.3.
struct ZipDirectory {
  /// One file of the archive.
  struct Entry {
    let name: String
    /// Whether its bytes lie in the archive without compression and encryption.
    let isStored: Bool
    /// Bytes of the file when it is unpacked; equal to the range's for a stored one.
    let byteCount: Int
    /// Its bytes in the archive.
    let range: Range<Int>
  }

  /// The longest directory: an entry takes some 100 bytes, so this is a hundred thousand tensors.
  static let byteLimit = 16 << 20

  /// The files in the order of the directory.
  let entries: [Entry]
  private let positions: [String: Int]

  /// The file called `name`; nil if there is none.
  subscript(name: String) -> Entry? { positions[name].map { entries[$0] } }

  /// Reads and checks the directory of `source`.
  ///
  /// - Throws: `CheckpointError.binInvalid`, `.resourceLimit`, or an error of reading.
  init(_ source: any ByteSource) throws(CheckpointError) {
    let reader = ZipReader(source: source)
    let end = try reader.directoryEnd()
    let listed = try reader.entries(end)
    var entries: [Entry] = []
    var positions: [String: Int] = [:]
    for entry in listed {
      guard positions.updateValue(entries.count, forKey: entry.name) == nil else {
        throw reader.invalid("entry \(entry.name)", "one file of this name", "two")
      }
      entries.append(try reader.locate(entry, directory: end))
    }
    let ordered = entries.sorted { $0.range.lowerBound < $1.range.lowerBound }
    for (entry, next) in zip(ordered, ordered.dropFirst())
    where next.range.lowerBound < entry.range.upperBound {
      throw reader.invalid(
        "entry \(next.name)", "bytes of its own", "bytes that \(entry.name) has too")
    }
    self.entries = entries
    self.positions = positions
  }
}

/// An entry as the directory lists it.
private struct ListedEntry {
  var name: String
  var flags: UInt16
  var method: UInt16
  var storedByteCount: Int
  var byteCount: Int
  var headerOffset: Int
}

/// Where the directory lies.
private struct DirectoryEnd {
  var entryCount: Int
  var range: Range<Int>
}

private struct ZipReader {
  let source: any ByteSource

  func invalid(_ place: String, _ expected: String, _ found: String) -> CheckpointError {
    .binInvalid(
      InputFault(file: source.name, place: place, expected: expected, found: found))
  }

  func cursor(at offset: Int, count: Int) throws(CheckpointError) -> ByteCursor {
    do throws(ByteSourceError) {
      return ByteCursor(try source.bytes(at: offset, count: count))
    } catch {
      throw .reading(error)
    }
  }

  /// The next number, which is there: the caller has read enough bytes.
  func number<Number: FixedWidthInteger>(_ cursor: inout ByteCursor, _ type: Number.Type)
    throws(CheckpointError) -> Number
  {
    let place = "directory byte \(cursor.position)"
    guard let value = cursor.read(type) else {
      throw invalid(place, "\(Number.bitWidth / 8) more bytes", "the end of the directory")
    }
    return value
  }

  /// Finds the record at the end of the archive, behind which only its comment may lie.
  func directoryEnd() throws(CheckpointError) -> DirectoryEnd {
    // A comment has at most 65,535 bytes.
    let tailCount = min(source.byteCount, 22 + 0xFFFF)
    let tailStart = source.byteCount - tailCount
    let tail = try cursor(at: tailStart, count: tailCount).bytes
    var start = tailCount - 22
    while start >= 0 {
      if tail[start] == 0x50, tail[start + 1] == 0x4B, tail[start + 2] == 5, tail[start + 3] == 6,
        Int(tail[start + 20]) | Int(tail[start + 21]) << 8 == tailCount - start - 22
      {
        return try directory(ByteCursor(tail, position: start), at: tailStart + start)
      }
      start -= 1
    }
    throw invalid(
      "byte \(source.byteCount)", "the directory of a zip archive at the end of the file",
      "none: the file is cut off, or no archive")
  }

  private func directory(_ record: ByteCursor, at offset: Int) throws(CheckpointError)
    -> DirectoryEnd
  {
    var record = record
    let place = "byte \(offset)"
    _ = try number(&record, UInt32.self)
    let disks = try number(&record, UInt32.self)
    _ = try number(&record, UInt16.self)
    var entryCount = UInt64(try number(&record, UInt16.self))
    var byteCount = UInt64(try number(&record, UInt32.self))
    var start = UInt64(try number(&record, UInt32.self))
    guard disks == 0 || disks == .max else {
      throw invalid(place, "an archive in one file", "one in several")
    }
    var limit = offset
    // Numbers that need 64 bits stand in a record of their own, to which a locator points.
    if offset >= 20 {
      var locator = try cursor(at: offset - 20, count: 20)
      if try number(&locator, UInt32.self) == 0x0706_4B50 {
        _ = try number(&locator, UInt32.self)
        let position = try number(&locator, UInt64.self)
        guard position <= UInt64(offset - 20), offset - 20 - Int(position) >= 56 else {
          throw invalid("byte \(offset - 20)", "a record in front of it", "byte \(position)")
        }
        limit = Int(position)
        var large = try cursor(at: limit, count: 56)
        guard try number(&large, UInt32.self) == 0x0606_4B50 else {
          throw invalid("byte \(limit)", "a zip64 record", "other bytes")
        }
        for _ in 0..<5 { _ = try number(&large, UInt32.self) }
        _ = try number(&large, UInt64.self)
        let numbers = (
          try number(&large, UInt64.self), try number(&large, UInt64.self),
          try number(&large, UInt64.self)
        )
        if entryCount == 0xFFFF { entryCount = numbers.0 }
        if byteCount == 0xFFFF_FFFF { byteCount = numbers.1 }
        if start == 0xFFFF_FFFF { start = numbers.2 }
      }
    }
    guard start <= UInt64(limit), byteCount <= UInt64(limit) - start else {
      throw invalid(
        place, "a directory in front of byte \(limit)", "\(byteCount) bytes from byte \(start) on")
    }
    guard byteCount <= UInt64(ZipDirectory.byteLimit) else {
      throw .resourceLimit(
        InputFault(
          file: source.name, place: place,
          expected: "a directory of at most \(ZipDirectory.byteLimit) bytes", found: "\(byteCount)")
      )
    }
    // The fixed part of an entry has 46 bytes.
    guard entryCount <= byteCount / 46 else {
      throw invalid(
        place, "at most \(byteCount / 46) entries in \(byteCount) bytes", "\(entryCount)")
    }
    return DirectoryEnd(
      entryCount: Int(entryCount), range: Int(start)..<Int(start) + Int(byteCount))
  }

  func entries(_ end: DirectoryEnd) throws(CheckpointError) -> [ListedEntry] {
    var cursor = try cursor(at: end.range.lowerBound, count: end.range.count)
    var entries: [ListedEntry] = []
    for index in 0..<end.entryCount { entries.append(try entry(&cursor, index)) }
    guard cursor.remainingByteCount == 0 else {
      throw invalid(
        "directory", "its end after \(end.entryCount) entries",
        "\(cursor.remainingByteCount) bytes more")
    }
    return entries
  }

  private func entry(_ cursor: inout ByteCursor, _ index: Int) throws(CheckpointError)
    -> ListedEntry
  {
    let place = "directory entry \(index)"
    guard try number(&cursor, UInt32.self) == 0x0201_4B50 else {
      throw invalid(place, "its signature", "other bytes")
    }
    _ = try number(&cursor, UInt32.self)
    let flags = try number(&cursor, UInt16.self)
    let method = try number(&cursor, UInt16.self)
    // Time, date and checksum.
    _ = try number(&cursor, UInt64.self)
    var sizes = [
      UInt64(try number(&cursor, UInt32.self)), UInt64(try number(&cursor, UInt32.self)),
    ]
    let nameCount = Int(try number(&cursor, UInt16.self))
    let extraCount = Int(try number(&cursor, UInt16.self))
    let commentCount = Int(try number(&cursor, UInt16.self))
    _ = try number(&cursor, UInt64.self)
    var offset = UInt64(try number(&cursor, UInt32.self))
    guard let nameBytes = cursor.readBytes(count: nameCount),
      let extra = cursor.readBytes(count: extraCount),
      cursor.readBytes(count: commentCount) != nil
    else { throw invalid(place, "a name inside the directory", "its end") }
    guard let name = String(validating: nameBytes, as: UTF8.self) else {
      throw invalid(place, "a name in UTF-8", "other bytes")
    }
    var field = ByteCursor(Array(extra))
    while let kind = field.read(UInt16.self), let count = field.read(UInt16.self),
      let bytes = field.readBytes(count: Int(count))
    {
      guard kind == 1 else { continue }
      // Only numbers that do not fit their 32 bits, in this order.
      var large = ByteCursor(Array(bytes))
      if sizes[1] == 0xFFFF_FFFF { sizes[1] = large.read(UInt64.self) ?? sizes[1] }
      if sizes[0] == 0xFFFF_FFFF { sizes[0] = large.read(UInt64.self) ?? sizes[0] }
      if offset == 0xFFFF_FFFF { offset = large.read(UInt64.self) ?? offset }
    }
    guard let stored = Int(exactly: sizes[0]), let byteCount = Int(exactly: sizes[1]),
      let headerOffset = Int(exactly: offset)
    else { throw invalid("entry \(name)", "numbers below 2^63", "\(sizes), \(offset)") }
    return ListedEntry(
      name: name, flags: flags, method: method, storedByteCount: stored, byteCount: byteCount,
      headerOffset: headerOffset)
  }

  /// Finds an entry's bytes behind its local header.
  func locate(_ entry: ListedEntry, directory: DirectoryEnd) throws(CheckpointError)
    -> ZipDirectory.Entry
  {
    let place = "entry \(entry.name)"
    let limit = directory.range.lowerBound
    let nameBytes = Array(entry.name.utf8)
    let headerCount = 30 + nameBytes.count
    guard entry.headerOffset <= limit, limit - entry.headerOffset >= headerCount else {
      throw invalid(place, "a header in front of byte \(limit)", "byte \(entry.headerOffset)")
    }
    var header = try cursor(at: entry.headerOffset, count: headerCount)
    let signature = try number(&header, UInt32.self)
    _ = header.readBytes(count: 22)
    let nameCount = Int(try number(&header, UInt16.self))
    let extraCount = Int(try number(&header, UInt16.self))
    guard signature == 0x0403_4B50, nameCount == nameBytes.count,
      header.readBytes(count: nameCount)?.elementsEqual(nameBytes) ?? false
    else { throw invalid(place, "a header with this name", "other bytes") }
    let start = entry.headerOffset + headerCount + extraCount
    guard start <= limit, entry.storedByteCount <= limit - start else {
      throw invalid(
        place, "bytes in front of byte \(limit)",
        "\(entry.storedByteCount) bytes from byte \(start) on")
    }
    let isStored = entry.method == 0 && entry.flags & 1 == 0
    guard !isStored || entry.storedByteCount == entry.byteCount else {
      throw invalid(
        place, "\(entry.storedByteCount) bytes, as they are stored", "\(entry.byteCount)")
    }
    return ZipDirectory.Entry(
      name: entry.name, isStored: isStored, byteCount: entry.byteCount,
      range: start..<start + entry.storedByteCount)
  }
}
