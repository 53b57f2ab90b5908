public import SwiftletSystem

/// Why a chat template was refused, or a conversation by it.
public enum TemplateError: InputError {
  /// The text is no template: a tag without end, an unknown tag, filter or test.
  case invalid(InputFault)
  /// A construct of the template language that Swiftlet does not have; the message names it.
  case unsupported(InputFault)
  /// The template refused the conversation with `raise_exception`; what it said is in `found`.
  case raised(InputFault)
  /// An operation without a result: an attribute of an undefined value, a division by zero.
  case failed(InputFault)
  /// The template, or what it does, exceeds the limits on size, depth or work.
  case limitExceeded(InputFault)
  /// The compiled form breaks its own rules.
  case damagedProgram(InputFault)

  /// File, place, expected, found.
  public var fault: InputFault {
    switch self {
    case .invalid(let fault), .unsupported(let fault), .raised(let fault), .failed(let fault),
      .limitExceeded(let fault), .damagedProgram(let fault):
      return fault
    }
  }
}

/// Bounds on a template and on what a rendering may do.
public struct TemplateLimits: Sendable {
  /// Bytes of a template's text, and of its compiled form.
  public static let programByteCount = 1 << 20
  /// How deep brackets and tags of a template may be nested.
  static let nesting = 64
  /// Operators in a row, and branches of an `if`.
  static let chain = 200
  /// Edges from the root of a template's tree to a leaf.
  static let treeDepth = 300
  /// The longest `range`.
  static let rangeLength = 100_000
  /// How deep lists and mappings that a template makes may be nested.
  static let valueDepth = 64

  /// Bytes of the rendered text.
  public var outputByteCount = 1 << 20
  /// Bytes of all texts and lists that a rendering makes, those it drops included.
  public var createdByteCount = 16 << 20
  /// Expressions and statements that are evaluated.
  public var stepCount = 1_000_000
  /// Expressions and macros being evaluated at a time.
  public var depth = 500

  /// The limits of a chat.
  public init() {}
}
