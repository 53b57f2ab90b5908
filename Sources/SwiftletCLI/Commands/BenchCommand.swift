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
    discussion: "Prefill is timed on a prompt of random tokens, decode behind a prompt of one "
      + "token. Medians of the repetitions; the roofline is what the same threads read from memory."
  )

  @Argument(help: "A .swiftlet file.") var file: String
  @Option(help: "Tokens of the prompt; 0 skips prefill.") var promptTokens = 512
  @Option(help: "Tokens to generate; 0 skips decode.") var generateTokens = 128
  @Option(help: "Repetitions of each.") var repetitions = 5
  @Option(help: "Threads, one or more numbers like 1,2; without it the available cores.")
  var threads: String?
  @Option(help: "How keys and values are stored: f16, int8 or f32.") var kv: KVCacheFormat =
    .float16
  @Option(help: "The kernel set, like scalar; without it the best that the processor has.")
  var kernels: String?
  @Flag(help: "Also show where decoding's time goes, and how much of it is waiting at barriers.")
  var profile = false
  @Flag(help: "Print one JSON object.") var json = false

  func run() throws {
    let lengths = [promptTokens, generateTokens, repetitions]
    guard lengths.allSatisfy({ (0...1 << 20).contains($0) }), repetitions > 0,
      promptTokens + generateTokens > 0
    else {
      throw CommandFailure.usage(
        "expected 0 to 1048576 tokens, not all 0, and at least 1 repetition")
    }
    let threadCounts = try threadCounts()
    let model = try BlobModel(source: FileByteSource(path: file))
    var results: [JSONValue] = []
    for threadCount in threadCounts {
      var options = EngineOptions()
      options.threadCount = threadCount
      options.kernels = kernels
      options.kvFormat = kv
      // One token more than is generated is kept for the prompt of the decode run.
      options.context = max(promptTokens + 1, generateTokens + 2)
      let benchmark = try EngineArguments.explaining(file: file) {
        let engine = try Engine(model: model, options: options)
        var plan = Benchmark.Plan()
        plan.promptTokenCount = promptTokens
        plan.generatedTokenCount = generateTokens
        plan.repetitions = repetitions
        return try Benchmark.measure(
          engine: engine, weightBytesPerToken: model.weightBytesPerToken, plan: plan,
          isProfiled: profile, isCancelled: { Interrupts.wasRequested }
        ).map { ($0, engine.kernels.name) }
      }
      guard let (figures, name) = benchmark else {
        throw CommandFailure(status: .interrupted, description: "interrupted")
      }
      let report = BenchmarkReport(figures: figures, threadCount: threadCount, kernels: name)
      if json { results.append(report.json) } else { Console.print(report.text) }
    }
    if json {
      Console.print(.object(JSONObject([("file", .string(file)), ("results", .array(results))])))
    }
  }

  private func threadCounts() throws -> [Int] {
    guard let threads else { return [CPUFeatures.availableCoreCount] }
    return try threads.split(separator: ",", omittingEmptySubsequences: false).map { part in
      guard let count = Int(part), count > 0 else {
        throw CommandFailure.usage("--threads: expected numbers like 1,2, found \(threads)")
      }
      return count
    }
  }
}

/// One row of a benchmark's results.
struct BenchmarkReport {
  var figures: Benchmark
  var threadCount: Int
  var kernels: String

  private static func value(_ number: Double?) -> JSONValue { number.map { .number($0) } ?? .null }

  private static func range(_ spread: Spread?) -> JSONValue {
    spread.map { .array([.number($0.minimum), .number($0.maximum)]) } ?? .null
  }

  private static func seconds(_ duration: Duration) -> Double { duration / .seconds(1) }

  var json: JSONValue {
    var object = JSONObject([
      ("threads", .integer(threadCount)),
      (
        "prefill_tokens_per_second",
        BenchmarkReport.value(figures.prefillTokensPerSecond?.median)
      ),
      ("prefill_range", BenchmarkReport.range(figures.prefillTokensPerSecond)),
      ("decode_tokens_per_second", BenchmarkReport.value(figures.decodeTokensPerSecond?.median)),
      ("decode_range", BenchmarkReport.range(figures.decodeTokensPerSecond)),
      ("roofline_share", BenchmarkReport.value(figures.rooflineShare)),
      ("read_bytes_per_second", .number(figures.readBytesPerSecond)),
      ("weight_bytes_per_token", .integer(figures.weightBytesPerToken)),
      ("kernels", .string(kernels)),
    ])
    if let profile = figures.profile {
      object["profile"] = .object(
        JSONObject([
          ("decode_seconds", .number(BenchmarkReport.seconds(figures.profiledDuration))),
          ("barrier_share", .number(barrierShare(profile))),
          (
            "kinds",
            .array(
              profile.entries.map { entry in
                .object(
                  JSONObject([
                    ("kind", .string(entry.kind)), ("jobs", .integer(entry.count)),
                    ("work_seconds", .number(BenchmarkReport.seconds(entry.work))),
                    ("barrier_seconds", .number(BenchmarkReport.seconds(entry.barrier))),
                  ]))
              })
          ),
        ]))
    }
    return .object(object)
  }

  private func barrierShare(_ profile: JobProfile) -> Double {
    BenchmarkReport.seconds(profile.total.barrier)
      / max(BenchmarkReport.seconds(figures.profiledDuration), 1e-9)
  }

  var text: String {
    func line(_ name: String, _ spread: Spread?) -> String {
      guard let spread else { return "" }
      return ", \(name) \(Decimal.text(spread.median, digits: 1)) tokens/s ("
        + "\(Decimal.text(spread.minimum, digits: 1)) to \(Decimal.text(spread.maximum, digits: 1)))"
    }
    var text =
      "\(threadCount) threads, \(kernels)" + line("prefill", figures.prefillTokensPerSecond)
      + line("decode", figures.decodeTokensPerSecond)
    if let share = figures.rooflineShare {
      text +=
        ", \(Decimal.text(share * 100, digits: 0)) % of "
        + "\(Decimal.text(figures.readBytesPerSecond / 1e9, digits: 1)) GB/s"
    }
    guard let profile = figures.profile else { return text }
    let whole = max(BenchmarkReport.seconds(figures.profiledDuration), 1e-9)
    for entry in profile.entries {
      text +=
        "\n  \(entry.kind): \(Decimal.text(BenchmarkReport.seconds(entry.work) / whole * 100, digits: 1))"
        + " % work, \(Decimal.text(BenchmarkReport.seconds(entry.barrier) / whole * 100, digits: 1))"
        + " % barrier"
    }
    let other = whole - BenchmarkReport.seconds(profile.total.work + profile.total.barrier)
    return text + "\n  outside of jobs: \(Decimal.text(other / whole * 100, digits: 1)) %"
      + "\n  barriers in all: \(Decimal.text(barrierShare(profile) * 100, digits: 1)) %"
  }
}
