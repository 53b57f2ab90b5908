import ArgumentParser
import SwiftletCheckpoint
import SwiftletConvert
import SwiftletFormat
import SwiftletMeasure
import SwiftletSystem
import SwiftletTokenizer

/// How a command ends; the numbers are those of BSD's `sysexits.h` where there is one.
enum ExitStatus: Int32 {
  case done = 0
  /// The command line is wrong.
  case usage = 64
  /// An input is not as it should be.
  case badInput = 65
  /// An input is not there.
  case noInput = 66
  /// Our bug.
  case internalError = 70
  /// An output cannot be written.
  case cannotWrite = 73
  /// Refused, because it would not fit the memory cap.
  case overMemoryCap = 77
  /// Stopped by Ctrl-C.
  case interrupted = 130

  /// The status of any error that a command can end with.
  init(_ error: any Error) {
    switch error {
    case let error as CommandFailure: self = error.status
    case is MemoryBudgetError: self = .overMemoryCap
    case let error as ByteSourceError: self = ExitStatus(reading: error)
    case is FileWriteError: self = .cannotWrite
    case let error as BlobError: self = ExitStatus(blob: error)
    case let error as CheckpointError: self = ExitStatus(checkpoint: error)
    case let error as TokenizerError: self = ExitStatus(tokenizer: error)
    case let error as ConversionError: self = ExitStatus(conversion: error)
    case MeasurementError.unreadable(let error): self = ExitStatus(reading: error)
    case is any InputError: self = .badInput
    default: self = .internalError
    }
  }

  private init(reading error: ByteSourceError) {
    switch error {
    case .notReadable, .notARegularFile: self = .noInput
    case .truncated, .readFailed: self = .badInput
    }
  }

  private init(blob error: BlobError) {
    switch error {
    case .unreadable(let error): self = ExitStatus(reading: error)
    case .unwritable: self = .cannotWrite
    default: self = .badInput
    }
  }

  private init(checkpoint error: CheckpointError) {
    switch error {
    case .folderMissing, .weightsMissing: self = .noInput
    default: self = .badInput
    }
  }

  private init(tokenizer error: TokenizerError) {
    if case .notReadable = error { self = .noInput } else { self = .badInput }
  }

  private init(conversion error: ConversionError) {
    switch error {
    case .checkpoint(let error): self = ExitStatus(checkpoint: error)
    case .tokenizer(let error): self = ExitStatus(tokenizer: error)
    case .blob(let error): self = ExitStatus(blob: error)
    case .unreadable(let error): self = ExitStatus(reading: error)
    case .memoryRefused: self = .overMemoryCap
    case .outputIsInput: self = .cannotWrite
    case .interrupted: self = .interrupted
    default: self = .badInput
    }
  }
}

/// The end of a command for a reason that is no module's error.
struct CommandFailure: Error, CustomStringConvertible {
  /// How the process ends.
  var status: ExitStatus
  /// One line for standard error, without the program's name.
  var description: String
  /// More lines for standard error, such as the table of a memory plan.
  var details: String?

  /// The command line asks for something that does not go together or is not there yet.
  static func usage(_ message: String) -> CommandFailure {
    CommandFailure(status: .usage, description: message)
  }

  /// A text for a model that has no tokenizer.
  static func noTokenizer(file: String, expected: String) -> CommandFailure {
    badInput(
      InputFault(
        file: file, place: "", expected: "\(expected), as the model has no tokenizer",
        found: "a text"))
  }

  /// An input is not as it should be.
  static func badInput(_ fault: InputFault) -> CommandFailure {
    CommandFailure(status: .badInput, description: fault.line)
  }
}
