import SwiftletSystem
import SwiftletTokenizer
import Testing
import _SwiftletTestSupport

@Suite struct BinaryFormTests {
  private static let samples = ["hello <a> world 123 é e\u{301}\u{F73} 😀", "  <b>\n\n x", "W", ""]

  /// Small enough that every byte can be damaged: a few tokens, both kinds of added tokens.
  private static func byteLevelForm() throws -> [UInt8] {
    let json = #"""
      {"added_tokens":[\#(SmallTokenizer.added(7, "<a>", special: true, lstrip: true)),
       \#(SmallTokenizer.added(8, "<b>", singleWord: true, rstrip: true, normalized: true))],
       "normalizer":{"type":"NFC"},
       "pre_tokenizer":\#(SmallTokenizer.split(SmallTokenizer.llama3Pattern)),
       "decoder":{"type":"ByteLevel"},
       "model":{"type":"BPE","vocab":{"h":0,"e":1,"l":2,"o":3,"Ġ":4,"he":5,"ll":6},
       "merges":["h e","l l"]}}
      """#
    return try TokenizerCompiler.compile(json: Array(json.utf8), file: "small")
  }

  private func exercise(_ tokenizer: Tokenizer) {
    for sample in BinaryFormTests.samples {
      for special in [true, false] {
        let ids = tokenizer.encode(sample, addSpecialTokens: special)
        _ = tokenizer.decode(ids, skipSpecialTokens: special)
        _ = tokenizer.decodePieces(ids)
        var decoder = StreamingDecoder(tokenizer, skipsSpecialTokens: special)
        for id in ids { _ = decoder.push(id) }
        _ = decoder.finish()
      }
    }
    let all = (Int32(-1)...Int32(tokenizer.vocabularySize)).map { $0 }
    _ = tokenizer.decode(all, skipSpecialTokens: false)
    _ = tokenizer.decodePieces(all)
    _ = tokenizer.specialTokens.count
    _ = tokenizer.id(of: "<a>")
    _ = tokenizer.eosTokenID.map { tokenizer.bytes(of: $0) }
  }

  private func damageEverywhere(_ form: [UInt8]) {
    var refused = 0
    for position in form.indices {
      for flip in [UInt8(1), 0x80, 0xFF] {
        var damaged = form
        damaged[position] ^= flip
        do throws(TokenizerError) {
          exercise(try Tokenizer(bytes: damaged, file: "damaged"))
        } catch {
          refused += 1
        }
      }
      #expect(throws: TokenizerError.self) {
        try Tokenizer(bytes: Array(form[..<position]), file: "cut")
      }
    }
    // Most bytes are counts, ids and places that the check at open sees through.
    #expect(refused > form.count)
    #expect(throws: TokenizerError.self) { try Tokenizer(bytes: form + [0], file: "longer") }
  }

  @Test func damageNeverTraps() throws {
    damageEverywhere(try BinaryFormTests.byteLevelForm())
  }

  @Test func damageToASentencePieceFormNeverTraps() throws {
    damageEverywhere(try SmallSentencePiece().compiled())
    damageEverywhere(try SmallSentencePiece.unigram().compiled())
  }

  @Test func damageToAFormOverCharactersNeverTraps() throws {
    damageEverywhere(try SmallCharacterTokenizer().compiled())
  }

  @Test func randomWordsNeverTrap() throws {
    var generator = SeededGenerator(seed: 11)
    let values: [UInt32] = [0, 1, 2, 0xFF, 0x7FFF_FFFF, .max, .max - 1, 0x10_0000]
    for form in [
      try BinaryFormTests.byteLevelForm(), try SmallSentencePiece().compiled(),
      try SmallSentencePiece.unigram().compiled(), try SmallCharacterTokenizer().compiled(),
    ] {
      for _ in 0..<5000 {
        var damaged = form
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
          let word = Int.random(in: 0..<form.count / 4, using: &generator) * 4
          let value = values.randomElement(using: &generator)
          for byte in 0..<4 {
            damaged[word + byte] = UInt8(truncatingIfNeeded: (value ?? 0) >> UInt32(8 * byte))
          }
        }
        do throws(TokenizerError) {
          exercise(try Tokenizer(bytes: damaged, file: "damaged"))
        } catch {
          #expect(!error.fault.expected.isEmpty)
        }
      }
    }
  }

  @Test func aLaterMajorVersionIsRefusedByName() throws {
    var form = try BinaryFormTests.byteLevelForm()
    form[4] = 3
    let error = #expect(throws: TokenizerError.self) { try Tokenizer(bytes: form, file: "later") }
    #expect(error?.isUnsupported == true)
    #expect(error?.fault.found == "3")
  }

  @Test func compilingIsDeterministicAndRoundTrips() throws {
    let form = try SmallTokenizer().compiled()
    #expect(try SmallTokenizer().compiled() == form)
    let tokenizer = try Tokenizer(bytes: form, file: "small")
    #expect(tokenizer.binaryForm == form)
    #expect(tokenizer.encode("hello") == [259])
  }

  @Test(.enabled(if: SharedFixtures.arePresent, SharedFixtures.message))
  func smolLM2StaysUnderFourMebibytes() throws {
    let folder = SharedFixtures.path("smollm2-135m")
    let form = try #require(try TokenizerCompiler.compile(folder: folder))
    let tokenizer = try Tokenizer(bytes: form, file: folder)
    #expect(tokenizer.vocabularySize == 49152)
    #expect(tokenizer.residentByteCount >= form.count)
    #expect(tokenizer.residentByteCount <= 4 << 20)
    #expect(tokenizer.bosTokenID == 1)
    #expect(tokenizer.eosTokenID == 2)
    #expect(tokenizer.id(of: "<|endoftext|>") == 0)
  }

  @Test func aVocabularyOfGemmasSizeStaysUnderTwelveMebibytes() throws {
    let form = try SmallCharacterTokenizer.large().compiled()
    var tokenizer: Tokenizer?
    let allocations = AllocationCounter.count {
      tokenizer = try? Tokenizer(bytes: form, file: "large")
    }
    #expect(tokenizer?.vocabularySize == 262_144)
    #expect(try #require(tokenizer).residentByteCount <= 12 << 20)
    #expect(allocations < 100)
  }

  @Test func aSeededVocabularyLikeGemmasOpensUnderTwelveMebibytes() throws {
    let like = GemmaLikeTokenizer(seed: 20_260_101)
    let form = try TokenizerCompiler.compile(json: like.json, file: "gemma-like")
    let clock = ContinuousClock()
    let start = clock.now
    let tokenizer = try Tokenizer(bytes: form, file: "gemma-like")
    let duration = clock.now - start
    print("opened \(form.count) bytes of \(like.texts.count) tokens in \(duration)")
    #expect(tokenizer.vocabularySize == 262_144)
    #expect(tokenizer.residentByteCount <= 12 << 20)
    for text in like.samples(200) {
      let ids = tokenizer.encode(text)
      #expect(ids == like.ids(of: text), "\(text.debugDescription)")
      #expect(sameText(tokenizer.decode(ids, skipSpecialTokens: false), text))
    }
  }

  @Test(
    .enabled(if: SharedFixtures.arePresent, SharedFixtures.message),
    .enabled(if: AllocationCounter.isAvailable, AllocationCounter.message))
  func openingBuildsNothingPerToken() throws {
    let folder = SharedFixtures.path("smollm2-135m")
    let form = try #require(try TokenizerCompiler.compile(folder: folder))
    var tokenizer: Tokenizer?
    let allocations = AllocationCounter.count {
      tokenizer = try? Tokenizer(bytes: form, file: folder)
    }
    // The two lists of affixes and a few words; far below one per token or merge.
    #expect(allocations < 100)
    #expect(tokenizer != nil)
  }
}
