internal import SwiftletSystem

/// The methods of values that templates may call; none changes a value.
enum Method {
  static let ofTexts: Set<String> = [
    "capitalize", "count", "endswith", "find", "isalnum", "isalpha", "isdigit", "islower",
    "isspace",
    "isupper", "join", "lower", "lstrip", "partition", "removeprefix", "removesuffix", "replace",
    "rfind", "rpartition", "rsplit", "rstrip", "split", "splitlines", "startswith", "strip",
    "title",
    "upper",
  ]
  static let ofMappings: Set<String> = ["get", "items", "keys", "values"]
  static let ofLists: Set<String> = ["count", "index"]
}

extension TemplateRenderer {
  /// Calls the method `name` of `value`.
  func call(method name: String, of value: TemplateValue, _ arguments: Arguments, line: Int)
    throws(TemplateError) -> TemplateValue
  {
    switch value {
    case .string(let text): return try call(method: name, ofText: text, arguments, line: line)
    case .mapping(let mapping): return try call(method: name, of: mapping, arguments, line: line)
    case .list(let list):
      guard let item = arguments.positional.first else { throw failed(line, "a value", "none") }
      var count = 0
      for (index, other) in list.items.enumerated() where try equal(item, other) {
        if name == "index" { return .integer(index) }
        count += 1
      }
      guard name == "count" else { throw failed(line, "a list with the value", "one without") }
      return .integer(count)
    case .object(let object):
      guard case .loop(let loop) = object.content, !arguments.positional.isEmpty else {
        throw failed(line, "values to cycle through", "none")
      }
      return arguments.positional[loop.index % arguments.positional.count]
    default: throw failed(line, "a method", name)
    }
  }

  private func call(
    method name: String, of mapping: TemplateMapping, _ arguments: Arguments, line: Int
  ) throws(TemplateError) -> TemplateValue {
    switch name {
    case "get":
      guard let key = try arguments.text(0, "key", self, line: line) else { return .none }
      return mapping[key] ?? arguments.value(1, "default") ?? .none
    case "keys": return try list(mapping.entries.map { .string($0.key) })
    case "values": return try list(mapping.entries.map(\.value))
    default:
      var pairs: [TemplateValue] = []
      for (key, value) in mapping.entries {
        pairs.append(try list([.string(key), value], isTuple: true))
      }
      return try list(pairs)
    }
  }

  private func call(
    method name: String, ofText value: String, _ arguments: Arguments, line: Int
  ) throws(TemplateError) -> TemplateValue {
    try step(value.utf8.count / 256)
    func given(_ index: Int, _ name: String) throws(TemplateError) -> String {
      guard let text = try arguments.text(index, name, self, line: line) else {
        throw failed(line, "a text for \(name)", "none")
      }
      return text
    }
    switch name {
    case "strip", "lstrip", "rstrip":
      let set = try arguments.text(0, "chars", self, line: line)
      return try text(
        PythonText.strip(value, set, left: name != "rstrip", right: name != "lstrip"))
    case "split", "rsplit":
      return try split(value, arguments, fromRight: name == "rsplit", line: line)
    case "splitlines": return try texts(PythonText.lines(value))
    case "startswith", "endswith":
      return .boolean(try begins(value, arguments, atEnd: name == "endswith", line: line))
    case "replace":
      return try replaced(
        value, arguments.value(0, "old"), arguments.value(1, "new"), arguments.value(2, "count"),
        line: line)
    case "upper": return try text(value.uppercased())
    case "lower": return try text(value.lowercased())
    case "title": return try text(PythonText.title(value))
    case "capitalize": return try text(PythonText.capitalize(value))
    case "join":
      var parts: [String] = []
      for item in try items(of: arguments.positional.first ?? .undefined("the list"), line: line) {
        guard case .string(let part) = item else {
          throw failed(line, "texts to join", item.typeName)
        }
        try charge(part.utf8.count + value.utf8.count)
        parts.append(part)
      }
      return .string(parts.joined(separator: value))
    case "find", "rfind":
      let (part, bytes) = (Array(try given(0, "part").utf8), Array(value.utf8))
      let offset =
        name == "find"
        ? PythonText.find(part, in: bytes)
        : PythonText.findLast(part, in: bytes, before: bytes.count)
      return .integer(offset.map { PythonText.scalarCount(bytes[..<$0]) } ?? -1)
    case "count":
      let part = try given(0, "part")
      guard !part.isEmpty else { return .integer(value.unicodeScalars.count + 1) }
      return .integer(PythonText.split(value, separator: part, limit: .max).count - 1)
    case "partition", "rpartition":
      let separator = try given(0, "sep")
      guard !separator.isEmpty else { throw failed(line, "a separator", "an empty text") }
      let parts =
        name == "partition"
        ? PythonText.split(value, separator: separator, limit: 1)
        : PythonText.splitFromRight(value, separator: separator, limit: 1)
      if parts.count == 2 { return try texts([parts[0], separator, parts[1]], isTuple: true) }
      return try texts(name == "partition" ? [value, "", ""] : ["", "", value], isTuple: true)
    case "removeprefix", "removesuffix":
      let part = try given(0, "part")
      if name == "removeprefix", value.utf8.starts(with: part.utf8) {
        return try text(
          PythonText.string(value.unicodeScalars.dropFirst(part.unicodeScalars.count)))
      }
      if name == "removesuffix", value.utf8.reversed().starts(with: part.utf8.reversed()) {
        return try text(PythonText.string(value.unicodeScalars.dropLast(part.unicodeScalars.count)))
      }
      return .string(value)
    case "islower": return .boolean(PythonText.isCased(value, upper: false))
    case "isupper": return .boolean(PythonText.isCased(value, upper: true))
    default:
      guard let isOf = PythonText.classes[name] else { throw failed(line, "a method", name) }
      return .boolean(!value.isEmpty && value.unicodeScalars.allSatisfy(isOf))
    }
  }

  private func texts(_ parts: [String], isTuple: Bool = false) throws(TemplateError)
    -> TemplateValue
  {
    try charge(parts.reduce(0) { $0 + $1.utf8.count })
    return try list(parts.map { .string($0) }, isTuple: isTuple)
  }

  private func split(_ value: String, _ arguments: Arguments, fromRight: Bool, line: Int)
    throws(TemplateError) -> TemplateValue
  {
    let given = try arguments.integer(1, "maxsplit", self, line: line) ?? -1
    let limit = given < 0 ? Int.max : given
    guard let separator = try arguments.text(0, "sep", self, line: line) else {
      guard !fromRight || limit == .max else {
        throw failed(line, "a separator for rsplit with a limit", "none")
      }
      return try texts(PythonText.words(value, limit: limit))
    }
    guard !separator.isEmpty else { throw failed(line, "a separator", "an empty text") }
    return try texts(
      fromRight
        ? PythonText.splitFromRight(value, separator: separator, limit: limit)
        : PythonText.split(value, separator: separator, limit: limit))
  }

  private func begins(_ value: String, _ arguments: Arguments, atEnd: Bool, line: Int)
    throws(TemplateError) -> Bool
  {
    var parts = arguments.positional.prefix(1)
    if case .list(let list)? = parts.first { parts = list.items[...] }
    for part in parts {
      guard case .string(let text) = part else { throw failed(line, "a text", part.typeName) }
      let isThere =
        atEnd
        ? value.utf8.reversed().starts(with: text.utf8.reversed())
        : value.utf8.starts(with: text.utf8)
      if isThere { return true }
    }
    return false
  }
}

extension PythonText {
  /// The classes of characters that `str.is...` methods test for.
  static let classes: [String: @Sendable (Unicode.Scalar) -> Bool] = [
    "isspace": { isSpace($0) },
    "isdigit": { $0.properties.numericType == .decimal || $0.properties.numericType == .digit },
    "isalpha": { $0.properties.isAlphabetic && $0.properties.numericType == nil },
    "isalnum": { $0.properties.isAlphabetic || $0.properties.numericType != nil },
  ]

  /// How many code points begin in `bytes`.
  static func scalarCount(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
  }

  /// The lines of `text` without their ends.
  static func lines(_ text: String) -> [String] {
    var result: [String] = []
    var line = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      defer { previous = scalar }
      switch scalar.value {
      case 10 where previous == "\r": break
      case 10...13, 28...30, 0x85, 0x2028, 0x2029:
        result.append(String(line))
        line = String.UnicodeScalarView()
      default: line.append(scalar)
      }
    }
    if !line.isEmpty { result.append(String(line)) }
    return result
  }
}
