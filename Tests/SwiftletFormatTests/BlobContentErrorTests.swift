import Foundation
import SwiftletFormat
import SwiftletSystem
import Testing

/// One test per way in which the contents of a blob can lie, named as the error that it must raise.
@Suite struct BlobContentErrorTests {
  typealias Entry = BlobForge.Entry

  /// A blob of one compressed frame of 1000 bytes that says of itself what `edit` makes of it.
  static func forge(declared: Int = 1000, _ edit: (inout ZstdForge) -> Void) -> [UInt8] {
    var zstd = ZstdForge(count: 1000)
    edit(&zstd)
    let raw = [UInt8](repeating: zstd.value, count: declared)
    return BlobForge(Entry("a", raw: raw, compressed: zstd.build())).build()
  }

  // MARK: - Sources and files

  @Test func unreadable() throws {
    let contents = try SampleBlob.small().contents
    for failing in [0, 128, contents.count - 1] {
      let source = FailingByteSource(contents: contents, failing: failing)
      #expect {
        try BlobReader(source: source).verify()
      } throws: {
        caseName(try #require($0 as? BlobError)) == "unreadable"
      }
    }
  }

  @Test func unwritable() throws {
    let folder = try TestFolder()
    #expect {
      _ = try BlobWriter(path: folder.file("none/a"))
    } throws: {
      caseName(try #require($0 as? BlobError)) == "unwritable"
    }
  }

  // MARK: - Frames

  @Test func paddingNotZero() throws {
    for index in [3, 63] {
      var forge = BlobForge([Entry("a", raw: [1, 2, 3]), Entry("b", raw: [1])])
      forge.editRecords = { $0[index] = 1 }
      try expectRefused(forge.build(), at: .verify)
    }
    var forge = BlobForge([Entry("a", raw: [1, 2, 3])])
    forge.editRecords = { $0[63] = 1 }
    try expectRefused(forge.build(), at: .verify)
  }

  @Test func frameChecksumMismatch() throws {
    var entry = Entry("a", raw: [1, 2, 3])
    entry.frames[0].checksum = 0
    try expectRefused(BlobForge(entry).build(), at: .read)
  }

  @Test func frameHeaderInvalid() throws {
    try expectRefused(BlobContentErrorTests.forge { $0.reservedBit = true }, at: .read)
    let raw = [UInt8](repeating: 7, count: 1000)
    let good = ZstdForge(count: 1000).build()
    // A skippable frame, another magic, and headers that are cut.
    let skippable: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 1, 0, 0, 0, 9]
    for stored in [skippable, [1] + good.dropFirst()] + (1..<13).map({ Array(good[..<$0]) }) {
      try expectRefused(BlobForge(Entry("a", raw: raw, compressed: stored)).build(), at: .read)
    }
  }

  @Test func frameDictionaryUsed() throws {
    try expectRefused(BlobContentErrorTests.forge { $0.dictionaryID = 9 }, at: .read)
  }

  @Test func frameContentChecksumMissing() throws {
    try expectRefused(BlobContentErrorTests.forge { $0.hasChecksum = false }, at: .read)
  }

  @Test func frameWindowTooLarge() throws {
    // 2^18 * 9/8, and 2^41 * 15/8, the largest that a frame can ask for.
    for descriptor: UInt8 in [8 << 3 | 1, 255] {
      try expectRefused(
        BlobContentErrorTests.forge { $0.windowDescriptor = descriptor }, at: .read)
    }
  }

  @Test func frameContentByteCountMismatch() throws {
    for count: UInt64 in [0, 999, 1001, .max] {
      try expectRefused(BlobContentErrorTests.forge { $0.contentByteCount = count }, at: .read)
    }
    // A window, and no word about the content.
    try expectRefused(
      BlobContentErrorTests.forge { zstd in
        zstd.windowDescriptor = 0
        zstd.contentByteCount = nil
      }, at: .read)
    // An honest frame in the place of a shorter and of a longer one.
    try expectRefused(BlobContentErrorTests.forge(declared: 900) { _ in }, at: .read)
    try expectRefused(BlobContentErrorTests.forge(declared: 1100) { _ in }, at: .read)
  }

  @Test func frameTrailingBytes() throws {
    let zstd = ZstdForge(count: 1000)
    let empty = ZstdForge(count: 0).build()
    let skippable: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 1, 0, 0, 0, 9]
    for extra in [[0], empty, skippable] {
      let entry = Entry("a", raw: zstd.raw, compressed: zstd.build() + extra)
      try expectRefused(BlobForge(entry).build(), at: .read)
    }
  }

  @Test func frameDecompressionFailed() throws {
    // Content that is larger, and smaller, than frame and directory agree that it is.
    for count in [999, 1001, 200_000] {
      var zstd = ZstdForge(count: count)
      zstd.contentByteCount = 1000
      let raw = [UInt8](repeating: 7, count: 1000)
      try expectRefused(
        BlobForge(Entry("a", raw: raw, compressed: zstd.build())).build(), at: .read)
    }
    // A content checksum that does not fit, a block of the reserved type, and a frame that is cut.
    let good = ZstdForge(count: 1000).build()
    var wrongChecksum = good
    wrongChecksum[good.count - 1] ^= 1
    var reservedBlock = good
    reservedBlock[13] |= 0x06
    for stored in [wrongChecksum, reservedBlock, Array(good.dropLast())] {
      let entry = Entry("a", raw: ZstdForge(count: 1000).raw, compressed: stored)
      try expectRefused(BlobForge(entry).build(), at: .read)
    }
  }

  @Test func recordChecksumMismatch() throws {
    var plain = Entry("a", raw: [1, 2, 3])
    plain.checksum ^= 1
    try expectRefused(BlobForge(plain).build(), at: .read)
    let zstd = ZstdForge(count: 1000)
    var compressed = Entry("a", raw: zstd.raw, compressed: zstd.build())
    compressed.checksum ^= 1
    try expectRefused(BlobForge(compressed).build(), at: .read)
  }

  @Test func fileDigestMismatch() throws {
    var forge = BlobForge(Entry("a", raw: [1, 2, 3]))
    forge.editHeader = { $0[64] ^= 1 }
    try expectRefused(forge.build(), at: .verify)
  }

  // MARK: - Lookup

  @Test func recordMissing() throws {
    let reader = try BlobReader(contents: BlobForge(Entry("a", raw: [])).build())
    for read: () throws -> Void in [
      { _ = try reader.metadata("b") }, { _ = try reader.bytes("b") },
    ] {
      #expect(throws: BlobError.self) { try read() }
    }
    #expect {
      _ = try reader.bytes("b")
    } throws: {
      caseName(try #require($0 as? BlobError)) == "recordMissing"
    }
  }

  @Test func recordKindMismatch() throws {
    let reader = try BlobReader(contents: BlobForge(Entry("a", raw: [])).build())
    #expect {
      _ = try reader.metadata("a")
    } throws: {
      caseName(try #require($0 as? BlobError)) == "recordKindMismatch"
    }
  }

  // MARK: - Metadata tables

  static func table(_ bytes: [UInt8]) -> [UInt8] {
    BlobForge(Entry("table", kind: 0, raw: bytes)).build()
  }

  @Test func metadataTruncated() throws {
    var table = MetadataTable()
    table["bool"] = .bool(true)
    table["integer"] = .integer(-5)
    table["float"] = .float(2.5)
    table["string"] = .string("text")
    table["data"] = .data([1, 2])
    table["bools"] = .bools([true])
    table["integers"] = .integers([1])
    table["floats"] = .floats([1])
    table["strings"] = .strings(["a", "b"])
    let bytes = table.encoded()
    for count in 0..<bytes.count {
      try expectRefused(BlobContentErrorTests.table(Array(bytes[..<count])), at: .read)
    }
    // Counts far beyond the bytes that are there.
    for type: UInt8 in [3, 4, 16, 17, 18, 19] {
      let entry: [UInt8] = [1, 0, 0, 0, type, 1, 97, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0]
      try expectRefused(BlobContentErrorTests.table(entry), at: .read)
    }
  }

  @Test func metadataTrailingBytes() throws {
    try expectRefused(
      BlobContentErrorTests.table(MetadataTable().encoded() + [0]), at: .read)
  }

  @Test func metadataEntryCountTooLarge() throws {
    try expectRefused(BlobContentErrorTests.table([1, 0, 1, 0]), at: .read)
    try expectRefused(BlobContentErrorTests.table([255, 255, 255, 255]), at: .read)
  }

  @Test func metadataKeyInvalid() throws {
    for key: [UInt8] in [[], [0x1F], [0x7F], [0xC3, 0xA9]] {
      let bytes = [1, 0, 0, 0, 0, UInt8(key.count)] + key + [1]
      try expectRefused(BlobContentErrorTests.table(bytes), at: .read)
    }
  }

  @Test func metadataKeyDuplicate() throws {
    let bytes: [UInt8] = [2, 0, 0, 0, 0, 1, 97, 1, 0, 1, 97, 1]
    try expectRefused(BlobContentErrorTests.table(bytes), at: .read)
  }

  @Test func metadataTypeUnknown() throws {
    for type: UInt8 in [5, 15, 20, 255] {
      try expectRefused(BlobContentErrorTests.table([1, 0, 0, 0, type, 1, 97, 1]), at: .read)
    }
  }

  @Test func metadataBoolInvalid() throws {
    for value: UInt8 in [2, 255] {
      try expectRefused(BlobContentErrorTests.table([1, 0, 0, 0, 0, 1, 97, value]), at: .read)
    }
  }

  @Test func metadataTextInvalid() throws {
    // A lone continuation byte, an overlong slash, half a surrogate pair, beyond U+10FFFF.
    for text: [UInt8] in [[0x80], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]] {
      let bytes = [1, 0, 0, 0, 3, 1, 97, UInt8(text.count), 0, 0, 0] + text
      try expectRefused(BlobContentErrorTests.table(bytes), at: .read)
    }
  }

  // MARK: - The list of cases

  /// A new way to lie needs a new test: the names are compared in the sources themselves.
  @Test func everyCaseHasATestOfItsName() throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let sources = tests.deletingLastPathComponent().deletingLastPathComponent()
    let errors = try String(
      contentsOf: sources.appendingPathComponent("Sources/SwiftletFormat/BlobError.swift"),
      encoding: .utf8)
    let suites = try ["BlobErrorTests.swift", "BlobContentErrorTests.swift"].map {
      try String(contentsOf: tests.appendingPathComponent($0), encoding: .utf8)
    }.joined()
    let cases = errors.matches(of: /\n  case ([a-zA-Z]+)\(/).map { String($0.1) }
    #expect(cases.count > 40)
    for name in cases { #expect(suites.contains("@Test func \(name)()"), "\(name)") }
  }
}

/// A source that reports an error for every read that touches one byte.
final class FailingByteSource: ByteSource {
  let name = "failing"
  private let memory: MemoryByteSource
  private let failing: Int

  init(contents: [UInt8], failing: Int) {
    memory = MemoryByteSource(name: "failing", contents: contents)
    self.failing = failing
  }

  var byteCount: Int { memory.byteCount }

  func read(at offset: Int, into destination: UnsafeMutableRawBufferPointer)
    throws(ByteSourceError)
  {
    guard !(offset..<offset + destination.count).contains(failing) else {
      throw .readFailed(InputFault(file: name, place: "", expected: "bytes", found: "an error"))
    }
    try unsafe memory.read(at: offset, into: destination)
  }
}
