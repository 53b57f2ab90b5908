import ArgumentParser
import SwiftletJSON
import SwiftletModel
import SwiftletRuntime
import SwiftletSystem
import SwiftletTemplate
import SwiftletTokenizer

/// `swiftlet chat`: a conversation in the model's own form.
struct ChatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chat", abstract: "Holds a conversation.",
    discussion:
      "Each line is a message. The model's own chat template puts them into the form that it was trained "
      + "on. Lines that begin with a slash are commands: /help lists them. Ctrl-C stops an answer; where a message is "
      + "awaited it ends the program, as Ctrl-D and the end of a pipe do.")

  @OptionGroup var engine: EngineArguments
  @OptionGroup var sampling: SamplingArguments

  @Option(help: "What the model is told before the conversation.") var system: String?
  @Option(help: "A file with a chat template in Jinja, in place of the model's own.")
  var template: String?
  @Option(help: "A JSON file with messages to go on from, as /save writes it.") var history: String?
  @Option(help: "The most tokens of an answer.") var maxTokens = 1024
  @Flag(help: "Print one JSON object per answer, a line each.") var json = false

  func run() throws {
    guard maxTokens > 0 else {
      throw CommandFailure.usage("--max-tokens: expected 1 or more, found \(maxTokens)")
    }
    let sampling = try self.sampling.options()
    let history = try self.history.map { try ConversationSource.messages(file: $0) } ?? []
    var options = try engine.options()
    options.holdsConversation = true
    let model = try BlobModel(source: FileByteSource(path: engine.file))
    let engine = try self.engine.engine(options)
    guard let tokenizer = engine.tokenizer else {
      throw CommandFailure.noTokenizer(file: self.engine.file, expected: "ids for `run --ids`")
    }
    let chatTemplate = try ConversationSource.template(model, tokenizer: tokenizer, file: template)
    let memory = try engine.budget.reserve(
      Conversation.byteCount(capacity: engine.capacity), for: "conversation")
    var conversation = Conversation(
      template: chatTemplate, tokenizer: tokenizer, capacity: engine.capacity)
    conversation.date = .now
    if let system { try conversation.append(.init(role: "system", content: system)) }
    for message in history { try conversation.append(message) }
    let session = ChatSession(
      engine: engine, arguments: self, sampling: sampling, conversation: conversation)
    try session.run()
    withExtendedLifetime(memory) {}
  }
}

/// A conversation with a person or a pipe.
final class ChatSession {
  let engine: Engine
  let arguments: ChatCommand
  let sampling: SamplingOptions
  var conversation: Conversation
  private let editor = LineEditor()

  init(
    engine: Engine, arguments: ChatCommand, sampling: SamplingOptions, conversation: Conversation
  ) {
    self.engine = engine
    self.arguments = arguments
    self.sampling = sampling
    self.conversation = conversation
  }

  /// Reads and answers until the input ends.
  func run() throws {
    if editor.isInteractive {
      try say(
        "\(arguments.engine.file): \(engine.capacity) tokens of context. /help lists commands.")
    }
    while true {
      switch try editor.readLine(prompt: "> ") {
      case .end: return
      case .interrupt: throw CommandFailure(status: .interrupted, description: "interrupted")
      case .line(let line):
        let text = line.drop { $0 == " " }
        if text.isEmpty { continue }
        if text.hasPrefix("/") {
          guard try obey(text) else { return }
        } else {
          try answer(line)
        }
      }
    }
  }

  /// A line for a person; in a pipe it goes where no answer is.
  private func say(_ line: String) throws {
    if editor.isInteractive {
      try Console.stream((line + "\n").utf8)
    } else {
      Console.writeError(line + "\n")
    }
  }

  /// Carries out a command; false if it ends the conversation.
  private func obey(_ line: Substring) throws -> Bool {
    let words = line.split(separator: " ", maxSplits: 1).map(String.init)
    let argument = words.count > 1 ? words[1] : nil
    switch words[0] {
    case "/exit", "/quit": return false
    case "/help":
      try say(
        """
        /reset         forget the conversation
        /system TEXT   forget it and tell the model something first; without a text, nothing
        /save FILE     write the conversation to a JSON file
        /exit          end
        Ctrl-C         stop the answer
        """)
    case "/reset", "/system":
      let system =
        words[0] == "/system"
        ? argument : conversation.messages.first { $0.role == "system" }?.content
      conversation.reset()
      if let system { try conversation.append(.init(role: "system", content: system)) }
      try say("A new conversation.")
    case "/save":
      guard let argument else {
        try say("/save: expected a file's name")
        return true
      }
      do {
        try save(argument)
        try say("\(conversation.messages.count) messages in \(argument)")
      } catch let error as FileWriteError {
        try say("\(error)")
      }
    default: try say("\(words[0]): expected one of the commands that /help lists")
    }
    return true
  }

  private func save(_ path: String) throws {
    let messages = conversation.messages.map { message in
      JSONValue.object(
        JSONObject([("role", .string(message.role)), ("content", .string(message.content))]))
    }
    let writer = try AtomicFileWriter(path: path, replacing: true)
    try writer.append(Array((JSONValue.array(messages).prettyText + "\n").utf8))
    try writer.commit()
  }

  private func answer(_ question: String) throws {
    let ids: [Int32]
    do {
      ids = try conversation.ask(question, engine)
    } catch let error as ConversationError {
      try say("\(error); /reset begins a new one, and --context sets a larger context")
      return
    } catch let error as TemplateError {
      try say("\(error)")
      return
    }
    try arguments.engine.check(ids, from: "the conversation", engine)
    var request = GenerationRequest(promptIDs: ids, maxTokens: arguments.maxTokens)
    request.sampling = sampling
    request.stopStrings = arguments.sampling.stop
    var text: [UInt8] = []
    var outputFailure: (any Error)?
    let result = try arguments.engine.explaining {
      try GenerationSession(engine: engine, request: request).run(
        isCancelled: { Interrupts.wasRequested || outputFailure != nil }
      ) { bytes in
        text += bytes
        guard !arguments.json else { return }
        do { try Console.stream(bytes) } catch { outputFailure = error }
      }
    }
    if let outputFailure { throw outputFailure }
    let answer = String(decoding: text, as: UTF8.self)
    if result.ids.isEmpty, result.stopReason == .interrupted {
      conversation.withdraw(engine)
    } else {
      conversation.answer(answer, result, engine)
    }
    if arguments.json {
      try Console.stream((report(answer, promptTokenCount: ids.count, result).text + "\n").utf8)
    } else {
      try Console.stream([UInt8(ascii: "\n")])
    }
    if result.stopReason == .interrupted {
      // A pipe has nobody who would go on.
      guard editor.isInteractive else {
        throw CommandFailure(status: .interrupted, description: "interrupted")
      }
      Interrupts.forget()
    }
    if result.stopReason == .contextFull {
      try say(
        "The context of \(engine.capacity) tokens is full: /reset begins a new conversation, and --context sets a "
          + "larger context.")
    }
  }

  private func report(_ text: String, promptTokenCount: Int, _ result: GenerationResult)
    -> JSONValue
  {
    .object(
      JSONObject([
        ("text", .string(text)),
        ("prefilled_tokens", .integer(promptTokenCount)),
        ("generated_tokens", .integer(result.generatedTokenCount)),
        ("cached_tokens", .integer(engine.cache.count)),
        ("token_ids", .array(result.ids.map { .integer(Int($0)) })),
        ("stop_reason", .string(result.stopReason.rawValue)),
      ]))
  }
}
