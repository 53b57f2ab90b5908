internal import SwiftletSystem

extension TemplateRenderer {
  /// The value of `expression`.
  func evaluate(_ expression: Expression) throws(TemplateError) -> TemplateValue {
    try step()
    return try deeper { () throws(TemplateError) in try value(of: expression) }
  }

  private func value(of expression: Expression) throws(TemplateError) -> TemplateValue {
    switch expression {
    case .none: return .none
    case .boolean(let value): return .boolean(value)
    case .integer(let value): return .integer(value)
    case .number(let value): return .number(value)
    case .text(let text): return .string(text)
    case .name(let name, _): return variable(name)
    case .list(let items): return try list(try evaluateAll(items))
    case .tuple(let items): return try list(try evaluateAll(items), isTuple: true)
    case .mapping(let entries): return try mapping(entries)
    case .attribute(let value, let name, let line):
      return try attribute(name, of: try evaluate(value), line: line)
    case .item(let value, let index, let line):
      return try item(try evaluate(index), of: try evaluate(value), line: line)
    case .slice(let value, let start, let end, let stride, let line):
      return try slice(try evaluate(value), start, end, stride, line: line)
    case .call(let function, let arguments, let line):
      return try call(try evaluate(function), try Arguments(arguments, self), line: line)
    case .filter(let value, let filter, let arguments, let line):
      return try apply(filter, to: try evaluate(value), try Arguments(arguments, self), line: line)
    case .test(let value, let test, let arguments, let line):
      let value = try evaluate(value)
      return .boolean(try passes(value, test, try evaluateAll(arguments), line: line))
    case .not(let value): return .boolean(!(try evaluate(value).isTrue))
    case .negative(let value, let line): return try negative(try evaluate(value), line: line)
    case .positive(let value, let line):
      let value = try evaluate(value)
      guard number(value) != nil else { throw failed(line, "a number", value.typeName) }
      return value
    case .binary(let sign, let left, let right, let line):
      return try combine(sign, try evaluate(left), try evaluate(right), line: line)
    case .and(let left, let right):
      let left = try evaluate(left)
      return left.isTrue ? try evaluate(right) : left
    case .or(let left, let right):
      let left = try evaluate(left)
      return left.isTrue ? left : try evaluate(right)
    case .comparison(let first, let rest, let line): return try compare(first, rest, line: line)
    case .conditional(let condition, let value, let otherwise):
      if try evaluate(condition).isTrue { return try evaluate(value) }
      return try otherwise.map { value throws(TemplateError) in try evaluate(value) }
        ?? .undefined("")
    }
  }

  private func evaluateAll(_ expressions: [Expression]) throws(TemplateError) -> [TemplateValue] {
    var result: [TemplateValue] = []
    result.reserveCapacity(expressions.count)
    for expression in expressions { result.append(try evaluate(expression)) }
    return result
  }

  private func mapping(_ entries: [(key: Expression, value: Expression)]) throws(TemplateError)
    -> TemplateValue
  {
    var pairs: [(String, TemplateValue)] = []
    for (key, value) in entries {
      let key = try evaluate(key)
      guard case .string(let name) = key else { throw failed(0, "texts as keys", key.typeName) }
      pairs.append((name, try evaluate(value)))
    }
    return try mapping(pairs)
  }

  private func compare(
    _ first: Expression, _ rest: [(ComparisonOperator, Expression)], line: Int
  ) throws(TemplateError) -> TemplateValue {
    var left = try evaluate(first)
    for (sign, expression) in rest {
      let right = try evaluate(expression)
      guard try holds(sign, left, right, line: line) else { return .boolean(false) }
      left = right
    }
    return .boolean(true)
  }

  // MARK: - Parts of values

  /// `value.name`: a method or field first, then an item.
  func attribute(_ name: String, of value: TemplateValue, line: Int) throws(TemplateError)
    -> TemplateValue
  {
    switch value {
    case .undefined: throw failed(line, "a value with the attribute \(name)", value.typeName)
    case .mapping(let mapping):
      if Method.ofMappings.contains(name) { return .object(try object(.method(value, name))) }
      return mapping[name] ?? .undefined(name)
    case .string where Method.ofTexts.contains(name), .list where Method.ofLists.contains(name):
      return .object(try object(.method(value, name)))
    case .object(let object):
      switch object.content {
      case .namespace(let fields): return fields[name] ?? .undefined(name)
      case .loop(let state): return try field(name, of: state, value, line: line)
      case .macro(let macro) where name == "name": return .string(macro.name)
      case .macro, .function, .method: break
      }
    default: break
    }
    return .undefined(name)
  }

  private func field(
    _ name: String, of loop: LoopState, _ value: TemplateValue, line: Int
  ) throws(TemplateError) -> TemplateValue {
    let count = loop.items.count
    switch name {
    case "index": return .integer(loop.index + 1)
    case "index0": return .integer(loop.index)
    case "revindex": return .integer(count - loop.index)
    case "revindex0": return .integer(count - loop.index - 1)
    case "first": return .boolean(loop.index == 0)
    case "last": return .boolean(loop.index == count - 1)
    case "length": return .integer(count)
    // Only recursive loops go deeper.
    case "depth": return .integer(1)
    case "depth0": return .integer(0)
    case "previtem":
      return loop.index > 0 ? loop.items[loop.index - 1] : .undefined("there is no previous item")
    case "nextitem":
      return loop.index + 1 < count
        ? loop.items[loop.index + 1] : .undefined("there is no next item")
    case "cycle": return .object(try object(.method(value, name)))
    default: return .undefined(name)
    }
  }

  /// `value[key]`: an item first, then an attribute.
  func item(_ key: TemplateValue, of value: TemplateValue, line: Int) throws(TemplateError)
    -> TemplateValue
  {
    switch (value, key) {
    case (.undefined, _): throw failed(line, "a value with items", value.typeName)
    case (.mapping(let mapping), .string(let name)):
      if let item = mapping[name] { return item }
      return try attribute(name, of: value, line: line)
    case (.list(let list), .integer), (.list(let list), .boolean):
      let index = integer(key) ?? 0
      return position(index, list.items.count).map { list.items[$0] }
        ?? .undefined("the item \(index)")
    case (.string(let text), .integer), (.string(let text), .boolean):
      let scalars = Array(text.unicodeScalars)
      try charge(4 * scalars.count)
      let index = integer(key) ?? 0
      return position(index, scalars.count).map { .string(String(scalars[$0])) }
        ?? .undefined("the item \(index)")
    case (_, .string(let name)): return try attribute(name, of: value, line: line)
    default: return .undefined("")
    }
  }

  private func position(_ index: Int, _ count: Int) -> Int? {
    let index = index < 0 ? index + count : index
    return index >= 0 && index < count ? index : nil
  }

  private func slice(
    _ value: TemplateValue, _ start: Expression?, _ end: Expression?, _ stride: Expression?,
    line: Int
  ) throws(TemplateError) -> TemplateValue {
    func bound(_ expression: Expression?) throws(TemplateError) -> Int? {
      guard let expression else { return nil }
      let value = try evaluate(expression)
      if case .none = value { return nil }
      guard let bound = integer(value) else {
        throw failed(line, "whole numbers in a slice", value.typeName)
      }
      return bound
    }
    let (start, end, stride) = (try bound(start), try bound(end), try bound(stride) ?? 1)
    guard stride != 0, stride != .min else {
      throw failed(line, "a step other than 0", "\(stride)")
    }
    switch value {
    case .list(let list):
      let items = list.items
      return try self.list(
        TemplateRenderer.indices(start, end, stride, count: items.count).map { items[$0] })
    case .string(let text):
      let scalars = Array(text.unicodeScalars)
      try charge(4 * scalars.count)
      let indices = TemplateRenderer.indices(start, end, stride, count: scalars.count)
      return try self.text(PythonText.string(indices.map { scalars[$0] }))
    default: throw failed(line, "a list or text to slice", value.typeName)
    }
  }

  /// The indices of a slice, as Python defines them.
  private static func indices(_ start: Int?, _ end: Int?, _ stride: Int, count: Int) -> [Int] {
    func clamp(_ bound: Int, _ low: Int, _ high: Int) -> Int {
      let bound = bound < 0 ? (bound < -count ? -1 - count : bound) + count : bound
      return min(max(bound, low), high)
    }
    if stride > 0 {
      let first = start.map { clamp($0, 0, count) } ?? 0
      let last = end.map { clamp($0, 0, count) } ?? count
      guard first < last else { return [] }
      return Array(Swift.stride(from: first, to: last, by: min(stride, count + 1)))
    }
    let first = start.map { clamp($0, -1, count - 1) } ?? count - 1
    let last = end.map { clamp($0, -1, count - 1) } ?? -1
    guard first > last else { return [] }
    return Array(Swift.stride(from: first, to: last, by: max(stride, -count - 1)))
  }

  /// What a loop over `value` goes through.
  func items(of value: TemplateValue, line: Int) throws(TemplateError) -> [TemplateValue] {
    switch value {
    case .undefined: return []
    case .list(let list): return list.items
    case .mapping(let mapping): return mapping.entries.map { .string($0.key) }
    case .string(let text):
      try charge(text.unicodeScalars.count * MemoryLayout<TemplateValue>.stride)
      return text.unicodeScalars.map { .string(String($0)) }
    default: throw failed(line, "a list", value.typeName)
    }
  }

  // MARK: - Calls

  private func call(_ function: TemplateValue, _ arguments: Arguments, line: Int)
    throws(TemplateError) -> TemplateValue
  {
    guard case .object(let object) = function else {
      throw failed(line, "a function", function.typeName)
    }
    switch object.content {
    case .macro(let macro): return try call(macro, arguments, line: line)
    case .method(let value, let name):
      return try call(method: name, of: value, arguments, line: line)
    case .function(let builtin): return try call(builtin, arguments, line: line)
    case .namespace, .loop: throw failed(line, "a function", object.typeName)
    }
  }

  private func call(_ builtin: Builtin, _ arguments: Arguments, line: Int) throws(TemplateError)
    -> TemplateValue
  {
    switch builtin {
    case .range: return try range(arguments, line: line)
    case .dict:
      return try mapping(arguments.named.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    case .namespace:
      var fields = arguments.named
      if case .mapping(let mapping)? = arguments.positional.first {
        for (key, value) in mapping.entries where fields[key] == nil { fields[key] = value }
      }
      return .object(try object(.namespace(fields)))
    case .raise:
      let message = try arguments.positional.first.map { value throws(TemplateError) in
        try printed(value, line: line)
      }
      throw .raised(
        InputFault(
          file: file, place: place(line), expected: "a conversation that the template takes",
          found: message ?? ""))
    case .dateText:
      guard let format = try arguments.text(0, "format", self, line: line), let date else {
        throw failed(line, "a format", "none")
      }
      guard let text = date.text(format) else {
        throw failed(line, "a format of dates that Swiftlet has", format)
      }
      return try self.text(text)
    }
  }

  private func range(_ arguments: Arguments, line: Int) throws(TemplateError) -> TemplateValue {
    var bounds: [Int] = []
    for index in arguments.positional.indices {
      bounds.append(try arguments.integer(index, "range", self, line: line) ?? 0)
    }
    guard (1...3).contains(bounds.count) else {
      throw failed(line, "one to three bounds of a range", "\(bounds.count)")
    }
    let start = bounds.count == 1 ? 0 : bounds[0]
    let end = bounds.count == 1 ? bounds[0] : bounds[1]
    let stride = bounds.count == 3 ? bounds[2] : 1
    guard stride != 0 else { throw failed(line, "a step other than 0", "0") }
    let distance =
      stride > 0
      ? end.subtractingReportingOverflow(start)
      : start.subtractingReportingOverflow(end)
    guard !distance.overflow,
      distance.partialValue <= 0
        || UInt(distance.partialValue - 1) / stride.magnitude < UInt(TemplateLimits.rangeLength)
    else { throw exceeded("a range of at most \(TemplateLimits.rangeLength) numbers") }
    return try list(Swift.stride(from: start, to: end, by: stride).map { .integer($0) })
  }
}
