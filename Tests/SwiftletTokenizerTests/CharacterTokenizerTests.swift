import SwiftletSystem
import SwiftletTokenizer
import Testing

@Suite struct CharacterTokenizerTests {
  // ▁ a b c are 256 to 259; ab 260, ▁ab 261, bc 262, ▁a 263.
  @Test func mergesTheLowestRankFirst() throws {
    let tokenizer = try SmallCharacterTokenizer().opened()
    #expect(tokenizer.encode("ab") == [261])
    #expect(tokenizer.encode("abc a") == [261, 259, 263])
    #expect(tokenizer.encode("bc") == [256, 262])
    #expect(tokenizer.encode("") == [])
  }

  @Test func aPairThatIsNotListedDoesNotMerge() throws {
    var small = SmallCharacterTokenizer()
    // "abc" is a token, but only as ab + c; b + c comes first.
    small.merges = [("b", "c"), ("a", "b"), ("ab", "c")]
    #expect(try small.opened().encode("abc") == [256, 257, 260])
    small.merges = [("a", "b"), ("b", "c"), ("ab", "c")]
    #expect(try small.opened().encode("abc") == [256, 262])
  }

  @Test func unknownCharactersBecomeBytes() throws {
    let tokenizer = try SmallCharacterTokenizer().opened()
    #expect(tokenizer.encode("é") == [256, 0xC3, 0xA9])
    // A byte's name in the text is not the byte.
    #expect(tokenizer.encode("<0x41>") == [256] + "<0x41>".utf8.map { Int32($0) })
  }

  @Test func aRunOfBytesIsTextAsAWholeOrNotAtAll() throws {
    let tokenizer = try SmallCharacterTokenizer().opened()
    func text(_ ids: [Int32]) -> String { tokenizer.decode(ids, skipSpecialTokens: false) }
    #expect(text([256, 0xC3, 0xA9]) == "é")
    #expect(text([0xC3, 0xA9, 0xC3, 257]) == "\u{FFFD}\u{FFFD}\u{FFFD}a")
    // One space in front goes, wherever it comes from.
    #expect(text([256, 256, 257]) == " a")
    #expect(text([0x20, 257]) == "a")
    #expect(text([257, 256, 258]) == "a b")
  }

  @Test func metaspacePutsASpaceWhereItsSchemeSays() throws {
    func ids(_ scheme: String, _ text: String) throws -> [Int32] {
      var small = SmallCharacterTokenizer.metaspace(scheme)
      small.addedTokens = [SmallTokenizer.added(264, "<s>", special: true)]
      return try small.opened().encode(text)
    }
    #expect(try ids("first", "a<s>a") == [263, 264, 257])
    #expect(try ids("first", "<s>a") == [264, 257])
    #expect(try ids("always", "a<s>a") == [263, 264, 263])
    #expect(try ids("never", "a<s>a") == [257, 264, 257])
    // A stretch that starts with a space gets no second one.
    #expect(try ids("always", " a") == [263])
    #expect(try SmallCharacterTokenizer().opened().encode(" a") == [256, 263])
  }

  @Test func streamsLikeItDecodes() throws {
    let tokenizer = try SmallCharacterTokenizer().opened()
    let ids = tokenizer.encode("a é b😀 ab")
    var decoder = StreamingDecoder(tokenizer, continuesText: false)
    var text = ids.map { decoder.push($0) }.joined()
    text += decoder.finish()
    #expect(text == "a é b😀 ab")
    #expect(text == tokenizer.decode(ids, skipSpecialTokens: true))
  }

  @Test func refusesWhatItDoesNotHaveByName() {
    func refused(_ change: (inout SmallCharacterTokenizer) -> Void) -> String? {
      var small = SmallCharacterTokenizer()
      change(&small)
      let tokenizer = small
      let error = #expect(throws: TokenizerError.self) { try tokenizer.compiled() }
      #expect(error?.isUnsupported == true, "\(String(describing: error))")
      return error?.fault.place
    }
    #expect(refused { $0.normalizer = #"{"type":"Lowercase"}"# } == "normalizer")
    #expect(
      refused {
        $0.normalizer = #"{"type":"Replace","pattern":{"Regex":" +"},"content":"▁"}"#
      } == "normalizer.pattern")
    #expect(
      refused {
        $0.normalizer = "null"
        $0.preTokenizer =
          #"{"type":"Split","pattern":{"String":" "},"behavior":"Removed","invert":false}"#
      } == "pre_tokenizer")
    #expect(refused { $0.decoder = #"{"type":"Metaspace"}"# } == "decoder")
    #expect(refused { $0.decoder = "null" } == "")
    #expect(refused { $0.model = #""ignore_merges":true,"# } == "model")
    #expect(refused { $0.merges.append(("<0x41>", "<0x42>")) } == "model.merges[5]")
  }

  @Test(arguments: ["a", "ab", " ", "é", "\u{2581}", "abc "])
  func longRunsDoNotTakeQuadraticTime(_ unit: String) throws {
    let text = String(repeating: unit, count: 1_000_000 / unit.utf8.count)
    let tokenizer = try SmallCharacterTokenizer().opened()
    let decoded = tokenizer.decode(tokenizer.encode(text), skipSpecialTokens: false)
    #expect(sameText(decoded, String(text.map { $0 == "▁" ? " " : $0 })))
    let metaspace = try SmallCharacterTokenizer.metaspace("first").opened()
    #expect(metaspace.encode(text).count * 8 >= text.utf8.count / 4)
  }
}
