import SwiftletArchitecture
import SwiftletJSON
import SwiftletKernels
import SwiftletMeasure
import SwiftletModel
import SwiftletRuntime
import SwiftletSystem

/// What a run cost, for people and for programs.
struct RunReport {
  var engine: Engine
  var options: EngineOptions
  var promptTokenCount: Int
  var result: GenerationResult
  var loadDuration: Duration
  var sampling: SamplingOptions

  private var peakByteCount: Int? { ProcessMemory.current()?.peakResidentByteCount }

  private static func rate(_ count: Int, _ duration: Duration) -> Double? {
    let seconds = duration / .seconds(1)
    return count > 0 && seconds > 0 ? Double(count) / seconds : nil
  }

  private var prefillRate: Double? {
    RunReport.rate(promptTokenCount, result.prefillDuration)
  }

  private var decodeRate: Double? {
    RunReport.rate(result.decodedTokenCount, result.decodeDuration)
  }

  private static func value(_ number: Double?) -> JSONValue { number.map { .number($0) } ?? .null }

  private static func value(_ number: Int?) -> JSONValue { number.map { .integer($0) } ?? .null }

  /// Prints the object of `--json`.
  ///
  /// Ids go out one by one: as JSON values they would take many times what the result takes, and the plan
  /// has no room for that.
  func printJSON(text: String) {
    let report = json(text: text).prettyText
    // Quotes inside a string are escaped, so no text has this.
    guard let list = report.firstRange(of: "\"token_ids\": []") else {
      preconditionFailure("a report without ids")
    }
    let end = report.index(before: list.upperBound)
    Console.printPart(report[..<end])
    for (index, id) in result.ids.enumerated() {
      Console.printPart((index > 0 ? "," : "") + "\(id)")
    }
    Console.printPart(report[end...] + "\n")
  }

  /// The object without its ids.
  private func json(text: String) -> JSONValue {
    let firstToken = (loadDuration + result.timeToFirstToken) / .seconds(1)
    return .object(
      JSONObject([
        ("text", .string(text)),
        ("token_ids", .array([])),
        ("prompt_tokens", .integer(promptTokenCount)),
        ("prefill_tokens_per_second", RunReport.value(prefillRate)),
        ("decode_tokens_per_second", RunReport.value(decodeRate)),
        ("time_to_first_token_seconds", .number(firstToken)),
        ("peak_resident_bytes", RunReport.value(peakByteCount)),
        ("planned_peak_bytes", .integer(engine.plan.peakByteCount)),
        ("memory_cap_bytes", RunReport.value(options.memoryCapByteCount)),
        ("unaccounted_bytes", RunReport.value(engine.unaccountedByteCount)),
        ("residency", .string(engine.residency.rawValue)),
        ("streaming", streaming),
        ("cgroup", cgroup),
        ("enforced_by", Enforcement.name.map { .string($0) } ?? .null),
        ("kernels", .string(engine.kernels.name)),
        ("threads", .integer(options.threadCount)),
        ("context", .integer(engine.capacity)),
        ("context_shifts", .integer(result.contextShiftCount)),
        ("kv", .string(engine.cache.shape.format.rawValue)),
        ("seed", sampling.temperature > 0 ? .string(String(sampling.seed)) : .null),
        ("stop_reason", .string(result.stopReason.rawValue)),
      ]))
  }

  /// What was read while the model ran; null if all weights are in memory.
  private var streaming: JSONValue {
    guard let streaming = engine.streaming else { return .null }
    return .object(
      JSONObject([
        ("bytes", .integer(streaming.loadedByteCount)),
        ("loading_seconds", .number(streaming.loading / .seconds(1))),
        ("waiting_seconds", .number(streaming.waiting / .seconds(1))),
      ]))
  }

  /// What the control group says that the process is charged to; null without one.
  private var cgroup: JSONValue {
    guard let group = MemoryCgroup.current() else { return .null }
    return .object(
      JSONObject([
        ("version", .string(group.version.rawValue)),
        ("limit_bytes", RunReport.value(group.limitByteCount)),
        ("peak_bytes", RunReport.value(group.peakByteCount)),
        ("limit_hits", RunReport.value(group.limitHitCount)),
        ("kills", RunReport.value(group.killCount)),
      ]))
  }

  /// A few lines for standard error.
  var text: String {
    func rate(_ value: Double?) -> String {
      value.map { Decimal.text($0, digits: 1) + " tokens/s" } ?? "-"
    }
    var lines = [
      "prompt: \(promptTokenCount) tokens, \(rate(prefillRate)); generated: "
        + "\(result.generatedTokenCount) tokens, \(rate(decodeRate)); ended by \(result.stopReason.rawValue)"
    ]
    var memory = "memory: planned \(MemoryPlan.mebibytes(engine.plan.peakByteCount)) MiB"
    if let peakByteCount { memory += ", peak \(MemoryPlan.mebibytes(peakByteCount)) MiB" }
    if let cap = options.memoryCapByteCount { memory += ", cap \(MemoryPlan.mebibytes(cap)) MiB" }
    let cores = engine.pool.cores.map { " on cores \($0)" } ?? ""
    lines.append(
      memory
        + "; \(engine.residency.rawValue), \(options.threadCount) threads\(cores), kernels \(engine.kernels.name), context "
        + "\(engine.capacity), KV cache \(engine.cache.shape.format.rawValue)")
    if sampling.temperature > 0 { lines.append("seed: \(sampling.seed)") }
    lines += Throttling.warnings
    return lines.joined(separator: "\n") + "\n"
  }
}
