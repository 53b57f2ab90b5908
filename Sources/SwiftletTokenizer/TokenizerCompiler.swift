internal import SwiftletJSON
internal import SwiftletSystem

/// Makes the compact binary form of a tokenizer from the files of a checkpoint folder.
public enum TokenizerCompiler {
  /// Published tokenizer.json files reach 35 MB.
  static let tokenizerByteLimit = 64 << 20
  /// Chat templates live in these files.
  static let configByteLimit = 16 << 20

  /// Compiles the tokenizer in `folder`.
  ///
  /// `tokenizer.json` is preferred. If it needs a part that Swiftlet does not have and there is a
  /// `tokenizer.model` too, that one is compiled, as the slow class of the reference would load it.
  ///
  /// - Parameter folder: a folder with `tokenizer.json` or `tokenizer.model`, and with
  ///   `tokenizer_config.json` and `special_tokens_map.json` where there are such.
  /// - Returns: the binary form (FORMAT-tokenizer.md); nil if the folder has no tokenizer.
  /// - Throws: `TokenizerError`.
  public static func compile(folder: String) throws(TokenizerError) -> [UInt8]? {
    let folder = SourceFolder(path: folder)
    let named = try NamedTokens(folder: folder)
    if let root = try folder.json("tokenizer.json", limit: tokenizerByteLimit) {
      do throws(TokenizerError) {
        return try compile(json: root, named: named)
      } catch {
        guard error.isUnsupported, folder.has("tokenizer.model") else { throw error }
      }
    }
    guard let bytes = try folder.bytes("tokenizer.model", limit: tokenizerByteLimit) else {
      return nil
    }
    return try compile(model: bytes, file: folder.path("tokenizer.model"), named: named)
  }

  /// Compiles the text of a tokenizer.json.
  ///
  /// - Parameters:
  ///   - json: the text of the file.
  ///   - config: the text of a tokenizer_config.json beside it, which names begin and end tokens.
  ///   - file: the name used in messages.
  /// - Returns: the binary form.
  /// - Throws: `TokenizerError`.
  public static func compile(json: [UInt8], config: [UInt8]? = nil, file: String)
    throws(TokenizerError) -> [UInt8]
  {
    var parsedConfig: JSONPlace?
    if let config { parsedConfig = try place(config, file: file) }
    return try compile(
      json: try place(json, file: file), named: NamedTokens(config: parsedConfig, map: nil))
  }

  /// Compiles the bytes of a SentencePiece tokenizer.model.
  ///
  /// - Parameters:
  ///   - model: the bytes of the file.
  ///   - config: the text of a tokenizer_config.json beside it.
  ///   - file: the name used in messages.
  /// - Returns: the binary form.
  /// - Throws: `TokenizerError`.
  public static func compile(model: [UInt8], config: [UInt8]? = nil, file: String)
    throws(TokenizerError) -> [UInt8]
  {
    var parsedConfig: JSONPlace?
    if let config { parsedConfig = try place(config, file: file) }
    return try compile(
      model: model, file: file, named: NamedTokens(config: parsedConfig, map: nil))
  }

  private static func place(_ text: [UInt8], file: String) throws(TokenizerError) -> JSONPlace {
    do throws(JSONError) {
      return JSONPlace(try JSONParser.parse(text, file: file), file: file, path: "")
    } catch {
      throw .damagedFile(error.fault)
    }
  }

  private static func compile(model bytes: [UInt8], file: String, named: NamedTokens)
    throws(TokenizerError) -> [UInt8]
  {
    let model = try SentencePieceModel(bytes, file: file)
    var definition = try SentencePieceCompiler.definition(model, file: file, named: named)
    let tables = try TokenizerTables(bytes: definition.encoded(), file: file)
    // What the likeliest path takes for a token's text depends on what is around it.
    guard definition.family == .sentencePiece else { return definition.encoded() }
    var encoder = PieceEncoder(tables)
    markWholeTokens(&definition) { encoder.encodePiece($0, 0..<$0.count, into: &$1) }
    return definition.encoded()
  }

  private static func compile(json root: JSONPlace, named: NamedTokens) throws(TokenizerError)
    -> [UInt8]
  {
    let reader = try TokenizerJSON.definition(root)
    var definition = reader.definition
    func id(_ role: String, isRequired: Bool) throws(TokenizerError) -> UInt32 {
      guard let (text, place) = try named.text(role) else { return TokenizerTables.noToken }
      if let id = reader.ids[Array(text.utf8)] { return id }
      if isRequired { throw .unknownToken(place.fault("a token of the vocabulary")) }
      return TokenizerTables.noToken
    }
    definition.beginToken = try id("bos_token", isRequired: true)
    definition.endToken = try id("eos_token", isRequired: true)
    definition.paddingToken = try id("pad_token", isRequired: false)
    if definition.unknownToken == TokenizerTables.noToken {
      definition.unknownToken = try id("unk_token", isRequired: false)
    }
    let tables = try TokenizerTables(bytes: definition.encoded(), file: root.file)
    // What the likeliest path takes for a token's text depends on what is around it.
    guard definition.family != .unigram else { return definition.encoded() }
    if definition.family == .characters {
      var encoder = PieceEncoder(tables)
      markWholeTokens(&definition) { encoder.encodePiece($0, 0..<$0.count, into: &$1) }
    } else {
      var encoder = ByteLevelEncoder(tables)
      markWholeTokens(&definition) { encoder.encodePiece($0, 0..<$0.count, into: &$1) }
    }
    return definition.encoded()
  }

  /// Finds the tokens that merging their own text leads to, so that a piece of that text needs one lookup.
  private static func markWholeTokens(
    _ definition: inout TokenizerDefinition, encode: ([UInt8], inout [Int32]) -> Void
  ) {
    var ids: [Int32] = []
    for index in definition.tokens.indices where definition.tokens[index].isListed {
      ids.removeAll(keepingCapacity: true)
      encode(definition.tokens[index].bytes, &ids)
      if ids.count == 1, Int(ids[0]) == index { definition.tokens[index].isWhole = true }
    }
  }
}

extension Tokenizer {
  /// Compiles and opens the tokenizer in a checkpoint folder.
  ///
  /// - Parameter folder: as for `TokenizerCompiler.compile(folder:)`.
  /// - Returns: the tokenizer; nil if the folder has none.
  /// - Throws: `TokenizerError`.
  public static func load(folder: String) throws(TokenizerError) -> Tokenizer? {
    guard let bytes = try TokenizerCompiler.compile(folder: folder) else { return nil }
    return try Tokenizer(bytes: bytes, file: folder)
  }
}
