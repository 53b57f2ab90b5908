/// The rules that cut words before capital letters.
extension SplitRule {
  /// The end of the piece at `start` by the expression of Llama 4 or Tekken.
  static func casedEnd(
    _ text: [UInt8], _ start: Int, _ end: Int, digitsPerPiece: Int, takesContractions: Bool
  ) -> Int {
    let first = CharacterClass.at(start, in: text, end: end)
    let second = start + first.count
    if let wordEnd = casedWordEnd(text, start, end, first.kind, second) {
      guard takesContractions, wordEnd < end else { return wordEnd }
      return wordEnd + contraction(text, wordEnd, end, ignoringCase: true)
    }
    switch first.kind {
    case .number: return runEnd(text, second, end, of: .number, limit: digitsPerPiece - 1)
    case .other: return slashedEnd(text, second, end)
    case .space where text[start] == UInt8(ascii: " ") && second < end:
      let next = CharacterClass.at(second, in: text, end: end)
      if next.kind == .other { return slashedEnd(text, second + next.count, end) }
    // Every letter is part of a word.
    case .space, .newline, .letter: break
    }
    return lineEnd(text, start, end) ?? spaceEnd(text, start, end)
  }

  /// `[^\s\p{L}\p{N}]*[\r\n/]*`.
  private static func slashedEnd(_ text: [UInt8], _ position: Int, _ end: Int) -> Int {
    var position = runEnd(text, position, end, of: .other)
    while position < end, [0x0A, 0x0D, UInt8(ascii: "/")].contains(text[position]) { position += 1 }
    return position
  }

  /// The end of a word at `start`, in front of which one character that is neither letter, number nor line
  /// break may stand; nil if there is none.
  ///
  /// The first alternative of the expression ends in a letter that can be lower case, the second needs one
  /// that can be upper case; each is tried with the character in front and without.
  private static func casedWordEnd(
    _ text: [UInt8], _ start: Int, _ end: Int, _ kind: CharacterClass, _ second: Int
  ) -> Int? {
    let mayLead = kind == .other || kind == .space
    let led = mayLead ? word(text, second, end) : (lower: nil, upper: nil)
    if let lower = led.lower { return lower }
    let plain = word(text, start, end)
    return plain.lower ?? led.upper ?? plain.upper
  }

  /// Where `[upper]*[lower]+` and `[upper]+[lower]*` end at `start`, with letters that count as either in
  /// both classes.
  private static func word(_ text: [UInt8], _ start: Int, _ end: Int) -> (lower: Int?, upper: Int?)
  {
    var position = start
    var afterEither: Int?
    while position < end {
      let next = LetterCase.at(position, in: text, end: end)
      if next.kind == .lower {
        return (lowerEnd(text, position + next.count, end), nil)
      }
      guard next.kind != .none else { break }
      position += next.count
      if next.kind == .either { afterEither = position }
    }
    // The last letter that counts as either ends the word, capital letters behind it begin another.
    return (afterEither, position > start ? position : nil)
  }

  private static func lowerEnd(_ text: [UInt8], _ position: Int, _ end: Int) -> Int {
    var position = position
    while position < end {
      let next = LetterCase.at(position, in: text, end: end)
      guard next.kind == .lower || next.kind == .either else { break }
      position += next.count
    }
    return position
  }
}
