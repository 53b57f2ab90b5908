import ArgumentParser
import SwiftletArchitecture
import SwiftletJSON
import SwiftletKernels
import SwiftletMeasure
import SwiftletRuntime
import SwiftletSystem

/// `swiftlet bench`: tokens per second and the share of the memory roofline.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measures tokens per second.",
    discussion:
      "Prefill is timed on a prompt of random tokens, decode behind one token. Medians of "
      + "the repetitions; the roofline is what the same threads read from memory."
  )

  @Argument(help: "A .swiftlet file.") var file: String
  @Option(help: "Tokens of the prompt; 0 skips prefill.") var promptTokens = 512
  @Option(help: "Tokens to generate; 0 skips decode.") var generateTokens = 128
  @Option(help: "Tokens that are in the context before either is timed.") var depth = 0
  @Option(help: "Repetitions of each.") var repetitions = 5
  @Option(help: "Threads, one or more numbers like 1,2; without it the available big cores.")
  var threads: String?
  @Option(help: "How keys and values are stored: f16, int8 or f32.") var kv: KVCacheFormat =
    .float16
  @Option(help: "The kernel set, like scalar; without it the best that the processor has.")
  var kernels: String?
  @Flag(
    help: "Also show where the time goes, kind by kind, and how much of it is waiting at barriers.")
  var profile = false
  @Flag(help: "Print one JSON object.") var json = false

  func run() throws {
    let plan = try plan()
    let threadCounts = try threadCounts()
    let model = try BlobModel(source: FileByteSource(path: file))
    let limit = model.configuration.contextLength
    guard plan.contextLength <= limit else {
      throw CommandFailure.usage(
        "expected depth and tokens within the model's \(limit) positions, found "
          + "\(plan.contextLength)")
    }
    var results: [JSONValue] = []
    for threadCount in threadCounts {
      let report = try measure(model, plan: plan, threadCount: threadCount)
      if json { results.append(report.json) } else { Console.print(report.text) }
    }
    if json {
      Console.print(.object(JSONObject([("file", .string(file)), ("results", .array(results))])))
    }
  }

  private func plan() throws -> Benchmark.Plan {
    let lengths = [promptTokens, generateTokens, depth, repetitions]
    guard lengths.allSatisfy({ (0...1 << 20).contains($0) }), repetitions > 0,
      promptTokens + generateTokens > 0
    else {
      throw CommandFailure.usage(
        "expected 0 to 1048576 tokens, not all 0, and at least 1 repetition")
    }
    var plan = Benchmark.Plan()
    plan.promptTokenCount = promptTokens
    plan.generatedTokenCount = generateTokens
    plan.depth = depth
    plan.repetitions = repetitions
    plan.isProfiled = profile
    return plan
  }

  private func measure(
    _ model: BlobModel, plan: Benchmark.Plan, threadCount: Int
  ) throws -> BenchmarkReport {
    var options = EngineOptions()
    options.threadCount = threadCount
    options.kernels = kernels
    options.kvFormat = kv
    options.context = plan.contextLength
    return try EngineArguments.explaining(file: file) {
      let engine = try Engine(model: model, options: options)
      let figures = try Benchmark.measure(
        engine: engine, weightBytesPerToken: model.weightBytesPerToken, plan: plan,
        isCancelled: { Interrupts.wasRequested })
      guard let figures else {
        throw CommandFailure(status: .interrupted, description: "interrupted")
      }
      return BenchmarkReport(
        figures: figures, plan: plan, threadCount: threadCount, kernels: engine.kernels.name,
        kv: kv.rawValue)
    }
  }

  private func threadCounts() throws -> [Int] {
    guard let threads else { return [CoreSelection.current.threadCount] }
    return try threads.split(separator: ",", omittingEmptySubsequences: false).map { part in
      guard let count = Int(part), count > 0 else {
        throw CommandFailure.usage("--threads: expected numbers like 1,2, found \(threads)")
      }
      return count
    }
  }
}
