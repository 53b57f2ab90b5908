import ArgumentParser
import SwiftletJSON
import SwiftletMeasure
import SwiftletSystem

/// `swiftlet compare`: measurements side by side.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Puts measurements side by side.",
    discussion:
      "Takes the report.json files of `swiftlet measure`: other models, quantizations, caps or boards. Ratios "
      + "are against the first. A difference counts where the intervals do not touch: those of repetitions, of "
      + "sensors and of models; else it is within the spread. With one file --html writes its report again."
  )

  @Argument(help: ArgumentHelp("The report.json of each measurement.", valueName: "report"))
  var reports: [String]
  @Option(
    help: ArgumentHelp(
      "Also write a page with charts, which needs nothing but itself; a file of that name is replaced.",
      valueName: "file")) var html: String?
  @Flag(help: "Print one JSON object.") var json = false

  func validate() throws {
    guard (1...ReportComparison.limit).contains(reports.count) else {
      throw ValidationError(
        "expected 1 to \(ReportComparison.limit) reports, found \(reports.count)")
    }
  }

  func run() throws {
    var read: [(file: String, report: MeasurementReport)] = []
    for file in reports { read.append((file, try MeasurementReport.read(path: file))) }
    let comparison = ReportComparison(read)
    if let html {
      let page =
        read.count == 1 ? ReportPage(read[0].report).html : ComparisonPage(comparison).html
      let writer = try AtomicFileWriter(path: html, replacing: true)
      try writer.append(Array(page.utf8))
      try writer.commit()
    }
    if json {
      Console.print(comparison.json)
    } else {
      Console.print(ComparisonReport(comparison: comparison).text)
    }
  }
}
