extension JSONValue {
  /// The value as JSON text on one line, keys in their order.
  ///
  /// Doubles are written with the fewest digits that read back equal; a non-finite one as `null`,
  /// because JSON has no word for it.
  public var text: String {
    var result = ""
    write(to: &result, indent: nil)
    return result
  }

  /// The value as JSON text over several lines, two spaces per level.
  public var prettyText: String {
    var result = ""
    write(to: &result, indent: 0)
    return result
  }

  private func write(to result: inout String, indent: Int?) {
    switch self {
    case .null: result += "null"
    case .bool(let value): result += value ? "true" : "false"
    case .integer(let value): result += String(value)
    case .number(let value): result += value.isFinite ? "\(value)" : "null"
    case .string(let value): JSONValue.write(value, to: &result)
    case .array(let values):
      // Lists of scalars stay on one line: a thousand ids are one fact.
      let nests = values.contains { $0.array != nil || $0.object != nil }
      JSONValue.writeList("[", "]", values.count, indent: nests ? indent : nil, to: &result) {
        values[$0].write(to: &$1, indent: $2)
      }
    case .object(let object):
      JSONValue.writeList("{", "}", object.entries.count, indent: indent, to: &result) {
        JSONValue.write(object.entries[$0].key, to: &$1)
        $1 += $2 == nil ? ":" : ": "
        object.entries[$0].value.write(to: &$1, indent: $2)
      }
    }
  }

  private static func writeList(
    _ open: String, _ close: String, _ count: Int, indent: Int?, to result: inout String,
    element: (Int, inout String, Int?) -> Void
  ) {
    result += open
    let inner = indent.map { $0 + 2 }
    for index in 0..<count {
      if index > 0 { result += "," }
      if let inner { result += "\n" + String(repeating: " ", count: inner) }
      element(index, &result, inner)
    }
    if let indent, count > 0 { result += "\n" + String(repeating: " ", count: indent) }
    result += close
  }

  private static func write(_ text: String, to result: inout String) {
    result += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{0}"..<" ", "\u{7F}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    result += "\""
  }
}
