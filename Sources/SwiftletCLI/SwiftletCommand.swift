import ArgumentParser
import SwiftletConvert
import SwiftletSystem

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The `swiftlet` command; each subcommand is a file in `Commands/`.
struct SwiftletCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "swiftlet", abstract: "Runs small language models inside a memory cap.",
    version: ConverterVersion.text,
    subcommands: [
      ConvertCommand.self, InspectCommand.self, VerifyCommand.self, PlanCommand.self,
      RunCommand.self, ChatCommand.self, TokenizeCommand.self, EvalCommand.self, BenchCommand.self,
      MeasureCommand.self, CalibrateCommand.self,
      CompareCommand.self, DoctorCommand.self,
    ])
}

/// The program: parses, runs, and turns every error into one line and an exit status.
@main enum Program {
  static func main() {
    Interrupts.occupyStandardDescriptors()
    Interrupts.catchAll()
    do {
      var command = try SwiftletCommand.parseAsRoot()
      try command.run()
    } catch {
      switch SwiftletCommand.exitCode(for: error) {
      case .success:  // Help or the version was asked for.
        Console.print(SwiftletCommand.fullMessage(for: error))
      case .validationFailure:
        end(CommandFailure.usage(usageLine(SwiftletCommand.message(for: error)) + " (see --help)"))
      default: end(error)
      }
    }
    Enforcement.end()
    guard Console.flush() else {
      Console.complain("standard output: expected room to write, found \(systemMessage(errno))")
      exit(ExitStatus.cannotWrite.rawValue)
    }
    exit(ExitStatus.done.rawValue)
  }

  /// What is wrong, without the usage and hints behind it, in one line: the values that are possible stand below it when
  /// they are many.
  private static func usageLine(_ message: String) -> String {
    let lines = message.split(whereSeparator: \.isNewline)
    guard let first = lines.first else { return "wrong usage" }
    let mark = "  - "
    let values = lines.dropFirst().prefix { $0.hasPrefix(mark) }.map { $0.dropFirst(mark.count) }
    return values.isEmpty ? String(first) : first + " " + values.joined(separator: ", ")
  }

  /// Ends the process with the error's line and status.
  static func end(_ error: any Error) -> Never {
    Enforcement.end()
    Console.complain("\(error)")
    if let details = (error as? CommandFailure)?.details { Console.writeError(details + "\n") }
    exit(ExitStatus(error).rawValue)
  }
}
