import SwiftletFormat
import SwiftletSystem
import Testing
import _SwiftletTestSupport

@Suite struct BlobDamageTests {
  /// Every single bit of every byte, and one other value of it.
  static func damages(of byte: UInt8, using generator: inout SeededGenerator) -> [UInt8] {
    (0..<8).map { byte ^ (1 << $0) } + [byte &+ UInt8.random(in: 1...255, using: &generator)]
  }

  static func opensAndVerifies(_ contents: [UInt8]) -> Bool {
    (try? BlobReader(contents: contents).verify()) != nil
  }

  static func opensAndReads(_ contents: [UInt8]) -> Bool {
    guard let reader = try? BlobReader(contents: contents) else { return false }
    return reader.directory.records.allSatisfy { (try? readAll(reader, $0)) != nil }
  }

  @Test func verifyNoticesEveryFlippedBit() throws {
    var contents = try SampleBlob.small().contents
    #expect(contents.count < 2048)
    #expect(BlobDamageTests.opensAndVerifies(contents))
    var generator = SeededGenerator(seed: 11)
    for index in contents.indices {
      let original = contents[index]
      for damaged in BlobDamageTests.damages(of: original, using: &generator) {
        contents[index] = damaged
        #expect(!BlobDamageTests.opensAndVerifies(contents), "byte \(index) as \(damaged)")
      }
      contents[index] = original
    }
  }

  @Test func readingNoticesEveryFlippedBitOutsideOfPadding() throws {
    var contents = try SampleBlob.small().contents
    #expect(BlobDamageTests.opensAndReads(contents))
    var padding = Set(BlobHeader.byteCount..<contents.count)
    let reader = try BlobReader(contents: contents)
    for record in reader.directory.records {
      padding.subtract(record.offset..<record.offset + record.storedByteCount)
    }
    padding.subtract(reader.header.directoryOffset..<contents.count)
    #expect(!padding.isEmpty)
    for index in contents.indices where !padding.contains(index) {
      for bit in 0..<8 {
        contents[index] ^= 1 << bit
        #expect(!BlobDamageTests.opensAndReads(contents), "byte \(index), bit \(bit)")
        contents[index] ^= 1 << bit
      }
    }
  }

  @Test func everyTruncationIsRefusedAtOpen() throws {
    let contents = try SampleBlob.small().contents
    for count in contents.indices {
      #expect(throws: BlobError.self) { try BlobReader(contents: Array(contents[..<count])) }
    }
  }

  @Test func appendedBytesAreRefusedAtOpen() throws {
    let contents = try SampleBlob.small().contents
    for extra in [[0], [0xFF], [UInt8](repeating: 0, count: 64), contents] {
      #expect(throws: BlobError.self) { try BlobReader(contents: contents + extra) }
    }
  }

  /// Damage in headers whose checksums fit must end in an error too, never in a trap.
  @Test func randomNumbersUnderFittingChecksumsNeverTrap() throws {
    var generator = SeededGenerator(seed: 12)
    let zstd = ZstdForge(count: 1000)
    for _ in 0..<4000 {
      var forge = BlobForge([
        .init("table", kind: 0, raw: MetadataTable().encoded()),
        .init("vector", kind: 2, format: [1, 0, 0, 0], extents: [2, 3], byteCount: 24),
        .init("zstd", raw: zstd.raw, compressed: zstd.build()),
      ])
      let place = Int.random(in: 0..<400, using: &generator)
      let value =
        [0, 1, 0x7F, 0x80, 0xFF, UInt8.random(in: 0...255, using: &generator)]
        .randomElement(using: &generator) ?? 0
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: forge.editHeader = { $0[8 + place % 112] = value }
      case 1: forge.editDirectory = { $0[place % $0.count] = value }
      default:
        let stored = forge.entries[2].frames[0].stored
        forge.entries[2].frames[0].stored[place % stored.count] = value
      }
      let contents = forge.build()
      if BlobDamageTests.opensAndReads(contents) { _ = BlobDamageTests.opensAndVerifies(contents) }
    }
  }
}
