import ArgumentParser
import SwiftletRuntime

/// How tokens are chosen, in every command that generates.
struct SamplingArguments: ParsableArguments {
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

  /// The options, checked.
  ///
  /// - Throws: `CommandFailure`.
  func options() throws -> SamplingOptions {
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
