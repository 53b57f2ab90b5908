import SwiftletTokenizer

/// A byte-level tokenizer small enough to check by hand: all bytes, and the merges given.
struct SmallTokenizer {
  /// Merges of printable characters, each a list of two.
  var merges: [(String, String)] = [
    ("h", "e"), ("l", "l"), ("he", "ll"), ("hell", "o"), ("Ġ", "w"), ("Ġ", "Ġ"),
  ]
  var mergesArePairs = false
  var normalizer = "null"
  var preTokenizer = SmallTokenizer.byteLevel
  var decoder = #"{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true}"#
  var postProcessor = "null"
  var addedTokens: [String] = []
  var model = ""
  var extraVocabulary: [(String, Int)] = []

  static let byteLevel =
    #"{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}"#
  static let llama3Pattern =
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}|"#
    + #" ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"#

  private static let word =
    #"[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+"#
  private static let capitals =
    #"[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*"#
  private static let rest = #" ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"#
  private static let endings = "(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
  static let llama4Pattern =
    word + endings + "|" + capitals + endings + #"|\\p{N}{1,3}|"# + rest
  static let tekkenPattern = word + "|" + capitals + #"|\\p{N}|"# + rest

  /// An entry of `added_tokens`.
  static func added(
    _ id: Int, _ content: String, special: Bool = false, singleWord: Bool = false,
    lstrip: Bool = false, rstrip: Bool = false, normalized: Bool = false
  ) -> String {
    """
    {"id":\(id),"content":"\(content)","special":\(special),"single_word":\(singleWord),\
    "lstrip":\(lstrip),"rstrip":\(rstrip),"normalized":\(normalized)}
    """
  }

  /// A split by `pattern` in front of the byte level.
  static func split(_ pattern: String, behavior: String = "Isolated") -> String {
    """
    {"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"\(pattern)"},\
    "behavior":"\(behavior)","invert":false},{"type":"ByteLevel","add_prefix_space":false,\
    "trim_offsets":true,"use_regex":false}]}
    """
  }

  /// The printable character of each byte, in order.
  static let alphabet: [String] = {
    var next: UInt32 = 0x100
    return (UInt32(0)..<256).map { byte in
      let isPrintable =
        (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || (0xAE...0xFF).contains(byte)
      let value = isPrintable ? byte : next
      if !isPrintable { next += 1 }
      return Unicode.Scalar(value).map { String($0) } ?? ""
    }
  }()

  private static func quoted(_ text: String) -> String {
    "\"" + text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined() + "\""
  }

  /// The text of the tokenizer.json.
  ///
  /// Byte b has id b; the result of merge i has id 256 + i.
  var json: [UInt8] {
    var vocabulary = SmallTokenizer.alphabet.enumerated().map { ($0.element, $0.offset) }
    for (index, merge) in merges.enumerated() {
      vocabulary.append((merge.0 + merge.1, 256 + index))
    }
    vocabulary += extraVocabulary
    let entries = vocabulary.map { "\(SmallTokenizer.quoted($0.0)):\($0.1)" }.joined(separator: ",")
    let merges = merges.map {
      mergesArePairs
        ? "[\(SmallTokenizer.quoted($0.0)),\(SmallTokenizer.quoted($0.1))]"
        : SmallTokenizer.quoted("\($0.0) \($0.1)")
    }.joined(separator: ",")
    return Array(
      """
      {"version":"1.0","added_tokens":[\(addedTokens.joined(separator: ","))],\
      "normalizer":\(normalizer),"pre_tokenizer":\(preTokenizer),"decoder":\(decoder),\
      "post_processor":\(postProcessor),\
      "model":{"type":"BPE",\(model)"vocab":{\(entries)},"merges":[\(merges)]}}
      """.utf8)
  }

  /// The binary form.
  func compiled() throws(TokenizerError) -> [UInt8] {
    try TokenizerCompiler.compile(json: json, file: "small")
  }

  /// The tokenizer.
  func opened() throws(TokenizerError) -> Tokenizer {
    try Tokenizer(bytes: try compiled(), file: "small")
  }
}

/// The id of byte `text` in `SmallTokenizer`, one per character of ASCII text.
func ascii(_ text: String) -> [Int32] { text.utf8.map { Int32($0) } }
