import Testing
import _SwiftletTestSupport

/// The mini checkpoint, converted by the command itself.
struct MiniBlob {
  let checkpoint: MiniCheckpoint
  let folder: TemporaryFolder
  let path: String

  init(hasTokenizer: Bool = true) throws {
    checkpoint = try MiniCheckpoint(hasTokenizer: hasTokenizer)
    folder = try TemporaryFolder()
    path = folder.path("mini.swiftlet")
    let run = try CommandRun(["convert", checkpoint.folder.path, "-o", path], in: folder)
    try #require(run.status == 0, "\(run.error)")
  }

  /// Runs `swiftlet` with `FILE` standing for the blob.
  func run(_ arguments: [String], redirection: String = "") throws -> CommandRun {
    try CommandRun(
      arguments.map { $0 == "FILE" ? path : $0 }, in: folder, redirection: redirection)
  }

  /// Expects `status`, one line on standard error that has `words`, and nothing on standard output.
  func expectRefusal(
    _ arguments: [String], status: Int32, _ words: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let run = try run(arguments)
    #expect(run.status == status, "\(arguments): \(run.error)", sourceLocation: sourceLocation)
    #expect(
      run.error.hasPrefix("swiftlet: ") && run.errorLines.count == 1 && run.error.contains(words),
      "\(arguments): \(run.error)", sourceLocation: sourceLocation)
    #expect(run.output.isEmpty, "\(arguments): \(run.output)", sourceLocation: sourceLocation)
  }
}
