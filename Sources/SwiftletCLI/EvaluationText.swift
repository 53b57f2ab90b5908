import ArgumentParser
import SwiftletEval
import SwiftletRuntime
import SwiftletSystem
import SwiftletTokenizer

/// The text that `eval` runs a model over, and how it is cut.
struct EvaluationText: ParsableArguments {
  @Option(help: "A text file in UTF-8.") var textFile: String?
  @Option(help: "A file of token ids: a JSON list, or numbers between commas and spaces.")
  var idsFile: String?
  @Option(help: "Tokens per window.") var window = 512

  /// The text's file.
  ///
  /// - Parameter context: the context that was asked for.
  /// - Returns: the file, opened.
  /// - Throws: `CommandFailure` for options that do not go together, `ByteSourceError`.
  func source(context: Int?) throws -> FileByteSource {
    guard (textFile == nil) != (idsFile == nil) else {
      throw CommandFailure.usage("expected exactly one of --text-file and --ids-file")
    }
    guard window > 1 else {
      throw CommandFailure.usage("--window: expected 2 or more, found \(window)")
    }
    if let context, window > context {
      throw CommandFailure.usage(
        "--window: expected at most the context, \(context), found \(window)")
    }
    return try FileByteSource(path: textFile ?? idsFile ?? "")
  }

  /// Takes the memory of the text and of `figuresPerToken` doubles for each of its tokens.
  ///
  /// - Throws: `MemoryBudgetError`.
  func reserve(_ source: FileByteSource, figuresPerToken: Int, _ budget: MemoryBudget)
    throws(MemoryBudgetError) -> Reservation
  {
    // A token is four bytes of a text, and two of a list of ids.
    let figures = 8 * (figuresPerToken - 1)
    return try InputText.reserve(
      source.byteCount, timesMemory: idsFile == nil ? 8 + figures / 4 : 64 + figures / 2, budget)
  }

  /// Runs a measurement over the text, with a progress line.
  ///
  /// - Parameters:
  ///   - name: what the progress line calls it.
  ///   - source: the text's file, for messages.
  ///   - tokenCount: the text's tokens.
  ///   - arguments: how the model was asked for.
  ///   - body: the measurement, given what it tells its progress to.
  /// - Returns: what `body` returns.
  /// - Throws: `CommandFailure`, the engine's errors.
  func measuring<Result>(
    _ name: String, _ source: FileByteSource, tokenCount: Int, _ arguments: EngineArguments,
    _ body: (_ progress: (Int) -> Void) throws -> Result
  ) throws -> Result {
    let progress = ProgressLine()
    defer { progress.finish() }
    do {
      return try arguments.explaining {
        try body { progress.update(name, done: $0, total: tokenCount) }
      }
    } catch let failure as EvaluationFailure {
      throw CommandFailure(
        status: failure == .interrupted ? .interrupted : .badInput,
        description: failure == .interrupted
          ? failure.description : "\(source.name): \(failure)")
    }
  }

  /// The text's ids, all of which the model has.
  ///
  /// - Parameters:
  ///   - source: the text's file.
  ///   - engine: the model.
  ///   - arguments: how the model was asked for.
  /// - Returns: ids below the model's vocabulary size.
  /// - Throws: `CommandFailure`, the readers' errors.
  func ids(_ source: FileByteSource, _ engine: Engine, _ arguments: EngineArguments) throws
    -> [Int32]
  {
    let ids: [Int32]
    if idsFile != nil {
      ids = try TokenIDs.read(source)
    } else {
      guard let tokenizer = engine.tokenizer else {
        throw CommandFailure.noTokenizer(file: arguments.file, expected: "--ids-file")
      }
      // Special tokens would be scored like text; the windows' own first tokens are not.
      ids = tokenizer.encode(try InputText.read(source), addSpecialTokens: false)
    }
    try arguments.check(ids, from: source.name, engine)
    return ids
  }
}
