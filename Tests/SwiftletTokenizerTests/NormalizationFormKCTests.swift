// The program for boards has no table of decompositions.
#if !SWIFTLET_WITHOUT_CALIBRATION
  import SwiftletJSON
  import SwiftletSystem
  import SwiftletTokenizer
  import Testing
  import _SwiftletTestSupport

  /// The normalizer NFKC, as the tokenizers library 0.23 has it (Tests/golden-nfkc).
  @Suite struct NormalizationFormKCTests {
    static func golden() throws -> JSONObject {
      let path = "\(Checkout.path)/Tests/golden-nfkc/ids.json"
      return try #require(try JSONParser.parse(try TestFiles.bytes(path), file: path).object)
    }

    static func tokenizer(_ normalizer: String = #"{"type":"NFKC"}"#) throws -> Tokenizer {
      var small = SmallTokenizer()
      small.merges = []
      small.normalizer = normalizer
      return try small.opened()
    }

    @Test(arguments: [
      ("\u{FB01}", "fi"), ("\u{FF76}\u{FF9E}", "\u{30AC}"),
      ("1\u{2044}2 \u{BD}", "1\u{2044}2 1\u{2044}2"),
      ("\u{1E9B}\u{323}", "\u{1E69}"), ("\u{1100}\u{1161}\u{11A8}", "\u{AC01}"),
      ("e\u{301}", "\u{E9}"),
      (
        "\u{FDFA}",
        "\u{635}\u{644}\u{649} \u{627}\u{644}\u{644}\u{647} \u{639}\u{644}\u{64A}\u{647} \u{648}\u{633}\u{644}\u{645}"
      ),
      ("\u{1D49C}\u{1D7FF}", "A9"), ("plain", "plain"), ("", ""), ("\u{32FF}", "\u{32FF}"),
    ]) func charactersAreDecomposedThenComposed(_ text: String, _ expected: String) throws {
      let tokenizer = try Self.tokenizer()
      #expect(tokenizer.decode(tokenizer.encode(text), skipSpecialTokens: false) == expected)
      // Form C by itself leaves what is only compatible.
      let plain = try Self.tokenizer(#"{"type":"NFC"}"#)
      let both = try Self.tokenizer(
        #"{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"NFKC"}]}"#)
      #expect(both.encode(text) == tokenizer.encode(text))
      #expect(
        plain.decode(plain.encode("\u{FB01}e\u{301}"), skipSpecialTokens: false)
          .unicodeScalars.elementsEqual("\u{FB01}\u{E9}".unicodeScalars))
    }

    @Test(.enabled(if: Checkout.isPresent))
    func everyCharacterOfTheTableIsNormalizedAsByTheLibrary() throws {
      let golden = try Self.golden()
      let tokenizer = try Self.tokenizer()
      var hash = SHA256()
      var count = 0
      for range in try #require(golden["characters"]?.array) {
        let ends = try Golden.ids(range)
        for value in ends[0]...ends[1] {
          let scalar = try #require(Unicode.Scalar(UInt32(value)))
          let ids = tokenizer.encode(String(scalar) + "\u{301}")
          let text = (count > 0 ? "\n" : "") + tokenizer.decode(ids, skipSpecialTokens: false)
          unsafe Array(text.utf8).withUnsafeBytes { unsafe hash.update($0) }
          count += 1
        }
      }
      #expect(count == 3678)
      #expect(SHA256.hexadecimal(hash.finalized()) == golden["normalized_sha256"]?.string)
    }

    @Test(
      .enabled(if: SharedFixtures.arePresent, SharedFixtures.message),
      .enabled(if: Checkout.isPresent),
      arguments: ["byte_level", "unigram"])
    func idsAreTheLibrarys(_ kind: String) throws {
      let golden = try Self.golden()
      let tokenizer = try kind == "unigram" ? Self.unigram() : Self.byteLevel()
      let stringsPath = SharedFixtures.path("tokenizers/strings.json")
      let strings = try JSONParser.parse(try TestFiles.bytes(stringsPath), file: stringsPath)
      let texts =
        (strings.array ?? []).compactMap { $0.string ?? $0.object?["text"]?.string }
        + (golden["texts"]?.array ?? []).compactMap(\.string)
      let ids = try #require(golden[kind]?.array).map { try Golden.ids($0) }
      try #require(texts.count == ids.count && texts.count > 410)
      for (text, ids) in zip(texts, ids) {
        #expect(tokenizer.encode(text) == ids, "\(kind): \(text.debugDescription)")
      }
    }

    @Test func theMapIsSmallAndHasToBeThere() throws {
      var small = SmallTokenizer()
      let plain = try small.compiled()
      small.normalizer = #"{"type":"NFKC"}"#
      let mapped = try small.compiled()
      #expect(mapped.count - plain.count < 64 << 10)
      // The option without a map, and a map without the option.
      for (bytes, expected) in [(plain, "one for form KC"), (mapped, "none")] {
        var changed = bytes
        changed[8 + 4] ^= 0x10
        let error = #expect(throws: TokenizerError.self) {
          try Tokenizer(bytes: changed, file: "changed")
        }
        #expect(error?.fault.place == "tokenizer: character map")
        #expect(error?.fault.expected == expected)
      }
    }

    /// The shared byte-level tokenizer with the normalizer, and an added token that is looked for in normalized text.
    private static func byteLevel() throws -> Tokenizer {
      let path = SharedFixtures.path("tokenizers/bytelevel-smollm2/tokenizer.json")
      let text = String(decoding: try TestFiles.bytes(path), as: UTF8.self)
      let added = SmallTokenizer.added(670, "\u{2163}", normalized: true)
      let changed = text.replacing(
        #""normalizer": null"#, with: #""normalizer": {"type":"NFKC"}"#
      ).replacing(#""added_tokens": ["#, with: #""added_tokens": [\#(added),"#)
      let bytes = try TokenizerCompiler.compile(json: Array(changed.utf8), file: "changed")
      return try Tokenizer(bytes: bytes, file: "changed")
    }

    private static func unigram() throws -> Tokenizer {
      let path = "\(Checkout.path)/Tests/golden-unigram/sentencepiece-unigram.json"
      let parts = try #require(
        try JSONParser.parse(try TestFiles.bytes(path), file: path).object)
      var json = UnigramJSON()
      json.model = try #require(parts["model"]).text
      json.addedTokens = try #require(parts["added_tokens"]).text
      json.normalizer = #"""
        {"type":"Sequence","normalizers":[{"type":"NFKC"},
         {"type":"Strip","strip_left":false,"strip_right":true}]}
        """#
      return try json.opened()
    }
  }
#endif
