internal import SwiftletSystem

/// Makes a tree of a template's tokens.
struct TemplateParser {
  let file: String
  private let tokens: [(Token, line: Int)]
  private var position = 0
  /// How deep brackets and tags are nested here.
  private var nesting = 0

  /// The statements of the template `text`.
  ///
  /// - Throws: `TemplateError`.
  static func parse(_ text: String, file: String) throws(TemplateError) -> [Statement] {
    var parser = TemplateParser(
      file: file, tokens: try TemplateLexer.tokens(of: text, file: file))
    let body = try parser.statements(until: [])
    guard parser.current == .end else { throw parser.invalid("a tag that begins here") }
    return body
  }

  private init(file: String, tokens: [(Token, line: Int)]) {
    self.file = file
    self.tokens = tokens
  }

  // MARK: - Tokens

  var current: Token { tokens[position].0 }
  var line: Int { tokens[position].line }
  /// The token after this one.
  var following: Token { tokens[min(position + 1, tokens.count - 1)].0 }

  mutating func advance() { position = min(position + 1, tokens.count - 1) }

  /// Steps over `symbol` if it is here.
  mutating func skip(_ symbol: String) -> Bool { skip(.symbol(symbol)) }

  /// Steps over `token` if it is here.
  mutating func skip(_ token: Token) -> Bool {
    guard current == token else { return false }
    advance()
    return true
  }

  /// Steps over the word `name` if it is here.
  mutating func skip(word name: String) -> Bool { skip(.name(name)) }

  mutating func expect(_ token: Token, _ text: String) throws(TemplateError) {
    guard skip(token) else { throw invalid(text) }
  }

  mutating func expect(_ symbol: String) throws(TemplateError) {
    try expect(.symbol(symbol), symbol)
  }

  /// A name that is no word of the language.
  mutating func name() throws(TemplateError) -> String {
    guard case .name(let name) = current, !TemplateParser.words.contains(name) else {
      throw invalid("a name")
    }
    advance()
    return name
  }

  private static let words: Set<String> = [
    "and", "or", "not", "in", "is", "if", "else", "elif", "true", "false", "none", "True", "False",
    "None",
  ]

  /// Runs `body` one level deeper.
  mutating func nested<Result>(
    _ body: (inout TemplateParser) throws(TemplateError) -> Result
  ) throws(TemplateError) -> Result {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting <= TemplateLimits.nesting else {
      throw limit("at most \(TemplateLimits.nesting) levels of nesting")
    }
    return try body(&self)
  }

  func limit(_ expected: String) -> TemplateError {
    .limitExceeded(
      InputFault(file: file, place: "line \(line)", expected: expected, found: "more"))
  }

  func invalid(_ expected: String) -> TemplateError {
    .invalid(InputFault(file: file, place: "line \(line)", expected: expected, found: found))
  }

  func unsupported(_ what: String, _ expected: String) -> TemplateError {
    .unsupported(InputFault(file: file, place: "line \(line)", expected: expected, found: what))
  }

  private var found: String {
    switch current {
    case .text: return "text"
    case .outputBegin: return "{{"
    case .outputEnd: return "}}"
    case .tagBegin: return "{%"
    case .tagEnd: return "%}"
    case .name(let name): return name
    case .string: return "a text"
    case .integer(let value): return "\(value)"
    case .number(let value): return "\(value)"
    case .symbol(let symbol): return symbol
    case .end: return "the end of the template"
    }
  }

  // MARK: - Statements

  /// Statements up to a tag named by `ends`, which is not stepped over, or the end of the template.
  mutating func statements(until ends: Set<String>) throws(TemplateError) -> [Statement] {
    var result: [Statement] = []
    while true {
      switch current {
      case .end: return result
      case .text(let text):
        advance()
        result.append(.text(text))
      case .outputBegin:
        let line = line
        advance()
        result.append(.output(try tuple(), line: line))
        try expect(.outputEnd, "}}")
      case .tagBegin:
        if case .name(let name) = following, ends.contains(name) { return result }
        advance()
        if let statement = try nested({ parser throws(TemplateError) in try parser.statement() }) {
          result.append(statement)
        }
      default: throw invalid("text or a tag")
      }
    }
  }

  /// The body of a tag that ends with the tag `end`.
  private mutating func body(_ end: String) throws(TemplateError) -> [Statement] {
    try expect(.tagEnd, "%}")
    let result = try statements(until: [end])
    try close(end)
    return result
  }

  private mutating func close(_ end: String) throws(TemplateError) {
    try expect(.tagBegin, "{% \(end) %}")
    try expect(.name(end), end)
    try expect(.tagEnd, "%}")
  }

  /// The tag here, its name not stepped over; nil if it does nothing.
  private mutating func statement() throws(TemplateError) -> Statement? {
    guard case .name(let tag) = current else { throw invalid("a tag's name") }
    let line = line
    advance()
    switch tag {
    case "for": return try loop(line: line)
    case "if": return try branches()
    case "set": return try assignment(line: line)
    case "macro": return try macro()
    case "with": return try with()
    case "filter":
      let filters = try blockFilters()
      return .filtered(body: try body("endfilter"), filters: filters, line: line)
    case "break", "continue":
      try expect(.tagEnd, "%}")
      return tag == "break" ? .leaveLoop : .nextTurn
    case "generation":
      // Marks what the model says, for training.
      let body = try body("endgeneration")
      return .branches([(nil, body)])
    case "include", "import", "from", "extends", "block", "call", "trans", "do", "debug",
      "autoescape":
      throw .invalid(
        InputFault(
          file: file, place: "line \(line)", expected: "a tag that chat templates have",
          found: "{% \(tag) %}"))
    default:
      throw .invalid(
        InputFault(file: file, place: "line \(line)", expected: "a tag", found: "{% \(tag) %}"))
    }
  }

  /// Names with commas between them.
  private mutating func targets() throws(TemplateError) -> [String] {
    let isBracketed = skip("(")
    var names = [try name()]
    while skip(",") {
      guard names.count < TemplateLimits.chain else { throw limit("fewer names") }
      guard case .name = current else { break }
      names.append(try name())
    }
    if isBracketed { try expect(")") }
    return names
  }

  private mutating func loop(line: Int) throws(TemplateError) -> Statement {
    let names = try targets()
    try expect(.name("in"), "in")
    let iterable = try tuple(allowsConditional: false)
    let condition = skip(word: "if") ? try expression() : nil
    if current == .name("recursive") { throw unsupported("a recursive loop", "a plain loop") }
    try expect(.tagEnd, "%}")
    let body = try statements(until: ["endfor", "else"])
    var otherwise: [Statement] = []
    if following == .name("else") {
      advance()
      advance()
      try expect(.tagEnd, "%}")
      otherwise = try statements(until: ["endfor"])
    }
    try close("endfor")
    return .loop(
      Statement.Loop(
        names: names, iterable: iterable, condition: condition, body: body, otherwise: otherwise,
        line: line))
  }

  private mutating func branches() throws(TemplateError) -> Statement {
    var result: [(condition: Expression?, body: [Statement])] = []
    var condition: Expression? = try tuple()
    while true {
      guard result.count < TemplateLimits.chain else { throw limit("fewer branches") }
      try expect(.tagEnd, "%}")
      let ends: Set<String> = condition == nil ? ["endif"] : ["endif", "elif", "else"]
      result.append((condition, try statements(until: ends)))
      switch following {
      case .name("elif") where condition != nil:
        advance()
        advance()
        condition = try tuple()
      case .name("else") where condition != nil:
        advance()
        advance()
        condition = nil
      default:
        try close("endif")
        return .branches(result)
      }
    }
  }

  private mutating func assignment(line: Int) throws(TemplateError) -> Statement {
    if case .name = current, following == .symbol(".") {
      let space = try name()
      advance()
      let field = try name()
      try expect("=")
      let value = try tuple()
      try expect(.tagEnd, "%}")
      return .field(name: space, field: field, value, line: line)
    }
    let names = try targets()
    if skip("=") {
      let value = try tuple()
      try expect(.tagEnd, "%}")
      return .assignment(names: names, value, line: line)
    }
    guard names.count == 1 else { throw invalid("=") }
    let filters = skip("|") ? try blockFilters() : []
    return .block(name: names[0], body: try body("endset"), filters: filters, line: line)
  }

  /// Filters with bars between them.
  private mutating func blockFilters() throws(TemplateError) -> [(Filter, [Expression.Argument])] {
    var result: [(Filter, [Expression.Argument])] = []
    repeat {
      guard result.count < TemplateLimits.chain else { throw limit("fewer filters") }
      result.append(try filter())
    } while skip("|")
    return result
  }

  private mutating func macro() throws(TemplateError) -> Statement {
    let name = try name()
    var parameters: [(name: String, standard: Expression?)] = []
    try expect("(")
    while !skip(")") {
      if !parameters.isEmpty { try expect(",") }
      if skip(")") { break }
      guard parameters.count < TemplateLimits.chain else { throw limit("fewer parameters") }
      let parameter = try self.name()
      parameters.append((parameter, skip("=") ? try expression() : nil))
    }
    return .macro(Macro(name: name, parameters: parameters, body: try body("endmacro")))
  }

  private mutating func with() throws(TemplateError) -> Statement {
    var values: [(name: String, value: Expression)] = []
    while current != .tagEnd {
      if !values.isEmpty { try expect(",") }
      guard values.count < TemplateLimits.chain else { throw limit("fewer names") }
      let name = try name()
      try expect("=")
      values.append((name, try expression()))
    }
    return .with(values, body: try body("endwith"))
  }
}
