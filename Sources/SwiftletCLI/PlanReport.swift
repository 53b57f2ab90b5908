import SwiftletArchitecture
import SwiftletJSON
import SwiftletMeasure
import SwiftletRuntime
import SwiftletSystem

/// What `plan` prints, for people and for programs.
struct PlanReport {
  let file: String
  let speed: SpeedForecast
  let options: EngineOptions

  // MARK: - JSON

  func json(_ plan: RunPlan) -> JSONValue {
    .object(JSONObject([("file", .string(file))] + rates + fields(plan)))
  }

  func json(curve: [RunPlan]) -> JSONValue {
    .object(
      JSONObject(
        [("file", .string(file))] + rates + [
          (
            "smallest_cap_bytes",
            curve.first.map { .integer($0.memory.sufficientCapByteCount) } ?? .null
          ),
          ("plans", .array(curve.map { .object(JSONObject(fields($0))) })),
        ]))
  }

  private var rates: [(String, JSONValue)] {
    [
      ("memory_bytes_per_second", .number(speed.memoryBytesPerSecond)),
      (
        "storage_bytes_per_second",
        speed.storageBytesPerSecond.isFinite ? .number(speed.storageBytesPerSecond) : .null
      ),
    ]
  }

  private func fields(_ plan: RunPlan) -> [(String, JSONValue)] {
    PlanReport.memoryFields(plan, options) + [
      ("modelled_decode_tokens_per_second", .number(speed.decodeTokensPerSecond(plan))),
      ("modelled_share_of_full_speed", .number(speed.shareOfFullSpeed(plan))),
      PlanReport.owners(plan),
    ]
  }

  /// What a plan holds and reads, whatever its speed.
  static func memoryFields(_ plan: RunPlan, _ options: EngineOptions) -> [(String, JSONValue)] {
    [
      ("planned_peak_bytes", .integer(plan.memory.peakByteCount)),
      ("memory_cap_bytes", options.memoryCapByteCount.map { .integer($0) } ?? .null),
      ("residency", .string(plan.residency.rawValue)),
      ("kv", .string(plan.kvFormat.rawValue)),
      ("resident_layers", .integer(plan.residentLayerCount)),
      ("layers", .integer(plan.layerCount)),
      ("chunk", .integer(plan.chunkLength)),
      ("streamed_bytes_per_token", .integer(plan.streamedByteCountPerToken)),
      ("streamed_bytes_per_prompt_chunk", .integer(plan.streamedByteCountPerChunk)),
    ]
  }

  /// A plan's memory, owner by owner.
  static func owners(_ plan: RunPlan) -> (String, JSONValue) {
    (
      "owners",
      .object(JSONObject(plan.memory.entries.map { ($0.owner, .integer($0.byteCount)) }))
    )
  }

  // MARK: - Text

  func text(_ plan: RunPlan) -> String {
    var lines = [plan.memory.table]
    lines.append("")
    lines.append(PlanReport.summary(plan))
    lines.append(
      "modelled: \(rate(plan)) tokens/s, \(share(plan)) of full speed (\(ratesText))")
    return lines.joined(separator: "\n")
  }

  func text(curve: [RunPlan]) -> String {
    var rows = [
      ["cap", "KV", "residency", "layers", "MiB a token", "chunk", "tokens/s", "of full speed"]
    ]
    for plan in curve {
      rows.append(
        PlanReport.cells(plan) + ["\(plan.chunkLength)", rate(plan), share(plan)])
    }
    var lines = TextTable.lines(rows, leftAligned: [1, 2]) + PlanReport.smallest(curve)
    lines += ["", "Speeds are modelled from measured rates: \(ratesText)."]
    return lines.joined(separator: "\n")
  }

  /// The residency of a plan in a sentence.
  static func summary(_ plan: RunPlan) -> String {
    "\(plan.residency.rawValue), KV cache \(plan.kvFormat.rawValue): \(plan.residentLayerCount) of "
      + "\(plan.layerCount) layers stay in memory; "
      + "a token reads \(mebibytes(plan.streamedByteCountPerToken)) MiB from storage, "
      + "\(plan.chunkLength) prompt tokens \(mebibytes(plan.streamedByteCountPerChunk)) MiB"
  }

  /// The first cells of a curve's row: cap, KV cache, residency, layers, MiB a token.
  static func cells(_ plan: RunPlan) -> [String] {
    [
      "\(plan.memory.sufficientCapByteCount >> 20)M", plan.kvFormat.rawValue,
      plan.residency.rawValue, "\(plan.residentLayerCount)/\(plan.layerCount)",
      mebibytes(plan.streamedByteCountPerToken),
    ]
  }

  /// The table of the smallest cap that works.
  static func smallest(_ curve: [RunPlan]) -> [String] {
    guard let smallest = curve.first else { return [] }
    let cap = smallest.memory.sufficientCapByteCount >> 20
    return [
      "", "The smallest cap that works: \(cap)M. Where its memory goes:", smallest.memory.table,
    ]
  }

  private var ratesText: String {
    let memory = Decimal.text(speed.memoryBytesPerSecond / 1e9, digits: 1)
    let storage =
      speed.storageBytesPerSecond.isFinite
      ? Decimal.text(speed.storageBytesPerSecond / 1e6, digits: 0) + " MB/s" : "-"
    return "memory \(memory) GB/s with \(options.threadCount) threads, storage \(storage)"
  }

  private static func mebibytes(_ byteCount: Int) -> String {
    Decimal.text(Double(byteCount) / 0x1p20, digits: 1)
  }

  private func rate(_ plan: RunPlan) -> String {
    Decimal.text(speed.decodeTokensPerSecond(plan), digits: 1)
  }

  private func share(_ plan: RunPlan) -> String {
    Decimal.text(100 * speed.shareOfFullSpeed(plan), digits: 0) + " %"
  }
}
