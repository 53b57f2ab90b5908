import ArgumentParser
import SwiftletArchitecture
import SwiftletEval
import SwiftletJSON
import SwiftletRuntime
import SwiftletSystem

/// `swiftlet eval`: figures for comparison with a reference.
struct EvalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval", abstract: "Measures a model against a reference or a text.",
    subcommands: [
      LogitsCommand.self, PerplexityCommand.self, DivergenceCommand.self, TasksCommand.self,
    ])
}

/// `swiftlet eval logits`: the logits of every position, to a safetensors file.
struct LogitsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logits",
    abstract: "Writes the logits of every position as tensor \"logits\", F32 (tokens, vocabulary).")

  @OptionGroup var engine: EngineArguments
  @Option(help: "Token ids, like 1,2,3.") var ids: String
  @Option(name: .shortAndLong, help: "The safetensors file to write.") var output: String
  @Flag(help: "Print a JSON object about the file.") var json = false

  func run() throws {
    let ids = try TokenIDs.parse(ids, option: "--ids")
    var options = try engine.options(standardKV: .float32)
    options.context = options.context ?? ids.count
    options.logitsRowCount = 16
    guard try !FileByteSource(path: engine.file).isFile(at: output) else {
      throw CommandFailure(
        status: .cannotWrite,
        description: InputFault(
          file: output, place: "", expected: "another file than the model", found: engine.file
        ).line)
    }
    let engine = try self.engine.engine(options)
    guard ids.count <= engine.capacity else {
      throw CommandFailure.usage(
        "--context: expected at least \(ids.count) for the ids, found \(engine.capacity)")
    }
    try self.engine.check(ids, from: "--ids", engine)
    let isWritten = try self.engine.explaining {
      try LogitsWriter.write(
        ids: ids, engine: engine, to: output, isCancelled: { Interrupts.wasRequested })
    }
    guard isWritten else {
      throw CommandFailure(status: .interrupted, description: "interrupted")
    }
    if json {
      Console.print(
        .object(
          JSONObject([
            ("output", .string(output)), ("tokens", .integer(ids.count)),
            ("vocabulary", .integer(engine.configuration.vocabularySize)),
          ])))
    }
  }
}

/// `swiftlet eval perplexity`: how well a model predicts a text.
struct PerplexityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "perplexity", abstract: "Measures how well a model predicts a text.",
    discussion: "The text is cut into windows; each starts with an empty cache and its first "
      + "token is not scored.")

  @OptionGroup var engine: EngineArguments
  @OptionGroup var text: EvaluationText
  @Flag(help: "Print one JSON object.") var json = false

  func run() throws {
    let source = try text.source(context: engine.context)
    var options = try engine.options()
    options.context = options.context ?? text.window
    options.logitsRowCount = 16
    let engine = try self.engine.engine(options)
    let memory = try text.reserve(source, figuresPerToken: 1, engine.budget)
    let ids = try text.ids(source, engine, self.engine)
    let result = try text.measuring("perplexity", source, tokenCount: ids.count, self.engine) {
      try Perplexity.measure(
        ids: ids, window: text.window, engine: engine, isCancelled: { Interrupts.wasRequested },
        progress: $0)
    }
    withExtendedLifetime(memory) {}
    report(result)
  }

  private func report(_ result: Perplexity) {
    guard json else {
      Console.print(
        "perplexity \(Decimal.text(result.perplexity, digits: 4)), mean NLL "
          + "\(Decimal.text(result.meanNLL, digits: 5)) +- "
          + "\(Decimal.text(result.standardError, digits: 5)) over \(result.tokenCount) tokens "
          + "in windows of \(text.window)")
      return
    }
    Console.print(
      .object(
        JSONObject([
          ("mean_nll", .number(result.meanNLL)), ("perplexity", .number(result.perplexity)),
          ("standard_error", .number(result.standardError)),
          ("tokens", .integer(result.tokenCount)), ("window", .integer(text.window)),
        ])))
  }
}
