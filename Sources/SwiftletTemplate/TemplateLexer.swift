internal import SwiftletSystem

/// What a template's text consists of.
enum Token: Equatable {
  /// Text between tags.
  case text(String)
  case outputBegin, outputEnd, tagBegin, tagEnd
  case name(String)
  case string(String)
  case integer(Int)
  case number(Double)
  /// An operator or bracket.
  case symbol(String)
  case end
}

/// Cuts a template into tokens, and applies its whitespace control.
///
/// As the reference sets the language up: `trim_blocks` and `lstrip_blocks` are on, one newline at the end is dropped.
struct TemplateLexer {
  private let source: [Unicode.Scalar]
  private let file: String
  private var position = 0
  private var line = 1
  private var tokens: [(Token, line: Int)] = []
  /// Whether the next text begins at the start of a line.
  private var isAtLineStart = true
  /// Whether the tag before ended with `-`.
  private var stripsNext = false

  /// Every token of `text`, the last one `.end`.
  ///
  /// - Throws: `TemplateError`.
  static func tokens(of text: String, file: String) throws(TemplateError) -> [(Token, line: Int)] {
    guard text.utf8.count <= TemplateLimits.programByteCount else {
      throw .limitExceeded(
        InputFault(
          file: file, place: "", expected: "at most \(TemplateLimits.programByteCount) bytes",
          found: "\(text.utf8.count)"))
    }
    var lexer = TemplateLexer(text, file: file)
    try lexer.run()
    return lexer.tokens
  }

  private init(_ text: String, file: String) {
    var scalars: [Unicode.Scalar] = []
    scalars.reserveCapacity(text.utf8.count)
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      if scalar == "\n", previous == "\r" {
        previous = nil
        continue
      }
      scalars.append(scalar == "\r" ? "\n" : scalar)
      previous = scalar
    }
    if scalars.last == "\n" { scalars.removeLast() }
    source = scalars
    self.file = file
  }

  private mutating func run() throws(TemplateError) {
    while position < source.count {
      let begin = nextTag()
      try readText(until: begin)
      guard begin < source.count else { break }
      switch source[begin + 1] {
      case "{": try readExpression(isOutput: true)
      case "%":
        if let body = rawBody() {
          try readRaw(from: body)
        } else {
          try readExpression(isOutput: false)
        }
      default: try readComment()
      }
    }
    tokens.append((.end, line))
  }

  /// Where the next `{{`, `{%` or `{#` is, or the end.
  private func nextTag() -> Int {
    var index = position
    while index + 1 < source.count {
      if source[index] == "{", ["{", "%", "#"].contains(source[index + 1]) { return index }
      index += 1
    }
    return source.count
  }

  private func peek(_ offset: Int) -> Unicode.Scalar? {
    position + offset < source.count ? source[position + offset] : nil
  }

  private mutating func advance(_ count: Int) {
    for _ in 0..<count {
      if source[position] == "\n" { line += 1 }
      position += 1
    }
  }

  /// The text before a tag, stripped as both tags around it ask for.
  private mutating func readText(until end: Int) throws(TemplateError) {
    var text = source[position..<end]
    if stripsNext { text = text.drop(while: PythonText.isSpace) }
    stripsNext = false
    let sign = end + 2 < source.count ? source[end + 2] : nil
    if end < source.count {
      if sign == "-" {
        while let last = text.last, PythonText.isSpace(last) { text.removeLast() }
      } else if sign != "+", source[end + 1] != "{" {
        // Spaces between the start of the line and a tag.
        let start = text.lastIndex(of: "\n").map { $0 + 1 }
        if start != nil || isAtLineStart {
          let lineStart = start ?? text.startIndex
          if text[lineStart...].allSatisfy(PythonText.isSpace) { text = text[..<lineStart] }
        }
      }
    }
    if !text.isEmpty { tokens.append((.text(PythonText.string(text)), line)) }
    let length = end - position
    if length > 0 { isAtLineStart = source[end - 1] == "\n" }
    advance(length)
  }

  /// Steps over the end of a tag, with the newline behind it that is dropped.
  private mutating func endTag(dropsNewline: Bool) {
    isAtLineStart = false
    if dropsNewline, peek(0) == "\n" {
      advance(1)
      isAtLineStart = true
    }
  }

  private mutating func readComment() throws(TemplateError) {
    let start = line
    advance(2)
    while position + 1 < source.count, !(source[position] == "#" && source[position + 1] == "}") {
      advance(1)
    }
    guard position + 1 < source.count else {
      throw invalid(line: start, "#} at the end of a comment", "the end of the template")
    }
    let sign = source[position - 1]
    advance(2)
    stripsNext = sign == "-"
    endTag(dropsNewline: sign != "+" && sign != "-")
  }

  /// Where the text of a `raw` block begins, if the tag here is one.
  private func rawBody() -> Int? {
    var index = position + 2
    if index < source.count, source[index] == "-" || source[index] == "+" { index += 1 }
    while index < source.count, PythonText.isSpace(source[index]) { index += 1 }
    guard source[index...].starts(with: "raw".unicodeScalars) else { return nil }
    index += 3
    while index < source.count, PythonText.isSpace(source[index]) { index += 1 }
    if index < source.count, source[index] == "-" || source[index] == "+" { index += 1 }
    guard source[index...].starts(with: "%}".unicodeScalars) else { return nil }
    return index + 2
  }

  private mutating func readRaw(from body: Int) throws(TemplateError) {
    let start = line
    let begin = source[body - 3]
    advance(body - position)
    if begin == "-" {
      while let next = peek(0), PythonText.isSpace(next) { advance(1) }
    } else if begin != "+", peek(0) == "\n" {
      advance(1)
    }
    var index = position
    while index < source.count {
      if source[index] == "{", let end = endRaw(at: index) {
        var text = source[position..<index]
        if index + 2 < source.count, source[index + 2] == "-" {
          while let last = text.last, PythonText.isSpace(last) { text.removeLast() }
        } else if index + 2 < source.count, source[index + 2] != "+",
          let newline = text.lastIndex(of: "\n"),
          text[(newline + 1)...].allSatisfy(PythonText.isSpace)
        {
          text = text[...newline]
        }
        if !text.isEmpty { tokens.append((.text(PythonText.string(text)), line)) }
        let sign = source[end - 3]
        advance(end - position)
        stripsNext = sign == "-"
        endTag(dropsNewline: sign != "+" && sign != "-")
        return
      }
      index += 1
    }
    throw invalid(line: start, "{% endraw %}", "the end of the template")
  }

  /// Where an `endraw` tag at `index` ends.
  private func endRaw(at index: Int) -> Int? {
    guard index + 1 < source.count, source[index + 1] == "%" else { return nil }
    var index = index + 2
    if index < source.count, source[index] == "-" || source[index] == "+" { index += 1 }
    while index < source.count, PythonText.isSpace(source[index]) { index += 1 }
    guard source[index...].starts(with: "endraw".unicodeScalars) else { return nil }
    index += 6
    while index < source.count, PythonText.isSpace(source[index]) { index += 1 }
    if index < source.count, source[index] == "-" || source[index] == "+" { index += 1 }
    return source[index...].starts(with: "%}".unicodeScalars) ? index + 2 : nil
  }

  // MARK: - Inside of tags

  private mutating func readExpression(isOutput: Bool) throws(TemplateError) {
    let start = line
    tokens.append((isOutput ? .outputBegin : .tagBegin, line))
    advance(2)
    if let sign = peek(0), sign == "-" || sign == "+" { advance(1) }
    let close: Unicode.Scalar = isOutput ? "}" : "%"
    var brackets: [Unicode.Scalar] = []
    while let scalar = peek(0) {
      if brackets.isEmpty {
        let sign = scalar == "-" || scalar == "+" ? 1 : 0
        if peek(sign) == close, peek(sign + 1) == "}" {
          tokens.append((isOutput ? .outputEnd : .tagEnd, line))
          advance(sign + 2)
          stripsNext = sign == 1 && scalar == "-"
          endTag(dropsNewline: !isOutput && sign == 0)
          return
        }
      }
      if PythonText.isSpace(scalar) {
        advance(1)
      } else if scalar == "\"" || scalar == "'" {
        try readString(scalar)
      } else if PythonText.isDigit(scalar) {
        try readNumber()
      } else if PythonText.isNameStart(scalar) {
        var name = String.UnicodeScalarView()
        while let next = peek(0), PythonText.isNameStart(next) || PythonText.isDigit(next) {
          name.append(next)
          advance(1)
        }
        tokens.append((.name(String(name)), line))
      } else {
        try readSymbol(&brackets)
      }
    }
    throw invalid(
      line: start, isOutput ? "}} at the end" : "%} at the end", "the end of the template")
  }

  private mutating func readSymbol(_ brackets: inout [Unicode.Scalar]) throws(TemplateError) {
    guard let scalar = peek(0) else { return }
    if let next = peek(1) {
      let two = String(scalar) + String(next)
      if ["==", "!=", "<=", ">=", "//", "**"].contains(two) {
        tokens.append((.symbol(two), line))
        advance(2)
        return
      }
    }
    guard "+-*/%~<>=()[]{}.,:|;".unicodeScalars.contains(scalar) else {
      throw invalid(line: line, "an expression", "the character \(scalar)")
    }
    let closing: [Unicode.Scalar: Unicode.Scalar] = ["(": ")", "[": "]", "{": "}"]
    if let partner = closing[scalar] {
      guard brackets.count < TemplateLimits.nesting else {
        throw .limitExceeded(
          InputFault(
            file: file, place: "line \(line)",
            expected: "brackets at most \(TemplateLimits.nesting) deep", found: "deeper ones"))
      }
      brackets.append(partner)
    } else if ")]}".unicodeScalars.contains(scalar) {
      guard brackets.popLast() == scalar else {
        throw invalid(line: line, "matching brackets", "\(scalar)")
      }
    }
    tokens.append((.symbol(String(scalar)), line))
    advance(1)
  }

  private mutating func readNumber() throws(TemplateError) {
    var text = ""
    func isPart(_ scalar: Unicode.Scalar?) -> Bool {
      scalar.map { PythonText.isDigit($0) || $0 == "_" } ?? false
    }
    while isPart(peek(0)) {
      if peek(0) != "_" { text.unicodeScalars.append(source[position]) }
      advance(1)
    }
    var isFloat = false
    // `x.0.1` is an item of an item.
    let isItem = tokens.last?.0 == .symbol(".")
    if !isItem, peek(0) == ".", let next = peek(1), PythonText.isDigit(next) {
      isFloat = true
      text += "."
      advance(1)
      while isPart(peek(0)) {
        if peek(0) != "_" { text.unicodeScalars.append(source[position]) }
        advance(1)
      }
    }
    if !isItem, peek(0) == "e" || peek(0) == "E" {
      let sign = peek(1) == "-" || peek(1) == "+" ? 1 : 0
      if let next = peek(1 + sign), PythonText.isDigit(next) {
        isFloat = true
        for _ in 0...sign {
          text.unicodeScalars.append(source[position])
          advance(1)
        }
        while let next = peek(0), PythonText.isDigit(next) {
          text.unicodeScalars.append(next)
          advance(1)
        }
      }
    }
    if isFloat, let value = Double(text) {
      tokens.append((.number(value), line))
    } else if let value = Int(text) {
      tokens.append((.integer(value), line))
    } else {
      throw invalid(line: line, "a number of 64 bits", text)
    }
  }

  private mutating func readString(_ quote: Unicode.Scalar) throws(TemplateError) {
    let start = line
    var text = String.UnicodeScalarView()
    advance(1)
    while let scalar = peek(0), scalar != quote {
      advance(1)
      guard scalar == "\\" else {
        text.append(scalar)
        continue
      }
      guard let escape = peek(0) else { break }
      advance(1)
      if let simple = TemplateLexer.escapes[escape] {
        text.append(simple)
      } else if let width = TemplateLexer.codeWidths[escape] {
        text.append(try readCode(width: width, radix: 16))
      } else if "01234567".unicodeScalars.contains(escape) {
        var value = escape.value - 48
        for _ in 0..<2 {
          guard let digit = peek(0), "01234567".unicodeScalars.contains(digit) else { break }
          value = value * 8 + digit.value - 48
          advance(1)
        }
        text.append(Unicode.Scalar(UInt16(value)) ?? "\u{FFFD}")
      } else if escape == "N" {
        throw .unsupported(
          InputFault(
            file: file, place: "line \(line)", expected: "characters by number",
            found: "\\N, a character by name"))
      } else if escape != "\n" {
        text.append("\\")
        text.append(escape)
      }
    }
    guard peek(0) == quote else {
      throw invalid(line: start, "\(quote) at the end of a text", "the end of the template")
    }
    advance(1)
    tokens.append((.string(String(text)), start))
  }

  private static let escapes: [Unicode.Scalar: Unicode.Scalar] = [
    "n": "\n", "t": "\t", "r": "\r", "\\": "\\", "'": "'", "\"": "\"", "a": "\u{07}",
    "b": "\u{08}", "f": "\u{0C}", "v": "\u{0B}",
  ]
  private static let codeWidths: [Unicode.Scalar: Int] = ["x": 2, "u": 4, "U": 8]

  private mutating func readCode(width: Int, radix: Int) throws(TemplateError) -> Unicode.Scalar {
    var digits = ""
    for _ in 0..<width {
      guard let digit = peek(0) else { break }
      digits.unicodeScalars.append(digit)
      advance(1)
    }
    guard digits.unicodeScalars.count == width, let value = UInt32(digits, radix: radix),
      let scalar = Unicode.Scalar(value)
    else { throw invalid(line: line, "\(width) digits of a character", digits) }
    return scalar
  }

  private func invalid(line: Int, _ expected: String, _ found: String) -> TemplateError {
    .invalid(InputFault(file: file, place: "line \(line)", expected: expected, found: found))
  }
}
