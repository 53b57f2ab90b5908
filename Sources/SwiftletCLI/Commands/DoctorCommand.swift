import ArgumentParser
import SwiftletFormat
import SwiftletJSON
import SwiftletKernels
import SwiftletMeasure
import SwiftletRuntime
import SwiftletSystem

/// `swiftlet doctor`: what this machine is, and what is wrong with it.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Says what this machine is, which kernels it will use, and what is wrong with it.",
    discussion: """
      With a file it also says what disk the file lies on, how fast a part of it is read, and whether
      the model's weights fit. Findings do not change the exit status.
      """)

  @Argument(help: "A .swiftlet file.")
  var file: String?

  @Flag(help: "Print one JSON object.")
  var json = false

  @Option(
    help: ArgumentHelp("A folder in place of / for what the kernel shows.", visibility: .hidden))
  var root = ""

  func run() throws {
    var storage: Storage?
    var modelByteCount: Int?
    if let file {
      let source = try FileByteSource(path: file)
      modelByteCount = try BlobModel(source: source).reader.header.rawByteCount
      storage = try Storage.measure(source, root: root)
    }
    let board = Board.current(root: root)
    let report = BoardReport(
      board: board, kernels: KernelSet.best.name, threadCount: CoreSelection.current.threadCount,
      storage: storage,
      findings: BoardFinding.all(of: board, modelByteCount: modelByteCount, storage: storage))
    if json { Console.print(report.json) } else { Console.print(report.text) }
  }
}
