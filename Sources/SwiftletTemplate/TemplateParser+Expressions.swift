internal import SwiftletSystem

extension TemplateParser {
  /// An expression, or several with commas between them, which are a list.
  mutating func tuple(allowsConditional: Bool = true) throws(TemplateError) -> Expression {
    let first = allowsConditional ? try expression() : try disjunction()
    guard current == .symbol(",") else { return first }
    var items = [first]
    while skip(",") {
      if [.tagEnd, .outputEnd, .symbol(")")].contains(current) { break }
      items.append(allowsConditional ? try expression() : try disjunction())
    }
    return .tuple(items)
  }

  /// An expression with `a if b else c`.
  mutating func expression() throws(TemplateError) -> Expression {
    try nested { parser throws(TemplateError) in
      var value = try parser.disjunction()
      var count = 0
      while parser.skip(word: "if") {
        count += 1
        guard count <= TemplateLimits.chain else { throw parser.limit("a shorter expression") }
        let condition = try parser.disjunction()
        let otherwise = parser.skip(word: "else") ? try parser.expression() : nil
        value = .conditional(condition: condition, value, otherwise)
      }
      return value
    }
  }

  /// Operands of one precedence, joined from the left.
  private mutating func chain(
    _ operand: (inout TemplateParser) throws(TemplateError) -> Expression,
    _ join: (inout TemplateParser, Expression) throws(TemplateError) -> Expression?
  ) throws(TemplateError) -> Expression {
    var left = try operand(&self)
    var count = 0
    while let joined = try join(&self, left) {
      left = joined
      count += 1
      guard count <= TemplateLimits.chain else {
        throw limit("at most \(TemplateLimits.chain) operators in a row")
      }
    }
    return left
  }

  private mutating func disjunction() throws(TemplateError) -> Expression {
    try chain({ parser throws(TemplateError) in try parser.conjunction() }) {
      parser, left throws(TemplateError) in
      parser.skip(word: "or") ? .or(left, try parser.conjunction()) : nil
    }
  }

  private mutating func conjunction() throws(TemplateError) -> Expression {
    try chain({ parser throws(TemplateError) in try parser.negation() }) {
      parser, left throws(TemplateError) in
      parser.skip(word: "and") ? .and(left, try parser.negation()) : nil
    }
  }

  private mutating func negation() throws(TemplateError) -> Expression {
    guard skip(word: "not") else { return try comparison() }
    return .not(try nested { parser throws(TemplateError) in try parser.negation() })
  }

  private mutating func comparison() throws(TemplateError) -> Expression {
    let line = line
    let first = try sum()
    var rest: [(ComparisonOperator, Expression)] = []
    while let comparison = comparisonOperator() {
      guard rest.count < TemplateLimits.chain else { throw limit("fewer comparisons") }
      rest.append((comparison, try sum()))
    }
    return rest.isEmpty ? first : .comparison(first, rest, line: line)
  }

  private mutating func comparisonOperator() -> ComparisonOperator? {
    if skip(word: "in") { return .contains }
    if current == .name("not"), following == .name("in") {
      advance()
      advance()
      return .containsNot
    }
    guard case .symbol(let symbol) = current,
      let result = TemplateParser.comparisons[symbol]
    else { return nil }
    advance()
    return result
  }

  private static let comparisons: [String: ComparisonOperator] = [
    "==": .equal, "!=": .notEqual, "<": .less, "<=": .lessOrEqual, ">": .greater,
    ">=": .greaterOrEqual,
  ]
  private static let sums: [String: BinaryOperator] = ["+": .add, "-": .subtract]
  private static let products: [String: BinaryOperator] = [
    "*": .multiply, "/": .divide, "//": .floorDivide, "%": .modulo,
  ]

  private mutating func binaryOperator(_ table: [String: BinaryOperator]) -> BinaryOperator? {
    guard case .symbol(let symbol) = current, let result = table[symbol] else { return nil }
    advance()
    return result
  }

  private mutating func sum() throws(TemplateError) -> Expression {
    try chain({ parser throws(TemplateError) in try parser.concatenation() }) {
      parser, left throws(TemplateError) in
      let line = parser.line
      guard let sign = parser.binaryOperator(TemplateParser.sums) else { return nil }
      return .binary(sign, left, try parser.concatenation(), line: line)
    }
  }

  private mutating func concatenation() throws(TemplateError) -> Expression {
    try chain({ parser throws(TemplateError) in try parser.product() }) {
      parser, left throws(TemplateError) in
      let line = parser.line
      return parser.skip("~")
        ? .binary(.concatenate, left, try parser.product(), line: line) : nil
    }
  }

  private mutating func product() throws(TemplateError) -> Expression {
    try chain({ parser throws(TemplateError) in try parser.power() }) {
      parser, left throws(TemplateError) in
      let line = parser.line
      guard let sign = parser.binaryOperator(TemplateParser.products) else { return nil }
      return .binary(sign, left, try parser.power(), line: line)
    }
  }

  private mutating func power() throws(TemplateError) -> Expression {
    try chain({ parser throws(TemplateError) in try parser.unary(takesFilters: true) }) {
      parser, left throws(TemplateError) in
      let line = parser.line
      return parser.skip("**")
        ? .binary(.power, left, try parser.unary(takesFilters: true), line: line) : nil
    }
  }

  /// A signed or plain value with what follows it: attributes, items, calls, and filters and tests.
  private mutating func unary(takesFilters: Bool) throws(TemplateError) -> Expression {
    let line = line
    var value: Expression
    if skip("-") {
      value = .negative(
        try nested { parser throws(TemplateError) in try parser.unary(takesFilters: false) },
        line: line)
    } else if skip("+") {
      value = .positive(
        try nested { parser throws(TemplateError) in try parser.unary(takesFilters: false) },
        line: line)
    } else {
      value = try primary()
    }
    value = try postfix(value)
    return takesFilters ? try filtered(value) : value
  }

  private mutating func postfix(_ value: Expression) throws(TemplateError) -> Expression {
    try chain({ _ throws(TemplateError) in value }) { parser, value throws(TemplateError) in
      let line = parser.line
      if parser.skip(".") {
        if case .integer(let index) = parser.current {
          parser.advance()
          return .item(value, .integer(index), line: line)
        }
        guard case .name(let name) = parser.current else { throw parser.invalid("a name") }
        parser.advance()
        return .attribute(value, name, line: line)
      }
      if parser.skip("[") { return try parser.subscripted(value, line: line) }
      if parser.current == .symbol("(") {
        return .call(value, try parser.arguments(), line: line)
      }
      return nil
    }
  }

  private mutating func subscripted(_ value: Expression, line: Int) throws(TemplateError)
    -> Expression
  {
    var parts: [Expression?] = [nil]
    var isSlice = false
    while !skip("]") {
      if skip(":") {
        isSlice = true
        parts.append(nil)
        guard parts.count <= 3 else { throw invalid("at most two colons") }
      } else {
        guard parts[parts.count - 1] == nil else { throw invalid("]") }
        parts[parts.count - 1] = try expression()
      }
    }
    if isSlice {
      return .slice(value, parts[0], parts[1], parts.count > 2 ? parts[2] : nil, line: line)
    }
    guard let index = parts[0] else { throw invalid("an index") }
    return .item(value, index, line: line)
  }

  private mutating func filtered(_ value: Expression) throws(TemplateError) -> Expression {
    try chain({ _ throws(TemplateError) in value }) { parser, value throws(TemplateError) in
      let line = parser.line
      if parser.skip("|") {
        let (filter, arguments) = try parser.filter()
        return .filter(value, filter, arguments, line: line)
      }
      if parser.skip(word: "is") { return try parser.test(value, line: line) }
      if parser.current == .symbol("(") {
        return .call(value, try parser.arguments(), line: line)
      }
      return nil
    }
  }

  /// A filter's name with its arguments.
  mutating func filter() throws(TemplateError) -> (Filter, [Expression.Argument]) {
    guard case .name(let name) = current else { throw invalid("a filter's name") }
    guard let filter = Filter.named[name] else {
      if Filter.unsupported.contains(name) {
        throw unsupported("the filter \(name)", "a filter that Swiftlet has")
      }
      throw invalid("a filter's name")
    }
    advance()
    return (filter, current == .symbol("(") ? try arguments() : [])
  }

  private mutating func test(_ value: Expression, line: Int) throws(TemplateError) -> Expression {
    let isNegated = skip(word: "not")
    var name: String
    switch current {
    case .name(let word): name = word
    case .symbol(let symbol): name = symbol
    default: throw invalid("a test's name")
    }
    if name == "None" || name == "True" || name == "False" { name = name.lowercased() }
    guard let test = Test.named[name] else { throw invalid("a test's name") }
    advance()
    var values: [Expression] = []
    if current == .symbol("(") {
      for argument in try arguments() {
        guard argument.name == nil else { throw invalid("a value without a name") }
        values.append(argument.value)
      }
    } else if test.argumentCount > 0 {
      values.append(try postfix(try primary()))
    }
    guard values.count == test.argumentCount else {
      throw invalid("\(test.argumentCount) values for the test \(name)")
    }
    let result = Expression.test(value, test, values, line: line)
    return isNegated ? .not(result) : result
  }

  /// Arguments in parentheses.
  private mutating func arguments() throws(TemplateError) -> [Expression.Argument] {
    try expect("(")
    var result: [Expression.Argument] = []
    while !skip(")") {
      if !result.isEmpty { try expect(",") }
      if skip(")") { break }
      guard result.count < TemplateLimits.chain else { throw limit("fewer arguments") }
      if current == .symbol("*") || current == .symbol("**") {
        throw unsupported("an argument list that is computed", "arguments one by one")
      }
      if case .name(let name) = current, following == .symbol("=") {
        advance()
        advance()
        result.append(Expression.Argument(name: name, value: try expression()))
      } else {
        guard result.last?.name == nil else { throw invalid("a named argument") }
        result.append(Expression.Argument(name: nil, value: try expression()))
      }
    }
    return result
  }

  private mutating func primary() throws(TemplateError) -> Expression {
    let line = line
    switch current {
    case .name(let name):
      advance()
      switch name {
      case "true", "True": return .boolean(true)
      case "false", "False": return .boolean(false)
      case "none", "None": return .none
      case "and", "or", "not", "in", "is", "if", "else", "elif":
        throw .invalid(
          InputFault(file: file, place: "line \(line)", expected: "a value", found: name))
      default: return .name(name, line: line)
      }
    case .string(var text):
      advance()
      while case .string(let more) = current {
        text += more
        advance()
      }
      return .text(text)
    case .integer(let value):
      advance()
      return .integer(value)
    case .number(let value):
      advance()
      return .number(value)
    case .symbol("("):
      advance()
      if skip(")") { return .tuple([]) }
      let value = try tuple()
      try expect(")")
      return value
    case .symbol("["):
      advance()
      var items: [Expression] = []
      while !skip("]") {
        if !items.isEmpty { try expect(",") }
        if skip("]") { break }
        items.append(try expression())
      }
      return .list(items)
    case .symbol("{"):
      advance()
      var entries: [(key: Expression, value: Expression)] = []
      while !skip("}") {
        if !entries.isEmpty { try expect(",") }
        if skip("}") { break }
        let key = try expression()
        try expect(":")
        entries.append((key, try expression()))
      }
      return .mapping(entries)
    default: throw invalid("a value")
    }
  }
}
