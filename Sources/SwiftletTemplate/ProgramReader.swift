internal import SwiftletSystem

/// Reads a template's tree from its binary form, and checks every byte of it.
struct ProgramReader {
  private var cursor: ByteCursor
  private let file: String
  private var depth = 0

  init(_ bytes: [UInt8], position: Int, file: String) {
    cursor = ByteCursor(bytes, position: position)
    self.file = file
  }

  var isAtEnd: Bool { cursor.remainingByteCount == 0 }

  func damaged(_ expected: String, _ found: String = "something else") -> TemplateError {
    .damagedProgram(
      InputFault(
        file: file, place: "chat template, byte \(cursor.position)", expected: expected,
        found: found))
  }

  mutating func byte() throws(TemplateError) -> UInt8 {
    guard let byte = cursor.readByte() else { throw damaged("another byte", "the end") }
    return byte
  }

  mutating func number() throws(TemplateError) -> Int {
    var result: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = UInt64(try byte())
      guard shift < 63 || next <= 1 else { throw damaged("a number of 64 bits", "a longer one") }
      result |= (next & 0x7F) << shift
      if next < 0x80 { return Int(Int64(bitPattern: result)) }
      shift += 7
    }
  }

  /// The number of things that follow, each of at least a byte.
  mutating func count() throws(TemplateError) -> Int {
    let count = try number()
    guard count >= 0, count <= cursor.remainingByteCount else {
      throw damaged("at most as many parts as bytes", "\(count)")
    }
    return count
  }

  mutating func text() throws(TemplateError) -> String {
    let count = try count()
    guard let bytes = cursor.readBytes(count: count),
      let text = String(validating: bytes, as: UTF8.self)
    else { throw damaged("UTF-8") }
    return text
  }

  private mutating func line() throws(TemplateError) -> Int {
    let line = try number()
    guard (0...TemplateLimits.programByteCount).contains(line) else {
      throw damaged("a line's number", "\(line)")
    }
    return line
  }

  private mutating func raw<Value: RawRepresentable>(_ type: Value.Type, _ name: String)
    throws(TemplateError) -> Value where Value.RawValue == UInt8
  {
    let byte = try byte()
    guard let value = Value(rawValue: byte) else { throw damaged(name, "\(byte)") }
    return value
  }

  private mutating func isPresent() throws(TemplateError) -> Bool {
    let byte = try byte()
    guard byte <= 1 else { throw damaged("0 or 1", "\(byte)") }
    return byte == 1
  }

  private mutating func optional() throws(TemplateError) -> Expression? {
    try isPresent() ? try expression() : nil
  }

  private mutating func deeper<Result>(
    _ body: (inout ProgramReader) throws(TemplateError) -> Result
  ) throws(TemplateError) -> Result {
    depth += 1
    defer { depth -= 1 }
    guard depth <= TemplateLimits.treeDepth else {
      throw damaged("a tree at most \(TemplateLimits.treeDepth) deep", "a deeper one")
    }
    return try body(&self)
  }

  private mutating func expressions() throws(TemplateError) -> [Expression] {
    var result: [Expression] = []
    for _ in 0..<(try count()) { result.append(try expression()) }
    return result
  }

  private mutating func arguments() throws(TemplateError) -> [Expression.Argument] {
    var result: [Expression.Argument] = []
    for _ in 0..<(try count()) {
      let name = try isPresent() ? try text() : nil
      result.append(Expression.Argument(name: name, value: try expression()))
    }
    return result
  }

  private mutating func filters() throws(TemplateError) -> [(Filter, [Expression.Argument])] {
    var result: [(Filter, [Expression.Argument])] = []
    for _ in 0..<(try count()) {
      result.append((try raw(Filter.self, "a filter"), try arguments()))
    }
    return result
  }

  private mutating func names() throws(TemplateError) -> [String] {
    var result: [String] = []
    for _ in 0..<(try count()) { result.append(try text()) }
    guard !result.isEmpty else { throw damaged("a name", "none") }
    return result
  }

  private mutating func expression() throws(TemplateError) -> Expression {
    try deeper { reader throws(TemplateError) in try reader.node() }
  }

  private mutating func node() throws(TemplateError) -> Expression {
    let tag = try raw(ProgramTag.Expression.self, "an expression")
    switch tag {
    case .none: return .none
    case .false: return .boolean(false)
    case .true: return .boolean(true)
    case .integer: return .integer(try number())
    case .number:
      guard let bits = cursor.read(UInt64.self) else { throw damaged("a float64", "the end") }
      return .number(Double(bitPattern: bits))
    case .text: return .text(try text())
    case .list: return .list(try expressions())
    case .tuple: return .tuple(try expressions())
    case .mapping:
      var entries: [(key: Expression, value: Expression)] = []
      for _ in 0..<(try count()) { entries.append((try expression(), try expression())) }
      return .mapping(entries)
    case .not: return .not(try expression())
    case .and: return .and(try expression(), try expression())
    case .or: return .or(try expression(), try expression())
    case .conditional:
      return .conditional(condition: try expression(), try expression(), try optional())
    default: return try node(tag, line: try line())
    }
  }

  /// The nodes that say which line of the source they come from.
  private mutating func node(_ tag: ProgramTag.Expression, line: Int) throws(TemplateError)
    -> Expression
  {
    switch tag {
    case .name: return .name(try text(), line: line)
    case .attribute: return .attribute(try expression(), try text(), line: line)
    case .item: return .item(try expression(), try expression(), line: line)
    case .slice:
      return .slice(
        try expression(), try optional(), try optional(), try optional(), line: line)
    case .call: return .call(try expression(), try arguments(), line: line)
    case .filter:
      let filter = try raw(Filter.self, "a filter")
      return .filter(try expression(), filter, try arguments(), line: line)
    case .test:
      let test = try raw(Test.self, "a test")
      let value = try expression()
      let values = try expressions()
      guard values.count == test.argumentCount else {
        throw damaged("\(test.argumentCount) values for a test", "\(values.count)")
      }
      return .test(value, test, values, line: line)
    case .negative: return .negative(try expression(), line: line)
    case .positive: return .positive(try expression(), line: line)
    case .binary:
      let sign = try raw(BinaryOperator.self, "an operator")
      return .binary(sign, try expression(), try expression(), line: line)
    case .comparison:
      let first = try expression()
      var rest: [(ComparisonOperator, Expression)] = []
      for _ in 0..<(try count()) {
        rest.append((try raw(ComparisonOperator.self, "a comparison"), try expression()))
      }
      return .comparison(first, rest, line: line)
    default: throw damaged("an expression with a line")
    }
  }

  mutating func body() throws(TemplateError) -> [Statement] {
    var result: [Statement] = []
    for _ in 0..<(try count()) {
      result.append(try deeper { reader throws(TemplateError) in try reader.statement() })
    }
    return result
  }

  private mutating func statement() throws(TemplateError) -> Statement {
    switch try raw(ProgramTag.Statement.self, "a statement") {
    case .text: return .text(try text())
    case .output:
      let line = try line()
      return .output(try expression(), line: line)
    case .loop:
      let line = try line()
      return .loop(
        Statement.Loop(
          names: try names(), iterable: try expression(), condition: try optional(),
          body: try body(), otherwise: try body(), line: line))
    case .branches:
      var branches: [(condition: Expression?, body: [Statement])] = []
      for _ in 0..<(try count()) { branches.append((try optional(), try body())) }
      return .branches(branches)
    case .assignment:
      let line = try line()
      return .assignment(names: try names(), try expression(), line: line)
    case .field:
      let line = try line()
      return .field(name: try text(), field: try text(), try expression(), line: line)
    case .block:
      let line = try line()
      return .block(name: try text(), body: try body(), filters: try filters(), line: line)
    case .filtered:
      let line = try line()
      return .filtered(body: try body(), filters: try filters(), line: line)
    case .macro:
      let name = try text()
      var parameters: [(name: String, standard: Expression?)] = []
      for _ in 0..<(try count()) { parameters.append((try text(), try optional())) }
      return .macro(Macro(name: name, parameters: parameters, body: try body()))
    case .with:
      var values: [(name: String, value: Expression)] = []
      for _ in 0..<(try count()) { values.append((try text(), try expression())) }
      return .with(values, body: try body())
    case .leaveLoop: return .leaveLoop
    case .nextTurn: return .nextTurn
    }
  }
}
