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
      ConvertCommand.self, InspectCommand.self, VerifyCommand.self, RunCommand.self,
      TokenizeCommand.self, EvalCommand.self,
    ])
}

/// The program: parses, runs, and turns every error into one line and an exit status.
@main enum Program {
  static func main() {
    Interrupts.catchAll()
    let status: ExitStatus
    do {
      var command = try SwiftletCommand.parseAsRoot()
      try command.run()
      status = .done
    } catch let error where isFromParser(error) {
      status = parserEnded(with: error)
    } catch {
      end(error)
    }
    guard Console.flush() else {
      Console.complain("standard output: expected room to write, found \(systemMessage(errno))")
      exit(ExitStatus.cannotWrite.rawValue)
    }
    exit(status.rawValue)
  }

  /// Ends the process with the error's line and status.
  static func end(_ error: any Error) -> Never {
    Console.complain("\(error)")
    exit(ExitStatus(error).rawValue)
  }

  /// Whether the argument parser made the error: help, version, or a wrong command line.
  private static func isFromParser(_ error: any Error) -> Bool {
    !(error is CommandFailure || error is MemoryBudgetError || error is any InputError)
  }

  private static func parserEnded(with error: any Error) -> ExitStatus {
    if SwiftletCommand.exitCode(for: error) == .success {
      Console.print(SwiftletCommand.fullMessage(for: error))
      return .done
    }
    // The first line says what is wrong; usage and hints would follow.
    let message = SwiftletCommand.message(for: error)
    let line = message.split(whereSeparator: \.isNewline).first ?? "wrong usage"
    Console.complain(String(line) + " (see --help)")
    return .usage
  }
}
