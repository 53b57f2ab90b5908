import SwiftletJSON
import SwiftletTokenizer
import Testing
import _SwiftletTestSupport

/// A golden file of the reference: what each of its strings becomes.
struct Golden {
  struct Case {
    var text: String
    var ids: [Int32]
    var plain: [Int32]
    var decoded: String
    var decodedSkippingSpecial: String
  }

  struct DecodeCase {
    var ids: [Int32]
    var text: String
    var textSkippingSpecial: String
  }

  var cases: [Case] = []
  var decodeCases: [DecodeCase] = []

  /// Reads the file `name` of the shared fixtures.
  init(_ name: String) throws {
    let path = SharedFixtures.path(name)
    let root = try #require(try JSONParser.parse(try TestFiles.bytes(path), file: path).object)
    for value in root["cases"]?.array ?? [] {
      let object = try #require(value.object)
      let ids = try Golden.ids(object["ids"])
      let decoded = try #require(object["decoded"]?.string)
      cases.append(
        Case(
          text: try #require(object["text"]?.string), ids: ids,
          plain: try object["ids_plain"].map { try Golden.ids($0) } ?? ids, decoded: decoded,
          decodedSkippingSpecial: object["decoded_skip_special"]?.string ?? decoded))
    }
    for value in root["decode_cases"]?.array ?? [] {
      let object = try #require(value.object)
      let text = try #require(object["text"]?.string)
      decodeCases.append(
        DecodeCase(
          ids: try Golden.ids(object["ids"]), text: text,
          textSkippingSpecial: object["text_skip_special"]?.string ?? text))
    }
  }

  static func ids(_ value: JSONValue?) throws -> [Int32] {
    try #require(value?.array).map { Int32(try #require($0.integer)) }
  }
}

/// Equality of texts scalar by scalar; `==` of strings takes different normal forms for equal.
func sameText(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }

@Suite(.enabled(if: SharedFixtures.arePresent, SharedFixtures.message))
struct GoldenTests {
  static let tokenizerJSON = [
    ("tokenizers/bytelevel-gpt2", "golden.json"), ("tokenizers/bytelevel-llama3", "golden.json"),
    ("tokenizers/bytelevel-qwen2", "golden.json"), ("tokenizers/bytelevel-smollm2", "golden.json"),
    ("smollm2-135m", "golden-tokenizer.json"), ("tokenizers/gemma-bpe", "golden.json"),
    ("tokenizers/llama-fast", "golden.json"),
  ]
  static let unigram = [
    "tokenizers/sentencepiece-unigram", "tokenizers/sentencepiece-unigram-nfkc",
  ]
  static let sentencePiece = ["tokenizers/sentencepiece-bpe-llama", "tokenizers/mobilellm"]

  private func check(_ golden: Golden, _ tokenizer: Tokenizer, _ folder: String) {
    #expect(golden.cases.count == 400)
    for item in golden.cases {
      let ids = tokenizer.encode(item.text)
      #expect(ids == item.ids, "\(folder): \(item.text.debugDescription)")
      let plain = tokenizer.encode(item.text, addSpecialTokens: false)
      #expect(plain == item.plain, "\(folder): \(item.text.debugDescription)")
      let decoded = tokenizer.decode(item.ids, skipSpecialTokens: false)
      #expect(
        sameText(decoded, item.decoded),
        "\(folder): \(item.ids) \(decoded.debugDescription) \(item.decoded.debugDescription)")
      let skipped = tokenizer.decode(item.ids, skipSpecialTokens: true)
      #expect(
        sameText(skipped, item.decodedSkippingSpecial),
        """
        \(folder): \(item.ids) \(skipped.debugDescription) \
        \(item.decodedSkippingSpecial.debugDescription)
        """)
    }
    for item in golden.decodeCases {
      let text = tokenizer.decode(item.ids, skipSpecialTokens: false)
      #expect(sameText(text, item.text), "\(folder): \(item.ids)")
      let skipped = tokenizer.decode(item.ids, skipSpecialTokens: true)
      #expect(sameText(skipped, item.textSkippingSpecial), "\(folder): \(item.ids)")
    }
  }

  @Test(arguments: tokenizerJSON)
  func equalsTheTokenizersLibrary(_ folder: String, _ file: String) throws {
    let tokenizer = try #require(try Tokenizer.load(folder: SharedFixtures.path(folder)))
    let golden = try Golden("\(folder)/\(file)")
    #expect(golden.decodeCases.count == 240)
    check(golden, tokenizer, folder)
  }

  @Test(arguments: sentencePiece)
  func equalsTheSlowLlamaTokenizer(_ folder: String) throws {
    let tokenizer = try #require(try Tokenizer.load(folder: SharedFixtures.path(folder)))
    check(try Golden("\(folder)/golden.json"), tokenizer, folder)
  }

  @Test(arguments: sentencePiece)
  func equalsTheSlowLlamaTokenizerWithoutLegacySpacing(_ folder: String) throws {
    let path = SharedFixtures.path(folder)
    let config = String(
      decoding: try TestFiles.bytes(path + "/tokenizer_config.json"), as: UTF8.self)
    let parts = config.split(separator: "\"legacy\": true", omittingEmptySubsequences: false)
    #expect(parts.count == 2)
    let bytes = try TokenizerCompiler.compile(
      model: try TestFiles.bytes(path + "/tokenizer.model"),
      config: Array(parts.joined(separator: "\"legacy\": false").utf8), file: folder)
    let tokenizer = try Tokenizer(bytes: bytes, file: folder)
    check(try Golden("\(folder)/golden-nonlegacy.json"), tokenizer, folder)
  }

  @Test(arguments: sentencePiece + unigram)
  func equalsTheSentencePieceLibrary(_ folder: String) throws {
    let tokenizer = try #require(try Tokenizer.load(folder: SharedFixtures.path(folder)))
    let golden = try Golden("\(folder)/golden-sentencepiece.json")
    #expect(golden.cases.count == 400)
    for item in golden.cases {
      let ids = tokenizer.encode(item.text, addSpecialTokens: false, matchAddedTokens: false)
      #expect(ids == item.ids, "\(folder): \(item.text.debugDescription)")
      #expect(
        sameText(tokenizer.decodePieces(item.ids), item.decoded), "\(folder): \(item.ids)")
    }
    #expect(golden.decodeCases.count == 240)
    for item in golden.decodeCases {
      #expect(sameText(tokenizer.decodePieces(item.ids), item.text), "\(folder): \(item.ids)")
    }
  }

  @Test(arguments: ["llama4-text", "mobilellm", "qwen3"])
  func promptsOfWholeCheckpointsHaveTheirIds(_ name: String) throws {
    let folder = SharedFixtures.path("end-to-end/\(name)")
    let tokenizer = try #require(try Tokenizer.load(folder: folder))
    let path = folder + "/golden-text.json"
    let root = try JSONParser.parse(try TestFiles.bytes(path), file: path)
    let cases = root.array ?? root.object?["cases"]?.array ?? []
    #expect(!cases.isEmpty)
    for value in cases {
      let object = try #require(value.object)
      let ids = try Golden.ids(object["ids"])
      if let text = object["text"]?.string {
        #expect(tokenizer.encode(text) == ids, "\(name): \(text.debugDescription)")
      } else {
        let text = try #require(object["rendered"]?.string)
        #expect(tokenizer.encode(text, addSpecialTokens: false) == ids, "\(name): \(text)")
      }
      let greedy = try Golden.ids(object["greedy_ids"])
      let text = try #require(object["greedy_text"]?.string)
      #expect(sameText(tokenizer.decode(greedy, skipSpecialTokens: true), text), "\(name)")
    }
  }
}
