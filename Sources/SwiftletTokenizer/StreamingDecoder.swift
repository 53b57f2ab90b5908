/// Decodes ids one at a time into text that never ends inside a character.
///
/// Appends to a buffer of the caller's and allocates nothing itself, so that a decode step stays free of
/// allocations when the buffer has room.
public struct StreamingDecoder: Sendable {
  private let tokenizer: Tokenizer
  private let skipsSpecialTokens: Bool
  private var repair: UTF8Repair
  /// SentencePiece: the space in front of a text's first piece is not part of the text.
  private var dropsSpace: Bool

  /// Starts a stream.
  ///
  /// - Parameters:
  ///   - tokenizer: the tokenizer of the ids.
  ///   - skipsSpecialTokens: whether special tokens leave no text.
  ///   - continuesText: whether the ids continue a text, such as a prompt, rather than begin one. A
  ///     SentencePiece tokenizer drops the space in front of the first piece of a text that begins.
  public init(_ tokenizer: Tokenizer, skipsSpecialTokens: Bool = true, continuesText: Bool = true) {
    self.tokenizer = tokenizer
    self.skipsSpecialTokens = skipsSpecialTokens
    let options = tokenizer.tables.options
    let family = tokenizer.tables.family
    dropsSpace =
      !continuesText
      && (family.isSentencePiece && !tokenizer.tables.isLibraryOfPieces
        ? !options.isDisjoint(with: [.dummyPrefix, .removesExtraSpaces])
        : !options.isDisjoint(with: [.stripsSpace, .dropsFirstSpaces]))
    repair = UTF8Repair(tokenizer.tables.family == .byteLevel ? .perSequence : .perByte)
  }

  /// Takes the next id and appends the text that is complete by it.
  ///
  /// Ids that name no token leave no text.
  ///
  /// - Parameters:
  ///   - id: the next id.
  ///   - output: UTF-8 text; the call appends to it.
  public mutating func push(_ id: Int32, into output: inout [UInt8]) {
    let tables = tokenizer.tables
    let kind = tables.kind(of: id)
    if kind == .absent || (skipsSpecialTokens && tables.traits(of: Int(id)).isSpecial) { return }
    let content = tables.content(of: Int(id))
    if kind == .byte {
      repair.push(tables.byteValue(of: Int(id)), into: &output)
      // Bytes that begin a text count as its beginning, complete or not.
      dropsSpace = false
      return
    }
    if tables.family == .byteLevel {
      for position in content { repair.push(tables.bytes[position], into: &output) }
      return
    }
    repair.finish(into: &output)
    guard kind == .text || kind == .userDefined || tables.isLibraryOfPieces else {
      output.append(contentsOf: tables.bytes[content])
      dropsSpace = false
      return
    }
    if dropsSpace, tables.options.contains(.dropsFirstSpaces) {
      dropsSpace = false
      tables.appendWithoutSpaces(content, to: &output)
      return
    }
    let count = output.count
    var range = content
    if dropsSpace, tables.startsWithSpaceSymbol(range) {
      range = range.lowerBound + SentencePieceEncoder.spaceSymbol.count..<range.upperBound
      // With removed extra spaces every leading one goes, otherwise one.
      dropsSpace = tables.options.contains(.removesExtraSpaces)
    }
    tables.appendPiece(range, to: &output)
    if output.count > count { dropsSpace = false }
  }

  /// Takes the next id and returns the text that is complete by it.
  public mutating func push(_ id: Int32) -> String {
    var output: [UInt8] = []
    push(id, into: &output)
    return String(decoding: output, as: UTF8.self)
  }

  /// Ends the stream: a character that was not completed becomes U+FFFD.
  public mutating func finish(into output: inout [UInt8]) { repair.finish(into: &output) }

  /// Ends the stream and returns what was left.
  public mutating func finish() -> String {
    var output: [UInt8] = []
    finish(into: &output)
    return String(decoding: output, as: UTF8.self)
  }
}

extension TokenizerTables {
  /// Whether the text at `range` of the binary form starts with U+2581.
  func startsWithSpaceSymbol(_ range: Range<Int>) -> Bool {
    let symbol = SentencePieceEncoder.spaceSymbol
    guard range.count >= symbol.count else { return false }
    return bytes[range.lowerBound] == symbol[0] && bytes[range.lowerBound + 1] == symbol[1]
      && bytes[range.lowerBound + 2] == symbol[2]
  }

  /// Appends the text of a piece without its U+2581.
  func appendWithoutSpaces(_ range: Range<Int>, to output: inout [UInt8]) {
    var position = range.lowerBound
    while position < range.upperBound {
      if startsWithSpaceSymbol(position..<range.upperBound) {
        position += SentencePieceEncoder.spaceSymbol.count
      } else {
        output.append(bytes[position])
        position += 1
      }
    }
  }

  /// Appends the text of a piece, with spaces for U+2581.
  func appendPiece(_ range: Range<Int>, to output: inout [UInt8]) {
    var position = range.lowerBound
    while position < range.upperBound {
      if startsWithSpaceSymbol(position..<range.upperBound) {
        output.append(UInt8(ascii: " "))
        position += SentencePieceEncoder.spaceSymbol.count
      } else {
        output.append(bytes[position])
        position += 1
      }
    }
  }
}
