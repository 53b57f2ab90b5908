internal import SwiftletSystem

/// One rendering of a program: its variables, its output, and how much it has done.
///
/// All loops and calls count their steps and bytes, so any program ends, in bounded memory.
final class TemplateRenderer {
  let file: String
  let limits: TemplateLimits
  let date: CalendarDate?
  /// Variables, from the conversation's to the innermost scope's.
  private var scopes: [[String: TemplateValue]]
  /// What has been written, by macro and block in progress.
  private var outputs: [String] = [""]
  private var stepCount = 0
  private var createdByteCount = 0
  private var depth = 0
  /// Everything that may refer to something else; emptied at the end, so that no chain is freed recursively.
  private var objects: [TemplateObject] = []

  init(
    file: String, limits: TemplateLimits, date: CalendarDate?, variables: [String: TemplateValue]
  ) {
    self.file = file
    self.limits = limits
    self.date = date
    var globals: [String: TemplateValue] = [:]
    for builtin in Builtin.allCases where builtin != .dateText || date != nil {
      globals[builtin.rawValue] = .object(TemplateObject(.function(builtin)))
    }
    scopes = [globals.merging(variables) { $1 }, [:]]
  }

  deinit {
    scopes = []
    for object in objects { object.content = .namespace([:]) }
  }

  /// The text that `body` writes.
  ///
  /// - Throws: `TemplateError`.
  func render(_ body: [Statement]) throws(TemplateError) -> String {
    _ = try run(body)
    return outputs[0]
  }

  // MARK: - Limits

  func place(_ line: Int) -> String { line > 0 ? "line \(line)" : "" }

  func failed(_ line: Int, _ expected: String, _ found: String) -> TemplateError {
    .failed(InputFault(file: file, place: place(line), expected: expected, found: found))
  }

  func exceeded(_ expected: String, _ found: String = "more") -> TemplateError {
    .limitExceeded(InputFault(file: file, place: "", expected: expected, found: found))
  }

  /// Counts work in units of one expression.
  func step(_ count: Int = 1) throws(TemplateError) {
    stepCount += count
    guard stepCount <= limits.stepCount else {
      throw exceeded("an end within \(limits.stepCount) steps")
    }
  }

  /// Counts bytes before they are made.
  func charge(_ byteCount: Int) throws(TemplateError) {
    let (sum, overflow) = createdByteCount.addingReportingOverflow(byteCount)
    guard !overflow, sum <= limits.createdByteCount else {
      throw exceeded("texts and lists of at most \(limits.createdByteCount) bytes")
    }
    createdByteCount = sum
    try step(byteCount / 256)
  }

  /// A text that was made, counted.
  func text(_ text: String) throws(TemplateError) -> TemplateValue {
    try charge(text.utf8.count)
    return .string(text)
  }

  /// A list that was made, counted.
  func list(_ items: [TemplateValue], isTuple: Bool = false) throws(TemplateError) -> TemplateValue
  {
    try charge(items.count * MemoryLayout<TemplateValue>.stride)
    let list = TemplateList(items, isTuple: isTuple)
    guard list.depth <= TemplateLimits.valueDepth else {
      throw exceeded("lists at most \(TemplateLimits.valueDepth) deep")
    }
    return .list(list)
  }

  /// A mapping that was made, counted.
  func mapping(_ pairs: [(String, TemplateValue)]) throws(TemplateError) -> TemplateValue {
    try charge(pairs.count * 2 * MemoryLayout<TemplateValue>.stride)
    let mapping = TemplateMapping(pairs)
    guard mapping.depth <= TemplateLimits.valueDepth else {
      throw exceeded("mappings at most \(TemplateLimits.valueDepth) deep")
    }
    return .mapping(mapping)
  }

  func object(_ content: TemplateObject.Content) throws(TemplateError) -> TemplateObject {
    try charge(64)
    let object = TemplateObject(content)
    objects.append(object)
    return object
  }

  /// Runs `body` one level deeper.
  func deeper<Result>(_ body: () throws(TemplateError) -> Result) throws(TemplateError) -> Result {
    depth += 1
    defer { depth -= 1 }
    guard depth <= limits.depth else {
      throw exceeded("at most \(limits.depth) levels of evaluation")
    }
    return try body()
  }

  // MARK: - Variables

  func variable(_ name: String) -> TemplateValue {
    for scope in scopes.reversed() {
      if let value = scope[name] { return value }
    }
    return .undefined(name)
  }

  private func set(_ name: String, _ value: TemplateValue) {
    scopes[scopes.count - 1][name] = value
  }

  private func scoped<Result>(
    _ body: () throws(TemplateError) -> Result
  ) throws(TemplateError) -> Result {
    scopes.append([:])
    defer { scopes.removeLast() }
    return try body()
  }

  // MARK: - Statements

  /// How a row of statements ended.
  private enum Ending { case normally, leavingLoop, nextTurn }

  private func write(_ text: String) throws(TemplateError) {
    let index = outputs.count - 1
    guard outputs[index].utf8.count + text.utf8.count <= limits.outputByteCount else {
      throw exceeded("an output of at most \(limits.outputByteCount) bytes")
    }
    try charge(text.utf8.count)
    outputs[index] += text
  }

  /// What `body` writes, in place of writing it.
  private func captured(_ body: () throws(TemplateError) -> Void) throws(TemplateError) -> String {
    outputs.append("")
    do throws(TemplateError) {
      try body()
    } catch {
      outputs.removeLast()
      throw error
    }
    return outputs.removeLast()
  }

  private func run(_ body: [Statement]) throws(TemplateError) -> Ending {
    for statement in body {
      try step()
      let ending = try deeper { () throws(TemplateError) in try run(statement) }
      guard case .normally = ending else { return ending }
    }
    return .normally
  }

  private func run(_ statement: Statement) throws(TemplateError) -> Ending {
    switch statement {
    case .text(let text): try write(text)
    case .output(let expression, let line):
      try write(try printed(try evaluate(expression), line: line))
    case .loop(let loop): try run(loop)
    case .branches(let branches):
      for (condition, body) in branches {
        if let condition {
          guard try evaluate(condition).isTrue else { continue }
        }
        return try run(body)
      }
    case .assignment(let names, let expression, let line):
      try assign(try evaluate(expression), to: names, line: line)
    case .field(let name, let field, let expression, let line):
      let value = try evaluate(expression)
      guard case .object(let object) = variable(name), case .namespace(var fields) = object.content
      else { throw failed(line, "a namespace", variable(name).typeName) }
      fields[field] = value
      object.content = .namespace(fields)
    case .block(let name, let body, let filters, let line):
      set(name, try filtered(body, filters, line: line))
    case .filtered(let body, let filters, let line):
      try write(try printed(try filtered(body, filters, line: line), line: line))
    case .macro(let macro): set(macro.name, .object(try object(.macro(macro))))
    case .with(let values, let body):
      return try scoped { () throws(TemplateError) in
        for (name, expression) in values { set(name, try evaluate(expression)) }
        return try run(body)
      }
    case .leaveLoop: return .leavingLoop
    case .nextTurn: return .nextTurn
    }
    return .normally
  }

  private func filtered(
    _ body: [Statement], _ filters: [(Filter, [Expression.Argument])], line: Int
  ) throws(TemplateError) -> TemplateValue {
    let text = try captured { () throws(TemplateError) in
      try scoped { () throws(TemplateError) in _ = try run(body) }
    }
    var value = TemplateValue.string(text)
    for (filter, arguments) in filters {
      value = try apply(filter, to: value, try Arguments(arguments, self), line: line)
    }
    return value
  }

  private func assign(_ value: TemplateValue, to names: [String], line: Int) throws(TemplateError) {
    guard names.count > 1 else { return set(names[0], value) }
    guard case .list(let list) = value, list.items.count == names.count else {
      throw failed(line, "a list of \(names.count) values", value.typeName)
    }
    for (name, item) in zip(names, list.items) { set(name, item) }
  }

  private func run(_ loop: Statement.Loop) throws(TemplateError) {
    var items = try self.items(of: try evaluate(loop.iterable), line: loop.line)
    if let condition = loop.condition {
      var kept: [TemplateValue] = []
      for item in items {
        try step()
        let isKept = try scoped { () throws(TemplateError) in
          try assign(item, to: loop.names, line: loop.line)
          return try evaluate(condition).isTrue
        }
        if isKept { kept.append(item) }
      }
      items = kept
    }
    guard !items.isEmpty else {
      try scoped { () throws(TemplateError) in _ = try run(loop.otherwise) }
      return
    }
    try charge(items.count * MemoryLayout<TemplateValue>.stride)
    let state = try object(.loop(LoopState(items: items, index: 0)))
    for (index, item) in items.enumerated() {
      state.content = .loop(LoopState(items: items, index: index))
      let ending = try scoped { () throws(TemplateError) in
        set("loop", .object(state))
        try assign(item, to: loop.names, line: loop.line)
        return try run(loop.body)
      }
      if case .leavingLoop = ending { break }
    }
  }

  // MARK: - Macros

  /// The text of a macro's body.
  func call(_ macro: Macro, _ arguments: Arguments, line: Int) throws(TemplateError)
    -> TemplateValue
  {
    guard arguments.positional.count <= macro.parameters.count else {
      throw failed(
        line, "at most \(macro.parameters.count) arguments of \(macro.name)",
        "\(arguments.positional.count)")
    }
    var values: [String: TemplateValue] = [:]
    for (index, parameter) in macro.parameters.enumerated() {
      if index < arguments.positional.count {
        values[parameter.name] = arguments.positional[index]
      } else if let value = arguments.named[parameter.name] {
        values[parameter.name] = value
      } else if let standard = parameter.standard {
        values[parameter.name] = try evaluate(standard)
      } else {
        values[parameter.name] = .undefined(parameter.name)
      }
    }
    if let name = arguments.named.keys.first(where: { values[$0] == nil }) {
      throw failed(line, "an argument of \(macro.name)", name)
    }
    // A macro sees what is set outside of all loops and macros, and its own arguments.
    let outside = Array(scopes[2...])
    scopes.removeSubrange(2...)
    scopes.append(values)
    defer {
      scopes.removeSubrange(2...)
      scopes += outside
    }
    let text = try captured { () throws(TemplateError) in
      _ = try deeper { () throws(TemplateError) in try run(macro.body) }
    }
    return .string(text)
  }
}

/// Arguments of a call, evaluated.
struct Arguments {
  var positional: [TemplateValue] = []
  var named: [String: TemplateValue] = [:]

  init(_ arguments: [Expression.Argument], _ renderer: TemplateRenderer) throws(TemplateError) {
    for argument in arguments {
      let value = try renderer.evaluate(argument.value)
      if let name = argument.name {
        named[name] = value
      } else {
        positional.append(value)
      }
    }
  }

  /// The argument at `index`, or of that name.
  func value(_ index: Int, _ name: String) -> TemplateValue? {
    index < positional.count ? positional[index] : named[name]
  }

  /// The text at `index`, or of that name; nil where there is none, or it is none.
  func text(_ index: Int, _ name: String, _ renderer: TemplateRenderer, line: Int)
    throws(TemplateError) -> String?
  {
    switch value(index, name) {
    case nil, .some(.none): return nil
    case .string(let text)?: return text
    case let other?: throw renderer.failed(line, "a text for \(name)", other.typeName)
    }
  }

  /// The whole number at `index`, or of that name.
  func integer(_ index: Int, _ name: String, _ renderer: TemplateRenderer, line: Int)
    throws(TemplateError) -> Int?
  {
    switch value(index, name) {
    case nil, .some(.none): return nil
    case .integer(let value)?: return value
    case .boolean(let value)?: return value ? 1 : 0
    case let other?: throw renderer.failed(line, "a whole number for \(name)", other.typeName)
    }
  }
}
