import ArgumentParser
import SwiftletJSON
import SwiftletRuntime
import SwiftletSystem
import SwiftletTemplate
import SwiftletTokenizer

/// `swiftlet tokenize`: text to ids and back, for comparison with other implementations.
struct TokenizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenize", abstract: "Turns text into token ids, or ids into text.")

  /// The largest file of strings.
  private static let fileByteLimit = 256 << 20

  @Argument(help: "A .swiftlet file, or a folder with tokenizer files.")
  var path: String

  @Option(help: "A text to encode.")
  var text: String?

  @Option(help: "A JSON file with a list of texts to encode.")
  var file: String?

  @Option(help: "Ids to decode, with commas between them.")
  var ids: String?

  @Option(
    help: ArgumentHelp(
      "A JSON file with conversations to render with the chat template and encode.",
      discussion: "A list of messages, an object with `messages` and, if wanted, `tools`, "
        + "`add_generation_prompt` and `arguments`, or a list of such objects."))
  var messages: String?

  @Option(help: "A file with a chat template in Jinja, in place of the model's own.")
  var template: String?

  @Flag(name: .customLong("no-special"), help: "Add no special tokens such as <s>.")
  var noSpecial = false

  @Flag(help: "Print a JSON list with one object per input.")
  var json = false

  func validate() throws {
    guard [text, file, ids, messages].filter({ $0 != nil }).count == 1 else {
      throw ValidationError("tokenize takes one of --text, --file, --ids and --messages")
    }
    guard messages != nil || template == nil else {
      throw ValidationError("--template is used with --messages")
    }
  }

  func run() throws {
    let tokenizer = try openTokenizer()
    if let messages { return try render(messages, tokenizer) }
    var results: [JSONValue] = []
    for (text, ids) in try inputs(tokenizer) {
      if Interrupts.wasRequested {
        throw CommandFailure(status: .interrupted, description: "\(path): interrupted")
      }
      let decoded = tokenizer.decode(ids, skipSpecialTokens: false)
      if json {
        results.append(
          .object(
            JSONObject([
              ("text", text.map { .string($0) } ?? .null),
              ("ids", .array(ids.map { .integer(Int($0)) })),
              ("decoded", .string(decoded)),
              (
                "decoded_skip_special",
                .string(tokenizer.decode(ids, skipSpecialTokens: true))
              ),
            ])))
      } else if text == nil {
        Console.print(decoded)
      } else {
        Console.print(ids.map { String($0) }.joined(separator: ","))
      }
    }
    if json { Console.print(.array(results)) }
  }

  /// Prints conversations as the template renders them, or their ids.
  private func render(_ messages: String, _ tokenizer: Tokenizer) throws {
    let template = try openTemplate(tokenizer)
    var results: [JSONValue] = []
    for input in try ConversationSource.inputs(file: messages) {
      let rendered = try template.render(input)
      let ids = tokenizer.encode(rendered, addSpecialTokens: false)
      if json {
        results.append(
          .object(
            JSONObject([
              ("rendered", .string(rendered)), ("ids", .array(ids.map { .integer(Int($0)) })),
            ])))
      } else {
        Console.print(ids.map { String($0) }.joined(separator: ","))
      }
    }
    if json { Console.print(.array(results)) }
  }

  private func openTemplate(_ tokenizer: Tokenizer) throws -> ChatTemplate {
    guard FileKind(path: path) == .folder else {
      let model = try BlobModel(source: FileByteSource(path: path))
      return try ConversationSource.template(model, tokenizer: tokenizer, file: template)
    }
    let variables = try ChatTemplateFile.variables(folder: path)
    if let template { return try ConversationSource.template(file: template, variables: variables) }
    guard let found = try ChatTemplateFile.find(folder: path) else {
      throw CommandFailure.badInput(
        InputFault(
          file: path, place: "", expected: "a chat template, or --template with one", found: "none")
      )
    }
    return try ChatTemplate(text: found.text, file: found.file, variables: variables)
  }

  private func openTokenizer() throws -> Tokenizer {
    if FileKind(path: path) == .folder {
      guard let tokenizer = try Tokenizer.load(folder: path) else {
        throw CommandFailure(
          status: .noInput,
          description: InputFault(
            file: path, place: "", expected: "tokenizer.json or tokenizer.model", found: "neither"
          ).line)
      }
      return tokenizer
    }
    guard let tokenizer = try BlobModel(source: FileByteSource(path: path)).tokenizer() else {
      throw CommandFailure.badInput(
        InputFault(
          file: path, place: "", expected: "a model with a tokenizer",
          found: "one that takes ids alone"))
    }
    return tokenizer
  }

  /// Texts with their ids; ids that were given have no text.
  private func inputs(_ tokenizer: Tokenizer) throws -> [(text: String?, ids: [Int32])] {
    if let ids { return [(nil, try parse(ids, tokenizer))] }
    var texts: [String] = []
    if let text { texts = [text] }
    if let file { texts = try strings(file) }
    return texts.map { ($0, tokenizer.encode($0, addSpecialTokens: !noSpecial)) }
  }

  private func parse(_ list: String, _ tokenizer: Tokenizer) throws -> [Int32] {
    try list.split(separator: ",", omittingEmptySubsequences: list.isEmpty).map { word in
      guard let id = Int32(word), id >= 0 else {
        throw CommandFailure.usage("--ids takes numbers with commas between them, not \"\(word)\"")
      }
      guard id < tokenizer.vocabularySize else {
        throw CommandFailure.badInput(
          InputFault(
            file: path, place: "--ids",
            expected: "ids below \(tokenizer.vocabularySize), the size of the vocabulary",
            found: "\(id)"))
      }
      return id
    }
  }

  private func strings(_ file: String) throws -> [String] {
    let source = try FileByteSource(path: file)
    guard source.byteCount <= TokenizeCommand.fileByteLimit else {
      throw CommandFailure.badInput(
        InputFault(
          file: file, place: "", expected: "at most \(TokenizeCommand.fileByteLimit) bytes",
          found: "\(source.byteCount)"))
    }
    let value = try JSONParser.parse(
      source.bytes(at: 0, count: source.byteCount), file: file)
    guard let list = value.array else {
      throw CommandFailure.badInput(
        InputFault(file: file, place: "", expected: "a list of strings", found: value.kind))
    }
    return try list.enumerated().map { index, value in
      guard let text = value.string else {
        throw CommandFailure.badInput(
          InputFault(file: file, place: "[\(index)]", expected: "a string", found: value.kind))
      }
      return text
    }
  }
}
