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

  @Option(help: "The text to continue.") var prompt: String?
  @Option(help: "A file with the text to continue.") var promptFile: String?
  @Option(help: "Token ids in place of a prompt, like 1,2,3.") var ids: String?
  @Option(help: "The most tokens to generate.") var maxTokens = 256
  @Option(help: "0 takes the most likely token; larger values vary more.")
  var temperature: Float = 0
  @Option(name: .customLong("top-k"), help: "Keep the k most likely tokens; 0 keeps all.")
  var topK = 0
  @Option(name: .customLong("top-p"), help: "Keep the most likely tokens up to this probability.")
  var topP: Float = 1
  @Option(name: .customLong("min-p"), help: "Keep tokens this likely, relative to the best.")
  var minP: Float = 0
  @Option(help: "Above 1 makes tokens that were seen less likely.")
  var repeatPenalty: Float = 1
  @Option(help: "The start of the random sequence; without it a new one each time.")
  var seed: UInt64?
  @Option(help: "A text that ends generation; may be given more than once.")
  var stop: [String] = []
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
  @Flag(help: "Print one JSON object with the text and the statistics.") var json = false

  func run() throws {
    let clock = ContinuousClock()
    let begin = clock.now
    let sampling = try samplingOptions()
    guard maxTokens >= 0 else {
      throw CommandFailure.usage("--max-tokens: expected 0 or more, found \(maxTokens)")
    }
    // A wrong command line is found before a model is loaded.
    let source = try PromptSource(prompt: prompt, file: promptFile, ids: ids)
    var options = try engine.options()
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
    let promptIDs = try source.tokens(engine, isRaw: raw, file: self.engine.file)
    try self.engine.check(promptIDs, from: "the prompt", engine)
    var request = GenerationRequest(promptIDs: promptIDs, maxTokens: maxTokens)
    request.sampling = sampling
    request.stopStrings = stop
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

  private func samplingOptions() throws -> SamplingOptions {
    var sampling = SamplingOptions()
    sampling.temperature = temperature
    sampling.topK = topK
    sampling.topP = topP
    sampling.minP = minP
    sampling.repetitionPenalty = repeatPenalty
    sampling.seed = seed ?? UInt64.random(in: .min ... .max)
    if let defect = sampling.defect {
      throw CommandFailure.usage("--\(defect.option): expected \(defect.expected)")
    }
    return sampling
  }
}
