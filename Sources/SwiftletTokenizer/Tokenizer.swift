/// Turns text into token ids and back: byte-pair encoding of bytes or characters, and SentencePiece models.
///
/// Works in place on the compact binary form that `TokenizerCompiler` makes and a blob carries, so opening
/// one allocates nothing in proportion to the vocabulary. Ids, and the text of ids, are exactly those of
/// the tokenizers library and of the slow Llama tokenizer with its SentencePiece model.
public struct Tokenizer: Sendable {
  let tables: TokenizerTables
  /// The special tokens that `encode` puts in front of a text when asked to.
  public let prefix: [Int32]
  let suffix: [Int32]

  /// Opens the binary form, which is kept and read in place.
  ///
  /// Every offset and id in it is checked here, in one pass.
  ///
  /// - Parameters:
  ///   - bytes: the binary form (FORMAT-tokenizer.md).
  ///   - file: the name used in messages.
  /// - Throws: `TokenizerError`.
  public init(bytes: [UInt8], file: String) throws(TokenizerError) {
    tables = try TokenizerTables(bytes: bytes, file: file)
    prefix = tables.prefix
    suffix = tables.suffix
  }

  /// The binary form, as given to `init`.
  public var binaryForm: [UInt8] { tables.bytes }

  /// All the memory that the tokenizer keeps, in bytes: the binary form and a few small fields.
  public var residentByteCount: Int {
    tables.bytes.count + MemoryLayout<Tokenizer>.size + 4 * (prefix.count + suffix.count)
  }

  /// One more than the largest id.
  public var vocabularySize: Int { tables.tokenCount }

  /// The token that begins a text, where the tokenizer names one.
  public var bosTokenID: Int32? { Tokenizer.id(tables.beginToken) }
  /// The token that ends a text or a turn, where the tokenizer names one.
  public var eosTokenID: Int32? { Tokenizer.id(tables.endToken) }
  /// The token of what the vocabulary cannot express, where the tokenizer names one.
  public var unknownTokenID: Int32? { Tokenizer.id(tables.unknownToken) }
  /// The token that fills batches, where the tokenizer names one.
  public var paddingTokenID: Int32? { Tokenizer.id(tables.paddingToken) }

  private static func id(_ word: UInt32) -> Int32? {
    word == TokenizerTables.noToken ? nil : Int32(bitPattern: word)
  }

  /// Whether `id` names a token; ids can have gaps.
  public func contains(_ id: Int32) -> Bool { tables.kind(of: id) != .absent }

  /// Whether `id` is a special token: one that decoding may leave out.
  public func isSpecial(_ id: Int32) -> Bool {
    contains(id) && tables.traits(of: Int(id)).isSpecial
  }

  /// The special tokens with their texts, by id.
  ///
  /// - Complexity: O(vocabulary).
  public var specialTokens: [(id: Int32, text: String)] {
    (0..<tables.tokenCount).lazy.filter { tables.traits(of: $0).isSpecial }
      .map { (Int32($0), String(decoding: tables.bytes[tables.content(of: $0)], as: UTF8.self)) }
  }

  /// The id of the token whose text is `text`, added tokens first: `<|im_end|>`, `</s>`, ` the`.
  ///
  /// SentencePiece tokens are named by their pieces, with U+2581 in place of spaces.
  public func id(of text: String) -> Int32? {
    let bytes = Array(text.utf8)
    for index in 0..<tables.rawAddedCount + tables.normalizedAddedCount {
      let token = tables.addedToken(index)
      if tables.bytes[token.content].elementsEqual(bytes) { return Int32(bitPattern: token.id) }
    }
    guard !bytes.isEmpty else { return nil }
    return Tokenizer.id(tables.token(bytes, 0..<bytes.count))
  }
}
