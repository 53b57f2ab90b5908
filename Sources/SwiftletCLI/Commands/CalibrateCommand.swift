import ArgumentParser
import SwiftletJSON
import SwiftletMeasure
import SwiftletSystem

/// `swiftlet calibrate`: a board file of one's own, from measurements with a meter.
struct CalibrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Fits a board's energy coefficients to measurements with a meter.",
    discussion:
      "Takes report.json files of `swiftlet measure`, best of several workloads and models, whose meter covers the "
      + "board. The other values come from the board of --board.")

  @Argument(help: ArgumentHelp("The report.json of each measurement.", valueName: "report"))
  var reports: [String]
  @Option(help: ArgumentHelp(BoardArgument.help)) var board: String
  @Option(help: "The new board's name; without it the board's own.") var name: String?
  @Option(name: [.customShort("o"), .customLong("output")], help: "The board file to write.")
  var output: String
  @Flag(help: "Replace the output if it exists.") var force = false

  func run() throws {
    var profile = try BoardArgument.profile(board)
    var points: [Calibration.Point] = []
    for file in reports {
      let report = try MeasurementReport.read(path: file)
      points += Calibration.points(of: report) { phase in
        // By the board's own counts; models of other bits than 4 have other costs, within its interval.
        guard let cores = profile.cores.first, let work = phase.work else { return nil }
        let cost = phase.name == .prefill ? cores.promptInt4 : cores.generatedInt4
        return Double(work.multiplyAccumulateCount) * cost.instructionsPerWeight.value
      }
    }
    guard let fit = Calibration(points) else {
      throw CommandFailure.badInput(
        InputFault(
          file: reports.joined(separator: ", "), place: "phases",
          expected:
            "at least four phases whose energy was measured for the board, and that differ in what they do",
          found: "\(points.count) phases"))
    }
    if let name { profile.name = name }
    let source = "fitted to \(points.count) phases by swiftlet calibrate, two standard errors"
    profile.idlePower = fitted(profile.idlePower, fit, 0, source)
    profile.joulesPerInstruction = fitted(profile.joulesPerInstruction, fit, 1, source)
    profile.joulesPerDRAMByte = fitted(profile.joulesPerDRAMByte, fit, 2, source)
    let writer = try AtomicFileWriter(path: output, replacing: force)
    try writer.append(Array((profile.json.prettyText + "\n").utf8))
    try writer.commit()
    for (title, value) in [
      ("idle power", profile.idlePower), ("per instruction", profile.joulesPerInstruction),
      ("per byte", profile.joulesPerDRAMByte),
    ] {
      Console.print(
        "\(title): \(value.value) \(value.unit) (\(value.interval.lowerBound) to \(value.interval.upperBound))"
      )
    }
  }

  /// The fitted value, if it is above zero by two standard errors; else what the board had.
  private func fitted(_ old: Coefficient, _ fit: Calibration, _ index: Int, _ source: String)
    -> Coefficient
  {
    let (value, error) = (fit.coefficients[index], 2 * fit.standardErrors[index])
    guard value - error > 0, (value + error).isFinite else {
      return Coefficient(
        old.value, old.interval, unit: old.unit,
        source: "not told apart by the phases; " + old.source)
    }
    return Coefficient(
      value, value - error...value + error, unit: old.unit, source: source)
  }
}
