import SwiftletJSON
import SwiftletSystem
import SwiftletTokenizer
import Testing
import _SwiftletTestSupport

/// A `tokenizer.json` of a Unigram model, put together from parts.
struct UnigramJSON {
  var model = #"""
    {"type":"Unigram","unk_id":0,"vocab":[["<unk>",0.0],["▁",-2.0],["a",-1.0],["b",-1.5],["ab",-2.25],
     ["▁a",-2.5]]}
    """#
  var normalizer = "null"
  var preTokenizer =
    #"{"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true}"#
  var decoder = #"{"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true}"#
  var addedTokens = "[]"

  func opened() throws(TokenizerError) -> Tokenizer {
    let text = """
      {"added_tokens":\(addedTokens),"normalizer":\(normalizer),"pre_tokenizer":\(preTokenizer),\
      "decoder":\(decoder),"post_processor":null,"model":\(model)}
      """
    let bytes = try TokenizerCompiler.compile(json: Array(text.utf8), file: "unigram")
    return try Tokenizer(bytes: bytes, file: "unigram")
  }
}

@Suite struct UnigramJSONTests {
  @Test func takesTheLikeliestPath() throws {
    let tokenizer = try UnigramJSON().opened()
    // ▁a + b: -4; ▁ + ab: -4.25; ▁ + a + b: -4.5.
    #expect(tokenizer.encode("ab") == [5, 3])
    #expect(tokenizer.encode("aab") == [5, 4])
    #expect(tokenizer.encode("a  b") == [5, 1, 1, 3])
    // A run of unknown characters is one unknown token.
    #expect(tokenizer.encode("xéb") == [1, 0, 3])
    #expect(tokenizer.encode("") == [])
    #expect(tokenizer.decode([5, 3, 5], skipSpecialTokens: false) == "ab a")
  }

  @Test func aRunOfSpacesBecomesOne() throws {
    var small = UnigramJSON()
    small.normalizer = #"""
      {"type":"Sequence","normalizers":[{"type":"Strip","strip_left":false,"strip_right":true},
       {"type":"Replace","pattern":{"Regex":" {2,}"},"content":"▁"}]}
      """#
    let tokenizer = try small.opened()
    #expect(tokenizer.encode("a   b \u{3000}") == [5, 1, 3])
    #expect(tokenizer.encode("   ") == [])
  }

  /// The parts that differ from `UnigramJSON`, each with the place that the error has to name.
  @Test(
    arguments: [
      ("normalizer", #"{"type":"NFKD"}"#, "normalizer"),
      ("normalizer", #"{"type":"Precompiled","precompiled_charsmap":"AAA"}"#, nil),
      ("normalizer", #"{"type":"Precompiled","precompiled_charsmap":"////////////"}"#, nil),
      (
        "normalizer", #"{"type":"Replace","pattern":{"Regex":"\\s+"},"content":" "}"#,
        "normalizer.pattern.Regex"
      ),
      ("normalizer", #"{"type":"Prepend","prepend":"▁"}"#, "pre_tokenizer"),
      ("preTokenizer", #"{"type":"WhitespaceSplit"}"#, "pre_tokenizer"),
      (
        "preTokenizer", #"{"type":"Metaspace","replacement":"_","prepend_scheme":"always"}"#,
        "pre_tokenizer.replacement"
      ),
      ("decoder", #"{"type":"WordPiece"}"#, "decoder"),
      ("model", #"{"type":"Unigram","unk_id":0,"vocab":[["a",-0.1]]}"#, "model.vocab[0]"),
      ("model", #"{"type":"Unigram","unk_id":1,"vocab":[["a",0]]}"#, nil),
      ("model", #"{"type":"Unigram","unk_id":0,"vocab":[["a",0],["a",0]]}"#, nil),
      ("model", #"{"type":"Unigram","unk_id":0,"vocab":[["a",1e99]]}"#, "model.vocab[0]"),
      ("model", #"{"type":"Unigram","unk_id":0,"vocab":[["a"]]}"#, nil),
      (
        "model", #"{"type":"Unigram","unk_id":0,"byte_fallback":true,"vocab":[["a",0]]}"#,
        "model.vocab"
      ),
    ] as [(String, String, String?)])
  func refusesWhatItDoesNotHaveByName(_ part: String, _ text: String, _ place: String?) {
    var small = UnigramJSON()
    switch part {
    case "normalizer": small.normalizer = text
    case "preTokenizer": small.preTokenizer = text
    case "decoder": small.decoder = text
    default: small.model = text
    }
    let changed = small
    let error = #expect(throws: TokenizerError.self) { try changed.opened() }
    // What is damaged rather than unknown is told apart.
    #expect(error?.isUnsupported == (place != nil), "\(String(describing: error))")
    if let place { #expect(error?.fault.place == place) }
  }

  @Test(arguments: ["a", "ab", " ", "é", "e\u{301}", "\u{2581}"])
  func longRunsDoNotTakeQuadraticTime(_ unit: String) throws {
    let text = String(repeating: unit, count: 1_000_000 / unit.utf8.count)
    var small = UnigramJSON()
    #expect(try small.opened().encode(text).count > 0)
    small.preTokenizer = small.preTokenizer.replacing("true", with: "false")
    #expect(try small.opened().encode(text).count > 0)
  }

  /// The ids and texts of the tokenizers library 0.23, over the shared strings.
  @Test(
    .enabled(if: SharedFixtures.arePresent, SharedFixtures.message),
    .enabled(if: Checkout.isPresent),
    arguments: ["sentencepiece-unigram", "sentencepiece-unigram-nfkc"])
  func equalsTheTokenizersLibrary(_ name: String) throws {
    let path = "\(Checkout.path)/Tests/golden-unigram/\(name).json"
    let golden = try #require(try JSONParser.parse(try TestFiles.bytes(path), file: path).object)
    let stringsPath = SharedFixtures.path("tokenizers/strings.json")
    let strings = try JSONParser.parse(try TestFiles.bytes(stringsPath), file: stringsPath)
    let texts = (strings.array ?? []).compactMap { $0.string ?? $0.object?["text"]?.string }
    #expect(texts.count == 400)
    let map = try Golden.ids(golden["charsmap"]).map { Int($0) }
    let model = try TestFiles.bytes(SharedFixtures.path("tokenizers/\(name)/tokenizer.model"))
    let blob = UnigramJSONTests.base64(model[map[0]..<map[0] + map[1]])
    let variants = try #require(golden["variants"]?.array)
    #expect(variants.count == 2)
    for variant in variants {
      let variant = try #require(variant.object)
      var json = UnigramJSON()
      json.model = try #require(golden["model"]).text
      json.addedTokens = try #require(golden["added_tokens"]).text
      json.normalizer = try #require(variant["normalizer"]).text
        .replacing(#""precompiled_charsmap":"""#, with: #""precompiled_charsmap":"\#(blob)""#)
      json.preTokenizer = try #require(variant["pre_tokenizer"]).text
      json.decoder = try #require(variant["decoder"]).text
      let tokenizer = try json.opened()
      let ids = try #require(variant["ids"]?.array).map { try Golden.ids($0) }
      let decoded = try #require(variant["decoded"]?.array).compactMap(\.string)
      try #require(ids.count == texts.count && [0, texts.count].contains(decoded.count))
      for (text, ids) in zip(texts, ids) {
        #expect(tokenizer.encode(text) == ids, "\(name): \(text.debugDescription)")
      }
      for (ids, text) in zip(ids, decoded) {
        #expect(sameText(tokenizer.decode(ids, skipSpecialTokens: false), text), "\(ids)")
        var decoder = StreamingDecoder(tokenizer, skipsSpecialTokens: false, continuesText: false)
        let streamed = ids.map { decoder.push($0) }.joined() + decoder.finish()
        #expect(sameText(streamed, text), "\(ids)")
      }
    }
  }

  private static func base64(_ bytes: ArraySlice<UInt8>) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var result: [UInt8] = []
    var position = bytes.startIndex
    while position < bytes.endIndex {
      let part = bytes[position..<min(position + 3, bytes.endIndex)]
      let bits = part.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - part.count))
      for index in 0..<4 {
        result.append(
          index > part.count ? UInt8(ascii: "=") : digits[bits >> (18 - 6 * index) & 63])
      }
      position += 3
    }
    return String(decoding: result, as: UTF8.self)
  }
}
