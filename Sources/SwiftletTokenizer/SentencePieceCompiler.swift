internal import SwiftletJSON
internal import SwiftletSystem

/// Makes a definition of a `tokenizer.model` with the settings of the slow Llama tokenizer.
///
/// Source: `LlamaTokenizer` of transformers 4.41 over SentencePiece 0.2.
struct SentencePieceCompiler {
  private let model: SentencePieceModel
  private let file: String
  private let named: NamedTokens
  private var definition = TokenizerDefinition()
  private var ids: [[UInt8]: UInt32] = [:]
  private var addedIDs: Set<UInt32> = []

  /// The definition of `model` under the names and switches of the configuration files.
  ///
  /// - Throws: `TokenizerError`.
  static func definition(_ model: SentencePieceModel, file: String, named: NamedTokens)
    throws(TokenizerError) -> TokenizerDefinition
  {
    var compiler = SentencePieceCompiler(model: model, file: file, named: named)
    try compiler.checkModel()
    try compiler.readPieces()
    try compiler.readByteFallback()
    try compiler.rankPieces()
    try compiler.readOptions()
    try compiler.readAddedTokens()
    try compiler.readNames()
    return compiler.definition
  }

  private init(model: SentencePieceModel, file: String, named: NamedTokens) {
    self.model = model
    self.file = file
    self.named = named
  }

  private func unsupported(_ place: String, _ expected: String, _ found: String)
    -> TokenizerError
  {
    .unsupported(model.fault(place, expected, found))
  }

  private func checkModel() throws(TokenizerError) {
    guard model.modelType == 1 || model.modelType == 2 else {
      let names = ["3": "word", "4": "character"]
      let found = names["\(model.modelType)"] ?? "\(model.modelType)"
      throw unsupported("trainer_spec.model_type", "unigram or BPE", found)
    }
    guard !model.hasDenormalizer else {
      throw unsupported("denormalizer_spec", "no denormalizer", "a character map")
    }
    guard !model.treatsSpaceAsSuffix else {
      throw unsupported("trainer_spec.treat_whitespace_as_suffix", "false", "true")
    }
  }

  private mutating func readPieces() throws(TokenizerError) {
    definition.family = model.modelType == 1 ? .unigram : .sentencePiece
    definition.characterMap = model.characterMap
    definition.unknownSurface = model.unknownSurface
    var unknown: UInt32?
    for (index, piece) in model.pieces.enumerated() {
      let place = "piece \(index)"
      let id = UInt32(index)
      guard ids.updateValue(id, forKey: piece.text) == nil else {
        throw .duplicateToken(model.fault(place, "a text of its own", "one that was there"))
      }
      var token = TokenizerDefinition.Token(kind: .text, bytes: piece.text)
      switch piece.type {
      case 1: token.isListed = true
      case 2:
        guard unknown == nil else {
          throw .duplicateToken(model.fault(place, "one unknown piece", "a second one"))
        }
        unknown = id
        token.kind = .unknown
      case 3: token.kind = .control
      case 6:
        guard let byte = TokenizerTables.byte(named: piece.text[...]) else {
          throw .wrongValue(model.fault(place, "a byte as <0x41>", "another text"))
        }
        token.kind = .byte
        token.bytes = [byte]
        definition.byteTokens[Int(byte)] = id
      case 4:
        guard definition.userDefined.count < TokenizerLayout.addedLimit else {
          throw .limitExceeded(
            model.fault(place, "at most \(TokenizerLayout.addedLimit) user-defined pieces", "more"))
        }
        token.kind = .userDefined
        token.isListed = true
        definition.userDefined.append(id)
      default:
        // The likeliest path passes them over; merges would go through them.
        guard definition.family == .unigram else {
          throw unsupported(place, "no unused pieces", "one")
        }
      }
      guard !token.isListed || token.bytes.count <= definition.family.listedByteLimit else {
        throw .limitExceeded(
          model.fault(
            place, "at most \(definition.family.listedByteLimit) bytes", "\(token.bytes.count)"))
      }
      definition.tokens.append(token)
    }
    guard let unknown else {
      throw .missingValue(model.fault("pieces", "an unknown piece", "none"))
    }
    definition.unknownToken = unknown
  }

  private mutating func readByteFallback() throws(TokenizerError) {
    guard model.hasByteFallback else { return }
    if let missing = definition.byteTokens.firstIndex(of: TokenizerTables.noToken) {
      throw .missingValue(
        model.fault("pieces", "all 256 bytes for byte_fallback", "none for byte \(missing)"))
    }
    definition.options.insert(.byteFallback)
  }

  /// Equal scores get equal ranks, so that the leftmost of them merges first.
  private mutating func rankPieces() throws(TokenizerError) {
    guard definition.family == .sentencePiece else {
      if let index = model.pieces.firstIndex(where: { !$0.score.isFinite }) {
        throw .wrongValue(
          model.fault("piece \(index)", "a finite score", "\(model.pieces[index].score)"))
      }
      definition.scores = model.pieces.map(\.score.bitPattern)
      return
    }
    let scores = model.pieces.map(\.score)
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    definition.scores = [UInt32](repeating: 0, count: scores.count)
    var rank: UInt32 = 0
    for (position, index) in order.enumerated() {
      if position > 0, scores[index] != scores[order[position - 1]] { rank += 1 }
      definition.scores[index] = rank
    }
  }

  private mutating func readOptions() throws(TokenizerError) {
    if let config = named.config, let type = try config.optional("tokenizer_class") {
      guard ["LlamaTokenizer", "LlamaTokenizerFast"].contains(try type.string()) else {
        throw type.unsupported("\"LlamaTokenizer\"")
      }
    }
    if try named.flag("add_prefix_space") == false, let config = named.config {
      throw config.unsupported("add_prefix_space true", "false")
    }
    let isLegacy = try named.flag("legacy") ?? true
    if isLegacy { definition.options.insert(.legacySpacing) }
    if model.removesExtraSpaces {
      // The class encodes such a model in a way that its own goldens do not cover.
      guard isLegacy else {
        throw unsupported("normalizer_spec", "remove_extra_whitespaces off without legacy", "on")
      }
      definition.options.insert(.removesExtraSpaces)
    }
    if !definition.tokens.contains(where: { $0.isListed && $0.hasInnerSpace }) {
      definition.options.insert(.separatesWords)
    }
    if model.escapesSpaces { definition.options.insert(.escapesSpaces) }
    if model.addsDummyPrefix, isLegacy { definition.options.insert(.dummyPrefix) }
  }

  private mutating func readAddedTokens() throws(TokenizerError) {
    var listed: [(id: UInt32?, text: String, isSpecial: Bool, place: JSONPlace?)] = []
    if let decoder = try named.config?.optional("added_tokens_decoder") {
      for (key, value) in try decoder.object().entries {
        let place = JSONPlace(value, file: decoder.file, path: "\(decoder.path).\(key)")
        guard let id = UInt32(key), id < UInt32(TokenHash.entryLimit) else {
          throw .wrongValue(place.fault("a token id as key", "\"\(key)\""))
        }
        for flag in ["lstrip", "rstrip", "single_word"] {
          if let flag = try place.optional(flag), try flag.bool() {
            throw flag.unsupported("false")
          }
        }
        listed.append((id, try NamedTokens.content(place), false, place))
      }
    }
    for role in NamedTokens.roles {
      if let (text, place) = try named.text(role) {
        listed.append((nil, text, true, place))
      } else if let text = SentencePieceCompiler.defaults[role], !named.mentions(role) {
        // A model without these pieces has no use for the class's default names.
        if ids[Array(text.utf8)] != nil { listed.append((nil, text, true, nil)) }
      }
    }
    for (text, place) in try named.additional() { listed.append((nil, text, true, place)) }
    for token in listed { try add(token.id, token.text, token.isSpecial, token.place) }
  }

  /// What `LlamaTokenizer` calls its tokens if no file does.
  private static let defaults = ["bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"]

  private mutating func add(_ id: UInt32?, _ text: String, _ isSpecial: Bool, _ place: JSONPlace?)
    throws(TokenizerError)
  {
    let bytes = Array(text.utf8)
    func fault(_ expected: String, _ found: String) -> InputFault {
      place?.fault(expected, found) ?? model.fault("pieces", expected, found)
    }
    guard (1...TokenizerLayout.tokenByteLimit).contains(bytes.count) else {
      throw .wrongValue(fault("a text of permitted length", "\(bytes.count) bytes"))
    }
    let index: UInt32
    if let known = ids[bytes] {
      guard id == nil || id == known else {
        throw .duplicateToken(fault("id \(known), as in the model", "another id"))
      }
      index = known
    } else {
      index = id ?? UInt32(definition.tokens.count)
      guard Int(index) < TokenHash.entryLimit else {
        throw .limitExceeded(fault("an id under \(TokenHash.entryLimit)", "\(index)"))
      }
      while definition.tokens.count <= Int(index) {
        definition.tokens.append(.init())
        definition.scores.append(definition.family == .unigram ? 0 : .max)
      }
      guard definition.tokens[Int(index)].kind == .absent else {
        throw .duplicateToken(fault("an id of its own", "\(index), which is taken"))
      }
      definition.tokens[Int(index)] = .init(kind: .added, bytes: bytes)
      ids[bytes] = index
    }
    if isSpecial { definition.tokens[Int(index)].isSpecial = true }
    if addedIDs.insert(index).inserted {
      guard definition.added.count < TokenizerLayout.addedLimit else {
        throw .limitExceeded(fault("at most \(TokenizerLayout.addedLimit) added tokens", "more"))
      }
      definition.added.append(.init(pattern: bytes, id: index))
    }
  }

  private mutating func readNames() throws(TokenizerError) {
    func id(_ role: String) throws(TokenizerError) -> UInt32 {
      if let (text, _) = try named.text(role) { return ids[Array(text.utf8)] ?? .max }
      guard !named.mentions(role), let text = SentencePieceCompiler.defaults[role] else {
        return TokenizerTables.noToken
      }
      return ids[Array(text.utf8)] ?? TokenizerTables.noToken
    }
    definition.beginToken = try id("bos_token")
    definition.endToken = try id("eos_token")
    definition.paddingToken = try id("pad_token")
    // The class adds <s> in front unless told not to, and </s> behind only if told to.
    if try named.flag("add_bos_token") ?? true, definition.beginToken != TokenizerTables.noToken {
      definition.prefix = [definition.beginToken]
    }
    if try named.flag("add_eos_token") ?? false, definition.endToken != TokenizerTables.noToken {
      definition.suffix = [definition.endToken]
    }
  }
}
