internal import SwiftletJSON
internal import SwiftletSystem

extension TokenizerJSON {
  /// The components in `place`: itself, or the members of a `Sequence`, in order.
  static func components(_ place: JSONPlace?, key: String) throws(TokenizerError)
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
      switch type {
      case "NFC" where definition.family == .byteLevel:
        definition.options.insert(.formC)
      case "NFKC" where definition.family == .byteLevel: try readFormKC(place)
      case "Prepend" where definition.family == .characters:
        let text = try place.required("prepend")
        guard try text.string() == TokenizerJSON.spaceSymbol, definition.options == [.byteFallback]
        else { throw text.unsupported("U+2581 once and first") }
        definition.options.insert(.dummyPrefix)
      case "Replace" where definition.family == .characters:
        try TokenizerJSON.checkReplace(place, " ", by: TokenizerJSON.spaceSymbol)
        definition.options.insert(.escapesSpaces)
      default:
        let known =
          definition.family == .byteLevel
          ? "the normalizers NFC and NFKC"
          : "the normalizers Prepend and Replace with byte_fallback"
        throw place.unsupported(known, type)
      }
    }
  }

  /// U+2581, which stands for a space.
  static let spaceSymbol = "\u{2581}"

  /// Throws unless the Replace in `place` puts `content` for `pattern`.
  static func checkReplace(_ place: JSONPlace, _ pattern: String, by content: String)
    throws(TokenizerError)
  {
    let found = try place.required("pattern")
    guard let text = try found.optional("String"), try text.string() == pattern else {
      throw found.unsupported("the String \"\(pattern)\"")
    }
    let replacement = try place.required("content")
    guard try replacement.string() == content else {
      throw replacement.unsupported("\"\(content)\"")
    }
  }

  mutating func readPreTokenizer() throws(TokenizerError) {
    switch definition.family {
    case .characters: try readCharacterPreTokenizer()
    default: try readByteLevelPreTokenizer()
    }
  }

  /// None, a cut at spaces that the normalizer left none of, or Metaspace.
  private mutating func readCharacterPreTokenizer() throws(TokenizerError) {
    for (type, place) in try TokenizerJSON.components(
      try root.optional("pre_tokenizer"), key: "pretokenizers")
    {
      switch type {
      case "Split":
        let pattern = try place.required("pattern")
        guard let text = try pattern.optional("String"), try text.string() == " " else {
          throw pattern.unsupported("the String \" \"")
        }
        guard definition.options.contains(.escapesSpaces), !definition.options.contains(.metaspace)
        else {
          throw place.unsupported("a Split behind a normalizer that replaces spaces", "another")
        }
        // Whatever becomes of the spaces, there are none.
        _ = try place.required("behavior").string()
      case "Metaspace":
        guard definition.options == [.byteFallback] else {
          throw place.unsupported("Metaspace without a normalizer", "one behind others")
        }
        try readMetaspace(place)
      default:
        throw place.unsupported("the pre-tokenizers Split and Metaspace with byte_fallback", type)
      }
    }
  }

  private mutating func readMetaspace(_ place: JSONPlace) throws(TokenizerError) {
    guard let split = try place.optional("split"), try !split.bool() else {
      throw place.unsupported("Metaspace with split false", "one that splits")
    }
    try readMetaspaceScheme(place)
  }

  static func checkMetaspaceReplacement(_ place: JSONPlace) throws(TokenizerError) {
    let replacement = try place.required("replacement")
    guard try replacement.string() == spaceSymbol else { throw replacement.unsupported("U+2581") }
  }

  /// What Metaspace puts where, all but whether it splits.
  mutating func readMetaspaceScheme(_ place: JSONPlace) throws(TokenizerError) {
    try TokenizerJSON.checkMetaspaceReplacement(place)
    definition.options.formUnion([.metaspace, .escapesSpaces])
    guard let scheme = try place.optional("prepend_scheme") else {
      throw place.unsupported("a prepend_scheme", "none")
    }
    switch try scheme.string() {
    case "always": definition.options.insert(.dummyPrefix)
    case "first": definition.options.formUnion([.dummyPrefix, .prefixOnlyFirst])
    case "never": break
    default: throw scheme.unsupported("always, first or never")
    }
  }

  private mutating func readByteLevelPreTokenizer() throws(TokenizerError) {
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
        guard rule == nil, definition.options.subtracting([.formC, .formKC]).isEmpty else {
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
      throw regex.unsupported(
        "the published expression of GPT-2, Llama 3, Qwen2, Llama 4 or Tekken")
    }
    return rule
  }

  mutating func readDecoder() throws(TokenizerError) {
    let decoders = try TokenizerJSON.components(try root.optional("decoder"), key: "decoders")
    guard definition.family == .byteLevel else {
      try readCharacterDecoder(decoders)
      return
    }
    for (type, place) in decoders where type != "ByteLevel" {
      throw place.unsupported("the decoder ByteLevel", type)
    }
    guard decoders.count == 1 else {
      throw root.unsupported("one decoder ByteLevel", "\(decoders.count) decoders")
    }
  }

  /// Replace, ByteFallback and Fuse, and maybe Strip, in this order.
  mutating func readCharacterDecoder(_ decoders: [(type: String, place: JSONPlace)])
    throws(TokenizerError)
  {
    let order = ["Replace", "ByteFallback", "Fuse", "Strip"]
    for (index, (type, place)) in decoders.enumerated() {
      guard index < order.count, type == order[index] else {
        throw place.unsupported("the decoders \(order.joined(separator: ", "))", type)
      }
      switch type {
      case "Replace": try TokenizerJSON.checkReplace(place, TokenizerJSON.spaceSymbol, by: " ")
      case "Strip":
        let counts = (
          try place.required("start").value.integer, try place.required("stop").value.integer
        )
        guard try place.required("content").string() == " ", counts == (1, 0) else {
          throw place.unsupported("a Strip of one space in front", "another")
        }
        definition.options.insert(.stripsSpace)
      default: break
      }
    }
    guard decoders.count >= 3 else {
      throw root.unsupported(
        "the decoders Replace, ByteFallback and Fuse", "\(decoders.count) decoders")
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
