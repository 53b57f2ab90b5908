import ArgumentParser
import SwiftletFormat
import SwiftletJSON
import SwiftletMeasure
import SwiftletRuntime
import SwiftletSystem
import SwiftletTokenizer

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `swiftlet measure`: what a workload costs here.
struct MeasureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure", abstract: "Measures memory, time and energy of a workload.",
    discussion:
      "Writes report.json, samples.csv and report.html to a folder. What cannot be measured here is modelled "
      + "with the coefficients of a board, and marked so, or said to be unavailable. docs/measuring.md says what each "
      + "platform offers.")

  @OptionGroup var engine: EngineArguments

  @Option(
    help: "A file of configs/workloads, or one like them; without it a short question and answer.")
  var workload: String?
  @Option(help: "A text whose tokens the prompts are made of; without it any tokens.")
  var promptFile: String?
  @Option(help: "How often the workload runs.") var repetitions: Int?
  @Option(help: "For how long it is repeated, like 30m, 90s or 2h.") var duration: String?
  @Option(help: ArgumentHelp(BoardArgument.help)) var board: String?
  @Option(
    help: ArgumentHelp(
      "The log of an external meter: CSV with the columns time (seconds since 1970) and watts.",
      discussion: "It may be written while this runs; it is read at the end.", valueName: "csv"))
  var meterLog: String?
  @Option(help: "Seconds for which idle power is measured first, if there is a meter.")
  var idle = 5.0
  @Option(help: "Looks at memory, meters, heat and clock per second.") var rate = 10.0
  @Option(name: .customLong("battery-wh"), help: "A battery's watt-hours: how many tokens is that?")
  var batteryWattHours: Double?
  @Option(name: [.customShort("o"), .customLong("output")], help: "The folder to write to.")
  var output = "measurement"
  @Flag(help: "Replace the files of an earlier measurement.") var force = false
  @Flag(help: "Print the report as JSON too.") var json = false
  @Option(
    help: ArgumentHelp("A folder in place of / for what the kernel shows.", visibility: .hidden))
  var root = ""

  func validate() throws {
    guard (0.1...50).contains(rate) else { throw ValidationError("--rate takes 0.1 to 50") }
    guard (0...600).contains(idle) else { throw ValidationError("--idle takes 0 to 600 seconds") }
    guard repetitions == nil || duration == nil else {
      throw ValidationError("--repetitions and --duration: expected one of them, found both")
    }
    guard (1...10_000).contains(repetitions ?? 1) else {
      throw ValidationError("--repetitions takes 1 to 10000")
    }
    guard batteryWattHours ?? 1 > 0, batteryWattHours ?? 1 < 1e6 else {
      throw ValidationError("--battery-wh takes a number above 0")
    }
  }

  func run() throws {
    let workload = try chosenWorkload()
    let profile = try board.map { try BoardArgument.profile($0) }
    var options = try engine.options()
    options.context = max(options.context ?? 0, workload.tokenCount)
    // Two minutes more than what a workload of fixed repetitions is likely to take.
    let rowLimit = Int(rate * ((workload.seconds ?? 1800) + 600))
    let measurement = Measurement(
      engineArguments: engine, options: options, workload: workload, profile: profile,
      meterLog: meterLog, idleSeconds: idle, rate: rate, rowLimit: rowLimit,
      batteryWattHours: batteryWattHours, promptFile: promptFile, root: root)
    let files = MeasurementFiles(folder: output, replaces: force)
    try files.prepare()
    let report = try measurement.run()
    try files.write(report)
    if json { Console.print(report.json) } else { Console.print(MeasurementText(report).text) }
    Console.writeError("written: \(output)/report.json, samples.csv, report.html\n")
  }

  private func chosenWorkload() throws -> Workload {
    var workload: Workload
    if let file = self.workload {
      workload = try Workload.read(path: file)
    } else {
      workload = Workload(
        name: "short-answer", turns: [.init(promptTokenCount: 32, generatedTokenCount: 96)])
      workload.summary = "A question and an answer of a few sentences."
      workload.repetitionCount = 5
    }
    if let repetitions {
      workload.repetitionCount = repetitions
      workload.seconds = nil
    }
    if let duration {
      guard let seconds = MeasureCommand.seconds(duration) else {
        throw CommandFailure.usage("--duration: expected a time like 30m, found \(duration)")
      }
      workload.seconds = seconds
    }
    return workload
  }

  /// `90`, `90s`, `30m`, `2h` in seconds, up to two days.
  static func seconds(_ text: String) -> Double? {
    let factors: [Character: Double] = ["s": 1, "m": 60, "h": 3600]
    let factor = text.last.flatMap { factors[$0] }
    guard let value = Double(factor == nil ? text : String(text.dropLast())) else { return nil }
    let seconds = value * (factor ?? 1)
    return (1...172_800).contains(seconds) ? seconds : nil
  }
}

/// The three files of a measurement.
struct MeasurementFiles {
  let folder: String
  let replaces: Bool

  /// Makes the folder, and finds what must not be replaced before anything is measured.
  func prepare() throws {
    guard !folder.isEmpty, !folder.utf8.contains(0) else {
      throw CommandFailure.usage("--output: expected a folder, found \"\(folder)\"")
    }
    if unsafe mkdir(folder, 0o777) != 0, errno != EEXIST {
      throw CommandFailure(
        status: .cannotWrite,
        description: "\(folder): expected a folder to write to, found \(systemMessage(errno))")
    }
    for name in ["report.json", "samples.csv", "report.html"] {
      let isThere = unsafe access(path(name), F_OK) == 0
      guard replaces || !isThere else {
        throw CommandFailure(
          status: .cannotWrite,
          description: "\(path(name)): expected no such file (--force replaces it), found one")
      }
    }
  }

  private func path(_ name: String) -> String { folder + "/" + name }

  /// Writes them, each complete or not at all.
  func write(_ report: MeasurementReport) throws {
    for (name, text) in [
      ("report.json", report.json.prettyText + "\n"), ("samples.csv", report.samples.csv),
      ("report.html", ReportPage(report).html),
    ] {
      let writer = try AtomicFileWriter(path: path(name), replacing: replaces)
      try writer.append(Array(text.utf8))
      try writer.commit()
    }
  }
}
