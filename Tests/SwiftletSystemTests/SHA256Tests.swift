import SwiftletSystem
import Testing
import _SwiftletTestSupport

@Suite struct SHA256Tests {
  /// The examples of FIPS 180-4 and of NIST's SHA-2 additional test vectors.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqr"
        + "lmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ])
  func meetsThePublishedVectors(text: String, expected: String) {
    #expect(SHA256.hexadecimal(SHA256.hash(Array(text.utf8))) == expected)
  }

  @Test func aMillionLetters() {
    let digest = SHA256.hash([UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000))
    #expect(
      SHA256.hexadecimal(digest)
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  /// Lengths around the block and around the room that the length field needs (55, 56, 64, 119, 120).
  @Test func zerosOfPaddingLengths() {
    #expect(
      SHA256.hexadecimal(SHA256.hash([UInt8](repeating: 0, count: 55)))
        == "02779466cdec163811d078815c633f21901413081449002f24aa3e80f0b88ef7")
    #expect(
      SHA256.hexadecimal(SHA256.hash([UInt8](repeating: 0, count: 56)))
        == "d4817aa5497628e7c77e6b606107042bbba3130888c5f47a375e6179be789fbb")
    #expect(
      SHA256.hexadecimal(SHA256.hash([UInt8](repeating: 0, count: 64)))
        == "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b")
  }

  /// Where the processor has instructions for it, both ways are compared; elsewhere one way is run twice.
  @Test func plainSwiftAndTheProcessorsInstructionsAgree() {
    var generator = SeededGenerator(seed: 5)
    let bytes = (0..<4096).map { _ in UInt8.random(in: 0...255, using: &generator) }
    for count in Array(0...200) + [255, 256, 257, 1000, 4095, 4096] {
      var fast = SHA256()
      var plain = SHA256(isPlain: true)
      fast.update(Array(bytes[..<count]))
      plain.update(Array(bytes[..<count]))
      #expect(fast.finalized() == plain.finalized(), "\(count) bytes")
    }
  }

  @Test func plainSwiftMeetsAPublishedVector() {
    var digest = SHA256(isPlain: true)
    digest.update([UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000))
    #expect(
      SHA256.hexadecimal(digest.finalized())
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test func piecesGiveTheSameAsTheWhole() {
    var generator = SeededGenerator(seed: 2)
    let bytes = (0..<500).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let whole = SHA256.hash(bytes)
    for _ in 0..<200 {
      var state = SHA256()
      var position = 0
      while position < bytes.count {
        let count = min(bytes.count - position, Int.random(in: 0...140, using: &generator))
        state.update(Array(bytes[position..<position + count]))
        position += count
      }
      #expect(state.finalized() == whole)
      #expect(state.finalized() == whole, "asking must not change the state")
    }
  }
}
