public import SwiftletJSON

extension ModelConfiguration {
  /// Reads `config.json` and, where there is one, `generation_config.json`.
  ///
  /// Both styles of transformers are understood: `rope_theta` with `rope_scaling`, and
  /// `rope_parameters`. Keys that may change the mathematics are refused; see `ConfigKeys`.
  ///
  /// - Parameters:
  ///   - config: the parsed `config.json`.
  ///   - generationConfig: the parsed `generation_config.json`; adds ids that end a text.
  ///   - file: the name of `config.json` used in messages.
  /// - Returns: a validated configuration with a line per default that was applied.
  /// - Throws: `ArchitectureError`.
  public static func parse(config: JSONValue, generationConfig: JSONValue?, file: String)
    throws(ArchitectureError) -> ParsedConfiguration
  {
    var parser = ConfigurationParser(
      config: try ConfigurationParser.reader(config, file: file),
      generation: try generationConfig.map { value throws(ArchitectureError) in
        try ConfigurationParser.reader(value, file: ConfigurationParser.generationFile(file))
      })
    return try parser.parse()
  }
}

/// One run over a configuration; collects the defaults that it applies.
struct ConfigurationParser {
  let config: ConfigReader
  let generation: ConfigReader?
  private(set) var defaults: [String] = []

  init(config: ConfigReader, generation: ConfigReader?) {
    self.config = config
    self.generation = generation
  }

  static func reader(_ value: JSONValue, file: String) throws(ArchitectureError) -> ConfigReader {
    let reader = ConfigReader(object: value.object ?? JSONObject(), file: file, prefix: "")
    guard value.object != nil else {
      throw .configInvalid(reader.fault("", expected: "an object", found: value.kind))
    }
    return reader
  }

  /// The name of the generation configuration beside `config.json`.
  static func generationFile(_ file: String) -> String {
    guard let slash = file.lastIndex(of: "/") else { return "generation_config.json" }
    return file[...slash] + "generation_config.json"
  }

  mutating func note(_ line: String) { defaults.append(line) }

  mutating func parse() throws(ArchitectureError) -> ParsedConfiguration {
    let family = try family()
    let traits = family.traits
    try ConfigKeys.check(config, traits)
    for key in traits.requiredKeys {
      _ = try config.required(key, "a value, since this family has no default", config.value(key))
    }
    let activation = try activation(traits)
    let hiddenSize = try positive("hidden_size")
    let headCount = try positive("num_attention_heads")
    let kvHeadCount = try kvHeadCount(headCount)
    let rope = try rope(traits)
    var result = ModelConfiguration(
      family: family.name, hiddenSize: hiddenSize,
      intermediateSize: try positive(traits.widthKey),
      layerCount: try positive("num_hidden_layers"), headCount: headCount,
      kvHeadCount: kvHeadCount, headDimension: try headDimension(hiddenSize, headCount),
      vocabularySize: try positive("vocab_size"),
      contextLength: try positive("max_position_embeddings"),
      rmsNormEpsilon: try config.required(
        "rms_norm_eps", "a number", try config.number("rms_norm_eps")),
      ropeTheta: rope.theta, ropeScaling: rope.scaling, localRopeTheta: rope.localTheta,
      hasMLPBias: traits.keys.contains("mlp_bias") ? try flag("mlp_bias", default: false) : false,
      activation: activation, normsBlockOutputs: traits.normsBlockOutputs)
    try readAttention(traits, into: &result)
    if traits.scalesEmbedding { result.embeddingScale = Double(hiddenSize).squareRoot() }
    let sharingIsOpen = try readSharing(family, into: &result)
    try readTokens(into: &result)
    try result.validate(file: config.file)
    return ParsedConfiguration(
      configuration: result, appliedDefaults: defaults, sharingIsOpen: sharingIsOpen)
  }

  func positive(_ key: String) throws(ArchitectureError) -> Int {
    let value = try config.required(key, "a positive integer", try config.integer(key))
    guard value >= 1 else {
      throw .configInvalid(config.fault(key, expected: "a positive integer", found: "\(value)"))
    }
    return value
  }

  mutating func flag(_ key: String, default standard: Bool) throws(ArchitectureError) -> Bool {
    if let value = try config.bool(key) { return value }
    note("\(key): \(standard)")
    return standard
  }

  private mutating func kvHeadCount(_ headCount: Int) throws(ArchitectureError) -> Int {
    if let value = try config.integer("num_key_value_heads") { return value }
    note("num_key_value_heads: \(headCount), one per attention head")
    return headCount
  }

  private mutating func headDimension(_ hiddenSize: Int, _ headCount: Int)
    throws(ArchitectureError) -> Int
  {
    if let value = try config.integer("head_dim") { return value }
    guard hiddenSize % headCount == 0 else {
      throw .configInvalid(
        config.fault(
          "hidden_size", expected: "a multiple of the \(headCount) heads, or a head_dim",
          found: "\(hiddenSize)"))
    }
    note("head_dim: \(hiddenSize / headCount), hidden_size / num_attention_heads")
    return hiddenSize / headCount
  }

  /// The family by `model_type` and `architectures`; both have to be known and mean the same.
  ///
  /// But a family with kin wins over it: MobileLLM checkpoints may name Llama in one place and themselves
  /// in the other.
  private func family() throws(ArchitectureError) -> ModelFamily {
    let types = ModelFamily.all.flatMap(\.modelTypes)
    let type = try config.required("model_type", "a string", try config.string("model_type"))
    guard types.contains(type) else {
      throw .configUnsupported(
        config.fault("model_type", expected: quoted(types), found: "\"\(type)\""))
    }
    let known = ModelFamily.all.flatMap(\.architectures)
    var names: [String] = []
    if let value = config.value("architectures") {
      for element in value.array ?? [value] {
        guard let name = element.string else {
          throw .configInvalid(
            config.fault("architectures", expected: "a list of strings", found: element.kind))
        }
        guard known.contains(name) else {
          throw .configUnsupported(
            config.fault("architectures", expected: quoted(known), found: "\"\(name)\""))
        }
        names.append(name)
      }
    }
    let named = ModelFamily.all.filter {
      $0.modelTypes.contains(type) || names.contains(where: $0.architectures.contains)
    }
    guard let family = named.first else {
      preconditionFailure("model type \(type) belongs to no family")
    }
    guard named.allSatisfy({ $0.name == family.name || $0.name == family.kin }) else {
      throw .configInvalid(
        config.fault(
          "architectures", expected: "what \"model_type\" says, \"\(type)\"",
          found: quoted(names)))
    }
    return family
  }

  private func quoted(_ names: [String]) -> String {
    names.map { "\"\($0)\"" }.joined(separator: " or ")
  }

  private mutating func activation(_ traits: FamilyTraits) throws(ArchitectureError)
    -> Activation
  {
    let key = traits.activationKey
    guard let name = try config.string(key) else {
      note("\(key): \(traits.activation.rawValue)")
      return traits.activation
    }
    guard let activation = Activation(checkpointName: name) else {
      throw .configUnsupported(
        config.fault(key, expected: Activation.expected, found: "\"\(name)\""))
    }
    return activation
  }
}
