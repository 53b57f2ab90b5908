internal import SwiftletJSON
internal import SwiftletSystem

extension TokenizerJSON {
  /// The components in `place`: itself, or the members of a `Sequence`, in order.
  private static func components(_ place: JSONPlace?, key: String) throws(TokenizerError)
    -> [(type: String, place: JSONPlace)]
  {
    guard let place else { return [] }
    let type = try place.required("type").string()
    guard type == "Sequence" else { return [(type, place)] }
    var result: [(type: String, place: JSONPlace)] = []
    // Depth is bounded by the JSON reader.
    for element in try place.required(key).elements() {
      result += try components(element, key: key)
    }
    return result
  }

  mutating func readNormalizer() throws(TokenizerError) {
    for (type, place) in try TokenizerJSON.components(
      try root.optional("normalizer"), key: "normalizers")
    {
      guard type == "NFC" else { throw place.unsupported("the normalizer NFC", type) }
      definition.options.insert(.formC)
    }
  }

  mutating func readPreTokenizer() throws(TokenizerError) {
    let place = try root.optional("pre_tokenizer")
    let components = try TokenizerJSON.components(place, key: "pretokenizers")
    guard let place else {
      throw root.unsupported("a pre_tokenizer that ends in ByteLevel", "no pre_tokenizer")
    }
    var rule: SplitRule?
    var isComplete = false
    for (type, place) in components {
      guard !isComplete else { throw place.unsupported("nothing behind ByteLevel", type) }
      switch type {
      case "Digits":
        guard rule == nil, definition.options.isEmpty || definition.options == [.formC] else {
          throw place.unsupported("Digits once and first", "Digits behind others")
        }
        let individual = try place.required("individual_digits").bool()
        definition.options.insert(individual ? .individualDigits : .digitRuns)
      case "Split":
        guard rule == nil else { throw place.unsupported("one Split", "two") }
        rule = try TokenizerJSON.splitRule(place)
      case "ByteLevel":
        try readByteLevel(place, &rule)
        isComplete = true
      default:
        throw place.unsupported("the pre-tokenizers Digits, Split and ByteLevel", type)
      }
    }
    guard isComplete else {
      throw place.unsupported("a pre-tokenizer that ends in ByteLevel", "none")
    }
    definition.splitRule = rule ?? .none
  }

  private mutating func readByteLevel(_ place: JSONPlace, _ rule: inout SplitRule?)
    throws(TokenizerError)
  {
    if try place.optional("use_regex")?.bool() ?? true {
      guard rule == nil else {
        throw place.unsupported("use_regex false behind Split", "true")
      }
      rule = .gpt2
    }
    if try place.required("add_prefix_space").bool() {
      guard definition.options.isDisjoint(with: [.individualDigits, .digitRuns]),
        rule == .gpt2, try place.optional("use_regex")?.bool() ?? true
      else {
        throw place.unsupported("add_prefix_space false behind other pre-tokenizers", "true")
      }
      definition.options.insert(.prefixSpace)
    }
  }

  private static func splitRule(_ place: JSONPlace) throws(TokenizerError) -> SplitRule {
    let pattern = try place.required("pattern")
    guard let regex = try pattern.optional("Regex") else {
      throw pattern.unsupported("a Regex", "another pattern")
    }
    let behavior = try place.required("behavior")
    guard try behavior.string() == "Isolated" else { throw behavior.unsupported("\"Isolated\"") }
    if let invert = try place.optional("invert"), try invert.bool() {
      throw invert.unsupported("false")
    }
    guard let rule = SplitRule(pattern: try regex.string()) else {
      throw regex.unsupported("the published expression of GPT-2, Llama 3 or Qwen2")
    }
    return rule
  }

  func readDecoder() throws(TokenizerError) {
    let decoders = try TokenizerJSON.components(try root.optional("decoder"), key: "decoders")
    for (type, place) in decoders where type != "ByteLevel" {
      throw place.unsupported("the decoder ByteLevel", type)
    }
    guard decoders.count == 1 else {
      throw root.unsupported("one decoder ByteLevel", "\(decoders.count) decoders")
    }
  }

  mutating func readPostProcessor() throws(TokenizerError) {
    var hasTemplate = false
    for (type, place) in try TokenizerJSON.components(
      try root.optional("post_processor"), key: "processors")
    {
      switch type {
      // Moves offsets, not ids.
      case "ByteLevel": continue
      case "TemplateProcessing":
        guard !hasTemplate else { throw place.unsupported("one template", "two") }
        hasTemplate = true
        try readTemplate(place)
      default:
        throw place.unsupported("the post-processors ByteLevel and TemplateProcessing", type)
      }
    }
  }

  private mutating func readTemplate(_ place: JSONPlace) throws(TokenizerError) {
    let tokens = try place.required("special_tokens")
    var hasSequence = false
    for element in try place.required("single").elements() {
      if try element.optional("Sequence") != nil {
        guard !hasSequence else { throw element.unsupported("the text once", "twice") }
        hasSequence = true
        continue
      }
      let name = try element.required("SpecialToken").required("id")
      guard let token = try tokens.optional(try name.string()) else {
        throw .unknownToken(name.fault("a token that special_tokens defines"))
      }
      for value in try token.required("ids").elements() {
        let id = try value.tokenID()
        guard Int(id) < definition.tokens.count, definition.tokens[Int(id)].kind != .absent else {
          throw .unknownToken(value.fault("the id of a token"))
        }
        if hasSequence { definition.suffix.append(id) } else { definition.prefix.append(id) }
      }
    }
    guard hasSequence else { throw place.unsupported("a template with the text", "none") }
    guard max(definition.prefix.count, definition.suffix.count) <= TokenizerLayout.affixLimit
    else {
      throw .limitExceeded(
        place.fault("at most \(TokenizerLayout.affixLimit) tokens on a side", "more"))
    }
  }
}
