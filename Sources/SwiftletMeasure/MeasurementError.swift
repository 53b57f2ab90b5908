public import SwiftletJSON
public import SwiftletSystem

/// Why a report or a board file cannot be used.
public enum MeasurementError: InputError {
  /// The file cannot be read.
  case unreadable(ByteSourceError)
  /// The file is larger than any that Swiftlet writes.
  case tooLarge(InputFault)
  /// The text is not JSON.
  case notJSON(JSONError)
  /// A report of another version of the format.
  case versionUnknown(InputFault)
  /// A value is missing, of another kind, or out of its range.
  case valueInvalid(InputFault)

  /// File, place, expected, found.
  public var fault: InputFault {
    switch self {
    case .unreadable(let error): return error.fault
    case .notJSON(let error): return error.fault
    case .tooLarge(let fault), .versionUnknown(let fault), .valueInvalid(let fault): return fault
    }
  }
}
