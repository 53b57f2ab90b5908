internal import SwiftletSystem

extension TemplateRenderer {
  /// `value` as a tag writes it.
  func printed(_ value: TemplateValue, line: Int) throws(TemplateError) -> String {
    switch value {
    case .undefined: return ""
    case .string(let text): return text
    default:
      var result = ""
      try represent(value, into: &result, line: line)
      return result
    }
  }

  /// `value` as it stands inside a list.
  private func represent(_ value: TemplateValue, into result: inout String, line: Int)
    throws(TemplateError)
  {
    try step()
    switch value {
    case .undefined: result += "Undefined"
    case .none: result += "None"
    case .boolean(let value): result += value ? "True" : "False"
    case .integer(let value): result += "\(value)"
    case .number(let value): result += PythonText.decimal(value)
    case .string(let text):
      try charge(text.utf8.count)
      result += PythonText.quoted(text)
    case .list(let list):
      result += list.isTuple ? "(" : "["
      for (index, item) in list.items.enumerated() {
        if index > 0 { result += ", " }
        try represent(item, into: &result, line: line)
      }
      result += list.isTuple ? (list.items.count == 1 ? ",)" : ")") : "]"
    case .mapping(let mapping):
      result += "{"
      for (index, entry) in mapping.entries.enumerated() {
        if index > 0 { result += ", " }
        result += PythonText.quoted(entry.key) + ": "
        try represent(entry.value, into: &result, line: line)
      }
      result += "}"
    case .object(let object):
      throw failed(line, "a value with a text", object.typeName)
    }
    try charge(result.utf8.count > limits.outputByteCount ? .max : 0)
  }

  /// `value` as JSON, written as the reference does: `", "` and `": "`, nothing but controls escaped.
  func json(_ value: TemplateValue, indent: Int?, line: Int) throws(TemplateError) -> String {
    var result = ""
    try writeJSON(value, indent: indent, level: 0, into: &result, line: line)
    return result
  }

  private func writeJSON(
    _ value: TemplateValue, indent: Int?, level: Int, into result: inout String, line: Int
  ) throws(TemplateError) {
    try step()
    func newLine(_ level: Int) {
      if let indent { result += "\n" + String(repeating: " ", count: indent * level) }
    }
    switch value {
    case .none: result += "null"
    case .boolean(let value): result += value ? "true" : "false"
    case .integer(let value): result += "\(value)"
    case .number(let value):
      result +=
        value.isNaN
        ? "NaN"
        : value.isInfinite
          ? (value < 0 ? "-Infinity" : "Infinity")
          : PythonText.decimal(value)
    case .string(let text):
      try charge(text.utf8.count)
      result += PythonText.jsonText(text)
    case .list(let list):
      guard !list.items.isEmpty else {
        result += "[]"
        return
      }
      result += "["
      for (index, item) in list.items.enumerated() {
        if index > 0 { result += indent == nil ? ", " : "," }
        newLine(level + 1)
        try writeJSON(item, indent: indent, level: level + 1, into: &result, line: line)
      }
      newLine(level)
      result += "]"
    case .mapping(let mapping):
      guard !mapping.entries.isEmpty else {
        result += "{}"
        return
      }
      result += "{"
      for (index, entry) in mapping.entries.enumerated() {
        if index > 0 { result += indent == nil ? ", " : "," }
        newLine(level + 1)
        result += PythonText.jsonText(entry.key) + ": "
        try writeJSON(entry.value, indent: indent, level: level + 1, into: &result, line: line)
      }
      newLine(level)
      result += "}"
    case .undefined, .object: throw failed(line, "a value that JSON has", value.typeName)
    }
    try charge(result.utf8.count > limits.outputByteCount ? .max : 0)
  }
}

extension PythonText {
  /// A float as `repr` writes it.
  static func decimal(_ value: Double) -> String {
    value.isNaN ? "nan" : value.isInfinite ? (value < 0 ? "-inf" : "inf") : value.description
  }

  /// A text in quotes as `repr` writes it.
  static func quoted(_ text: String) -> String {
    let quote: Unicode.Scalar =
      text.unicodeScalars.contains("'") && !text.unicodeScalars.contains("\"") ? "\"" : "'"
    var result = String(quote)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\\": result += "\\\\"
      case quote: result += "\\" + String(quote)
      default:
        if isPrintable(scalar) {
          result.unicodeScalars.append(scalar)
        } else {
          let value = scalar.value
          result +=
            value < 0x100
            ? "\\x" + hexadecimal(value, 2)
            : value < 0x10000 ? "\\u" + hexadecimal(value, 4) : "\\U" + hexadecimal(value, 8)
        }
      }
    }
    return result + String(quote)
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      return false
    case .spaceSeparator: return scalar == " "
    default: return true
    }
  }

  private static func hexadecimal(_ value: UInt32, _ width: Int) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  /// A text in quotes as JSON has it.
  static func jsonText(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{08}": result += "\\b"
      case "\u{0C}": result += "\\f"
      default:
        if scalar.value < 0x20 {
          result += "\\u" + hexadecimal(scalar.value, 4)
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}
