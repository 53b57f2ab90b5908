import _SwiftletTestSupport

/// A made-up tokenizer of Gemma 3's size and shape: byte tokens, runs of U+2581, characters of several
/// scripts, and pieces that merges of a seeded choice lead to.
struct GemmaLikeTokenizer {
  static let tokenCount = 262_144
  /// As many as Gemma 3 lists.
  static let mergeCount = 514_906
  /// Published pieces are 7 to 8 bytes long on average.
  private static let pieceByteLimit = 14

  /// The text of each id.
  private(set) var texts: [String] = []
  private var ids: [String: Int32] = [:]
  private var merges: [(left: String, right: String)] = []
  private var ranks: [String: Int] = [:]
  private var random: SeededGenerator

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    let digits = Array("0123456789ABCDEF")
    for byte in 0..<256 { add("<0x\(digits[byte / 16])\(digits[byte % 16])>") }
    let characters = "\u{2581}abcdefghijklmnopqrstuvwxyz0123456789.,éüñßабвгде語文字日本"
    for character in characters { add(String(character)) }
    let first = 256
    while texts.count < GemmaLikeTokenizer.tokenCount {
      let left = texts[Int.random(in: first..<texts.count, using: &random)]
      // Short right halves, so that lengths grow slowly.
      let right = texts[Int.random(in: first..<min(texts.count, 4_096), using: &random)]
      let text = left + right
      guard text.utf8.count <= GemmaLikeTokenizer.pieceByteLimit, ids[text] == nil else { continue }
      add(text)
      list(left, right)
    }
    // Further ways to cut the pieces in two.
    for text in texts[first...] where text.unicodeScalars.count > 2 {
      for cut in text.unicodeScalars.indices.dropFirst() {
        guard merges.count < GemmaLikeTokenizer.mergeCount else { return }
        let (left, right) = (String(text[..<cut]), String(text[cut...]))
        if ids[left] != nil, ids[right] != nil { list(left, right) }
      }
    }
  }

  private mutating func add(_ text: String) {
    ids[text] = Int32(texts.count)
    texts.append(text)
  }

  private mutating func list(_ left: String, _ right: String) {
    guard ranks["\(left) \(right)"] == nil else { return }
    ranks["\(left) \(right)"] = merges.count
    merges.append((left, right))
  }

  /// The text of the tokenizer.json.
  var json: [UInt8] {
    let vocabulary = texts.enumerated().map { "\"\($0.element)\":\($0.offset)" }
    let pairs = merges.map { "[\"\($0.left)\",\"\($0.right)\"]" }
    return Array(
      """
      {"added_tokens":[],"normalizer":{"type":"Replace","pattern":{"String":" "},"content":"▁"},\
      "pre_tokenizer":{"type":"Split","pattern":{"String":" "},"behavior":"MergedWithPrevious",\
      "invert":false},"decoder":{"type":"Sequence","decoders":[{"type":"Replace",\
      "pattern":{"String":"▁"},"content":" "},{"type":"ByteFallback"},{"type":"Fuse"}]},\
      "post_processor":null,"model":{"type":"BPE","byte_fallback":true,"fuse_unk":true,\
      "vocab":{\(vocabulary.joined(separator: ","))},"merges":[\(pairs.joined(separator: ","))]}}
      """.utf8)
  }

  /// Seeded texts: pieces of the vocabulary with characters outside it between them.
  func samples(_ count: Int) -> [String] {
    var random = random
    return (0..<count).map { _ in
      (0..<Int.random(in: 1...8, using: &random)).map { _ in
        let piece = texts[Int.random(in: 256..<texts.count, using: &random)]
        return piece.split(separator: "\u{2581}", omittingEmptySubsequences: false)
          .joined(separator: " ") + ["", "", "😀", "Q"][Int.random(in: 0..<4, using: &random)]
      }.joined()
    }
  }

  /// The ids of a text by the plain rule: the pair of the lowest rank merges, the leftmost first.
  func ids(of text: String) -> [Int32] {
    var parts = text.unicodeScalars.map { $0 == " " ? "\u{2581}" : String($0) }
    while true {
      var best: (rank: Int, index: Int)?
      for index in parts.indices.dropLast() {
        guard let rank = ranks["\(parts[index]) \(parts[index + 1])"] else { continue }
        if best.map({ rank < $0.rank }) ?? true { best = (rank, index) }
      }
      guard let best else { break }
      parts[best.index] += parts.remove(at: best.index + 1)
    }
    return parts.flatMap { part in ids[part].map { [$0] } ?? part.utf8.map { Int32($0) } }
  }
}
