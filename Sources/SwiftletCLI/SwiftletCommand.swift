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
        // The first line says what is wrong; usage and hints would follow.
        let message = SwiftletCommand.message(for: error)
        let line = message.split(whereSeparator: \.isNewline).first ?? "wrong usage"
        end(CommandFailure.usage(line + " (see --help)"))
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

  /// Ends the process with the error's line and status.
  static func end(_ error: any Error) -> Never {
    Enforcement.end()
    Console.complain("\(error)")
    if let details = (error as? CommandFailure)?.details { Console.writeError(details + "\n") }
    exit(ExitStatus(error).rawValue)
  }
}
