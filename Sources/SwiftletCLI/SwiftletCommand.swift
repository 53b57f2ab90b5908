import ArgumentParser
import SwiftletConvert

/// The `swiftlet` command; its subcommands are one file each in `Commands/`.
@main struct SwiftletCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "swiftlet", abstract: "Runs small language models inside a memory cap.",
    version: ConverterVersion.text, subcommands: [])
}
