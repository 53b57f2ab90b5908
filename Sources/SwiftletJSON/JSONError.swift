public import SwiftletSystem

/// Why a text is not JSON, or not JSON that Swiftlet accepts.
public enum JSONError: InputError {
  /// The text breaks the grammar of RFC 8259.
  case syntax(InputFault)
  /// A string is not valid UTF-8, or an escape names half a surrogate pair.
  case invalidText(InputFault)
  /// An object has the same key twice; which one counts would be a guess.
  case duplicateKey(InputFault)
  /// Lists and objects nest deeper than `JSONParser.depthLimit`.
  case tooDeep(InputFault)
  /// A number that no 64-bit float holds.
  case numberOutOfRange(InputFault)

  /// File, place, expected, found.
  public var fault: InputFault {
    switch self {
    case .syntax(let fault), .invalidText(let fault), .duplicateKey(let fault),
      .tooDeep(let fault), .numberOutOfRange(let fault):
      return fault
    }
  }
}
