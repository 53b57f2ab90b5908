import SwiftletSystem
import Testing
import _SwiftletTestSupport

@Suite struct XXH64Tests {
  /// The input of the reference implementation's self-test: the high bytes of powers of a prime.
  static func sanityBuffer(count: Int) -> [UInt8] {
    var generator: UInt64 = 2_654_435_761
    return (0..<count).map { _ in
      defer { generator &*= 11_400_714_785_074_694_797 }
      return UInt8(truncatingIfNeeded: generator >> 56)
    }
  }

  /// Vectors of `xsum_sanity_check.c` (xxHash 0.8): length, seed, checksum.
  @Test(
    arguments: [
      (0, 0, 0xEF46_DB37_51D8_E999), (0, 0x9E37_79B1, 0xAC75_FDA2_929B_17EF),
      (1, 0, 0xE934_A84A_DB05_2768), (1, 0x9E37_79B1, 0x5014_6076_43A9_B4C3),
      (4, 0, 0x9136_A0DC_A574_57EE), (12, 0, 0x0723_BF50_086E_AD9A),
      (14, 0, 0x8282_DCC4_994E_35C8), (14, 0x9E37_79B1, 0xC3BD_6BF6_3DEB_6DF0),
      (19, 0, 0xE91C_6EF3_1FC0_8F82), (222, 0, 0xB641_AE8C_B691_C174),
      (222, 0x9E37_79B1, 0x20CB_8AB7_AE10_C14A),
    ] as [(Int, UInt64, UInt64)])
  func meetsThePublishedVectors(count: Int, seed: UInt64, expected: UInt64) {
    #expect(XXH64.hash(XXH64Tests.sanityBuffer(count: count), seed: seed) == expected)
  }

  @Test func meetsTheTextVectors() {
    #expect(XXH64.hash(Array("a".utf8)) == 0xD24E_C4F1_A98C_6E5B)
    #expect(XXH64.hash(Array("abc".utf8)) == 0x44BC_2CF5_AD77_0999)
  }

  @Test func piecesGiveTheSameAsTheWhole() {
    let bytes = XXH64Tests.sanityBuffer(count: 300)
    let whole = XXH64.hash(bytes)
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<200 {
      var state = XXH64()
      var position = 0
      while position < bytes.count {
        let count = min(bytes.count - position, Int.random(in: 0...70, using: &generator))
        unsafe Array(bytes[position..<position + count]).withUnsafeBytes { unsafe state.update($0) }
        position += count
      }
      #expect(state.digest == whole)
    }
  }
}
