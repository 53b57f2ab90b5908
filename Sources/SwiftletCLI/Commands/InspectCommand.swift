import ArgumentParser
import SwiftletArchitecture
import SwiftletFormat
import SwiftletJSON
import SwiftletRuntime
import SwiftletSystem
import SwiftletTensor
import SwiftletTokenizer

/// `swiftlet inspect`: what is in a blob.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Shows what a .swiftlet file holds and where it comes from.")

  @Argument(help: "A .swiftlet file.")
  var file: String

  @Flag(help: "List every tensor.")
  var tensors = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let inspection = try BlobInspection(BlobModel(source: FileByteSource(path: file)))
    if json {
      Console.print(inspection.json(withTensors: tensors))
    } else {
      Console.print(inspection.text(withTensors: tensors))
    }
  }
}
