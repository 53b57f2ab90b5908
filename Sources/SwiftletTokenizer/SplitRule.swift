/// How text is cut into pieces before merging: the published regular expressions, each by hand.
///
/// The expressions are part of a tokenizer's identity, and a general engine would be both slow and open to
/// patterns that take exponential time. Raw values are part of the file format.
enum SplitRule: UInt32 {
  /// The whole text is one piece.
  case none = 0
  /// GPT-2's `encoder.py`.
  case gpt2 = 1
  /// Llama 3: like `cl100k_base` of tiktoken, numbers in groups of up to three.
  case llama3 = 2
  /// Qwen2: as Llama 3, each digit alone.
  case qwen2 = 3
  /// Llama 4: `o200k_base` of tiktoken, which cuts words before capital letters.
  case llama4 = 4
  /// Mistral's Tekken: as Llama 4 without contractions, each digit alone.
  case tekken = 5

  /// The rule of a `Regex` pattern in a tokenizer.json; nil if it is not one of the published ones.
  init?(pattern: String) {
    switch pattern {
    case #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#:
      self = .gpt2
    case #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}|"#
      + #" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#:
      self = .llama3
    case #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}|"#
      + #" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#:
      self = .qwen2
    case #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+"#
      + #"(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"#
      + #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*"#
      + #"(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|"#
      + #"\s+(?!\S)|\s+"#:
      self = .llama4
    case #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|"#
      + #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|"#
      + #"\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"#:
      self = .tekken
    default: return nil
    }
  }

  /// The end of the piece that starts at `start`; always behind it.
  func pieceEnd(_ text: [UInt8], from start: Int, end: Int) -> Int {
    switch self {
    case .none: return end
    case .gpt2: return SplitRule.gpt2End(text, start, end)
    case .llama3: return SplitRule.llama3End(text, start, end, digitsPerPiece: 3)
    case .qwen2: return SplitRule.llama3End(text, start, end, digitsPerPiece: 1)
    case .llama4:
      return SplitRule.casedEnd(text, start, end, digitsPerPiece: 3, takesContractions: true)
    case .tekken:
      return SplitRule.casedEnd(text, start, end, digitsPerPiece: 1, takesContractions: false)
    }
  }

  /// The end of the run of `kind` that goes on at `position`.
  static func runEnd(
    _ text: [UInt8], _ position: Int, _ end: Int, of kind: CharacterClass,
    limit: Int = Int.max
  ) -> Int {
    var position = position
    var left = limit
    while position < end, left > 0 {
      let next = CharacterClass.at(position, in: text, end: end)
      guard next.kind == kind else { break }
      position += next.count
      left -= 1
    }
    return position
  }

  /// `\s+(?!\S)|\s+` at a space: the run without its last character, unless the text ends with it.
  static func spaceEnd(_ text: [UInt8], _ start: Int, _ end: Int) -> Int {
    var position = start
    var last = start
    while position < end {
      let next = CharacterClass.at(position, in: text, end: end)
      guard next.kind.isSpace else { return last > start ? last : position }
      last = position
      position += next.count
    }
    return end
  }

  /// The bytes of `'s`, `'t`, `'re`, `'ve`, `'m`, `'ll` or `'d` at `start`; 0 if none is there.
  static func contraction(
    _ text: [UInt8], _ start: Int, _ end: Int, ignoringCase: Bool
  ) -> Int {
    guard text[start] == UInt8(ascii: "'"), start + 1 < end else { return 0 }
    func letter(_ position: Int) -> UInt8 {
      guard position < end else { return 0 }
      let byte = text[position]
      return ignoringCase && (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
    switch (letter(start + 1), letter(start + 2)) {
    case (UInt8(ascii: "s"), _), (UInt8(ascii: "t"), _), (UInt8(ascii: "m"), _),
      (UInt8(ascii: "d"), _):
      return 2
    case (UInt8(ascii: "r"), UInt8(ascii: "e")), (UInt8(ascii: "v"), UInt8(ascii: "e")),
      (UInt8(ascii: "l"), UInt8(ascii: "l")):
      return 3
    // U+017F, the long s, folds to s.
    case (0xC5, 0xBF) where ignoringCase: return 3
    default: return 0
    }
  }

  private static func gpt2End(_ text: [UInt8], _ start: Int, _ end: Int) -> Int {
    let contraction = contraction(text, start, end, ignoringCase: false)
    if contraction > 0 { return start + contraction }
    var position = start
    var next = CharacterClass.at(start, in: text, end: end)
    if text[start] == UInt8(ascii: " "), start + 1 < end {
      position += 1
      next = CharacterClass.at(position, in: text, end: end)
    }
    if next.kind.isSpace { return spaceEnd(text, start, end) }
    return runEnd(text, position + next.count, end, of: next.kind)
  }

  private static func llama3End(
    _ text: [UInt8], _ start: Int, _ end: Int, digitsPerPiece: Int
  ) -> Int {
    let contraction = contraction(text, start, end, ignoringCase: true)
    if contraction > 0 { return start + contraction }
    let first = CharacterClass.at(start, in: text, end: end)
    let second = start + first.count
    switch first.kind {
    case .letter: return runEnd(text, second, end, of: .letter)
    case .number: return runEnd(text, second, end, of: .number, limit: digitsPerPiece - 1)
    case .other, .space:
      guard second < end else { return end }
      let next = CharacterClass.at(second, in: text, end: end)
      // `[^\r\n\p{L}\p{N}]?\p{L}+`: any one character in front of letters.
      if next.kind == .letter { return runEnd(text, second + next.count, end, of: .letter) }
      if first.kind == .other { return symbolEnd(text, second, end) }
      // ` ?[^\s\p{L}\p{N}]+[\r\n]*`: only U+0020 in front of symbols.
      if next.kind == .other, text[start] == UInt8(ascii: " ") {
        return symbolEnd(text, second + next.count, end)
      }
    case .newline: break
    }
    return lineEnd(text, start, end) ?? spaceEnd(text, start, end)
  }

  private static func symbolEnd(_ text: [UInt8], _ position: Int, _ end: Int) -> Int {
    runEnd(text, runEnd(text, position, end, of: .other), end, of: .newline)
  }

  /// `\s*[\r\n]+`: through the last line break of the run of spaces; nil if it has none.
  static func lineEnd(_ text: [UInt8], _ start: Int, _ end: Int) -> Int? {
    var position = start
    var result: Int?
    while position < end {
      let next = CharacterClass.at(position, in: text, end: end)
      guard next.kind.isSpace else { break }
      position += next.count
      if next.kind == .newline { result = position }
    }
    return result
  }
}
