import SwiftletTokenizer
import Testing

@Suite struct AddedTokenTests {
  private func tokenizer(_ tokens: String..., normalizer: String = "null") throws -> Tokenizer {
    var small = SmallTokenizer()
    small.merges = []
    small.addedTokens = tokens
    small.normalizer = normalizer
    return try small.opened()
  }

  @Test func longestMatchWins() throws {
    let tokenizer = try tokenizer(
      SmallTokenizer.added(300, "<a"), SmallTokenizer.added(301, "<ab>"),
      SmallTokenizer.added(302, "<ab"))
    #expect(tokenizer.encode("<ab>") == [301])
    #expect(tokenizer.encode("<abc<a") == [302] + ascii("c") + [300])
    #expect(tokenizer.encode("x<", matchAddedTokens: true) == ascii("x<"))
  }

  @Test func quotedTextIsNotMatched() throws {
    let tokenizer = try tokenizer(SmallTokenizer.added(300, "<a>", special: true))
    let ids = tokenizer.encode("<a>", addSpecialTokens: true, matchAddedTokens: false)
    #expect(ids == ascii("<a>"))
  }

  @Test func stripsSpacesAround() throws {
    let left = try tokenizer(SmallTokenizer.added(300, "<l>", lstrip: true))
    #expect(left.encode("a \u{3000} <l> b") == ascii("a") + [300] + ascii(" b"))
    let right = try tokenizer(SmallTokenizer.added(300, "<r>", rstrip: true))
    #expect(right.encode("a <r> \n<r>b") == ascii("a ") + [300, 300] + ascii("b"))
  }

  @Test func singleWordsTouchNoWord() throws {
    let tokenizer = try tokenizer(SmallTokenizer.added(300, "Wo", singleWord: true))
    #expect(tokenizer.encode("Wo") == [300])
    #expect(tokenizer.encode("Wo,Wo") == [300] + ascii(",") + [300])
    #expect(tokenizer.encode("WoWo xWo Wo_ Wo9") == ascii("WoWo xWo Wo_ Wo9"))
    // U+0301 is a mark, which \w matches.
    #expect(tokenizer.encode("Wo\u{301}") == ascii("Wo") + [0xCC, 0x81])
  }

  @Test func normalizedTokensAreFoundInNormalizedText() throws {
    let tokenizer = try tokenizer(
      SmallTokenizer.added(300, "e\u{301}", normalized: true),
      SmallTokenizer.added(301, "a\u{301}"), normalizer: #"{"type":"NFC"}"#)
    #expect(tokenizer.encode("\u{E9}e\u{301}") == [300, 300])
    // Not normalized: found as written only, and before normalization.
    #expect(tokenizer.encode("a\u{301}\u{E1}") == [301, 0xC3, 0xA1])
  }

  @Test func specialTokensAreNamedAndSkipped() throws {
    let tokenizer = try tokenizer(
      SmallTokenizer.added(300, "<a>", special: true), SmallTokenizer.added(301, "<b>"))
    #expect(tokenizer.id(of: "<a>") == 300)
    #expect(tokenizer.id(of: "<b>") == 301)
    #expect(tokenizer.id(of: "<c>") == nil)
    #expect(tokenizer.id(of: "x") == 0x78)
    #expect(tokenizer.isSpecial(300))
    #expect(!tokenizer.isSpecial(301))
    #expect(!tokenizer.isSpecial(-1) && !tokenizer.isSpecial(999))
    #expect(tokenizer.specialTokens.map(\.text) == ["<a>"])
    #expect(tokenizer.vocabularySize == 302)
    #expect(tokenizer.contains(301) && !tokenizer.contains(299))
    #expect(tokenizer.decode([300, 0x78, 301], skipSpecialTokens: false) == "<a>x<b>")
    #expect(tokenizer.decode([300, 0x78, 301], skipSpecialTokens: true) == "x<b>")
  }
}

extension Tokenizer {
  fileprivate func encode(_ text: String, matchAddedTokens: Bool) -> [Int32] {
    encode(text, addSpecialTokens: false, matchAddedTokens: matchAddedTokens)
  }
}
