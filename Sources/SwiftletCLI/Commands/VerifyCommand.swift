import ArgumentParser
import SwiftletFormat
import SwiftletJSON
import SwiftletRuntime
import SwiftletSystem

/// `swiftlet verify`: reads everything, checks everything.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Reads every byte of a .swiftlet file and checks it.")

  @Argument(help: "A .swiftlet file.")
  var file: String

  @Flag(help: "Print the result as JSON.")
  var json = false

  func run() throws {
    let blob = try BlobModel(source: FileByteSource(path: file))
    let progress = ProgressLine()
    defer { progress.finish() }
    try blob.reader.verify { done, total in
      progress.update("checksums", done: done, total: total)
      // Nothing is open for writing: the process may end here.
      if Interrupts.wasRequested {
        progress.finish()
        Program.end(CommandFailure(status: .interrupted, description: "\(file): interrupted"))
      }
    }
    progress.finish()
    _ = try blob.tokenizer()
    let header = blob.reader.header
    let records = blob.reader.directory.records
    let digest = SHA256.hexadecimal(header.digest)
    if json {
      Console.print(
        .object(
          JSONObject([
            ("file", .string(file)), ("ok", .bool(true)),
            ("records", .integer(records.count)),
            ("frames", .integer(records.reduce(0) { $0 + $1.frames.count })),
            ("file_bytes", .integer(header.fileByteCount)),
            ("raw_bytes", .integer(header.rawByteCount)), ("sha256", .string(digest)),
          ])))
    } else {
      Console.print("\(file): good: \(records.count) records, \(header.fileByteCount) bytes")
    }
  }
}
