import Foundation
import SwiftletFormat
import SwiftletSystem
import Testing

/// One test per way in which header and directory can lie, named as the error that it must raise.
///
/// BlobContentErrorTests has the lies of contents.
@Suite struct BlobErrorTests {
  typealias Entry = BlobForge.Entry

  static func forge(header edit: @escaping (inout [UInt8]) -> Void) -> [UInt8] {
    var forge = BlobForge(Entry("a", raw: [1, 2, 3]))
    forge.editHeader = edit
    return forge.build()
  }

  static func forge(_ edit: (inout Entry) -> Void) -> [UInt8] {
    var entry = Entry("a", raw: [1, 2, 3])
    edit(&entry)
    return BlobForge(entry).build()
  }

  @Test func whatTheForgeMakesHonestlyIsAccepted() throws {
    let zstd = ZstdForge(count: 262_144)
    var window = ZstdForge(count: 1000)
    window.windowDescriptor = 8 << 3
    let contents = BlobForge([
      Entry("a", raw: [1, 2, 3]),
      Entry("zstd", raw: zstd.raw, compressed: zstd.build()),
      Entry("window", raw: window.raw, compressed: window.build()),
      Entry("vector", kind: 2, format: [1, 0, 0, 0], extents: [2, 3], byteCount: 24),
      Entry("matrix", kind: 3, format: [4, 4, 32, 0], extents: [1, 1], byteCount: 256 + 64),
      Entry("table", kind: 0, raw: MetadataTable().encoded()),
    ]).build()
    let reader = try BlobReader(contents: contents)
    for record in reader.directory.records { try readAll(reader, record) }
    try reader.verify()
  }

  // MARK: - Header

  @Test func headerTruncated() throws {
    let contents = BlobErrorTests.forge { (_: inout Entry) in }
    for count in 1..<128 { try expectRefused(Array(contents[..<count])) }
  }

  @Test func notABlob() throws {
    try expectRefused([])
    try expectRefused(Array("PK\u{3}\u{4}".utf8))
    var contents = BlobErrorTests.forge { (_: inout Entry) in }
    // As a transfer in text mode does: CR LF becomes LF.
    contents.remove(at: 4)
    try expectRefused(contents)
  }

  @Test func headerChecksumMismatch() throws {
    var contents = BlobErrorTests.forge { (_: inout Entry) in }
    contents[127] ^= 1
    try expectRefused(contents)
  }

  @Test func majorVersionUnknown() throws {
    for major: UInt8 in [0, 3, 5, 255] {
      try expectRefused(BlobErrorTests.forge(header: { $0[8] = major }))
    }
  }

  @Test func requiredFlagsUnknown() throws {
    for bit in 0..<32 {
      try expectRefused(BlobErrorTests.forge(header: { $0[12 + bit / 8] = 1 << (bit % 8) }))
    }
  }

  @Test func aNewerMinorVersionIsReadUnlessItRequiresMore() throws {
    let contents = BlobErrorTests.forge(header: { header in
      header[10] = 7
      header[16] = 0xFF
      header[100] = 1
    })
    let reader = try BlobReader(contents: contents)
    try reader.verify()
    #expect(reader.header.minorVersion == 7)
    #expect(reader.header.optionalFlags == 0xFF)
  }

  @Test func headerReservedNotZero() throws {
    for index in 96..<120 {
      try expectRefused(BlobErrorTests.forge(header: { $0[index] = 1 }))
    }
  }

  @Test func fileByteCountMismatch() throws {
    let contents = BlobErrorTests.forge { (_: inout Entry) in }
    try expectRefused(contents + [0])
    for count in 128..<contents.count { try expectRefused(Array(contents[..<count])) }
    try expectRefused(BlobErrorTests.forge(header: { $0[31] = 0xFF }))
  }

  // MARK: - Directory

  @Test func directoryByteCountInvalid() throws {
    try expectRefused(BlobErrorTests.forge(header: { $0[43] = 2 }))
    try expectRefused(BlobErrorTests.forge(header: { $0[47] = 0x80 }))
    try expectRefused(BlobErrorTests.forge(header: { $0[20] = 200 }))
  }

  @Test func directoryOutOfBounds() throws {
    try expectRefused(BlobErrorTests.forge(header: { $0[32] += 1 }))
    try expectRefused(BlobErrorTests.forge(header: { $0[32] -= 64 }))
    try expectRefused(BlobErrorTests.forge(header: { $0[39] = 0x80 }))
    try expectRefused(BlobErrorTests.forge(header: { $0[39] = 0x7F }))
    // Inside the header, and ending with the file.
    try expectRefused(
      BlobErrorTests.forge(header: { header in
        let fileByteCount = header[24]
        header[32] = 64
        header[40] = fileByteCount - 64
      }))
  }

  @Test func directoryChecksumMismatch() throws {
    var contents = BlobErrorTests.forge { (_: inout Entry) in }
    contents[contents.count - 1] ^= 0x10
    try expectRefused(contents)
  }

  @Test func directoryTruncated() throws {
    for edit: (inout Entry) -> Void in [
      { entry in
        entry.name = [UInt8](repeating: 97, count: 200)
        entry.frames = []
      },
      { entry in
        entry.extents = [1, 2, 3]
        entry.frames = []
      },
      { _ in },
    ] {
      var entry = Entry("a", raw: [1, 2, 3])
      edit(&entry)
      var forge = BlobForge([Entry("b", raw: []), entry])
      forge.editDirectory = { $0.removeLast(3) }
      try expectRefused(forge.build())
    }
    // A frame count that fits the raw bytes but not the directory: nothing may be allocated for it.
    try expectRefused(
      BlobErrorTests.forge { entry in
        entry.rawByteCount = 200 << 20
        entry.frameCount = 800
      })
  }

  @Test func directoryTrailingBytes() throws {
    var forge = BlobForge(Entry("a", raw: [1, 2, 3]))
    forge.editDirectory = { $0.append(0) }
    try expectRefused(forge.build())
    // An entry that the header does not count.
    var uncounted = BlobForge([Entry("a", raw: [1]), Entry("b", raw: [])])
    uncounted.editHeader = { $0[20] = 1 }
    try expectRefused(uncounted.build())
  }

  @Test func recordCountTooLarge() throws {
    try expectRefused(
      BlobErrorTests.forge(header: { header in
        header[20] = 1
        header[22] = 1
      }))
    try expectRefused(BlobErrorTests.forge(header: { $0[23] = 0xFF }))
  }

  @Test func rawByteCountTotalMismatch() throws {
    try expectRefused(BlobErrorTests.forge(header: { $0[56] += 1 }))
    try expectRefused(BlobErrorTests.forge(header: { $0[63] = 0x80 }))
  }

  // MARK: - Entries

  @Test func recordKindUnknown() throws {
    for kind: UInt8 in [4, 255] { try expectRefused(BlobErrorTests.forge { $0.kind = kind }) }
  }

  @Test func recordNameInvalid() throws {
    let long = [UInt8](repeating: 97, count: 256)
    for name in [[], long, Array("a b".utf8), Array("é".utf8), [97, 0], [0xFF], Array("a/b".utf8)] {
      try expectRefused(BlobErrorTests.forge { $0.name = name })
    }
  }

  @Test func recordNameDuplicate() throws {
    try expectRefused(BlobForge([Entry("a", raw: [1]), Entry("a", raw: [2])]).build())
  }

  @Test func recordFormatInvalid() throws {
    let formats: [[UInt8]] = [
      [5, 0, 0, 0], [0, 4, 0, 0], [1, 0, 32, 0], [2, 0, 0, 1], [2, 0, 0, 2], [4, 0, 0, 0],
      [4, 5, 32, 0],
      [4, 4, 0, 0], [4, 4, 33, 0], [4, 4, 32, 2], [4, 4, 32, 4], [4, 8, 255, 0],
      [255, 255, 255, 255],
    ]
    for format in formats { try expectRefused(BlobErrorTests.forge { $0.format = format }) }
  }

  @Test func recordFormatMismatch() throws {
    try expectRefused(BlobErrorTests.forge { $0.format = [1, 0, 0, 0] })
    let cases: [(UInt8, [UInt8])] = [
      (2, [0, 0, 0, 0]), (2, [2, 0, 0, 0]), (2, [4, 4, 32, 0]), (3, [0, 0, 0, 0]),
    ]
    for (kind, format) in cases {
      try expectRefused(
        BlobForge(Entry("a", kind: kind, format: format, extents: [1, 1], byteCount: 4)).build())
    }
  }

  @Test func recordRankInvalid() throws {
    try expectRefused(BlobErrorTests.forge { $0.extents = [3] })
    let extents: [(UInt8, [UInt32])] = [
      (2, []), (2, [1, 1, 1, 1, 1]), (3, []), (3, [1]), (3, [1, 1, 1]),
    ]
    for (kind, extents) in extents {
      try expectRefused(
        BlobForge(
          Entry("a", kind: kind, format: [1, 0, 0, 0], extents: extents, byteCount: 4)
        ).build())
    }
  }

  @Test func recordExtentInvalid() throws {
    for extent: UInt32 in [0, 1 << 24 + 1, .max] {
      for kind: UInt8 in [2, 3] {
        try expectRefused(
          BlobForge(
            Entry("a", kind: kind, format: [1, 0, 0, 0], extents: [1, extent], byteCount: 4)
          ).build())
      }
    }
  }

  @Test func recordRawByteCountTooLarge() throws {
    try expectRefused(BlobErrorTests.forge { $0.rawByteCount = 256 << 20 + 1 })
    try expectRefused(BlobErrorTests.forge { $0.rawByteCount = 1 << 62 })
    try expectRefused(
      BlobErrorTests.forge { entry in
        entry.kind = 0
        entry.rawByteCount = 16 << 20 + 1
      })
    // Shapes beyond a terabyte, one of them beyond 64 bits.
    let most: UInt32 = 1 << 24
    for (kind, extents) in [
      (2 as UInt8, [most, most]), (2, [most, most, most, most]), (3, [most, most]),
    ] {
      var entry = Entry("a", kind: kind, format: [1, 0, 0, 0], extents: extents, byteCount: 4)
      entry.rawByteCount = 0
      try expectRefused(BlobForge(entry).build())
    }
  }

  @Test func recordRawByteCountMismatch() throws {
    for byteCount in [0, 23, 25, 28] {
      try expectRefused(
        BlobForge(
          Entry("a", kind: 2, format: [1, 0, 0, 0], extents: [2, 3], byteCount: byteCount)
        ).build())
    }
    for byteCount in [256, 256 + 32, 256 + 64 + 64, 512] {
      try expectRefused(
        BlobForge(
          Entry("a", kind: 3, format: [4, 4, 32, 0], extents: [16, 32], byteCount: byteCount)
        ).build())
    }
  }

  @Test func recordFrameCountMismatch() throws {
    for count: UInt32 in [0, 2, .max] {
      try expectRefused(BlobErrorTests.forge { $0.frameCount = count })
    }
    try expectRefused(
      BlobForge(Entry("a", raw: [])).with { $0.frames = [BlobForge.Frame(stored: [])] }.build())
  }

  @Test func recordReservedNotZero() throws {
    try expectRefused(BlobErrorTests.forge { $0.reserved = 1 << 31 })
  }

  @Test func recordOverlap() throws {
    for offset: UInt64 in [0, 64, 127] {
      try expectRefused(BlobErrorTests.forge { $0.offset = offset })
    }
    var second = Entry("b", raw: [UInt8](repeating: 1, count: 64))
    second.offset = 128
    try expectRefused(BlobForge([Entry("a", raw: [1]), second]).build())
    // Out of order: the second record in front of the first.
    var first = Entry("a", raw: [UInt8](repeating: 1, count: 64))
    first.offset = 128
    second.offset = 128
    try expectRefused(BlobForge([first, second]).build())
  }

  @Test func recordGap() throws {
    var second = Entry("b", raw: [UInt8](repeating: 1, count: 64))
    for offset: UInt64 in [129, 130, 191, 193, 256] {
      second.offset = offset
      try expectRefused(BlobForge([Entry("a", raw: [1]), second]).build())
    }
  }

  @Test func recordOutOfBounds() throws {
    for offset: UInt64 in [1 << 20, .max, 1 << 63] {
      try expectRefused(BlobErrorTests.forge { $0.offset = offset })
    }
    // The last record runs into the directory.
    var forge = BlobForge([Entry("a", raw: [1]), Entry("b", raw: [UInt8](repeating: 0, count: 80))])
    forge.editRecords = { $0.removeLast(64) }
    try expectRefused(forge.build())
  }

  @Test func directoryGap() throws {
    for count in [1, 64, 128] {
      var forge = BlobForge(Entry("a", raw: [1]))
      forge.editRecords = { $0 += [UInt8](repeating: 0, count: count) }
      try expectRefused(forge.build())
    }
    var empty = BlobForge([])
    empty.editRecords = { $0 += [UInt8](repeating: 0, count: 64) }
    try expectRefused(empty.build())
  }

  @Test func frameEncodingUnknown() throws {
    for encoding: UInt32 in [2, 256, .max] {
      try expectRefused(BlobErrorTests.forge { $0.frames[0].encoding = encoding })
    }
  }

  @Test func frameStoredByteCountInvalid() throws {
    for count: UInt32 in [0, 2, 4, .max] {
      try expectRefused(BlobErrorTests.forge { $0.frames[0].storedByteCount = count })
    }
    for count: UInt32 in [0, 3, 4, .max] {
      try expectRefused(
        BlobErrorTests.forge { entry in
          entry.frames[0].encoding = 1
          entry.frames[0].storedByteCount = count
        })
    }
  }
}

extension BlobForge {
  fileprivate func with(_ edit: (inout Entry) -> Void) -> BlobForge {
    var copy = self
    edit(&copy.entries[0])
    return copy
  }
}
