import ArgumentParser
import SwiftletArchitecture
import SwiftletJSON
import SwiftletMeasure
import SwiftletRuntime
import SwiftletSystem

/// `swiftlet plan`: what a run would take, before it takes it.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Shows what a run will take of memory, and how fast it may be.",
    discussion:
      "With --memory-cap the plan under that cap; without one the caps at which something changes, "
      + "from the smallest that works to the one from which on all weights stay in memory. Speeds are "
      + "modelled from the measured rates of memory and storage, behind an empty context. With --board speed "
      + "and energy of another board are modelled from what is known of it.")

  @OptionGroup var engine: EngineArguments
  @Option(help: ArgumentHelp(BoardArgument.help)) var board: String?
  @Flag(help: "Print one JSON object.") var json = false

  func run() throws {
    if let board { return try run(board: BoardArgument.profile(board)) }
    let options = try engine.options()
    let model = try BlobModel(source: FileByteSource(path: engine.file))
    try engine.explaining {
      let speed = try SpeedForecast.measured(model: model, threadCount: options.threadCount)
      let report = PlanReport(file: engine.file, speed: speed, options: options)
      try show(
        model, options,
        plan: { json ? report.json($0).prettyText : report.text($0) },
        curve: { json ? report.json(curve: $0).prettyText : report.text(curve: $0) })
    }
  }

  private func run(board: BoardProfile) throws {
    var options = try engine.options()
    options.threadCount =
      engine.threads ?? min(board.cores[0].count, EngineOptions.threadLimit)
    // What this machine has free says nothing of the board.
    if engine.memoryCap == nil { options.memoryCapByteCount = nil }
    let model = try BlobModel(source: FileByteSource(path: engine.file))
    try engine.explaining {
      let report = BoardPlanReport(
        file: engine.file,
        forecast: BoardForecast(profile: board, model: model, threadCount: options.threadCount),
        options: options, parameterCount: model.table.parameterCount)
      try show(
        model, options,
        plan: { json ? report.json($0).prettyText : report.text($0) },
        curve: { json ? report.json(curve: $0).prettyText : report.text(curve: $0) })
    }
  }

  /// Prints the plan that was asked for, or the curve of plans.
  private func show(
    _ model: BlobModel, _ options: EngineOptions, plan: (RunPlan) -> String,
    curve: ([RunPlan]) -> String
  ) throws {
    if engine.memoryCap != nil || options.residency != nil {
      Console.print(plan(try RunPlan(model: model, options: options)))
    } else {
      Console.print(curve(try RunPlan.curve(model: model, options: options)))
    }
  }
}
