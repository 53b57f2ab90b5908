public import SwiftletArchitecture
public import SwiftletCheckpoint
public import SwiftletSystem

/// Why a checkpoint cannot be converted.
public enum ConversionError: InputError {
  /// The folder or its weight files.
  case checkpoint(CheckpointError)
  /// What the configuration says.
  case architecture(ArchitectureError)

  /// File, place, expected, found.
  public var fault: InputFault {
    switch self {
    case .checkpoint(let error): return error.fault
    case .architecture(let error): return error.fault
    }
  }
}
