internal import SwiftletSystem

extension TemplateRenderer {
  /// A whole number, or a boolean as one.
  func integer(_ value: TemplateValue) -> Int? {
    switch value {
    case .integer(let value): return value
    case .boolean(let value): return value ? 1 : 0
    default: return nil
    }
  }

  /// Any number.
  func number(_ value: TemplateValue) -> Double? {
    if case .number(let value) = value { return value }
    return integer(value).map(Double.init)
  }

  func negative(_ value: TemplateValue, line: Int) throws(TemplateError) -> TemplateValue {
    if let integer = integer(value) {
      guard integer != .min else { throw failed(line, "a number of 64 bits", "a larger one") }
      return .integer(-integer)
    }
    guard let number = number(value) else { throw failed(line, "a number", value.typeName) }
    return .number(-number)
  }

  func combine(
    _ sign: BinaryOperator, _ left: TemplateValue, _ right: TemplateValue, line: Int
  ) throws(TemplateError) -> TemplateValue {
    if sign == .concatenate {
      return try text(try printed(left, line: line) + printed(right, line: line))
    }
    if let result = try combineWhole(sign, left, right, line: line) { return result }
    if let left = number(left), let right = number(right) {
      return .number(try combine(sign, left, right, line: line))
    }
    switch (sign, left, right) {
    case (.add, .string(let left), .string(let right)):
      try charge(left.utf8.count + right.utf8.count)
      return .string(left + right)
    case (.add, .list(let left), .list(let right)):
      return try list(left.items + right.items, isTuple: left.isTuple)
    case (.multiply, _, _):
      if let count = integer(right) { return try repeated(left, count, line: line) }
      if let count = integer(left) { return try repeated(right, count, line: line) }
    default: break
    }
    throw failed(line, "two values that go together", "\(left.typeName) and \(right.typeName)")
  }

  /// A text or list several times over.
  private func repeated(_ value: TemplateValue, _ count: Int, line: Int) throws(TemplateError)
    -> TemplateValue
  {
    let count = max(0, count)
    switch value {
    case .string(let part):
      let (total, overflow) = part.utf8.count.multipliedReportingOverflow(by: count)
      try charge(overflow ? .max : total)
      return .string(String(repeating: part, count: count))
    case .list(let items):
      let (total, overflow) = items.items.count.multipliedReportingOverflow(by: count)
      guard !overflow, total <= limits.createdByteCount / MemoryLayout<TemplateValue>.stride else {
        throw exceeded("lists of at most \(limits.createdByteCount) bytes")
      }
      return try list(
        Array(repeatElement(items.items, count: count).joined()), isTuple: items.isTuple)
    default: throw failed(line, "a text or list to repeat", value.typeName)
    }
  }
  /// The result for two whole numbers; nil if they are not, or if it is no whole number.
  private func combineWhole(
    _ sign: BinaryOperator, _ left: TemplateValue, _ right: TemplateValue, line: Int
  ) throws(TemplateError) -> TemplateValue? {
    guard sign != .divide, let left = integer(left), let right = integer(right) else { return nil }
    let result: (partialValue: Int, overflow: Bool)
    switch sign {
    case .add: result = left.addingReportingOverflow(right)
    case .subtract: result = left.subtractingReportingOverflow(right)
    case .multiply: result = left.multipliedReportingOverflow(by: right)
    case .floorDivide, .modulo:
      guard right != 0 else { throw failed(line, "a divisor", "0") }
      guard left != .min || right != -1 else {
        throw failed(line, "a number of 64 bits", "a larger one")
      }
      let (quotient, rest) = left.quotientAndRemainder(dividingBy: right)
      let isBelow = rest != 0 && (rest < 0) != (right < 0)
      result =
        sign == .modulo
        ? (isBelow ? rest + right : rest, false) : (isBelow ? quotient - 1 : quotient, false)
    case .power:
      guard right >= 0 else { return nil }
      result = TemplateRenderer.power(left, right)
    case .divide, .concatenate: return nil
    }
    guard !result.overflow else { throw failed(line, "a number of 64 bits", "a larger one") }
    return .integer(result.partialValue)
  }

  private static func power(_ base: Int, _ exponent: Int) -> (partialValue: Int, overflow: Bool) {
    if base == 0 || base == 1 || exponent == 0 { return (exponent == 0 ? 1 : base, false) }
    if base == -1 { return (exponent % 2 == 0 ? 1 : -1, false) }
    guard exponent < 64 else { return (0, true) }
    var result = (partialValue: 1, overflow: false)
    for _ in 0..<exponent where !result.overflow {
      result = result.partialValue.multipliedReportingOverflow(by: base)
    }
    return result
  }

  private func combine(_ sign: BinaryOperator, _ left: Double, _ right: Double, line: Int)
    throws(TemplateError) -> Double
  {
    switch sign {
    case .add: return left + right
    case .subtract: return left - right
    case .multiply: return left * right
    case .divide, .floorDivide, .modulo:
      guard right != 0 else { throw failed(line, "a divisor", "0") }
      if sign == .divide { return left / right }
      let quotient = (left / right).rounded(.down)
      return sign == .floorDivide ? quotient : left - quotient * right
    case .power, .concatenate: throw failed(line, "a power of whole numbers", "\(left) ** \(right)")
    }
  }

  // MARK: - Comparisons

  func equal(_ left: TemplateValue, _ right: TemplateValue) throws(TemplateError) -> Bool {
    try step()
    switch (left, right) {
    case (.undefined, .undefined), (.none, .none): return true
    case (.string(let left), .string(let right)): return PythonText.equal(left, right)
    case (.list(let left), .list(let right)):
      guard left.isTuple == right.isTuple, left.items.count == right.items.count else {
        return false
      }
      for (left, right) in zip(left.items, right.items) where !(try equal(left, right)) {
        return false
      }
      return true
    case (.mapping(let left), .mapping(let right)):
      guard left.entries.count == right.entries.count else { return false }
      for (key, value) in left.entries {
        guard let other = right[key], try equal(value, other) else { return false }
      }
      return true
    case (.object(let left), .object(let right)): return left === right
    default:
      if let left = integer(left), let right = integer(right) { return left == right }
      guard let left = number(left), let right = number(right) else { return false }
      return left == right
    }
  }

  /// Whether `left` comes before `right`.
  func precedes(_ left: TemplateValue, _ right: TemplateValue, line: Int) throws(TemplateError)
    -> Bool
  {
    try step()
    if case .string(let left) = left, case .string(let right) = right {
      return PythonText.precedes(left, right)
    }
    if case .list(let left) = left, case .list(let right) = right {
      for (left, right) in zip(left.items, right.items) where !(try equal(left, right)) {
        return try precedes(left, right, line: line)
      }
      return left.items.count < right.items.count
    }
    if let left = integer(left), let right = integer(right) { return left < right }
    guard let left = number(left), let right = number(right) else {
      throw failed(line, "two values with an order", "\(left.typeName) and \(right.typeName)")
    }
    return left < right
  }

  func holds(
    _ sign: ComparisonOperator, _ left: TemplateValue, _ right: TemplateValue, line: Int
  ) throws(TemplateError) -> Bool {
    switch sign {
    case .equal: return try equal(left, right)
    case .notEqual: return !(try equal(left, right))
    case .less: return try precedes(left, right, line: line)
    case .greater: return try precedes(right, left, line: line)
    case .lessOrEqual:
      if try precedes(left, right, line: line) { return true }
      return try equal(left, right)
    case .greaterOrEqual:
      if try precedes(right, left, line: line) { return true }
      return try equal(left, right)
    case .contains: return try contains(right, left, line: line)
    case .containsNot: return !(try contains(right, left, line: line))
    }
  }

  /// Whether `value` is in `container`.
  func contains(_ container: TemplateValue, _ value: TemplateValue, line: Int)
    throws(TemplateError) -> Bool
  {
    switch container {
    case .undefined: return false
    case .string(let text):
      guard case .string(let part) = value else {
        throw failed(line, "a text to look for in a text", value.typeName)
      }
      try step(text.utf8.count / 256)
      return PythonText.contains(text, part)
    case .list(let list):
      for item in list.items where try equal(item, value) { return true }
      return false
    case .mapping(let mapping):
      guard case .string(let key) = value else { return false }
      return mapping[key] != nil
    default: throw failed(line, "a list, mapping or text to look in", container.typeName)
    }
  }

  // MARK: - Tests

  func passes(
    _ value: TemplateValue, _ test: Test, _ arguments: [TemplateValue], line: Int
  ) throws(TemplateError) -> Bool {
    switch test {
    case .defined:
      guard case .undefined = value else { return true }
      return false
    case .undefined:
      guard case .undefined = value else { return false }
      return true
    case .none:
      guard case .none = value else { return false }
      return true
    case .boolean:
      guard case .boolean = value else { return false }
      return true
    case .true:
      guard case .boolean(true) = value else { return false }
      return true
    case .false:
      guard case .boolean(false) = value else { return false }
      return true
    case .integer:
      guard case .integer = value else { return false }
      return true
    case .float:
      guard case .number = value else { return false }
      return true
    case .number: return number(value) != nil
    case .string:
      guard case .string = value else { return false }
      return true
    case .mapping:
      guard case .mapping = value else { return false }
      return true
    case .sequence, .iterable:
      switch value {
      case .string, .list, .mapping, .undefined: return true
      default: return false
      }
    case .callable:
      if case .object(let object) = value { return object.isCallable }
      return false
    case .lower, .upper:
      let text = try printed(value, line: line)
      return PythonText.isCased(text, upper: test == .upper)
    case .odd, .even, .divisibleby:
      guard let number = integer(value) else {
        throw failed(line, "a whole number", value.typeName)
      }
      guard test == .divisibleby else { return (number % 2 == 0) == (test == .even) }
      guard let divisor = integer(arguments[0]), divisor != 0 else {
        throw failed(line, "a divisor", arguments[0].typeName)
      }
      return divisor == -1 || number % divisor == 0
    case .sameas:
      if case .object = value { return try equal(value, arguments[0]) }
      return value.typeName == arguments[0].typeName ? try equal(value, arguments[0]) : false
    case .equal: return try equal(value, arguments[0])
    case .notEqual: return !(try equal(value, arguments[0]))
    case .less: return try holds(.less, value, arguments[0], line: line)
    case .lessOrEqual: return try holds(.lessOrEqual, value, arguments[0], line: line)
    case .greater: return try holds(.greater, value, arguments[0], line: line)
    case .greaterOrEqual: return try holds(.greaterOrEqual, value, arguments[0], line: line)
    case .contained: return try contains(arguments[0], value, line: line)
    }
  }
}
