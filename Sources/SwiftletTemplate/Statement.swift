/// A part of a template.
indirect enum Statement {
  case text(String)
  case output(Expression, line: Int)
  case loop(Loop)
  /// Conditions with their bodies, in order; the last one may be without a condition.
  case branches([(condition: Expression?, body: [Statement])])
  case assignment(names: [String], Expression, line: Int)
  /// `set namespace.field = value`
  case field(name: String, field: String, Expression, line: Int)
  case block(name: String, body: [Statement], filters: [(Filter, [Expression.Argument])], line: Int)
  /// `filter`: the body's text through filters, written.
  case filtered(body: [Statement], filters: [(Filter, [Expression.Argument])], line: Int)
  case macro(Macro)
  case with([(name: String, value: Expression)], body: [Statement])
  case leaveLoop
  case nextTurn

  /// `for`.
  struct Loop {
    var names: [String]
    var iterable: Expression
    var condition: Expression?
    var body: [Statement]
    var otherwise: [Statement]
    var line: Int
  }
}

/// A macro: a function that returns the text of its body.
struct Macro {
  var name: String
  var parameters: [(name: String, standard: Expression?)]
  var body: [Statement]
}
