internal import SwiftletSystem

/// Writes a template's tree in its binary form (FORMAT-template.md).
struct ProgramWriter {
  private(set) var sink = ByteSink()
  private let file: String
  private var depth = 0

  init(file: String) { self.file = file }

  mutating func number(_ value: Int) { number(unsigned: UInt64(bitPattern: Int64(value))) }

  /// Seven bits a byte, low ones first; the last byte's highest bit is 0.
  private mutating func number(unsigned: UInt64) {
    var rest = unsigned
    while rest >= 0x80 {
      sink.write(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    sink.write(UInt8(rest))
  }

  mutating func text(_ text: String) {
    number(text.utf8.count)
    sink.write(text.utf8)
  }

  private mutating func deeper(_ body: (inout ProgramWriter) throws(TemplateError) -> Void)
    throws(TemplateError)
  {
    depth += 1
    defer { depth -= 1 }
    guard depth <= TemplateLimits.treeDepth else {
      throw .limitExceeded(
        InputFault(
          file: file, place: "", expected: "a tree at most \(TemplateLimits.treeDepth) deep",
          found: "a deeper one"))
    }
    try body(&self)
  }

  private mutating func optional(_ expression: Expression?) throws(TemplateError) {
    sink.write(UInt8(expression == nil ? 0 : 1))
    if let expression { try write(expression) }
  }

  private mutating func list(_ expressions: [Expression]) throws(TemplateError) {
    number(expressions.count)
    for expression in expressions { try write(expression) }
  }

  private mutating func arguments(_ arguments: [Expression.Argument]) throws(TemplateError) {
    number(arguments.count)
    for argument in arguments {
      sink.write(UInt8(argument.name == nil ? 0 : 1))
      if let name = argument.name { text(name) }
      try write(argument.value)
    }
  }

  mutating func write(_ body: [Statement]) throws(TemplateError) {
    number(body.count)
    for statement in body {
      try deeper { writer throws(TemplateError) in try writer.write(statement) }
    }
  }

  private mutating func write(_ expression: Expression) throws(TemplateError) {
    try deeper { writer throws(TemplateError) in try writer.node(expression) }
  }

  private mutating func node(_ expression: Expression) throws(TemplateError) {
    switch expression {
    case .none: tag(.none)
    case .boolean(let value): tag(value ? .true : .false)
    case .integer(let value):
      tag(.integer)
      number(value)
    case .number(let value):
      tag(.number)
      sink.write(value.bitPattern)
    case .text(let value):
      tag(.text)
      text(value)
    case .name(let name, let line):
      tag(.name, line)
      text(name)
    case .list(let items):
      tag(.list)
      try list(items)
    case .tuple(let items):
      tag(.tuple)
      try list(items)
    case .mapping(let entries):
      tag(.mapping)
      number(entries.count)
      for (key, value) in entries {
        try write(key)
        try write(value)
      }
    case .attribute(let value, let name, let line):
      tag(.attribute, line)
      try write(value)
      text(name)
    case .item(let value, let index, let line):
      tag(.item, line)
      try write(value)
      try write(index)
    case .slice(let value, let start, let end, let stride, let line):
      tag(.slice, line)
      try write(value)
      try optional(start)
      try optional(end)
      try optional(stride)
    case .call(let function, let given, let line):
      tag(.call, line)
      try write(function)
      try arguments(given)
    case .filter(let value, let filter, let given, let line):
      tag(.filter, line)
      sink.write(filter.rawValue)
      try write(value)
      try arguments(given)
    case .test(let value, let test, let given, let line):
      tag(.test, line)
      sink.write(test.rawValue)
      try write(value)
      try list(given)
    case .not(let value):
      tag(.not)
      try write(value)
    case .negative(let value, let line):
      tag(.negative, line)
      try write(value)
    case .positive(let value, let line):
      tag(.positive, line)
      try write(value)
    case .binary(let sign, let left, let right, let line):
      tag(.binary, line)
      sink.write(sign.rawValue)
      try write(left)
      try write(right)
    case .and(let left, let right):
      tag(.and)
      try write(left)
      try write(right)
    case .or(let left, let right):
      tag(.or)
      try write(left)
      try write(right)
    case .comparison(let first, let rest, let line):
      tag(.comparison, line)
      try write(first)
      number(rest.count)
      for (sign, expression) in rest {
        sink.write(sign.rawValue)
        try write(expression)
      }
    case .conditional(let condition, let value, let otherwise):
      tag(.conditional)
      try write(condition)
      try write(value)
      try optional(otherwise)
    }
  }

  private mutating func tag(_ tag: ProgramTag.Expression) { sink.write(tag.rawValue) }

  private mutating func tag(_ tag: ProgramTag.Expression, _ line: Int) {
    sink.write(tag.rawValue)
    number(line)
  }

  private mutating func names(_ names: [String]) {
    number(names.count)
    for name in names { text(name) }
  }

  private mutating func filters(_ filters: [(Filter, [Expression.Argument])]) throws(TemplateError)
  {
    number(filters.count)
    for (filter, given) in filters {
      sink.write(filter.rawValue)
      try arguments(given)
    }
  }

  private mutating func begin(_ tag: ProgramTag.Statement, _ line: Int? = nil) {
    sink.write(tag.rawValue)
    if let line { number(line) }
  }

  private mutating func write(_ statement: Statement) throws(TemplateError) {
    switch statement {
    case .text(let value):
      begin(.text)
      text(value)
    case .output(let expression, let line):
      begin(.output, line)
      try write(expression)
    case .loop(let loop):
      begin(.loop, loop.line)
      names(loop.names)
      try write(loop.iterable)
      try optional(loop.condition)
      try write(loop.body)
      try write(loop.otherwise)
    case .branches(let branches):
      begin(.branches)
      number(branches.count)
      for (condition, body) in branches {
        try optional(condition)
        try write(body)
      }
    case .assignment(let names, let expression, let line):
      begin(.assignment, line)
      self.names(names)
      try write(expression)
    case .field(let name, let field, let expression, let line):
      begin(.field, line)
      text(name)
      text(field)
      try write(expression)
    case .block(let name, let body, let filters, let line):
      begin(.block, line)
      text(name)
      try write(body)
      try self.filters(filters)
    case .filtered(let body, let filters, let line):
      begin(.filtered, line)
      try write(body)
      try self.filters(filters)
    case .macro(let macro):
      begin(.macro)
      text(macro.name)
      number(macro.parameters.count)
      for (name, standard) in macro.parameters {
        text(name)
        try optional(standard)
      }
      try write(macro.body)
    case .with(let values, let body):
      begin(.with)
      number(values.count)
      for (name, value) in values {
        text(name)
        try write(value)
      }
      try write(body)
    case .leaveLoop: begin(.leaveLoop)
    case .nextTurn: begin(.nextTurn)
    }
  }
}

/// The first byte of each node of the binary form.
enum ProgramTag {
  enum Expression: UInt8 {
    case none = 0
    case `false`, `true`, integer, number, text, name, list, mapping, attribute, item, slice, call
    case filter, test, not, negative, positive, binary, and, or, comparison, conditional, tuple
  }

  enum Statement: UInt8 {
    case text = 0
    case output, loop, branches, assignment, field, block, filtered, macro, with, leaveLoop,
      nextTurn
  }
}
