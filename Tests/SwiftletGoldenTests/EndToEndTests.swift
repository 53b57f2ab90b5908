import SwiftletJSON
import SwiftletRuntime
import SwiftletSystem
import SwiftletTokenizer
import Testing
import _SwiftletTestSupport

/// Text in, text out: the tiny MobileLLM checkpoint with its own tokenizer.
@Suite(.enabled(if: SharedFixtures.arePresent, SharedFixtures.message)) struct EndToEndTests {
  @Test func textEqualsTheReferences() throws {
    let folder = SharedFixtures.path("end-to-end/mobilellm")
    let golden = try Golden(folder: folder, bits: 32)
    let file = try FileByteSource(path: folder + "/golden-text.json")
    let root = try JSONParser.parse(file.bytes(at: 0, count: file.byteCount), file: file.name)
    let cases = try #require(root.array ?? root.object?["cases"]?.array).compactMap(\.object)
    #expect(!cases.isEmpty)
    let engine = try golden.engine()
    let tokenizer = try #require(engine.tokenizer)
    for entry in cases {
      let text = try #require(entry["text"]?.string)
      let ids = try #require(entry["ids"]).ids
      #expect(tokenizer.encode(text, addSpecialTokens: true) == ids)
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
