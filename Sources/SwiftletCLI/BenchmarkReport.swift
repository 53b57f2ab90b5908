import SwiftletJSON
import SwiftletMeasure
import SwiftletSystem

/// One row of a benchmark's results: what was measured with one number of threads.
struct BenchmarkReport {
  var figures: Benchmark
  var plan: Benchmark.Plan
  var threadCount: Int
  var kernels: String
  var kv: String

  private static func value(_ number: Double?) -> JSONValue { number.map { .number($0) } ?? .null }

  private static func range(_ spread: Spread?) -> JSONValue {
    spread.map { .array([.number($0.minimum), .number($0.maximum)]) } ?? .null
  }

  private static func seconds(_ duration: Duration) -> JSONValue {
    .number(duration / .seconds(1))
  }

  /// The object that `--json` prints for this row.
  var json: JSONValue {
    let (prefill, decode) = (figures.prefillTokensPerSecond, figures.decodeTokensPerSecond)
    var object = JSONObject([
      ("threads", .integer(threadCount)),
      ("prompt_tokens", .integer(plan.promptTokenCount)),
      ("generate_tokens", .integer(plan.generatedTokenCount)),
      ("depth", .integer(plan.depth)),
      ("prefill_tokens_per_second", BenchmarkReport.value(prefill?.median)),
      ("prefill_range", BenchmarkReport.range(prefill)),
      ("prefill_runs", .array(figures.prefillRates.map { .number($0) })),
      ("decode_tokens_per_second", BenchmarkReport.value(decode?.median)),
      ("decode_range", BenchmarkReport.range(decode)),
      ("decode_runs", .array(figures.decodeRates.map { .number($0) })),
      ("roofline_share", BenchmarkReport.value(figures.rooflineShare)),
      ("read_bytes_per_second", BenchmarkReport.value(figures.readBytesPerSecond)),
      ("weight_bytes_per_token", .integer(figures.weightBytesPerToken)),
      ("kernels", .string(kernels)),
      ("kv", .string(kv)),
    ])
    if plan.isProfiled {
      object["profile"] = .object(
        JSONObject([
          ("prefill", BenchmarkReport.json(of: figures.prefillProfile)),
          ("decode", BenchmarkReport.json(of: figures.decodeProfile)),
        ]))
    }
    return .object(object)
  }

  private static func json(of profile: PhaseProfile?) -> JSONValue {
    guard let profile else { return .null }
    let kinds = profile.jobs.entries.map { entry -> JSONValue in
      .object(
        JSONObject([
          ("kind", .string(entry.kind)), ("jobs", .integer(entry.count)),
          ("work_seconds", seconds(entry.work)), ("barrier_seconds", seconds(entry.barrier)),
        ]))
    }
    return .object(
      JSONObject([
        ("seconds", seconds(profile.duration)),
        ("barrier_share", .number(profile.barrierShare)),
        ("outside_share", .number(profile.outsideShare)),
        ("kinds", .array(kinds)),
      ]))
  }

  /// One line, and the profile below it if there is one.
  var text: String {
    func line(_ name: String, _ spread: Spread?) -> String {
      guard let spread else { return "" }
      return ", \(name) \(Decimal.text(spread.median, digits: 1)) tokens/s ("
        + "\(Decimal.text(spread.minimum, digits: 1)) to \(Decimal.text(spread.maximum, digits: 1)))"
    }
    var text =
      "\(threadCount) threads, \(kernels)" + (plan.depth > 0 ? ", depth \(plan.depth)" : "")
      + line("prefill", figures.prefillTokensPerSecond)
      + line("decode", figures.decodeTokensPerSecond)
    if let share = figures.rooflineShare, let readRate = figures.readBytesPerSecond {
      text +=
        ", \(Decimal.text(share * 100, digits: 0)) % of "
        + "\(Decimal.text(readRate / 1e9, digits: 1)) GB/s"
    }
    for (name, profile) in [("prefill", figures.prefillProfile), ("decode", figures.decodeProfile)]
    {
      guard let profile else { continue }
      let lines = BenchmarkReport.lines(of: profile, name: name)
      text += "\n" + lines.map { "  " + $0 }.joined(separator: "\n")
    }
    for warning in Throttling.warnings { text += "\n" + warning }
    return text
  }

  private static func lines(of profile: PhaseProfile, name: String) -> [String] {
    func percent(_ share: Double) -> String { Decimal.text(share * 100, digits: 1) + " %" }
    func row(_ entry: JobProfile.Entry) -> [String] {
      let shares = [entry.work, entry.barrier].map { percent(profile.share(of: $0)) }
      return [entry.kind, "\(entry.count)"] + shares
    }
    let rows =
      [[name, "jobs", "work", "barrier"]] + profile.jobs.entries.map(row)
      + [row(profile.jobs.total), ["outside of jobs", "", percent(profile.outsideShare), ""]]
    return TextTable.lines(rows, leftAligned: [0])
  }
}
