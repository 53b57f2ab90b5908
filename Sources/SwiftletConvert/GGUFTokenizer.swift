internal import SwiftletCheckpoint
internal import SwiftletJSON
internal import SwiftletSystem
internal import SwiftletTokenizer

/// The tokenizer in a GGUF file's metadata, written as the file that the compiler reads.
///
/// A byte-level tokenizer becomes the text of a `tokenizer.json`, a SentencePiece one the bytes of a
/// `tokenizer.model`, so that there is one compiler for every source.
struct GGUFTokenizer {
  /// `tokenizer.ggml.token_type`, which are SentencePiece's types of pieces.
  enum TokenType {
    static let unknown = 2
    static let control = 3
    static let userDefined = 4
    static let unused = 5
    static let byte = 6
  }

  let metadata: GGUFMetadata
  let file: String

  init(_ metadata: GGUFMetadata, file: String) {
    self.metadata = metadata
    self.file = file
  }

  /// Compiles the tokenizer; nil if the file has none.
  ///
  /// - Throws: `TokenizerError`.
  func load() throws(TokenizerError) -> Tokenizer? {
    guard let model = metadata.string(key("model")), model != "none" else { return nil }
    guard let tokens = metadata.strings(key("tokens")) else {
      throw .missingValue(fault("tokens", "a list of tokens"))
    }
    let types = try tokenTypes(count: tokens.count)
    let bytes: [UInt8]
    switch model {
    case "gpt2":
      bytes = try TokenizerCompiler.compile(
        json: byteLevelJSON(tokens, types), config: Array(config(tokens).text.utf8), file: file)
    case "llama":
      let model = try sentencePieceModel(tokens, types)
      bytes = try TokenizerCompiler.compile(
        model: model.bytes, config: Array(config(tokens, added: model.added).text.utf8),
        file: file)
    default:
      throw .unsupported(fault("model", "\"gpt2\" or \"llama\""))
    }
    return try Tokenizer(bytes: bytes, file: file)
  }

  // MARK: - Metadata

  func key(_ name: String) -> String { "tokenizer.ggml.\(name)" }

  func fault(_ name: String, _ expected: String, _ found: String? = nil) -> InputFault {
    InputFault(
      file: file, place: key(name), expected: expected,
      found: found ?? metadata[key(name)]?.kind ?? "no such key")
  }

  /// A type for each token; ordinary text where the file has no types.
  private func tokenTypes(count: Int) throws(TokenizerError) -> [Int] {
    guard let value = metadata[key("token_type")] else { return [Int](repeating: 1, count: count) }
    guard case .integers(let types) = value, types.count == count else {
      throw .wrongValue(fault("token_type", "a list of \(count) integers"))
    }
    return types
  }

  /// A token's text; what is no UTF-8 is no text.
  func text(_ tokens: GGUFStrings, _ index: Int) throws(TokenizerError) -> String {
    guard let text = String(validating: tokens[index], as: UTF8.self) else {
      throw .damagedFile(fault("tokens", "text in UTF-8", "other bytes in token \(index)"))
    }
    return text
  }

  /// What `tokenizer_config.json` would say, with `added` tokens for which text is searched.
  private func config(_ tokens: GGUFStrings, added: [(id: Int, text: String, isSpecial: Bool)] = [])
    throws(TokenizerError) -> JSONValue
  {
    var object = JSONObject()
    for (role, text) in try namedTokens(tokens) { object[role] = .string(text) }
    for name in ["add_bos_token", "add_eos_token"] {
      if let value = metadata.bool(key(name)) { object[name] = .bool(value) }
    }
    if !added.isEmpty {
      var decoder = JSONObject()
      for token in added {
        decoder[String(token.id)] = .object(JSONObject([("content", .string(token.text))]))
      }
      object["added_tokens_decoder"] = .object(decoder)
      object["additional_special_tokens"] = .array(
        added.filter(\.isSpecial).map { .string($0.text) })
    }
    return .object(object)
  }

  /// The tokens that have a role in a text, by the role's name.
  func namedTokens(_ tokens: GGUFStrings) throws(TokenizerError) -> [(name: String, text: String)] {
    var result: [(name: String, text: String)] = []
    for (role, name) in [
      ("bos_token", "bos_token_id"), ("eos_token", "eos_token_id"),
      ("unk_token", "unknown_token_id"), ("pad_token", "padding_token_id"),
    ] {
      guard let id = metadata.integer(key(name)) else { continue }
      guard (0..<tokens.count).contains(id) else {
        throw .unknownToken(fault(name, "an id under \(tokens.count)"))
      }
      result.append((role, try text(tokens, id)))
    }
    return result
  }

  /// The same of the file's own tokens; none without a tokenizer.
  func namedTokens() throws(TokenizerError) -> [(name: String, text: String)] {
    guard let tokens = metadata.strings(key("tokens")) else { return [] }
    return try namedTokens(tokens)
  }

  /// The file's chat template.
  var chatTemplate: ChatTemplateFile? {
    metadata.string("tokenizer.chat_template").map { ChatTemplateFile(text: $0, file: file) }
  }
}
