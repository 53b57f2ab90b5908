import ArgumentParser
import SwiftletArchitecture
import SwiftletJSON
import SwiftletRuntime
import SwiftletSystem
import SwiftletTokenizer

/// `swiftlet run`: continues a prompt.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Continues a prompt.",
    discussion: "The text goes to standard output and nothing else does; statistics go to "
      + "standard error. Without a temperature the most likely token is taken each time, so the same "
      + "prompt gives the same text.")

  @OptionGroup var engine: EngineArguments
  @OptionGroup var sampling: SamplingArguments

  @Option(help: "The text to continue.") var prompt: String?
  @Option(help: "A file with the text to continue.") var promptFile: String?
  @Option(help: "Token ids in place of a prompt, like 1,2,3.") var ids: String?
  @Option(help: "The most tokens to generate.") var maxTokens = 256
  @Flag(help: "Encode the prompt without the tokenizer's special tokens (such as <s> in front).")
  var raw = false
  @Flag(name: .customLong("ignore-eos"), help: "Go on after an end-of-sequence token.")
  var ignoreEOS = false
  @Option(
    help: ArgumentHelp(
      "Go on when the context is full: keep the first n tokens and the newest half of the rest.",
      discussion: "The others are forgotten and the kept ones computed anew, as a run that starts "
        + "with them would; each time costs one prefill. n may be 0 and is below the context; 1 or "
        + "more keeps a first token such as <s>. Without the option generation ends, with the reason "
        + "context_full.",
      valueName: "n"))
  var contextShift: Int?
  @Flag(help: "Give the prompt as a user's message in the form of the model's chat template.")
  var chat = false
  @Option(help: "With --chat: what the model is told before the message.") var system: String?
  @Option(help: "With --chat: a file with a chat template in Jinja, in place of the model's own.")
  var template: String?
  @Flag(help: "Print one JSON object with the text and the statistics.") var json = false

  func run() throws {
    let clock = ContinuousClock()
    let begin = clock.now
    let sampling = try self.sampling.options()
    guard maxTokens >= 0 else {
      throw CommandFailure.usage("--max-tokens: expected 0 or more, found \(maxTokens)")
    }
    // A wrong command line is found before a model is loaded.
    let source = try PromptSource(prompt: prompt, file: promptFile, ids: ids)
    guard chat || (system == nil && template == nil) else {
      throw CommandFailure.usage(
        "--system and --template: expected --chat with them, found neither")
    }
    var options = try engine.options()
    options.holdsConversation = chat
    options.contextShiftTokenLimit = contextShift.map { _ in maxTokens }
    if let contextShift, contextShift < 0 {
      throw CommandFailure.usage("--context-shift: expected 0 or more, found \(contextShift)")
    }
    let engine = try self.engine.engine(options)
    if let contextShift, contextShift >= engine.capacity {
      throw CommandFailure.usage(
        "--context-shift: expected less than the context's \(engine.capacity) tokens, found "
          + "\(contextShift)")
    }
    let promptIDs =
      chat
      ? try conversationIDs(source, engine)
      : try source.tokens(engine, isRaw: raw, file: self.engine.file)
    try self.engine.check(promptIDs, from: "the prompt", engine)
    var request = GenerationRequest(promptIDs: promptIDs, maxTokens: maxTokens)
    request.sampling = sampling
    request.stopStrings = self.sampling.stop
    request.ignoresEndOfSequence = ignoreEOS
    request.contextShift = contextShift
    let loadDuration = clock.now - begin
    var text: [UInt8] = []
    var outputFailure: (any Error)?
    let result = try self.engine.explaining {
      try GenerationSession(engine: engine, request: request).run(
        isCancelled: { Interrupts.wasRequested || outputFailure != nil }
      ) { bytes in
        guard !json else { return text += bytes }
        do { try Console.stream(bytes) } catch { outputFailure = error }
      }
    }
    if let outputFailure { throw outputFailure }
    let report = RunReport(
      engine: engine, options: options, promptTokenCount: promptIDs.count, result: result,
      loadDuration: loadDuration, sampling: sampling)
    if json {
      report.printJSON(text: String(decoding: text, as: UTF8.self))
    } else {
      if engine.tokenizer == nil {
        for (index, id) in result.ids.enumerated() {
          try Console.stream(((index > 0 ? "," : "") + "\(id)").utf8)
        }
      }
      try Console.stream([UInt8(ascii: "\n")])
      Console.writeError(report.text)
    }
    if result.stopReason == .interrupted {
      throw CommandFailure(status: .interrupted, description: "interrupted")
    }
  }

  /// The ids of a conversation with the prompt as its only question.
  private func conversationIDs(_ source: PromptSource, _ engine: Engine) throws -> [Int32] {
    guard let tokenizer = engine.tokenizer else {
      throw CommandFailure.noTokenizer(file: self.engine.file, expected: "--ids without --chat")
    }
    let model = try BlobModel(source: FileByteSource(path: self.engine.file))
    let memory = try engine.budget.reserve(
      Conversation.byteCount(capacity: engine.capacity), for: "conversation")
    var conversation = Conversation(
      template: try ConversationSource.template(model, tokenizer: tokenizer, file: template),
      tokenizer: tokenizer, capacity: engine.capacity)
    conversation.date = .now
    if let system { try conversation.append(.init(role: "system", content: system)) }
    defer { withExtendedLifetime(memory) {} }
    do {
      return try conversation.ask(source.text(engine), engine)
    } catch let error as ConversationError {
      throw CommandFailure.usage("--context: \(error)")
    }
  }
}
