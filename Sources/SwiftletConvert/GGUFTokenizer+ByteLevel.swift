internal import SwiftletCheckpoint
internal import SwiftletJSON
internal import SwiftletTokenizer

extension GGUFTokenizer {
  /// How text is cut into pieces, by the name in `tokenizer.ggml.pre`.
  private struct Splitting {
    /// The members of the `Sequence` in front of `ByteLevel`.
    var steps: [String] = []
    var normalizer = "null"
    var ignoresMerges = false
    /// Whether `ByteLevel` splits by GPT-2's expression.
    var splitsAsGPT2 = false
    /// Whether the begin token is added where the file does not say.
    var addsBegin = false
  }

  private static func split(_ expression: String) -> String {
    let pattern = JSONValue.string(expression).text
    return #"{"type":"Split","pattern":{"Regex":\#(pattern)},"behavior":"Isolated","invert":false}"#
  }

  private func splitting() throws(TokenizerError) -> Splitting {
    let contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
    let rest = #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
    let words = contractions + #"|[^\r\n\p{L}\p{N}]?\p{L}+"#
    switch metadata.string(key("pre")) {
    case "gpt-2": return Splitting(splitsAsGPT2: true)
    case "smollm":
      return Splitting(
        steps: [#"{"type":"Digits","individual_digits":true}"#], splitsAsGPT2: true)
    case "llama-bpe", "llama3", "llama-v3":
      return Splitting(
        steps: [GGUFTokenizer.split(words + #"|\p{N}{1,3}"# + rest)], ignoresMerges: true,
        addsBegin: true)
    case "qwen2", "deepseek-r1-qwen":
      return Splitting(
        steps: [GGUFTokenizer.split(words + #"|\p{N}"# + rest)], normalizer: #"{"type":"NFC"}"#)
    default:
      throw .unsupported(fault("pre", "\"gpt-2\", \"smollm\", \"llama-bpe\" or \"qwen2\""))
    }
  }

  /// The text of a `tokenizer.json`, written without a tree of values: a vocabulary is large.
  func byteLevelJSON(_ tokens: GGUFStrings, _ types: [Int]) throws(TokenizerError) -> [UInt8] {
    let splitting = try splitting()
    guard let merges = metadata.strings(key("merges")) else {
      throw .missingValue(fault("merges", "a list of merges"))
    }
    var output = JSONText()
    let byteLevel =
      #"{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":"#
      + (splitting.splitsAsGPT2 ? "true}" : "false}")
    let steps = (splitting.steps + [byteLevel]).joined(separator: ",")
    output.write(#"{"version":"1.0","normalizer":\#(splitting.normalizer),"#)
    output.write(#""pre_tokenizer":{"type":"Sequence","pretokenizers":[\#(steps)]},"#)
    output.write(#""decoder":\#(byteLevel),"post_processor":"#)
    output.write(try postProcessor(tokens, addsBegin: splitting.addsBegin))
    output.write(#","added_tokens":["#)
    var separator = ""
    for (id, type) in types.enumerated()
    where type == TokenType.control || type == TokenType.userDefined {
      let text = JSONValue.string(try text(tokens, id)).text
      output.write(
        #"\#(separator){"id":\#(id),"content":\#(text),"single_word":false,"lstrip":false,"#)
      output.write(#""rstrip":false,"normalized":false,"special":\#(type == TokenType.control)}"#)
      separator = ","
    }
    output.write(#"],"model":{"type":"BPE","ignore_merges":\#(splitting.ignoresMerges),"vocab":{"#)
    separator = ""
    // Unused tokens fill holes of the vocabulary and stand for nothing.
    for (id, type) in types.enumerated() where type != TokenType.unused {
      output.write("\(separator)\(JSONValue.string(try text(tokens, id)).text):\(id)")
      separator = ","
    }
    output.write(#"},"merges":["#)
    for index in 0..<merges.count {
      guard let merge = String(validating: merges[index], as: UTF8.self) else {
        throw .damagedFile(fault("merges", "text in UTF-8", "other bytes in merge \(index)"))
      }
      output.write("\(index > 0 ? "," : "")\(JSONValue.string(merge).text)")
    }
    output.write("]}}")
    return output.bytes
  }

  /// The template that puts the begin token in front and the end token behind, where either is asked for.
  private func postProcessor(_ tokens: GGUFStrings, addsBegin: Bool) throws(TokenizerError)
    -> String
  {
    var members: [String] = []
    var definitions: [String] = []
    func add(_ switchName: String, _ idName: String, isDefault: Bool) throws(TokenizerError) {
      guard metadata.bool(key(switchName)) ?? isDefault else { return }
      guard let id = metadata.integer(key(idName)), (0..<tokens.count).contains(id) else {
        throw .unknownToken(fault(idName, "an id under \(tokens.count)"))
      }
      let text = JSONValue.string(try text(tokens, id)).text
      members.append(#"{"SpecialToken":{"id":\#(text),"type_id":0}}"#)
      definitions.append(#"\#(text):{"id":\#(text),"ids":[\#(id)],"tokens":[\#(text)]}"#)
    }
    try add("add_bos_token", "bos_token_id", isDefault: addsBegin)
    members.append(#"{"Sequence":{"id":"A","type_id":0}}"#)
    try add("add_eos_token", "eos_token_id", isDefault: false)
    guard !definitions.isEmpty else { return "null" }
    return #"{"type":"TemplateProcessing","single":[\#(members.joined(separator: ","))],"pair":[],"#
      + #""special_tokens":{\#(definitions.joined(separator: ","))}}"#
  }
}

/// Text that grows piece by piece.
private struct JSONText {
  var bytes: [UInt8] = []

  mutating func write(_ text: String) { bytes += text.utf8 }
}
