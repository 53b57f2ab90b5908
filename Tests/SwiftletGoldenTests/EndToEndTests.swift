import SwiftletJSON
import SwiftletRuntime
import SwiftletSystem
import SwiftletTemplate
import SwiftletTokenizer
import Testing
import _SwiftletTestSupport

/// Text in, text out: the tiny MobileLLM checkpoint with its own tokenizer.
@Suite(.enabled(if: SharedFixtures.arePresent, SharedFixtures.message)) struct EndToEndTests {
  @Test(arguments: ["mobilellm", "qwen3", "llama4-text"])
  func textEqualsTheReferences(_ name: String) throws {
    let folder = SharedFixtures.path("end-to-end/\(name)")
    let golden = try Golden(folder: folder, bits: 32)
    let file = try FileByteSource(path: folder + "/golden-text.json")
    let root = try JSONParser.parse(file.bytes(at: 0, count: file.byteCount), file: file.name)
    let cases = try #require(root.array ?? root.object?["cases"]?.array).compactMap(\.object)
    #expect(!cases.isEmpty)
    let engine = try golden.engine()
    let tokenizer = try #require(engine.tokenizer)
    let template = try BlobModel(source: FileByteSource(path: golden.blob)).chatTemplate()
    let arguments = (root.object?["template_variables"]?.object?.entries ?? []).map {
      (name: $0.key, value: TemplateValue($0.value))
    }
    for entry in cases {
      let ids = try #require(entry["ids"]).ids
      if let messages = entry["messages"]?.array {
        var input = ChatTemplate.Input(messages: messages.map { TemplateValue($0) })
        input.arguments = arguments
        let rendered = try #require(template).render(input)
        #expect(rendered == entry["rendered"]?.string)
        #expect(tokenizer.encode(rendered, addSpecialTokens: false) == ids)
      } else {
        let text = try #require(entry["text"]?.string)
        #expect(tokenizer.encode(text, addSpecialTokens: true) == ids)
      }
      let expected = try #require(entry["greedy_ids"]).ids
      engine.reset()
      var request = GenerationRequest(promptIDs: ids, maxTokens: expected.count)
      request.ignoresEndOfSequence = true
      var output: [UInt8] = []
      let result = try GenerationSession(engine: engine, request: request).run { output += $0 }
      #expect(result.ids == expected)
      #expect(result.stopReason == .maxTokens)
      // A prompt's text ends before the generated one starts: the leading space of the first piece
      // belongs to the text, which decoding the ids alone would drop.
      let decoded = String(decoding: output, as: UTF8.self)
      #expect(decoded.drop { $0 == " " } == (entry["greedy_text"]?.string ?? "").drop { $0 == " " })
    }
  }
}
