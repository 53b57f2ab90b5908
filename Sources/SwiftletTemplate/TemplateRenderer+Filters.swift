internal import SwiftletSystem

extension TemplateRenderer {
  /// What `filter` makes of `value`.
  func apply(_ filter: Filter, to value: TemplateValue, _ arguments: Arguments, line: Int)
    throws(TemplateError) -> TemplateValue
  {
    try step()
    switch filter {
    case .capitalize, .escape, .indent, .lower, .replace, .safe, .string, .title, .trim, .upper:
      return try applyText(filter, try printed(value, line: line), arguments, line: line)
    case .dictsort, .items, .join, .list, .map, .reject, .rejectattr, .reverse, .select,
      .selectattr,
      .sort, .unique:
      return try applyList(filter, value, arguments, line: line)
    case .absolute:
      if let number = integer(value) {
        return number < 0 ? try negative(value, line: line) : .integer(number)
      }
      guard let number = number(value) else { throw failed(line, "a number", value.typeName) }
      return .number(number.magnitude)
    case .count:
      switch value {
      case .undefined: return .integer(0)
      case .string(let text): return .integer(text.unicodeScalars.count)
      case .list(let list): return .integer(list.items.count)
      case .mapping(let mapping): return .integer(mapping.entries.count)
      default: throw failed(line, "a value with a length", value.typeName)
      }
    case .defaultValue:
      let replaces = arguments.value(1, "boolean")?.isTrue ?? false
      if case .undefined = value { return arguments.value(0, "default_value") ?? .string("") }
      return replaces && !value.isTrue ? arguments.value(0, "default_value") ?? .string("") : value
    case .first: return try items(of: value, line: line).first ?? .undefined("the first of nothing")
    case .last: return try items(of: value, line: line).last ?? .undefined("the last of nothing")
    case .maximum, .minimum:
      var best: TemplateValue?
      for item in try items(of: value, line: line) {
        guard let present = best else {
          best = item
          continue
        }
        let isBetter =
          filter == .maximum
          ? try precedes(present, item, line: line) : try precedes(item, present, line: line)
        if isBetter { best = item }
      }
      return best ?? .undefined("the best of nothing")
    case .sum:
      var sum = arguments.value(1, "start") ?? .integer(0)
      let attribute = try arguments.text(0, "attribute", self, line: line)
      for item in try items(of: value, line: line) {
        let term = try attribute.map { name throws(TemplateError) in
          try path(name, of: item, line: line)
        }
        sum = try combine(.add, sum, term ?? item, line: line)
      }
      return sum
    case .float, .int, .round: return try applyNumber(filter, value, arguments, line: line)
    case .tojson:
      let indent = try arguments.integer(0, "indent", self, line: line)
      return try text(try json(value, indent: indent.map { max(0, min($0, 64)) }, line: line))
    }
  }

  private func applyText(_ filter: Filter, _ value: String, _ arguments: Arguments, line: Int)
    throws(TemplateError) -> TemplateValue
  {
    switch filter {
    case .capitalize: return try text(PythonText.capitalize(value))
    case .lower: return try text(value.lowercased())
    case .upper: return try text(value.uppercased())
    case .title: return try text(PythonText.title(value))
    case .trim:
      return try text(PythonText.strip(value, try arguments.text(0, "chars", self, line: line)))
    case .replace:
      return try replaced(
        value, arguments.value(0, "old"), arguments.value(1, "new"), arguments.value(2, "count"),
        line: line)
    case .escape:
      var result = ""
      try charge(6 * value.utf8.count)
      for scalar in value.unicodeScalars {
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&#34;"
        case "'": result += "&#39;"
        default: result.unicodeScalars.append(scalar)
        }
      }
      return .string(result)
    case .indent:
      let width: String
      if case .string(let given)? = arguments.value(0, "width") {
        width = given
      } else {
        let count = try arguments.integer(0, "width", self, line: line) ?? 4
        width = String(repeating: " ", count: max(0, min(count, 256)))
      }
      let first = arguments.value(1, "first")?.isTrue ?? false
      let blank = arguments.value(2, "blank")?.isTrue ?? false
      let lines = PythonText.split(value, separator: "\n", limit: .max)
      try charge(value.utf8.count + lines.count * (width.utf8.count + 1))
      var result = first ? width + lines[0] : lines[0]
      for line in lines.dropFirst() {
        result += "\n" + (line.isEmpty && !blank ? "" : width) + line
      }
      return .string(result)
    default: return .string(value)
    }
  }

  /// `value` with a text replaced by another, its length checked before it is made.
  func replaced(
    _ value: String, _ old: TemplateValue?, _ new: TemplateValue?, _ count: TemplateValue?,
    line: Int
  ) throws(TemplateError) -> TemplateValue {
    guard case .string(let old)? = old, case .string(let new)? = new else {
      throw failed(line, "two texts for replace", (old ?? new ?? .undefined("")).typeName)
    }
    let limit = count.flatMap { integer($0) }.flatMap { $0 < 0 ? nil : $0 } ?? .max
    let places =
      old.isEmpty
      ? value.unicodeScalars.count + 1
      : min(limit, PythonText.split(value, separator: old, limit: limit).count)
    let (added, overflow) = places.multipliedReportingOverflow(by: new.utf8.count)
    try charge(overflow || added > .max - value.utf8.count ? .max : value.utf8.count + added)
    return .string(PythonText.replace(value, old, with: new, limit: limit))
  }

  private func applyNumber(
    _ filter: Filter, _ value: TemplateValue, _ arguments: Arguments, line: Int
  ) throws(TemplateError) -> TemplateValue {
    switch filter {
    case .int:
      let standard = arguments.value(0, "default") ?? .integer(0)
      if let value = integer(value) { return .integer(value) }
      var number = number(value)
      if case .string(let text) = value {
        let word = PythonText.strip(text, nil)
        if let whole = Int(word) { return .integer(whole) }
        number = Double(word)
      }
      return number.flatMap { Int(exactly: $0.rounded(.towardZero)) }.map { .integer($0) }
        ?? standard
    case .float:
      if let value = number(value) { return .number(value) }
      if case .string(let text) = value, let number = Double(PythonText.strip(text, nil)) {
        return .number(number)
      }
      return arguments.value(0, "default") ?? .number(0)
    default:
      guard let number = number(value) else { throw failed(line, "a number", value.typeName) }
      let digits = try arguments.integer(0, "precision", self, line: line) ?? 0
      guard (0...15).contains(digits) else { throw failed(line, "0 to 15 digits", "\(digits)") }
      let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
      let scaled = number * scale
      switch try arguments.text(1, "method", self, line: line) ?? "common" {
      case "ceil": return .number(scaled.rounded(.up) / scale)
      case "floor": return .number(scaled.rounded(.down) / scale)
      case "common": return .number(scaled.rounded(.toNearestOrEven) / scale)
      case let other: throw failed(line, "common, ceil or floor", other)
      }
    }
  }

  private func applyList(
    _ filter: Filter, _ value: TemplateValue, _ arguments: Arguments, line: Int
  ) throws(TemplateError) -> TemplateValue {
    switch filter {
    case .join:
      let separator = try arguments.text(0, "d", self, line: line) ?? ""
      let attribute = try arguments.text(1, "attribute", self, line: line)
      var result = ""
      for (index, item) in try items(of: value, line: line).enumerated() {
        let part = try attribute.map { name throws(TemplateError) in
          try path(name, of: item, line: line)
        }
        let text = (index > 0 ? separator : "") + (try printed(part ?? item, line: line))
        try charge(text.utf8.count)
        result += text
      }
      return .string(result)
    case .items, .dictsort:
      if case .undefined = value, filter == .items { return try list([]) }
      guard case .mapping(let mapping) = value else {
        throw failed(line, "a mapping", value.typeName)
      }
      var pairs: [TemplateValue] = []
      for (key, value) in mapping.entries {
        pairs.append(try list([.string(key), value], isTuple: true))
      }
      guard filter == .dictsort else { return try list(pairs) }
      return try list(
        try sorted(
          pairs, reverse: arguments.value(2, "reverse")?.isTrue ?? false,
          isCaseSensitive: arguments.value(0, "case_sensitive")?.isTrue ?? false, line: line
        ) { pair throws(TemplateError) in
          guard case .list(let list) = pair else { return pair }
          let isByValue =
            if case .string("value")? = arguments.value(1, "by") { true } else { false }
          return list.items[isByValue ? 1 : 0]
        })
    case .list: return try list(try items(of: value, line: line))
    case .reverse:
      if case .string(let text) = value {
        return try self.text(PythonText.string(text.unicodeScalars.reversed()))
      }
      return try list(try items(of: value, line: line).reversed())
    case .sort:
      let attribute = try arguments.text(2, "attribute", self, line: line)
      return try list(
        try sorted(
          try items(of: value, line: line), reverse: arguments.value(0, "reverse")?.isTrue ?? false,
          isCaseSensitive: arguments.value(1, "case_sensitive")?.isTrue ?? false, line: line
        ) { item throws(TemplateError) in
          try attribute.map { name throws(TemplateError) in try path(name, of: item, line: line) }
            ?? item
        })
    case .unique:
      var kept: [TemplateValue] = []
      for item in try items(of: value, line: line) {
        var isNew = true
        for other in kept where try equal(folded(other), folded(item)) { isNew = false }
        if isNew { kept.append(item) }
      }
      return try list(kept)
    case .map: return try mapped(value, arguments, line: line)
    default: return try selected(filter, value, arguments, line: line)
    }
  }

  /// A text in small letters, by which sorting compares unless it is told otherwise.
  private func folded(_ value: TemplateValue) -> TemplateValue {
    if case .string(let text) = value { return .string(text.lowercased()) }
    return value
  }

  private func sorted(
    _ items: [TemplateValue], reverse: Bool, isCaseSensitive: Bool, line: Int,
    key: (TemplateValue) throws(TemplateError) -> TemplateValue
  ) throws(TemplateError) -> [TemplateValue] {
    var keyed: [(key: TemplateValue, item: TemplateValue)] = []
    for item in items {
      let key = try key(item)
      keyed.append((isCaseSensitive ? key : folded(key), item))
    }
    var failure: TemplateError?
    // The library's sort is stable, as the reference's is.
    let result = keyed.sorted { left, right in
      guard failure == nil else { return false }
      do throws(TemplateError) {
        return reverse
          ? try precedes(right.key, left.key, line: line)
          : try precedes(left.key, right.key, line: line)
      } catch {
        failure = error
        return false
      }
    }
    if let failure { throw failure }
    return result.map(\.item)
  }

  /// The value at a path of names with dots between them.
  private func path(_ path: String, of value: TemplateValue, line: Int) throws(TemplateError)
    -> TemplateValue
  {
    var value = value
    for name in path.split(separator: ".", omittingEmptySubsequences: false) {
      value = try item(
        Int(name).map { .integer($0) } ?? .string(String(name)), of: value, line: line)
    }
    return value
  }

  private func mapped(_ value: TemplateValue, _ arguments: Arguments, line: Int)
    throws(TemplateError) -> TemplateValue
  {
    var result: [TemplateValue] = []
    let attribute = try arguments.text(.max, "attribute", self, line: line)
    for item in try items(of: value, line: line) {
      try step()
      if let attribute {
        let part = try path(attribute, of: item, line: line)
        if case .undefined = part, let standard = arguments.named["default"] {
          result.append(standard)
        } else {
          result.append(part)
        }
      } else {
        guard let name = try arguments.text(0, "filter", self, line: line),
          let filter = Filter.named[name]
        else { throw failed(line, "a filter's name or attribute= for map", "neither") }
        var rest = arguments
        rest.positional.removeFirst()
        result.append(
          try deeper { () throws(TemplateError) in try apply(filter, to: item, rest, line: line) })
      }
    }
    return try list(result)
  }

  /// `select`, `reject`, `selectattr` and `rejectattr`.
  private func selected(
    _ filter: Filter, _ value: TemplateValue, _ arguments: Arguments, line: Int
  ) throws(TemplateError) -> TemplateValue {
    let isByAttribute = filter == .selectattr || filter == .rejectattr
    let keeps = filter == .select || filter == .selectattr
    var rest = arguments.positional
    var attribute: String?
    if isByAttribute {
      attribute = try arguments.text(0, "attribute", self, line: line)
      guard attribute != nil else { throw failed(line, "an attribute's name", "none") }
      rest.removeFirst()
    }
    var test: Test?
    if let first = rest.first {
      guard case .string(let name) = first, let named = Test.named[name],
        named.argumentCount == rest.count - 1
      else { throw failed(line, "a test with its values", first.typeName) }
      test = named
      rest.removeFirst()
    }
    var result: [TemplateValue] = []
    for item in try items(of: value, line: line) {
      try step()
      let subject =
        try attribute.map { name throws(TemplateError) in try path(name, of: item, line: line) }
        ?? item
      let holds = try test.map { test throws(TemplateError) in
        try passes(subject, test, rest, line: line)
      }
      if (holds ?? subject.isTrue) == keeps { result.append(item) }
    }
    return try list(result)
  }
}
