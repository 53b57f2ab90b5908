extension Tokenizer {
  /// The text of `ids`, exactly as the reference writes it; bytes that are not UTF-8 become U+FFFD.
  ///
  /// Ids that name no token are left out.
  ///
  /// - Parameters:
  ///   - ids: any ids.
  ///   - skipSpecialTokens: whether special tokens leave no text.
  /// - Returns: the text.
  public func decode(_ ids: [Int32], skipSpecialTokens: Bool) -> String {
    var output: [UInt8] = []
    output.reserveCapacity(ids.count * 5)
    switch tables.family {
    case .byteLevel:
      var decoder = StreamingDecoder(self, skipsSpecialTokens: skipSpecialTokens)
      for id in ids { decoder.push(id, into: &output) }
      decoder.finish(into: &output)
    case _ where tables.isLibraryOfPieces:
      var decoder = CharacterDecoder(tables)
      for id in ids where contains(id) && !(skipSpecialTokens && isSpecial(id)) {
        decoder.push(id, into: &output)
      }
      decoder.finish(into: &output)
    default:
      let known = ids.filter { contains($0) && !(skipSpecialTokens && isSpecial($0)) }
      LlamaDecoder(tables).decode(known, into: &output)
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// The text of `ids` as the SentencePiece library writes it: without control tokens, and without the
  /// spacing that the Llama tokenizer class puts around special ones.
  ///
  /// - Parameter ids: any ids.
  /// - Returns: the text; of a `tokenizer.json` the same as `decode` without special tokens.
  public func decodePieces(_ ids: [Int32]) -> String {
    guard tables.family.isSentencePiece, !tables.isLibraryOfPieces else {
      return decode(ids, skipSpecialTokens: true)
    }
    var output: [UInt8] = []
    var decoder = PieceDecoder(tables)
    for id in ids where contains(id) { decoder.push(id, into: &output) }
    decoder.finish(into: &output)
    return String(decoding: output, as: UTF8.self)
  }

  /// Appends the bytes that `id` stands for, which need not be whole characters.
  ///
  /// The text of a special token is its name. Nothing is appended for an id that names no token.
  ///
  /// - Parameters:
  ///   - id: any id.
  ///   - output: the call appends to it, and allocates nothing if it has room.
  public func appendBytes(of id: Int32, to output: inout [UInt8]) {
    let kind = tables.kind(of: id)
    switch kind {
    case .absent: return
    case .byte: output.append(tables.byteValue(of: Int(id)))
    case .text, .userDefined, .added:
      let content = tables.content(of: Int(id))
      if tables.isLibraryOfPieces || (tables.family.isSentencePiece && kind != .added) {
        tables.appendPiece(content, to: &output)
      } else {
        output.append(contentsOf: tables.bytes[content])
      }
    default: output.append(contentsOf: tables.bytes[tables.content(of: Int(id))])
    }
  }

  /// The bytes that `id` stands for, which need not be whole characters.
  public func bytes(of id: Int32) -> [UInt8] {
    var output: [UInt8] = []
    appendBytes(of: id, to: &output)
    return output
  }
}
