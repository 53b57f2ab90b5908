public import SwiftletSystem

/// Why a configuration describes no model that Swiftlet can run.
public enum ArchitectureError: InputError {
  /// A required key is missing, or a value has the wrong type, range or relation to others.
  case configInvalid(InputFault)
  /// The configuration is meaningful but asks for mathematics that is not implemented.
  case configUnsupported(InputFault)
  /// A number beyond the limits that keep all later arithmetic and allocations safe.
  case resourceLimit(InputFault)

  /// File, place, expected, found.
  public var fault: InputFault {
    switch self {
    case .configInvalid(let fault), .configUnsupported(let fault), .resourceLimit(let fault):
      return fault
    }
  }
}
