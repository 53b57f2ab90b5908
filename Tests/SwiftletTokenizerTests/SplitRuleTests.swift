import SwiftletTokenizer
import Testing

@Suite struct SplitRuleTests {
  /// The pieces of `text`, made visible by a vocabulary in which every piece is a token.
  private func pieces(_ text: String, expected: [String], _ preTokenizer: String) throws {
    var small = SmallTokenizer()
    small.merges = []
    small.preTokenizer = preTokenizer
    small.model = #""ignore_merges":true,"#
    let unique = Set(expected.filter { $0.utf8.count > 1 })
    small.extraVocabulary = unique.sorted().enumerated().map { index, piece in
      (piece.utf8.map { SmallTokenizer.alphabet[Int($0)] }.joined(), 300 + index)
    }
    let tokenizer = try small.opened()
    let found = tokenizer.encode(text).map {
      String(decoding: tokenizer.bytes(of: $0), as: UTF8.self)
    }
    #expect(found == expected, "\(text.debugDescription)")
  }

  @Test func splitsAsGPT2() throws {
    func check(_ text: String, _ expected: [String]) throws {
      try pieces(text, expected: expected, SmallTokenizer.byteLevel)
    }
    try check("Hello world", ["Hello", " world"])
    try check("I'll don't 'S", ["I", "'ll", " don", "'t", " '", "S"])
    try check("a  b", ["a", " ", " b"])
    try check("a \n b ", ["a", " \n", " b", " "])
    try check("x12 345!? 6", ["x", "12", " 345", "!?", " 6"])
    try check("tab\tx", ["tab", "\t", "x"])
  }

  @Test func splitsAsLlama3() throws {
    func check(_ text: String, _ expected: [String]) throws {
      try pieces(text, expected: expected, SmallTokenizer.split(SmallTokenizer.llama3Pattern))
    }
    try check("I'LL 'Sx", ["I", "'LL", " '", "Sx"])
    try check("y'Sx", ["y", "'S", "x"])
    try check("\tx (y) 12345", ["\tx", " (", "y", ")", " ", "123", "45"])
    try check("a !\n\n  b", ["a", " !\n\n", " ", " b"])
    try check("a \n \n  b", ["a", " \n \n", " ", " b"])
    // U+017F folds to s.
    try check("'\u{17F}x", ["'\u{17F}", "x"])
  }

  @Test func splitsAsLlama4() throws {
    func check(_ text: String, _ expected: [String]) throws {
      try pieces(text, expected: expected, SmallTokenizer.split(SmallTokenizer.llama4Pattern))
    }
    try check("iPhone XMLHttpRequest", ["i", "Phone", " XMLHttp", "Request"])
    try check("I'LL DON'T x's", ["I'LL", " DON'T", " x's"])
    try check("12345 (a) //\n/x", ["123", "45", " (", "a", ")", " //\n/", "x"])
    // Letters without case end a word before capitals; marks are part of words.
    try check("日本AB e\u{301}X", ["日本", "AB", " e\u{301}", "X"])
    try check("a  b \n\n c ", ["a", " ", " b", " \n\n", " c", " "])
  }

  @Test func splitsAsTekken() throws {
    func check(_ text: String, _ expected: [String]) throws {
      try pieces(text, expected: expected, SmallTokenizer.split(SmallTokenizer.tekkenPattern))
    }
    try check("I'll 123", ["I", "'ll", " ", "1", "2", "3"])
    try check("aB c/d\n", ["a", "B", " c", "/d", "\n"])
  }

  @Test func digitsAreCutBeforeTheSplit() throws {
    func sequence(_ individual: Bool) -> String {
      """
      {"type":"Sequence","pretokenizers":[{"type":"Digits","individual_digits":\(individual)},\
      \(SmallTokenizer.byteLevel)]}
      """
    }
    try pieces("ab 12c", expected: ["ab", " ", "1", "2", "c"], sequence(true))
    try pieces("ab 12c", expected: ["ab", " ", "12", "c"], sequence(false))
  }
}
