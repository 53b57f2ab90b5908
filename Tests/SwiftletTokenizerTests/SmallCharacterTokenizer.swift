import SwiftletTokenizer

/// A tokenizer.json over characters with byte fallback, small enough to check by hand.
///
/// The byte b has id b; the pieces follow, then what merges make.
struct SmallCharacterTokenizer {
  var pieces = ["▁", "a", "b", "c"]
  var merges = [("a", "b"), ("▁", "ab"), ("b", "c"), ("▁a", "b"), ("▁", "a")]
  var addedTokens: [String] = []
  var normalizer = #"""
    {"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},
     {"type":"Replace","pattern":{"String":" "},"content":"▁"}]}
    """#
  var preTokenizer = "null"
  var decoder = #"""
    {"type":"Sequence","decoders":[{"type":"Replace","pattern":{"String":"▁"},"content":" "},
     {"type":"ByteFallback"},{"type":"Fuse"},
     {"type":"Strip","content":" ","start":1,"stop":0}]}
    """#
  var model = ""

  /// Metaspace in place of the normalizer.
  static func metaspace(_ scheme: String) -> SmallCharacterTokenizer {
    var small = SmallCharacterTokenizer()
    small.normalizer = "null"
    small.preTokenizer =
      #"{"type":"Metaspace","replacement":"▁","prepend_scheme":"\#(scheme)","split":false}"#
    return small
  }

  /// As many tokens and about as many merges as Gemma 3 has, every way to cut each piece.
  static func large() -> SmallCharacterTokenizer {
    var small = SmallCharacterTokenizer()
    small.pieces = "▁abcdefghijklmnopqrstuvwxyz".map { String($0) }
    small.merges = []
    var known = small.pieces
    let letters = small.pieces.dropFirst()
    // Every piece is one that is known and one letter more, so all its beginnings are known.
    var next = 0
    while 256 + small.pieces.count + small.merges.count < 262_144 {
      for letter in letters where 256 + small.pieces.count + small.merges.count < 262_144 {
        let piece = known[next] + letter
        // Unique, since a piece is made of its beginning alone.
        small.merges.append((known[next], letter))
        known.append(piece)
      }
      next += 1
    }
    var all = Set(known)
    all.formUnion(small.pieces)
    for piece in known where piece.count > 2 {
      for count in 1..<piece.count - 1 where small.merges.count < 515_000 {
        let (left, right) = (String(piece.prefix(count)), String(piece.dropFirst(count)))
        if all.contains(right) { small.merges.append((left, right)) }
      }
    }
    return small
  }

  /// The text of the tokenizer.json.
  var json: [UInt8] {
    let digits = Array("0123456789ABCDEF")
    var texts = (0..<256).map { "<0x\(digits[$0 / 16])\(digits[$0 % 16])>" } + pieces
    var known = Set(texts)
    for (left, right) in merges where known.insert(left + right).inserted {
      texts.append(left + right)
    }
    let vocabulary = texts.enumerated().map { "\"\($0.element)\":\($0.offset)" }
    let pairs = merges.map { "[\"\($0.0)\",\"\($0.1)\"]" }
    return Array(
      """
      {"added_tokens":[\(addedTokens.joined(separator: ","))],"normalizer":\(normalizer),\
      "pre_tokenizer":\(preTokenizer),"decoder":\(decoder),"post_processor":null,\
      "model":{"type":"BPE","byte_fallback":true,"fuse_unk":true,\(model)\
      "vocab":{\(vocabulary.joined(separator: ","))},"merges":[\(pairs.joined(separator: ","))]}}
      """.utf8)
  }

  /// The binary form.
  func compiled() throws(TokenizerError) -> [UInt8] {
    try TokenizerCompiler.compile(json: json, file: "characters")
  }

  /// The tokenizer.
  func opened() throws(TokenizerError) -> Tokenizer {
    try Tokenizer(bytes: try compiled(), file: "characters")
  }
}
