import SwiftletTokenizer

/// A SentencePiece model small enough to check by hand, written field by field.
struct SmallSentencePiece {
  /// Text, score and type of each piece.
  var pieces: [(String, Float, UInt8)] = [
    ("<unk>", 0, 2), ("<s>", 0, 3), ("</s>", 0, 3), ("▁", -9, 1), ("a", -9, 1), ("b", -9, 1),
    ("ab", -1, 1), ("▁a", -2, 1), ("▁ab", -3, 1), ("▁▁", -4, 1), ("bb", -1, 1),
  ]
  /// Bytes of `trainer_spec` fields; model type 2 is BPE.
  var trainer: [UInt8] = [0x18, 2]
  /// Bytes of `normalizer_spec` fields; field 4 off keeps repeated spaces.
  var normalizer: [UInt8] = [0x20, 0]
  var config: String?

  /// A model that spells unknown characters byte by byte.
  static func withBytes() -> SmallSentencePiece {
    var model = SmallSentencePiece()
    // Field 35, byte_fallback.
    model.trainer += [0x98, 0x02, 1]
    for byte in UInt8.min...UInt8.max {
      let digits = String(byte, radix: 16, uppercase: true)
      model.pieces.append(("<0x" + (byte < 16 ? "0" : "") + digits + ">", 0, 6))
    }
    return model
  }

  /// A unigram model with two user-defined symbols and a character map.
  static func unigram() -> SmallSentencePiece {
    var model = SmallSentencePiece()
    model.trainer = [0x18, 1]
    model.pieces = [
      ("<unk>", 0, 2), ("<s>", 0, 3), ("</s>", 0, 3), ("▁", -3, 1), ("a", -2, 1), ("b", -2, 1),
      ("ab", -3, 1), ("▁a", -4, 1), ("<x>", 0, 4), ("abab", -9, 1), ("bb", -1, 5),
    ]
    model.normalizer = [0x20, 0] + message(2, SmallSentencePiece.map)
    return model
  }

  /// A character map with one key: "A" becomes "a".
  ///
  /// The double array has the root, the node of "A" and its value, each where the offsets lead.
  static let map: [UInt8] = {
    var units = [UInt32](repeating: 0, count: 0x44)
    // The root's offset is 2: the node of "A" is 2 ^ 0x41.
    units[0] = 2 << 10
    // A key ends at the node; its value is at 0x43 ^ 1.
    units[0x43] = 1 << 10 | 1 << 8 | 0x41
    units[0x42] = 1 << 31 | 0
    var bytes: [UInt8] = []
    for word in [UInt32(units.count * 4)] + units {
      for shift in stride(from: UInt32(0), to: 32, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
    bytes.append(UInt8(ascii: "a"))
    bytes.append(0)
    return bytes
  }()

  private static func message(_ field: UInt8, _ bytes: [UInt8]) -> [UInt8] {
    var count = bytes.count
    var result = [field << 3 | 2]
    while count >= 0x80 {
      result.append(UInt8(count & 0x7F) | 0x80)
      count >>= 7
    }
    return result + [UInt8(count)] + bytes
  }

  /// The bytes of the tokenizer.model.
  var model: [UInt8] {
    var result: [UInt8] = []
    for (text, score, type) in pieces {
      var piece = SmallSentencePiece.message(1, Array(text.utf8))
      piece.append(2 << 3 | 5)
      for shift in stride(from: UInt32(0), to: 32, by: 8) {
        piece.append(UInt8(truncatingIfNeeded: score.bitPattern >> shift))
      }
      piece += [3 << 3, type]
      result += SmallSentencePiece.message(1, piece)
    }
    return result + SmallSentencePiece.message(2, trainer)
      + SmallSentencePiece.message(3, normalizer)
  }

  /// The binary form.
  func compiled() throws(TokenizerError) -> [UInt8] {
    try TokenizerCompiler.compile(model: model, config: config.map { Array($0.utf8) }, file: "sp")
  }

  /// The tokenizer.
  func opened() throws(TokenizerError) -> Tokenizer {
    try Tokenizer(bytes: try compiled(), file: "sp")
  }
}
