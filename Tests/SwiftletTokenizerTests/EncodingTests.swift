import SwiftletTokenizer
import Testing

@Suite struct EncodingTests {
  @Test func mergesTheLowestRankFirst() throws {
    let tokenizer = try SmallTokenizer().opened()
    // h e l l o: "he" (256), "ll" (257), "hell" (258), "hello" (259); " w" is 260.
    #expect(tokenizer.encode("hello world") == [259, 260] + ascii("orld"))
    #expect(tokenizer.encode("hel") == [256] + ascii("l"))
    #expect(tokenizer.encode("") == [])
  }

  @Test func readsMergesWrittenAsPairs() throws {
    var small = SmallTokenizer()
    small.mergesArePairs = true
    #expect(try small.compiled() == SmallTokenizer().compiled())
  }

  @Test func countsAPairListedTwiceWhereItComesLast() throws {
    var small = SmallTokenizer()
    // "a b" comes back behind "b c", so "abc" is a + bc.
    small.merges = [("a", "b"), ("b", "c"), ("a", "b")]
    small.extraVocabulary = []
    let json = String(decoding: small.json, as: UTF8.self)
    // The same text twice in the vocabulary is refused; the result of the repeated merge is the first.
    let parts = json.split(separator: ",\"ab\":258", omittingEmptySubsequences: false)
    #expect(parts.count == 2)
    let bytes = try TokenizerCompiler.compile(json: Array(parts.joined().utf8), file: "twice")
    #expect(try Tokenizer(bytes: bytes, file: "twice").encode("abc") == ascii("a") + [257])
  }

  @Test func ignoreMergesTakesAPieceThatIsInTheVocabulary() throws {
    var small = SmallTokenizer()
    small.extraVocabulary = [("xyz", 300)]
    #expect(try small.opened().encode("xyz") == ascii("xyz"))
    small.model = #""ignore_merges":true,"#
    #expect(try small.opened().encode("xyz") == [300])
  }

  @Test func dropsBytesThatTheVocabularyLacks() throws {
    let json = #"""
      {"added_tokens":[],"pre_tokenizer":\#(SmallTokenizer.byteLevel),
       "decoder":{"type":"ByteLevel"},
       "model":{"type":"BPE","vocab":{"a":0,"b":1,"ab":2},"merges":["a b"]}}
      """#
    let bytes = try TokenizerCompiler.compile(json: Array(json.utf8), file: "lacking")
    let tokenizer = try Tokenizer(bytes: bytes, file: "lacking")
    // The neighbours of a dropped byte merge, as in the tokenizers library.
    #expect(tokenizer.encode("aXb") == [2])
    #expect(tokenizer.encode("XYZ") == [])
  }

  @Test func putsTheTemplateAroundText() throws {
    var small = SmallTokenizer()
    small.addedTokens = [
      SmallTokenizer.added(300, "<a>", special: true),
      SmallTokenizer.added(301, "<b>", special: true),
    ]
    small.postProcessor = #"""
      {"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<a>","type_id":0}},
       {"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"<b>","type_id":0}}],"pair":[],
       "special_tokens":{"<a>":{"id":"<a>","ids":[300],"tokens":["<a>"]},
       "<b>":{"id":"<b>","ids":[301],"tokens":["<b>"]}}}
      """#
    let tokenizer = try small.opened()
    #expect(tokenizer.encode("x") == [300] + ascii("x") + [301])
    #expect(tokenizer.encode("x", addSpecialTokens: false) == ascii("x"))
    #expect(tokenizer.encode("") == [300, 301])
  }

  @Test func prefixSpaceGoesInFrontOfText() throws {
    var small = SmallTokenizer()
    small.preTokenizer =
      #"{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true}"#
    let tokenizer = try small.opened()
    #expect(tokenizer.encode("wx") == [260] + ascii("x"))
    #expect(tokenizer.encode(" wx") == [260] + ascii("x"))
    #expect(tokenizer.encode("") == [])
  }

  @Test func normalizesToFormC() throws {
    var small = SmallTokenizer()
    small.normalizer = #"{"type":"Sequence","normalizers":[{"type":"NFC"}]}"#
    #expect(try small.opened().encode("e\u{301}") == [0xC3, 0xA9])
    #expect(try SmallTokenizer().opened().encode("e\u{301}") == [0x65, 0xCC, 0x81])
  }

  // One piece each: a scan of all pairs after every merge would take minutes for a megabyte.
  @Test(arguments: ["a", "ab", "=", " ", "\n", "e\u{301}", "\u{F73}", "<", "<|x|", "12", "é"])
  func longRunsDoNotTakeQuadraticTime(_ unit: String) throws {
    var small = SmallTokenizer()
    small.merges = [("a", "a"), ("aa", "aa"), ("a", "b"), ("ab", "ab"), ("=", "="), ("Ġ", "Ġ")]
    small.addedTokens = [SmallTokenizer.added(300, "<|x|>", special: true, lstrip: true)]
    let text = String(repeating: unit, count: 1_000_000 / unit.utf8.count)
    for preTokenizer in [
      SmallTokenizer.byteLevel, SmallTokenizer.split(SmallTokenizer.llama3Pattern),
    ] {
      small.preTokenizer = preTokenizer
      let tokenizer = try small.opened()
      let ids = tokenizer.encode(text)
      #expect(sameText(tokenizer.decode(ids, skipSpecialTokens: false), text))
    }
    small.normalizer = #"{"type":"NFC"}"#
    #expect(try !small.opened().encode(text).isEmpty)
  }

  @Test func longPiecesMergeLikeShortOnes() throws {
    // The scan and the queue have to agree; a piece of 32 symbols is scanned, one of 33 queued. Without
    // merges across the pieces' borders the ids of a text are those of its halves.
    var small = SmallTokenizer()
    small.merges = [("b", "a"), ("a", "b"), ("ab", "ab"), ("a", "a"), ("ba", "ba")]
    let tokenizer = try small.opened()
    for count in 25..<45 {
      let left = String(repeating: "aabba", count: count / 5) + "c"
      let separate = tokenizer.encode(left) + tokenizer.encode(left)
      // "c" merges with nothing, so both halves stay as they are.
      #expect(tokenizer.encode(left + left) == separate)
      #expect(
        tokenizer.encode(String(repeating: left, count: 3)) == separate + tokenizer.encode(left))
    }
  }
}
