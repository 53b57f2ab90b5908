import SwiftletConvert
import SwiftletJSON
import SwiftletSystem
import SwiftletTokenizer
import Testing
import _SwiftletTestSupport

/// Tokenizers of the fixtures, written as GGUF metadata, against the reference's ids.
@Suite(.enabled(if: SharedFixtures.arePresent, SharedFixtures.message)) struct GGUFTokenizerTests {
  /// Converts a model with this vocabulary and returns its tokenizer.
  private func tokenizer(
    _ model: String, _ tokens: [String], _ types: [Int32], _ more: [(String, GGUFBuilder.Value)]
  ) throws -> Tokenizer {
    var small = SmallGGUF(vocabularySize: tokens.count)
    small.builder.set("tokenizer.ggml.model", .string(model))
    small.builder.set("tokenizer.ggml.tokens", .strings(tokens))
    small.builder.set("tokenizer.ggml.token_type", .integers(types))
    for (key, value) in more { small.builder.set("tokenizer.ggml." + key, value) }
    return try #require(try small.convert(bits: 32).tokenizer)
  }

  private func check(_ tokenizer: Tokenizer, _ golden: String) throws {
    let root = try MalformedCase.readJSON(SharedFixtures.path(golden))
    let cases = try #require(root.object?["cases"]?.array).compactMap(\.object)
    #expect(cases.count == 400)
    for item in cases {
      let text = try #require(item["text"]?.string)
      let ids = try #require(item["ids"]?.array).compactMap(\.integer).map { Int32($0) }
      #expect(tokenizer.encode(text, addSpecialTokens: true) == ids, "\(text.debugDescription)")
      let decoded = item["decoded_skip_special"]?.string ?? item["decoded"]?.string
      #expect(
        Array(tokenizer.decode(ids, skipSpecialTokens: true).utf8)
          == Array((decoded ?? "").utf8), "\(text.debugDescription)")
    }
  }

  @Test(arguments: [
    ("tokenizers/bytelevel-llama3", "golden.json", "llama-bpe"),
    ("tokenizers/bytelevel-qwen2", "golden.json", "qwen2"),
    ("tokenizers/bytelevel-smollm2", "golden.json", "smollm"),
    ("smollm2-135m", "golden-tokenizer.json", "smollm"),
  ])
  func byteLevelIDsAreTheReferences(_ folder: String, _ golden: String, _ pre: String) throws {
    let root = try #require(
      try MalformedCase.readJSON(SharedFixtures.path(folder + "/tokenizer.json")).object)
    let model = try #require(root["model"]?.object)
    let vocabulary = try #require(model["vocab"]?.object).entries
    let added = try #require(root["added_tokens"]?.array).compactMap(\.object)
    let count = vocabulary.count + added.count
    var tokens = [String](repeating: "", count: count)
    var types = [Int32](repeating: 5, count: count)
    for (text, id) in vocabulary {
      let id = try #require(id.integer)
      tokens[id] = text
      types[id] = 1
    }
    for token in added {
      let id = try #require(token["id"]?.integer)
      tokens[id] = try #require(token["content"]?.string)
      types[id] = token["special"]?.bool == true ? 3 : 4
    }
    let end = (types.lastIndex { $0 != 5 } ?? 0) + 1
    let merges = try #require(model["merges"]?.array).map { merge -> String in
      if let text = merge.string { return text }
      return (merge.array ?? []).compactMap(\.string).joined(separator: " ")
    }
    var more: [(String, GGUFBuilder.Value)] = [("pre", .string(pre)), ("merges", .strings(merges))]
    // The reference's template puts the first special token in front.
    if pre == "llama-bpe" {
      let template = try #require(root["post_processor"]?.object)
      let processors = (template["processors"]?.array ?? [.object(template)]).compactMap(\.object)
      let templates = processors.compactMap { $0["special_tokens"]?.object }
      let special = try #require(templates.first)
      let id = try #require(special.entries.first?.value.object?["ids"]?.array?.first?.integer)
      more.append(("bos_token_id", .integer(UInt32(id))))
    }
    try check(
      tokenizer("gpt2", Array(tokens[..<end]), Array(types[..<end]), more), folder + "/" + golden)
  }

  @Test(arguments: ["tokenizers/sentencepiece-bpe-llama", "tokenizers/mobilellm"])
  func sentencePieceIDsAreTheReferences(_ folder: String) throws {
    let file = try FileByteSource(path: SharedFixtures.path(folder + "/tokenizer.model"))
    let bytes = try file.bytes(at: 0, count: file.byteCount)
    var tokens: [String] = []
    var types: [Int32] = []
    var scores: [Float] = []
    for piece in Self.fields(bytes[...]) where piece.number == 1 {
      var (text, type, score) = ("", Int32(1), Float(0))
      for field in Self.fields(piece.bytes) {
        switch field.number {
        case 1: text = String(decoding: field.bytes, as: UTF8.self)
        case 2:
          score = Float(
            bitPattern: field.bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) })
        case 3: type = Int32(field.value)
        default: break
        }
      }
      tokens.append(text)
      types.append(type)
      scores.append(score)
    }
    let tokenizer = try tokenizer(
      "llama", tokens, types,
      [
        ("scores", .floats(scores)), ("bos_token_id", .integer(1)), ("eos_token_id", .integer(2)),
        ("unknown_token_id", .integer(0)), ("add_bos_token", .bool(true)),
        ("add_space_prefix", .bool(true)),
      ])
    try check(tokenizer, folder + "/golden.json")
  }

  /// The fields of a protocol buffer: varints as values, everything else as bytes.
  private static func fields(_ bytes: ArraySlice<UInt8>) -> [(
    number: Int, value: UInt64, bytes: ArraySlice<UInt8>
  )] {
    var rest = bytes
    func varint() -> UInt64 {
      var value: UInt64 = 0
      for shift in stride(from: UInt64(0), to: 64, by: 7) {
        guard let byte = rest.popFirst() else { break }
        value |= UInt64(byte & 0x7F) << shift
        if byte < 0x80 { break }
      }
      return value
    }
    var result: [(number: Int, value: UInt64, bytes: ArraySlice<UInt8>)] = []
    while !rest.isEmpty {
      let key = varint()
      var value: UInt64 = 0
      var count = 0
      switch key & 7 {
      case 0: value = varint()
      case 1: count = 8
      case 2: count = Int(varint())
      default: count = 4
      }
      result.append((Int(key >> 3), value, rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    return result
  }

  @Test func refusesWhatItDoesNotKnowByName() throws {
    for (key, value, words) in [
      ("pre", "tekken", "tokenizer.ggml.pre"), ("model", "bert", "tokenizer.ggml.model"),
    ] {
      let error = #expect(throws: ConversionError.self) {
        _ = try tokenizer(
          "gpt2", ["a"], [1], [("merges", .strings([])), (key, .string(value))])
      }
      #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }
    let ids = #expect(throws: ConversionError.self) {
      _ = try tokenizer(
        "gpt2", ["a"], [1],
        [("merges", .strings([])), ("pre", .string("gpt-2")), ("padding_token_id", .integer(9))])
    }
    #expect(ids?.description.contains("an id under 1") == true)
  }
}
