import SwiftletSystem
import SwiftletTokenizer
import Testing

@Suite struct SentencePieceTests {
  @Test func mergesTheBestScoreLeftmostFirst() throws {
    let tokenizer = try SmallSentencePiece().opened()
    // ▁ab: "ab" (-1) goes before "▁a" (-2), then "▁ab" (-3).
    #expect(tokenizer.encode("ab") == [1, 8])
    // a b b: "ab" and "bb" score the same; the left one is taken, then "▁ab".
    #expect(tokenizer.encode("abb", addSpecialTokens: false) == [8, 5])
    #expect(tokenizer.encode("bb ab", addSpecialTokens: false) == [3, 10, 8])
    #expect(tokenizer.encode("  a", addSpecialTokens: false) == [9, 7])
    #expect(tokenizer.encode("") == [1])
  }

  @Test func aRunOfUnknownCharactersIsOneToken() throws {
    let tokenizer = try SmallSentencePiece().opened()
    #expect(tokenizer.encode("axyza", addSpecialTokens: false) == [7, 0, 4])
    #expect(tokenizer.decodePieces([7, 0, 4]) == "a \u{2047} a")
  }

  @Test func unknownCharactersBecomeBytes() throws {
    let tokenizer = try SmallSentencePiece.withBytes().opened()
    // The piece of byte b is 11 + b.
    let whole: [Int32] = [7, 11 + 0xC3, 11 + 0xA9]
    #expect(tokenizer.encode("aé", addSpecialTokens: false) == whole)
    #expect(tokenizer.decode(whole, skipSpecialTokens: true) == "aé")
    // Every byte that completes no character is replaced by itself.
    let broken: [Int32] = [11 + 0xE4, 11 + 0xB8, 4]
    #expect(tokenizer.decodePieces(broken) == "\u{FFFD}\u{FFFD}a")
  }

  @Test func extraSpacesGoWhereTheModelSaysSo() throws {
    var small = SmallSentencePiece()
    small.normalizer = []
    let tokenizer = try small.opened()
    #expect(tokenizer.encode("  a   b  ", addSpecialTokens: false) == [7, 3, 5])
    #expect(tokenizer.encode("   ", addSpecialTokens: false) == [])
  }

  @Test func configurationSaysWhatIsAdded() throws {
    var small = SmallSentencePiece()
    small.config =
      #"{"add_bos_token":false,"add_eos_token":true,"eos_token":{"content":"</s>"}}"#
    #expect(try small.opened().encode("ab") == [8, 2])
    small.config = #"{"bos_token":"<x>","pad_token":"<pad>","legacy":true}"#
    let tokenizer = try small.opened()
    // Tokens that the model does not have come behind it.
    #expect(tokenizer.encode("ab<pad>") == [11, 8, 12])
    #expect(tokenizer.bosTokenID == 11)
    #expect(tokenizer.paddingTokenID == 12)
    #expect(tokenizer.eosTokenID == 2)
  }

  @Test func wordsMergedOneByOneAreTheTextMergedAsAWhole() throws {
    // A piece with an inner U+2581 turns the separation of words off; its own score keeps it from use.
    let separate = SmallSentencePiece.withBytes()
    var joined = separate
    joined.pieces.append(("b▁q", -99, 1))
    let texts = [
      "ab  abb bab a b", "   aabb ▁ab▁▁ x", "é ab\n ab", String(repeating: "ab b ", count: 50),
    ]
    for text in texts {
      #expect(try separate.opened().encode(text) == joined.opened().encode(text))
    }
  }

  @Test(arguments: ["a", "ab", " ", "b ", "é"])
  func longRunsDoNotTakeQuadraticTime(_ unit: String) throws {
    var symbols = SmallSentencePiece()
    symbols.pieces.append(("aa", 0, 4))
    let models = [
      SmallSentencePiece.withBytes(), SmallSentencePiece(), SmallSentencePiece.unigram(), symbols,
    ]
    for model in models {
      let ids = try model.opened().encode(String(repeating: unit, count: 1_000_000))
      #expect(!ids.isEmpty)
    }
  }

  @Test func refusesWhatItDoesNotHaveByName() throws {
    func refused(_ change: (inout SmallSentencePiece) -> Void) -> TokenizerError? {
      var small = SmallSentencePiece()
      change(&small)
      let model = small
      let error = #expect(throws: TokenizerError.self) { try model.compiled() }
      #expect(error?.isUnsupported == true, "\(String(describing: error))")
      return error
    }
    #expect(refused { $0.trainer = [0x18, 3] }?.fault.found == "word")
    #expect(refused { $0.trainer = [0x18, 9] }?.fault.found == "9")
    #expect(refused { $0.trainer += [0xC0, 0x01, 1] }?.fault.place.contains("suffix") == true)
    #expect(refused { $0.pieces.append(("u", 0, 5)) }?.fault.expected.contains("unused") == true)
    #expect(
      refused { $0.config = #"{"tokenizer_class":"T5Tokenizer"}"# }?.fault.found
        == "the string \"T5Tokenizer\"")
    #expect(refused { $0.config = #"{"add_prefix_space":false}"# } != nil)
    #expect(
      refused { $0.config = #"{"added_tokens_decoder":{"3":{"content":"▁","lstrip":true}}}"# }?
        .fault.place == "added_tokens_decoder.3.lstrip")
  }

  @Test func takesTheLikeliestPath() throws {
    let tokenizer = try SmallSentencePiece.unigram().opened()
    func ids(_ text: String) -> [Int32] { tokenizer.encode(text, addSpecialTokens: false) }
    // ▁ + ab and ▁a + b are both -6, and the first is found first; ▁ + a + b is -7.
    #expect(ids("ab") == [3, 6])
    #expect(ids("bab") == [3, 5, 6])
    // ab + ab, -6, is likelier than abab.
    #expect(ids("abab") == [3, 6, 6])
    // The unused piece is passed over, the symbol always taken.
    #expect(ids("bb<x>ab") == [3, 5, 5, 8, 6])
    #expect(ids("yz") == [3, 0])
    #expect(tokenizer.decodePieces([7, 5, 8, 10]) == "ab<x>bb")
    #expect(tokenizer.id(of: "bb") == nil && tokenizer.id(of: "ab") == 6)
  }

  @Test func mapsCharactersByTheModelsMap() throws {
    let tokenizer = try SmallSentencePiece.unigram().opened()
    #expect(tokenizer.encode("AbA") == tokenizer.encode("aba"))
    var plain = SmallSentencePiece.unigram()
    plain.normalizer = [0x20, 0]
    #expect(try plain.opened().encode("AbA") != tokenizer.encode("aba"))
  }

  @Test func mergesStopAtUserDefinedSymbols() throws {
    var small = SmallSentencePiece()
    small.pieces.append(("b<", 0, 1))
    small.pieces.append(("<x>", 0, 4))
    small.pieces.append(("<x>a", 0, 1))
    let tokenizer = try small.opened()
    #expect(tokenizer.encode("ab<x>ab", addSpecialTokens: false) == [8, 12, 6])
    #expect(tokenizer.decodePieces([8, 12, 6]) == "ab<x>ab")
  }

  @Test func refusesAMapThatLeadsOutOfItsTexts() throws {
    func refused(_ change: (inout [UInt8]) -> Void) {
      var map = SmallSentencePiece.map
      change(&map)
      var small = SmallSentencePiece.unigram()
      small.normalizer = [0x20, 0, 0x12, UInt8(map.count & 0x7F | 0x80), UInt8(map.count >> 7)]
      small.normalizer += map
      let model = small
      #expect(throws: TokenizerError.self) { try model.compiled() }
    }
    refused { $0[0] = 0xFF }
    refused { $0[3] = 0x7F }
    refused { $0[4 + 4 * 0x42] = 9 }
    refused { $0[$0.count - 1] = 0x61 }
    refused { $0[$0.count - 2] = 0xC3 }
    refused { $0 = Array($0.prefix(7)) }
  }

  @Test(arguments: [SmallSentencePiece(), SmallSentencePiece.unigram()])
  func damagedModelsAreRefusedOrLoad(_ small: SmallSentencePiece) throws {
    let model = small.model
    for position in model.indices {
      for flip in [UInt8(1), 0x08, 0x80, 0xFF] {
        var damaged = model
        damaged[position] ^= flip
        do throws(TokenizerError) {
          let form = try TokenizerCompiler.compile(model: damaged, file: "damaged")
          _ = try Tokenizer(bytes: form, file: "damaged").encode("ab é  ab")
        } catch {
          #expect(error.fault.file == "damaged")
        }
      }
      do throws(TokenizerError) {
        _ = try TokenizerCompiler.compile(model: Array(model[..<position]), file: "cut")
      } catch {
        #expect(error.fault.file == "cut")
      }
    }
  }
}
