import ArgumentParser
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
      + "modelled from the measured rates of memory and storage, behind an empty context.")

  @OptionGroup var engine: EngineArguments
  @Flag(help: "Print one JSON object.") var json = false

  func run() throws {
    let options = try engine.options()
    let model = try BlobModel(source: FileByteSource(path: engine.file))
    try engine.explaining {
      let speed = try SpeedForecast.measured(model: model, threadCount: options.threadCount)
      let report = PlanReport(file: engine.file, speed: speed, options: options)
      if engine.memoryCap != nil || options.residency != nil {
        let plan = try RunPlan(model: model, options: options)
        if json { Console.print(report.json(plan)) } else { Console.print(report.text(plan)) }
      } else {
        let plans = try RunPlan.curve(model: model, options: options)
        if json {
          Console.print(report.json(curve: plans))
        } else {
          Console.print(report.text(curve: plans))
        }
      }
    }
  }
}
