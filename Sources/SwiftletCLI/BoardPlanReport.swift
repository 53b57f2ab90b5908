import SwiftletArchitecture
import SwiftletJSON
import SwiftletMeasure
import SwiftletRuntime
import SwiftletSystem

/// What `plan --board` prints, for people and for programs: plans with the speed and energy that a board is expected to
/// have.
struct BoardPlanReport {
  let file: String
  let forecast: BoardForecast
  let options: EngineOptions
  let parameterCount: Int

  private var profile: BoardProfile { forecast.profile }

  /// What the rule of thumb says of the model.
  private var paperJoulesPerToken: Double {
    Double(parameterCount) * PaperRule.joulesPerTokenAndParameter
  }

  // MARK: - JSON

  func json(_ plan: RunPlan) -> JSONValue {
    .object(JSONObject(head + fields(plan)))
  }

  func json(curve: [RunPlan]) -> JSONValue {
    let smallest = curve.first.map { JSONValue.integer($0.memory.sufficientCapByteCount) }
    return .object(
      JSONObject(
        head + [
          ("smallest_cap_bytes", smallest ?? .null),
          ("plans", .array(curve.map { .object(JSONObject(fields($0))) })),
        ]))
  }

  private var head: [(String, JSONValue)] {
    [
      ("file", .string(file)),
      (
        "board",
        .object(
          JSONObject([
            ("name", .string(profile.name)), ("title", .string(profile.title)),
            ("cores", .string(profile.cores[0].name)), ("threads", .integer(forecast.threadCount)),
            ("memory_bandwidth", profile.memoryBandwidth.json),
            ("storage_bandwidth", profile.storageBandwidth.json),
          ]))
      ),
      (
        "paper_rule",
        .object(
          JSONObject([
            ("name", .string(PaperRule.name)), ("joules_per_token", .number(paperJoulesPerToken)),
          ]))
      ),
    ]
  }

  private func fields(_ plan: RunPlan) -> [(String, JSONValue)] {
    PlanReport.memoryFields(plan, options) + [
      (
        "modelled_decode_tokens_per_second",
        forecast.generatedToken(plan).tokensPerSecond.value.map { .number($0) } ?? .null
      ),
      (
        "modelled_share_of_full_speed",
        forecast.shareOfFullSpeed(plan).map { .number($0) } ?? .null
      ),
      (
        "modelled",
        .object(
          JSONObject([
            ("generated", json(forecast.generatedToken(plan))),
            ("prompt", json(forecast.promptToken(plan))),
          ]))
      ),
      PlanReport.owners(plan),
    ]
  }

  private func json(_ token: BoardForecast.Token) -> JSONValue {
    .object(
      JSONObject([
        ("tokens_per_second", token.tokensPerSecond.json),
        ("energy_per_token", token.energyPerToken.json),
        ("energy_above_idle_per_token", token.energyAboveIdlePerToken.json),
        ("instructions_per_token", token.instructions.json),
        ("waits_for", token.bound.map { .string($0.rawValue) } ?? .null),
      ]))
  }

  // MARK: - Text

  func text(_ plan: RunPlan) -> String {
    let (generated, prompt) = (forecast.generatedToken(plan), forecast.promptToken(plan))
    var rows = [["modelled", "tokens/s", "J/token", "above idle", "instructions", "waits for"]]
    for (name, token) in [("generated", generated), ("prompt", prompt)] {
      rows.append([
        name, token.tokensPerSecond.text, token.energyPerToken.text,
        token.energyAboveIdlePerToken.text, millions(token.instructions),
        token.bound?.rawValue ?? "-",
      ])
    }
    var lines = [plan.memory.table, "", PlanReport.summary(plan), ""]
    lines += TextTable.lines(rows, leftAligned: [0, 5])
    lines += ["", note(generated)]
    return lines.joined(separator: "\n")
  }

  func text(curve: [RunPlan]) -> String {
    var rows = [
      ["cap", "KV", "residency", "layers", "MiB a token", "tokens/s", "J/token", "prompt tokens/s"]
    ]
    for plan in curve {
      let (generated, prompt) = (forecast.generatedToken(plan), forecast.promptToken(plan))
      rows.append(
        PlanReport.cells(plan) + [
          generated.tokensPerSecond.text, generated.energyPerToken.text,
          prompt.tokensPerSecond.text,
        ])
    }
    var lines = TextTable.lines(rows, leftAligned: [1, 2])
    lines += PlanReport.smallest(curve)
    if let last = curve.last { lines += ["", note(forecast.generatedToken(last))] }
    return lines.joined(separator: "\n")
  }

  /// A count in millions.
  private func millions(_ count: Figure) -> String {
    count.value.map { Figure.text($0 / 1e6) + " million" } ?? "-"
  }

  /// How the numbers came to be.
  private func note(_ token: BoardForecast.Token) -> String {
    let cores = profile.cores[0]
    var lines = [
      "Speed and energy are modelled, not measured: \(profile.title), \(forecast.threadCount) thread\(forecast.threadCount == 1 ? "" : "s") on "
        + "\(cores.name) (kernels \(cores.kernels)), by the coefficients of the board file \(profile.name); in "
        + "brackets the ends of the interval. The context is empty, and nothing else runs."
    ]
    if let reason = token.tokensPerSecond.reason { lines.append("Not available: \(reason).") }
    lines.append(
      "For comparison \(Figure.text(paperJoulesPerToken)) J/token: \(PaperRule.name).")
    return lines.joined(separator: "\n")
  }
}
