import SwiftletTokenizer
import Testing
import _SwiftletTestSupport

@Suite struct StreamingDecoderTests {
  @Test func holdsBackHalfACharacter() throws {
    var decoder = StreamingDecoder(try SmallTokenizer().opened())
    let bytes = Array("é世😀".utf8)
    let parts = bytes.map { decoder.push(Int32($0)) }
    #expect(parts == ["", "é", "", "", "世", "", "", "", "😀"])
    #expect(decoder.finish() == "")
  }

  @Test func replacesWhatCanBecomeNoCharacter() throws {
    var decoder = StreamingDecoder(try SmallTokenizer().opened())
    #expect(decoder.push(0xE4) == "")
    #expect(decoder.push(0xB8) == "")
    #expect(decoder.push(0x41) == "\u{FFFD}A")
    #expect(decoder.push(0xFF) == "\u{FFFD}")
    #expect(decoder.push(0xF0) == "")
    #expect(decoder.finish() == "\u{FFFD}")
    #expect(decoder.push(0x42) == "B")
  }

  @Test func ignoresIdsWithoutAToken() throws {
    var decoder = StreamingDecoder(try SmallTokenizer().opened())
    #expect(decoder.push(-1) + decoder.push(.max) + decoder.push(.min) == "")
    #expect(try SmallTokenizer().opened().decode([-7, 9_999_999], skipSpecialTokens: true) == "")
  }

  @Test func theStreamIsTheDecodedText() throws {
    let tokenizer = try SmallTokenizer().opened()
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<500 {
      let ids = (0..<12).map { _ in Int32.random(in: 0..<262, using: &generator) }
      var decoder = StreamingDecoder(tokenizer)
      var text = ids.map { decoder.push($0) }.joined()
      text += decoder.finish()
      #expect(sameText(text, tokenizer.decode(ids, skipSpecialTokens: true)))
      // The standard library replaces by the same rule.
      let bytes = ids.flatMap { tokenizer.bytes(of: $0) }
      #expect(sameText(text, String(decoding: bytes, as: UTF8.self)))
    }
  }

  @Test(.enabled(if: AllocationCounter.isAvailable, AllocationCounter.message))
  func allocatesNothingPerToken() throws {
    let tokenizer = try SmallTokenizer().opened()
    var decoder = StreamingDecoder(tokenizer)
    var buffer: [UInt8] = []
    buffer.reserveCapacity(100_000)
    let allocations = AllocationCounter.count {
      for id in Int32(-1)..<300 {
        decoder.push(id, into: &buffer)
        tokenizer.appendBytes(of: id, to: &buffer)
      }
      decoder.finish(into: &buffer)
    }
    #expect(allocations == 0)
    #expect(buffer.count > 512)
  }

  @Test(.enabled(if: SharedFixtures.arePresent, SharedFixtures.message))
  func piecesOfAContinuationKeepTheirSpace() throws {
    let folder = SharedFixtures.path("tokenizers/mobilellm")
    let tokenizer = try #require(try Tokenizer.load(folder: folder))
    let ids = tokenizer.encode(" Hello 😀 world", addSpecialTokens: false)
    var continuing = StreamingDecoder(tokenizer)
    #expect(ids.map { continuing.push($0) }.joined() == "  Hello 😀 world")
    var beginning = StreamingDecoder(tokenizer, continuesText: false)
    #expect(ids.map { beginning.push($0) }.joined() == tokenizer.decodePieces(ids))
  }
}
