internal import SwiftletCheckpoint
internal import SwiftletTokenizer

extension GGUFTokenizer {
  /// The bytes of a `tokenizer.model`, and the tokens that are searched for in text.
  ///
  /// User-defined tokens behind the pieces are those that a checkpoint's other files add; they are left
  /// out of the model again.
  func sentencePieceModel(_ tokens: GGUFStrings, _ types: [Int]) throws(TokenizerError)
    -> (bytes: [UInt8], added: [(id: Int, text: String, isSpecial: Bool)])
  {
    guard case .numbers(let scores) = metadata[key("scores")], scores.count == tokens.count else {
      throw .wrongValue(fault("scores", "a list of \(tokens.count) numbers"))
    }
    var pieceCount = tokens.count
    while pieceCount > 0, types[pieceCount - 1] == TokenType.userDefined { pieceCount -= 1 }
    var model = ProtobufText()
    var added: [(id: Int, text: String, isSpecial: Bool)] = []
    for (id, type) in types.enumerated() {
      if id < pieceCount {
        var piece = ProtobufText()
        piece.write(field: 1, bytes: Array(tokens[id]))
        piece.write(field: 2, float: scores[id])
        piece.write(field: 3, number: UInt64(clamping: type))
        model.write(field: 1, bytes: piece.bytes)
      }
      if type == TokenType.control || type == TokenType.userDefined {
        added.append((id, try text(tokens, id), type == TokenType.control))
      }
    }
    var trainer = ProtobufText()
    // Byte-pair encoding.
    trainer.write(field: 3, number: 2)
    trainer.write(field: 35, number: types.filter { $0 == TokenType.byte }.count == 256 ? 1 : 0)
    model.write(field: 2, bytes: trainer.bytes)
    var normalizer = ProtobufText()
    let addsPrefix = metadata.bool(key("add_space_prefix")) ?? true
    let removesSpaces = metadata.bool(key("remove_extra_whitespaces")) ?? false
    normalizer.write(field: 3, number: addsPrefix ? 1 : 0)
    normalizer.write(field: 4, number: removesSpaces ? 1 : 0)
    normalizer.write(field: 5, number: 1)
    model.write(field: 3, bytes: normalizer.bytes)
    return (model.bytes, added)
  }
}

/// Fields of a protocol buffer one after the other.
private struct ProtobufText {
  var bytes: [UInt8] = []

  private mutating func write(varint: UInt64) {
    var rest = varint
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func write(field: UInt64, number value: UInt64) {
    write(varint: field << 3)
    write(varint: value)
  }

  mutating func write(field: UInt64, float value: Float) {
    write(varint: field << 3 | 5)
    for shift in [0, 8, 16, 24] as [UInt32] {
      bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> shift))
    }
  }

  mutating func write(field: UInt64, bytes contents: [UInt8]) {
    write(varint: field << 3 | 2)
    write(varint: UInt64(contents.count))
    bytes += contents
  }
}
