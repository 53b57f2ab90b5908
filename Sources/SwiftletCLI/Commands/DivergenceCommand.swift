import ArgumentParser
import SwiftletArchitecture
import SwiftletEval
import SwiftletJSON
import SwiftletRuntime
import SwiftletSystem

/// `swiftlet eval divergence`: how far a model is from a reference on a text.
struct DivergenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "divergence",
    abstract: "Measures how far a model's predictions of a text are from a reference's.",
    discussion: "The reference may be the same model in more bits. Both run at once under one cap: "
      + "the reference is loaded first, into what the least that the model needs leaves, and the "
      + "model gets the rest. The text is cut into windows as by eval perplexity.")

  @Argument(help: "The .swiftlet file to compare with.") var reference: String
  @OptionGroup var engine: EngineArguments
  @OptionGroup var text: EvaluationText
  @Flag(help: "Print one JSON object.") var json = false

  func run() throws {
    let source = try text.source(context: engine.context)
    var options = try engine.options()
    // Keys and values in another format than the reference's would count as the model's divergence.
    options.mayLowerKVFormat = false
    options.context = options.context ?? text.window
    options.logitsRowCount = 16
    var arguments = engine
    arguments.file = reference
    let needed = try smallestPlan(&options)
    var referenceOptions = options
    referenceOptions.measurementByteCount = needed
    let reference = try arguments.engine(referenceOptions)
    let model = try engine.engine(options, beside: reference)
    let memory = try text.reserve(source, figuresPerToken: 5, model.budget)
    let ids = try self.ids(source, reference: (reference, arguments), model: model)
    let result = try text.measuring("divergence", source, tokenCount: ids.count, engine) {
      try Divergence.measure(
        ids: ids, window: text.window, reference: reference, model: model,
        isCancelled: { Interrupts.wasRequested }, progress: $0)
    }
    withExtendedLifetime(memory) {}
    report(result)
  }

  /// Bytes that the model needs at least beside the reference, whose vocabulary has to be as large.
  ///
  /// - Parameter options: the model's; the comparison's memory is added.
  /// - Returns: all owners but the process.
  /// - Throws: `CommandFailure`, the readers' errors.
  private func smallestPlan(_ options: inout EngineOptions) throws -> Int {
    let vocabulary = try BlobModel(source: FileByteSource(path: reference)).configuration
      .vocabularySize
    let model = try BlobModel(source: FileByteSource(path: engine.file))
    guard model.configuration.vocabularySize == vocabulary else {
      throw CommandFailure.badInput(
        InputFault(
          file: engine.file, place: "vocabulary",
          expected: "\(vocabulary) tokens, as in \(reference)",
          found: "\(model.configuration.vocabularySize)"))
    }
    options.measurementByteCount = Divergence.byteCount(vocabularySize: vocabulary)
    var unlimited = options
    unlimited.memoryCapByteCount = nil
    let plan = try engine.explaining {
      try unlimited.residency == nil
        ? RunPlan.curve(model: model, options: unlimited).first?.memory
        : RunPlan(model: model, options: unlimited).memory
    }
    let owners = (plan?.entries ?? []).filter { $0.owner != "process" }
    // What the process itself takes between the two plans is within this.
    return owners.reduce(1 << 20) { $0 + $1.byteCount }
  }

  /// The text's ids, which have to be the same for both models.
  private func ids(
    _ source: FileByteSource, reference: (engine: Engine, arguments: EngineArguments),
    model: Engine
  ) throws -> [Int32] {
    let expected = try text.ids(source, reference.engine, reference.arguments)
    guard text.idsFile == nil else { return expected }
    let found = try text.ids(source, model, engine)
    guard expected == found else {
      let token = zip(expected, found).prefix { $0 == $1 }.count
      func words(_ ids: [Int32]) -> String {
        token < ids.count ? "id \(ids[token])" : "the end of the text"
      }
      throw CommandFailure.badInput(
        InputFault(
          file: engine.file, place: "tokenizer",
          expected: "\(words(expected)) at token \(token) of \(source.name), as in "
            + reference.arguments.file, found: words(found)))
    }
    return found
  }

  private func report(_ result: Divergence) {
    guard json else {
      Console.print(lines(result).joined(separator: "\n"))
      return
    }
    Console.print(
      .object(
        JSONObject([
          ("tokens", .integer(result.tokenCount)), ("window", .integer(text.window)),
          ("mean_kl", .number(result.kl.mean)),
          ("mean_kl_standard_error", .number(result.kl.standardError)),
          ("median_kl", .number(result.medianKL)),
          ("percentile_99_kl", .number(result.percentile99KL)),
          ("maximum_kl", .number(result.maximumKL)),
          ("top1_agreement", .number(result.agreement.share)),
          ("top1_agreement_standard_error", .number(result.agreement.standardError)),
          ("reference_perplexity", .number(result.referencePerplexity)),
          ("perplexity", .number(result.perplexity)),
          ("perplexity_ratio", .number(result.perplexityRatio)),
          ("mean_nll_difference", .number(result.nllDifference.mean)),
          ("mean_nll_difference_standard_error", .number(result.nllDifference.standardError)),
        ])))
  }

  private func lines(_ result: Divergence) -> [String] {
    func number(_ value: Double) -> String { Decimal.text(value, digits: 5) }
    func percent(_ value: Double) -> String { Decimal.text(100 * value, digits: 2) }
    return [
      "KL divergence \(number(result.kl.mean)) +- \(number(result.kl.standardError)) nats; median "
        + "\(number(result.medianKL)), 99th percentile \(number(result.percentile99KL)), largest "
        + number(result.maximumKL),
      "same most likely token \(percent(result.agreement.share)) +- "
        + "\(percent(result.agreement.standardError)) %",
      "perplexity \(Decimal.text(result.perplexity, digits: 4)), reference "
        + "\(Decimal.text(result.referencePerplexity, digits: 4)), ratio "
        + "\(number(result.perplexityRatio)), mean NLL above the reference's "
        + "\(number(result.nllDifference.mean)) +- \(number(result.nllDifference.standardError))",
      "over \(result.tokenCount) tokens in windows of \(text.window)",
    ]
  }
}
