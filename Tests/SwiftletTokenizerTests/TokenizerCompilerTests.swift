import SwiftletSystem
import SwiftletTokenizer
import Testing
import _SwiftletTestSupport

@Suite struct TokenizerCompilerTests {
  private func error(_ change: (inout SmallTokenizer) -> Void) -> TokenizerError? {
    var small = SmallTokenizer()
    change(&small)
    let tokenizer = small
    return #expect(throws: TokenizerError.self) { try tokenizer.compiled() }
  }

  private func unsupported(_ change: (inout SmallTokenizer) -> Void) -> String? {
    let error = error(change)
    #expect(error?.isUnsupported == true, "\(String(describing: error))")
    return error?.fault.found
  }

  @Test func refusesWhatItDoesNotHaveByName() {
    #expect(unsupported { $0.normalizer = #"{"type":"Lowercase"}"# } == "Lowercase")
    #expect(unsupported { $0.preTokenizer = #"{"type":"Whitespace"}"# } == "Whitespace")
    #expect(unsupported { $0.preTokenizer = "null" } == "no pre_tokenizer")
    #expect(
      unsupported { $0.preTokenizer = SmallTokenizer.split("(a+)+$") }
        == "the string \"(a+)+$\"")
    #expect(
      unsupported {
        $0.preTokenizer = SmallTokenizer.split(SmallTokenizer.llama3Pattern, behavior: "Removed")
      } == "the string \"Removed\"")
    #expect(unsupported { $0.decoder = #"{"type":"WordPiece"}"# } == "WordPiece")
    #expect(unsupported { $0.decoder = "null" } == "0 decoders")
    #expect(
      unsupported { $0.postProcessor = #"{"type":"BertProcessing"}"# } == "BertProcessing")
    #expect(unsupported { $0.model = #""dropout":0.1,"# } == "the number 0.1")
    #expect(unsupported { $0.model = #""byte_fallback":true,"# } == "ByteLevel")
    #expect(
      unsupported { $0.model = #""end_of_word_suffix":"</w>","# } == "the string \"</w>\"")
  }

  @Test func namesTheKeyThatIsWrong() {
    let merge = error { $0.merges.append(("q", "nothere")) }
    #expect(merge?.fault.place == "model.merges[6]")
    let id = error { $0.extraVocabulary = [("zz", -1)] }
    #expect(id?.fault.place == "model.vocab.zz")
    let twice = error { $0.extraVocabulary = [("zz", 5)] }
    if case .duplicateToken? = twice {} else { Issue.record("\(String(describing: twice))") }
    let huge = error { $0.extraVocabulary = [("zz", 4_000_000_000)] }
    if case .wrongValue? = huge {} else { Issue.record("\(String(describing: huge))") }
    let clash = error { $0.addedTokens = [SmallTokenizer.added(5, "<x>")] }
    #expect(clash?.fault.place == "added_tokens[0].id")
  }

  @Test func aFolderWithoutTokenizerFilesHasNone() throws {
    let folder = try TemporaryFolder()
    #expect(try TokenizerCompiler.compile(folder: folder.path) == nil)
    #expect(try Tokenizer.load(folder: folder.path) == nil)
    #expect(try Tokenizer.load(folder: folder.path("nowhere")) == nil)
    #expect(try Tokenizer.load(folder: "a\0b") == nil)
  }

  @Test func namesTokensFromTheFilesBeside() throws {
    let folder = try TemporaryFolder()
    var small = SmallTokenizer()
    small.addedTokens = [
      SmallTokenizer.added(300, "<a>", special: true),
      SmallTokenizer.added(301, "<b>", special: true),
    ]
    try folder.write("tokenizer.json", small.json)
    try folder.write("tokenizer_config.json", #"{"bos_token":"<a>","eos_token":null}"#)
    try folder.write("special_tokens_map.json", #"{"eos_token":{"content":"<b>"}}"#)
    let tokenizer = try #require(try Tokenizer.load(folder: folder.path))
    #expect(tokenizer.bosTokenID == 300)
    #expect(tokenizer.eosTokenID == 301)
    #expect(tokenizer.paddingTokenID == nil)
    try folder.write("tokenizer_config.json", #"{"bos_token":"<nowhere>"}"#)
    let error = #expect(throws: TokenizerError.self) { try Tokenizer.load(folder: folder.path) }
    #expect(error?.fault.place == "bos_token")
    try folder.write("tokenizer_config.json", "{")
    #expect(throws: TokenizerError.self) { try Tokenizer.load(folder: folder.path) }
  }

  @Test func anUnsupportedJSONGivesWayToAModel() throws {
    let folder = try TemporaryFolder()
    var small = SmallTokenizer()
    small.normalizer = #"{"type":"Prepend","prepend":"▁"}"#
    try folder.write("tokenizer.json", small.json)
    #expect(throws: TokenizerError.self) { try Tokenizer.load(folder: folder.path) }
    try folder.write("tokenizer.model", SmallSentencePiece().model)
    #expect(try Tokenizer.load(folder: folder.path)?.encode("ab") == [1, 8])
    // A damaged file does not.
    try folder.write("tokenizer.json", "{")
    #expect(throws: TokenizerError.self) { try Tokenizer.load(folder: folder.path) }
  }

  @Test func damagedTextIsRefusedOrLoads() throws {
    let json = Array(
      #"""
      {"added_tokens":[\#(SmallTokenizer.added(3, "<a>", special: true))],"normalizer":null,
       "pre_tokenizer":\#(SmallTokenizer.byteLevel),"decoder":{"type":"ByteLevel"},
       "model":{"type":"BPE","vocab":{"a":0,"b":1,"ab":2},"merges":["a b"]}}
      """#.utf8)
    #expect(throws: Never.self) { try TokenizerCompiler.compile(json: json, file: "whole") }
    for position in json.indices {
      for value in Array("0\",}x".utf8) {
        var damaged = json
        damaged[position] = value
        do throws(TokenizerError) {
          let form = try TokenizerCompiler.compile(json: damaged, file: "damaged")
          _ = try Tokenizer(bytes: form, file: "damaged").encode("ab<a>")
        } catch {
          #expect(error.fault.file == "damaged")
        }
      }
    }
  }
}
