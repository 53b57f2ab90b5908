import SwiftletSystem
import Testing
import _SwiftletTestSupport

@Suite struct DigestingByteSourceTests {
  static let contents: [UInt8] = {
    var generator = SeededGenerator(seed: 21)
    return (0..<700_001).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }()
  static let memory = MemoryByteSource(name: "memory", contents: contents)
  static let wanted = SHA256.hash(contents)

  @Test func readsInOrderTakeEveryByteOnce() throws {
    let source = DigestingByteSource(DigestingByteSourceTests.memory)
    source.beginDigest()
    var position = 0
    for count in [0, 1, 63, 64, 65, 300_000, 7] {
      let end = position + count
      let bytes = try source.bytes(at: position, count: count)
      #expect(bytes == Array(DigestingByteSourceTests.contents[position..<end]))
      position = end
    }
    #expect(source.readByteCount == position)
    #expect(try source.finishDigest() == DigestingByteSourceTests.wanted)
    #expect(source.readByteCount == source.byteCount)
  }

  @Test func gapsRepetitionsAndReadsBackwardsChangeNothing() throws {
    let source = DigestingByteSource(DigestingByteSourceTests.memory)
    for _ in 0..<2 {
      source.beginDigest()
      for (offset, count) in [
        (100, 50), (0, 20), (120, 100), (600_000, 10), (599_000, 2_000), (700_001, 0), (5, 5),
      ] {
        _ = try source.bytes(at: offset, count: count)
      }
      #expect(source.readByteCount > 601_000)
      #expect(try source.finishDigest() == DigestingByteSourceTests.wanted)
    }
  }

  @Test func whatNobodyReadIsReadAtTheEnd() throws {
    let source = DigestingByteSource(DigestingByteSourceTests.memory)
    _ = try source.bytes(at: 0, count: 9)
    #expect(try source.finishDigest() == DigestingByteSourceTests.wanted)
    let empty = DigestingByteSource(MemoryByteSource(name: "none", contents: []))
    empty.beginDigest()
    #expect(try empty.finishDigest() == SHA256.hash([]))
  }

  @Test func aRefusedReadLeavesTheDigestAlone() throws {
    let source = DigestingByteSource(DigestingByteSourceTests.memory)
    source.beginDigest()
    #expect(throws: ByteSourceError.self) { try source.bytes(at: 700_000, count: 2) }
    #expect(try source.finishDigest() == DigestingByteSourceTests.wanted)
  }
}
