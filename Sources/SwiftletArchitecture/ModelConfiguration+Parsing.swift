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
    try ConfigKeys.check(config)
    let activation = try activation()
    let hiddenSize = try positive("hidden_size")
    let headCount = try positive("num_attention_heads")
    let kvHeadCount = try kvHeadCount(headCount)
    let (theta, scaling) = try rope()
    var result = ModelConfiguration(
      family: family.name, hiddenSize: hiddenSize,
      intermediateSize: try positive("intermediate_size"),
      layerCount: try positive("num_hidden_layers"), headCount: headCount,
      kvHeadCount: kvHeadCount, headDimension: try headDimension(hiddenSize, headCount),
      vocabularySize: try positive("vocab_size"),
      contextLength: try positive("max_position_embeddings"),
      rmsNormEpsilon: try config.required(
        "rms_norm_eps", "a number", try config.number("rms_norm_eps")),
      ropeTheta: theta, ropeScaling: scaling,
      hasAttentionBias: try flag("attention_bias"), hasMLPBias: try flag("mlp_bias"),
      activation: activation)
    let sharingIsOpen = try readSharing(family, into: &result)
    try readTokens(into: &result)
    try result.validate(file: config.file)
    return ParsedConfiguration(
      configuration: result, appliedDefaults: defaults, sharingIsOpen: sharingIsOpen)
  }

  private func positive(_ key: String) throws(ArchitectureError) -> Int {
    let value = try config.required(key, "a positive integer", try config.integer(key))
    guard value >= 1 else {
      throw .configInvalid(config.fault(key, expected: "a positive integer", found: "\(value)"))
    }
    return value
  }

  private mutating func flag(_ key: String) throws(ArchitectureError) -> Bool {
    if let value = try config.bool(key) { return value }
    note("\(key): false")
    return false
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

  /// The family by `model_type` and `architectures`; both have to be known, and a special one wins
  /// because MobileLLM checkpoints may name Llama in one place and themselves in the other.
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
    let family = ModelFamily.all.first {
      $0.modelTypes.contains(type) || names.contains(where: $0.architectures.contains)
    }
    guard let family else { preconditionFailure("model type \(type) belongs to no family") }
    return family
  }

  private func quoted(_ names: [String]) -> String {
    names.map { "\"\($0)\"" }.joined(separator: " or ")
  }

  private mutating func activation() throws(ArchitectureError) -> Activation {
    guard let name = try config.string("hidden_act") else {
      note("hidden_act: silu")
      return .silu
    }
    guard let activation = Activation(checkpointName: name) else {
      throw .configUnsupported(
        config.fault("hidden_act", expected: Activation.expected, found: "\"\(name)\""))
    }
    return activation
  }
}
