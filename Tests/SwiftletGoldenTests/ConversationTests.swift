import SwiftletArchitecture
import SwiftletModel
import SwiftletRuntime
import SwiftletSystem
import SwiftletTemplate
import SwiftletTokenizer
import Testing
import _SwiftletTestSupport

/// Conversations with the tiny Qwen3 checkpoint, whose template is its own.
@Suite(.enabled(if: SharedFixtures.arePresent, SharedFixtures.message)) struct ConversationTests {
  private let golden: Golden
  private let engine: Engine

  init() throws {
    golden = try Golden(folder: SharedFixtures.path("end-to-end/qwen3"), bits: 32)
    engine = try golden.engine { $0.holdsConversation = true }
  }

  private func conversation(_ engine: Engine, template: String? = nil) throws -> Conversation {
    let own = try #require(
      try BlobModel(source: FileByteSource(path: golden.blob)).chatTemplate())
    let template = try template.map { try ChatTemplate(text: $0, file: "t") } ?? own
    return Conversation(
      template: template, tokenizer: try #require(engine.tokenizer), capacity: engine.capacity)
  }

  /// Generates an answer to `ids`, the part of the prompt that the cache lacks.
  private func answer(
    _ ids: [Int32], _ conversation: inout Conversation, _ engine: Engine, maxTokens: Int = 12
  ) throws -> [Int32] {
    var request = GenerationRequest(promptIDs: ids, maxTokens: maxTokens)
    request.ignoresEndOfSequence = true
    var text: [UInt8] = []
    let result = try GenerationSession(engine: engine, request: request).run { text += $0 }
    conversation.answer(String(decoding: text, as: UTF8.self), result, engine)
    return result.ids
  }

  @Test func onlyTheNewTurnIsComputedAndTheAnswerIsThatOfTheWhole() throws {
    var conversation = try conversation(engine)
    try conversation.append(.init(role: "system", content: "Be brief."))
    let first = try conversation.ask("What is 2+2?", engine)
    let firstAnswer = try answer(first, &conversation, engine)
    // All of the first turn but its last token, which no later one needed.
    #expect(engine.cache.count == first.count + firstAnswer.count - 1)
    let second = try conversation.ask("And 3+3?", engine)
    let whole: [Int32] = first + firstAnswer + Array(second.dropFirst())
    #expect(second.first == firstAnswer.last)
    #expect(second.count < first.count + firstAnswer.count)
    let secondAnswer = try answer(second, &conversation, engine)
    let fresh = try golden.engine()
    var request = GenerationRequest(promptIDs: whole, maxTokens: secondAnswer.count)
    request.ignoresEndOfSequence = true
    #expect(try GenerationSession(engine: fresh, request: request).run { _ in }.ids == secondAnswer)
    #expect(
      conversation.messages.map(\.role) == ["system", "user", "assistant", "user", "assistant"])
  }

  @Test func whatATemplateRendersOtherwiseLaterIsComputedAnew() throws {
    // As templates that drop a model's thoughts: the answer is not repeated.
    var conversation = try conversation(
      engine,
      template: "{% for m in messages %}<|im_start|>{{ m.role }}\n"
        + "{{ m.content if m.role != 'assistant' else 'forgotten' }}<|im_end|>\n{% endfor %}<|im_start|>assistant\n"
    )
    let first = try conversation.ask("What is 2+2?", engine)
    _ = try answer(first, &conversation, engine)
    let second = try conversation.ask("And 3+3?", engine)
    let ids = try #require(engine.tokenizer).encode(
      try conversation.rendered(), addSpecialTokens: false)
    #expect(Array(ids.suffix(second.count)) == second)
    // What is kept are the tokens up to the forgotten answer.
    #expect(engine.cache.count == first.count && ids.count == first.count + second.count)
  }

  @Test func aNewConversationKeepsWhatItsBeginningHasInCommon() throws {
    var conversation = try conversation(engine)
    try conversation.append(.init(role: "system", content: "Be brief."))
    _ = try answer(try conversation.ask("What is 2+2?", engine), &conversation, engine)
    conversation.reset()
    #expect(conversation.messages.isEmpty)
    try conversation.append(.init(role: "system", content: "Be brief."))
    let ids = try conversation.ask("What else?", engine)
    let fresh = try golden.engine()
    let whole = try #require(engine.tokenizer).encode(
      try conversation.rendered(), addSpecialTokens: false)
    #expect(engine.cache.count > 10 && engine.cache.count + ids.count == whole.count)
    let expected = try fresh.logits(whole).last
    var last: [Float] = []
    try unsafe ids.withUnsafeBufferPointer { ids in
      try unsafe engine.forward(ids, request: .last) { _, logits in last = unsafe Array(logits) }
    }
    #expect(last == expected)
  }

  @Test func aConversationBeyondTheContextIsRefusedAndStaysAsItWas() throws {
    var conversation = try conversation(engine)
    let long = String(repeating: "word ", count: 300)
    #expect(throws: ConversationError.self) { try conversation.ask(long, engine) }
    #expect(conversation.messages.isEmpty)
    let huge = String(repeating: "x", count: 1 << 20)
    #expect(throws: ConversationError.self) { try conversation.ask(huge, engine) }
    let ids = try conversation.ask("Short.", engine)
    #expect(try answer(ids, &conversation, engine).count == 12)
  }

  @Test func aQuestionWithoutAnAnswerCanBeTakenBack() throws {
    var conversation = try conversation(engine)
    let first = try conversation.ask("What is 2+2?", engine)
    conversation.withdraw(engine)
    #expect(conversation.messages.isEmpty)
    #expect(try conversation.ask("What is 2+2?", engine) == first)
  }
}
