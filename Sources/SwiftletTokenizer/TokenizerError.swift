public import SwiftletSystem

/// Why tokenizer files, or the compact binary form made from them, were refused.
public enum TokenizerError: InputError {
  /// A file of the tokenizer cannot be read.
  case notReadable(InputFault)
  /// A file or a number in it exceeds the limits of the format.
  case limitExceeded(InputFault)
  /// The bytes are not the JSON, protocol buffer or UTF-8 text that they should be.
  case damagedFile(InputFault)
  /// A required key or field is absent.
  case missingValue(InputFault)
  /// A key or field holds a value of another kind or outside its range.
  case wrongValue(InputFault)
  /// Two tokens claim the same id, or two ids the same token.
  case duplicateToken(InputFault)
  /// A merge, template or setting names a token that the vocabulary does not have.
  case unknownToken(InputFault)
  /// A well-formed tokenizer that needs a part Swiftlet does not have; the message names it.
  case unsupported(InputFault)
  /// The compact binary form breaks its own rules.
  case damagedBinaryForm(InputFault)

  /// File, place, expected, found.
  public var fault: InputFault {
    switch self {
    case .notReadable(let fault), .limitExceeded(let fault), .damagedFile(let fault),
      .missingValue(let fault), .wrongValue(let fault), .duplicateToken(let fault),
      .unknownToken(let fault), .unsupported(let fault), .damagedBinaryForm(let fault):
      return fault
    }
  }

  /// Whether the tokenizer is well-formed but needs a part that Swiftlet does not have.
  public var isUnsupported: Bool {
    if case .unsupported = self { return true }
    return false
  }
}
