import SwiftletSystem

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Reads lines from standard input: with editing and a history on a terminal, as they come from a pipe.
final class LineEditor {
  /// How reading a line ended.
  enum Input: Equatable {
    case line(String)
    /// The end of the input, or Ctrl-D.
    case end
    /// Ctrl-C.
    case interrupt
  }

  /// A line longer than this is cut off: no context holds more.
  private static let byteLimit = 1 << 20
  private static let historyLimit = 100

  /// Whether a person types.
  let isInteractive: Bool
  private var buffer: [UInt8] = []
  private var isAtEnd = false
  private var history: [String] = []

  init() { isInteractive = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

  /// The next line, without its end.
  ///
  /// - Parameter prompt: what stands before it on a terminal.
  /// - Returns: the line, or how the input ended.
  /// - Throws: `CommandFailure` if standard input or output fails.
  func readLine(prompt: String) throws -> Input {
    guard isInteractive, let modes = RawMode() else { return try readPlainLine() }
    defer { modes.end() }
    let input = try edit(prompt: prompt)
    try Console.stream("\r\n".utf8)
    if case .line(let line) = input, !line.isEmpty, line != history.last {
      history.append(line)
      if history.count > LineEditor.historyLimit { history.removeFirst() }
    }
    return input
  }

  // MARK: - Input

  /// Fills the buffer; false at the end, or when a signal has come.
  private func fill() throws -> Bool {
    var event = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    // A read would go on after a signal; this does not.
    guard unsafe poll(&event, 1, -1) >= 0 else {
      if errno == EINTR { return !Interrupts.wasRequested }
      throw failure()
    }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = unsafe read(STDIN_FILENO, &bytes, bytes.count)
    guard count >= 0 || errno == EINTR else { throw failure() }
    if count == 0 { isAtEnd = true }
    buffer += bytes.prefix(max(0, count))
    return !isAtEnd
  }

  private func failure() -> CommandFailure {
    CommandFailure(
      status: .noInput,
      description: "standard input: expected a line, found \(systemMessage(errno))")
  }

  private func readPlainLine() throws -> Input {
    while true {
      if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: buffer[..<end], as: UTF8.self)
        buffer.removeSubrange(...end)
        return .line(line.hasSuffix("\r") ? String(line.dropLast()) : line)
      }
      if isAtEnd {
        guard !buffer.isEmpty else { return .end }
        defer { buffer = [] }
        return .line(String(decoding: buffer, as: UTF8.self))
      }
      guard buffer.count <= LineEditor.byteLimit else {
        throw CommandFailure.badInput(
          InputFault(
            file: "standard input", place: "",
            expected: "lines of at most \(LineEditor.byteLimit) bytes", found: "a longer one"))
      }
      if !(try fill()), Interrupts.wasRequested { return .interrupt }
    }
  }

  private func nextByte() throws -> UInt8? {
    while buffer.isEmpty {
      guard try fill() else { return nil }
    }
    return buffer.removeFirst()
  }

  // MARK: - Editing

  private func edit(prompt: String) throws -> Input {
    var line = EditedLine()
    var place = history.count
    var typed = ""
    try show(prompt, line)
    while let byte = try nextByte() {
      switch byte {
      case 0x0D, 0x0A: return .line(line.text)
      case 0x03: return .interrupt
      case 0x04 where line.text.isEmpty: return .end
      case 0x04: line.deleteForward()
      case 0x01: line.moveToStart()
      case 0x05: line.moveToEnd()
      case 0x02: line.moveLeft()
      case 0x06: line.moveRight()
      case 0x08, 0x7F: line.deleteBackward()
      case 0x0B: line.deleteToEnd()
      case 0x15: line.deleteToStart()
      case 0x17: line.deleteWord()
      case 0x0C: try Console.stream("\u{1B}[H\u{1B}[2J".utf8)
      case 0x10, 0x0E: recall(byte == 0x10 ? -1 : 1, &place, &typed, &line)
      case 0x1B:
        switch try escape() {
        case "A": recall(-1, &place, &typed, &line)
        case "B": recall(1, &place, &typed, &line)
        case "C": line.moveRight()
        case "D": line.moveLeft()
        case "H", "1~", "7~": line.moveToStart()
        case "F", "4~", "8~": line.moveToEnd()
        case "3~": line.deleteForward()
        default: break
        }
      case 0x09: line.insert(" ")
      case 0..<0x20: break
      default: line.insert(try character(byte))
      }
      try show(prompt, line)
    }
    return Interrupts.wasRequested ? .interrupt : .end
  }

  /// What follows an escape character: the end of a sequence, with its number.
  private func escape() throws -> String {
    guard let kind = try nextByte(), kind == UInt8(ascii: "[") || kind == UInt8(ascii: "O") else {
      return ""
    }
    var result = ""
    while let byte = try nextByte(), result.utf8.count < 8 {
      result.unicodeScalars.append(Unicode.Scalar(byte))
      if (0x40...0x7E).contains(byte) { return result }
    }
    return ""
  }

  /// The character that begins with `first`.
  private func character(_ first: UInt8) throws -> String {
    let count = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1
    var bytes = [first]
    while bytes.count < count, let byte = try nextByte() { bytes.append(byte) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func recall(
    _ step: Int, _ place: inout Int, _ typed: inout String, _ line: inout EditedLine
  ) {
    let next = place + step
    guard (0...history.count).contains(next) else { return }
    if place == history.count { typed = line.text }
    place = next
    line = EditedLine(next == history.count ? typed : history[next])
  }

  /// Draws the line anew, cut to what the terminal's width leaves.
  private func show(_ prompt: String, _ line: EditedLine) throws {
    var size = winsize()
    let isKnown = unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0
    let width = (isKnown && size.ws_col > 8 ? Int(size.ws_col) : 80) - prompt.count - 1
    let (text, cursor) = line.window(width: max(8, width))
    var output = "\r" + prompt + text + "\u{1B}[K\r"
    let column = prompt.count + cursor
    if column > 0 { output += "\u{1B}[\(column)C" }
    try Console.stream(output.utf8)
  }
}

/// A line with a cursor between its characters.
struct EditedLine: Equatable {
  private var characters: [Character] = []
  private var cursor = 0

  init(_ text: String = "") {
    characters = Array(text)
    cursor = characters.count
  }

  var text: String { String(characters) }

  mutating func insert(_ text: String) {
    // A combining character joins the one before it.
    let joined = Array(String(characters[..<cursor]) + text)
    characters = joined + characters[cursor...]
    cursor = joined.count
  }

  mutating func moveLeft() { cursor = max(0, cursor - 1) }
  mutating func moveRight() { cursor = min(characters.count, cursor + 1) }
  mutating func moveToStart() { cursor = 0 }
  mutating func moveToEnd() { cursor = characters.count }

  mutating func deleteBackward() {
    guard cursor > 0 else { return }
    cursor -= 1
    characters.remove(at: cursor)
  }

  mutating func deleteForward() {
    if cursor < characters.count { characters.remove(at: cursor) }
  }

  mutating func deleteToEnd() { characters.removeSubrange(cursor...) }

  mutating func deleteToStart() {
    characters.removeSubrange(..<cursor)
    cursor = 0
  }

  /// Deletes the word before the cursor, with the spaces behind it.
  mutating func deleteWord() {
    let end = cursor
    while cursor > 0, characters[cursor - 1] == " " { cursor -= 1 }
    while cursor > 0, characters[cursor - 1] != " " { cursor -= 1 }
    characters.removeSubrange(cursor..<end)
  }

  /// The part of the line around the cursor that fits `width` characters, and where the cursor is in it.
  func window(width: Int) -> (text: String, cursor: Int) {
    let start = max(0, min(cursor - width / 2, characters.count - width))
    let end = min(characters.count, start + width)
    return (String(characters[start..<end]), cursor - start)
  }
}

/// A terminal that hands over every key, until `end`.
struct RawMode {
  private let saved: termios

  /// Begins; nil if standard input is no terminal.
  init?() {
    var modes = termios()
    guard unsafe tcgetattr(STDIN_FILENO, &modes) == 0 else { return nil }
    saved = modes
    modes.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
    modes.c_iflag &= ~tcflag_t(ICRNL | IXON)
    guard unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &modes) == 0 else { return nil }
  }

  /// Gives the terminal back as it was.
  func end() {
    var modes = saved
    _ = unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &modes)
  }
}
