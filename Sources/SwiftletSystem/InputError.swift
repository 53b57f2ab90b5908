/// What is wrong with an input: the four facts that every message about a bad file carries.
public struct InputFault: Equatable, Sendable {
  /// The file as the user named it, or the name of an in-memory source.
  public var file: String
  /// Where in the file: a byte offset, a key path, a tensor's name.
  ///
  /// Empty for the file as a whole.
  public var place: String
  /// What a good file has there.
  public var expected: String
  /// What this file has there.
  public var found: String

  /// Collects the four facts.
  public init(file: String, place: String, expected: String, found: String) {
    self.file = file
    self.place = place
    self.expected = expected
    self.found = found
  }

  /// One line: `file: place: expected X, found Y`.
  public var line: String {
    let prefix = place.isEmpty ? file : "\(file): \(place)"
    return "\(InputFault.escaped(prefix)): expected \(InputFault.escaped(expected)), "
      + "found \(InputFault.escaped(found))"
  }

  /// `text` with control characters spelled out: names from hostile files stay one harmless line.
  public static func escaped(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isHarmful) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if isHarmful(scalar) {
        result += "\\u{" + String(scalar.value, radix: 16) + "}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// What ends a line, moves a terminal's cursor, or turns the direction of what follows.
  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: return true
    default: return false
    }
  }
}

/// An error about untrusted input.
///
/// Each module has one enum of such errors whose cases are facts.
public protocol InputError: Error, Equatable, CustomStringConvertible {
  /// File, place, expected, found.
  var fault: InputFault { get }
}

extension InputError {
  /// The one line that a command prints on standard error.
  public var description: String { fault.line }
}
