import SwiftletSystem
import SwiftletTensor

extension ModelConfiguration {
  /// Upper limits of the counts, checked before anything is computed or allocated from them.
  ///
  /// Far above any published small model and low enough that a product of any two of them and a
  /// byte count per element stays inside 64 bits.
  public enum Limit {
    /// Stored layers.
    public static let layers = 1024
    /// Heads of either kind.
    public static let heads = 1 << 16
    /// Values per head.
    public static let headDimension = 1 << 14
    /// Any extent of a weight matrix: `TileLayout.extentLimit`.
    public static let extent = TileLayout.extentLimit
    /// Weights of the whole model, so that their sum and their bytes stay inside 64 bits.
    public static let parameters = 1 << 40
    /// Positions.
    public static let contextLength = 1 << 28
    /// Radians per position of a rotated pair; 1 in published models.
    ///
    /// Times `contextLength` it is 2^48, an angle whose quadrant is a whole number of 64 bits.
    public static let inverseFrequency: Float = 0x1p20
    /// End-of-text ids.
    public static let eosTokens = 1024
  }

  /// Checks every number and the relations between them.
  ///
  /// - Parameter file: the name used in messages.
  /// - Throws: `ArchitectureError`, with the checkpoint's own key as the place.
  public func validate(file: String) throws(ArchitectureError) {
    let check = ConfigurationCheck(file: file)
    guard ModelFamily.named(family) != nil else {
      throw .configUnsupported(
        check.fault("model_type", expected: ModelFamily.knownNames, found: "\"\(family)\""))
    }
    try check.count("hidden_size", hiddenSize, limit: Limit.extent)
    try check.count("intermediate_size", intermediateSize, limit: Limit.extent)
    try check.count("num_hidden_layers", layerCount, limit: Limit.layers)
    try check.count("num_attention_heads", headCount, limit: Limit.heads)
    try check.count("num_key_value_heads", kvHeadCount, limit: Limit.heads)
    try check.count("head_dim", headDimension, limit: Limit.headDimension)
    try check.count("vocab_size", vocabularySize, limit: Limit.extent)
    try check.count("max_position_embeddings", contextLength, limit: Limit.contextLength)
    try check.count("num_attention_heads x head_dim", querySize, limit: Limit.extent)
    try check.count("num_key_value_heads x head_dim", kvSize, limit: Limit.extent)
    try check.count("weights in all", weightCountBound, limit: Limit.parameters)
    guard headCount % kvHeadCount == 0 else {
      throw .configInvalid(
        check.fault(
          "num_key_value_heads", expected: "a divisor of the \(headCount) attention heads",
          found: "\(kvHeadCount)"))
    }
    guard headDimension % 2 == 0 else {
      throw .configInvalid(
        check.fault(
          "head_dim", expected: "an even number, to be rotated in pairs", found: "\(headDimension)")
      )
    }
    guard (1...2).contains(layerRepetitions) else {
      throw .configInvalid(
        check.fault("layer repetitions", expected: "1 or 2", found: "\(layerRepetitions)"))
    }
    try check.positive("rms_norm_eps", rmsNormEpsilon)
    try check.positive("rope_theta", ropeTheta)
    try check.scaling(ropeScaling)
    if let localRopeTheta { try check.positive("rope_local_base_freq", localRopeTheta) }
    try check.frequencies(inverseFrequencies)
    try check.positive("embedding scale", embeddingScale)
    if let queryScalar { try check.positive("query_pre_attn_scalar", queryScalar) }
    try check.temperature(temperature)
    try check.layers(self)
    try check.tokens(self)
  }

  /// The number of matrix values; extents are at most 2^24 and layers 2^10, so nothing overflows.
  private var weightCountBound: Int {
    let perLayer = 2 * (querySize + kvSize) + 3 * intermediateSize
    return hiddenSize * (2 * vocabularySize + layerCount * perLayer)
  }
}

/// The checks that several keys share.
struct ConfigurationCheck {
  let file: String

  func fault(_ key: String, expected: String, found: String) -> InputFault {
    InputFault(file: file, place: key, expected: expected, found: found)
  }

  func count(_ key: String, _ value: Int, limit: Int) throws(ArchitectureError) {
    guard value >= 1 else {
      throw .configInvalid(fault(key, expected: "a positive integer", found: "\(value)"))
    }
    guard value <= limit else {
      throw .resourceLimit(fault(key, expected: "at most \(limit)", found: "\(value)"))
    }
  }

  /// The runtime computes in float32, so the value has to be positive and finite there.
  func positive(_ key: String, _ value: Double) throws(ArchitectureError) {
    guard Float(value) > 0, Float(value).isFinite else {
      throw .configInvalid(
        fault(key, expected: "a positive number that a 32-bit float holds", found: "\(value)"))
    }
  }

  /// A tiny base or factor makes angles that no position can be turned by.
  func frequencies(_ frequencies: [Float]) throws(ArchitectureError) {
    let limit = ModelConfiguration.Limit.inverseFrequency
    if let value = frequencies.first(where: { !($0 >= 0 && $0 <= limit) }) {
      throw .configInvalid(
        fault(
          "rope_theta and rope_scaling", expected: "rotations from 0 to \(limit) per position",
          found: "\(value)"))
    }
  }

  func scaling(_ scaling: RopeScaling) throws(ArchitectureError) {
    switch scaling {
    case .none: break
    case .linear(let factor):
      try positive("rope_scaling.factor", factor)
    case .llama3(let factor, let low, let high, let original):
      try positive("rope_scaling.factor", factor)
      try positive("rope_scaling.low_freq_factor", low)
      try positive("rope_scaling.high_freq_factor", high)
      try count(
        "rope_scaling.original_max_position_embeddings", original,
        limit: ModelConfiguration.Limit.contextLength)
      guard Float(high) > Float(low) else {
        throw .configInvalid(
          fault(
            "rope_scaling.high_freq_factor", expected: "a number above low_freq_factor \(low)",
            found: "\(high)"))
      }
    }
  }

  func temperature(_ temperature: AttentionTemperature?) throws(ArchitectureError) {
    guard let temperature else { return }
    try positive("floor_scale", temperature.floor)
    guard temperature.scale >= 0, Float(temperature.scale).isFinite else {
      throw .configInvalid(
        fault("attn_scale", expected: "a finite number from 0 on", found: "\(temperature.scale)"))
    }
    // The steps are counted in whole numbers of 64 bits.
    guard temperature.floor >= 0x1p-20 else {
      throw .configInvalid(
        fault("floor_scale", expected: "at least 2^-20", found: "\(temperature.floor)"))
    }
  }

  func layers(_ configuration: ModelConfiguration) throws(ArchitectureError) {
    let layers = configuration.layerAttention
    guard layers.isEmpty || layers.count == configuration.layerCount else {
      throw .configInvalid(
        fault(
          "attention of layers", expected: "one for each of \(configuration.layerCount)",
          found: "\(layers.count)"))
    }
    for layer in layers {
      if let span = layer.reach.span {
        try count(
          "window or chunk of a layer", span, limit: ModelConfiguration.Limit.contextLength)
      }
      if layer.rotary == .local, configuration.localRopeTheta == nil {
        throw .configInvalid(
          fault("rope_local_base_freq", expected: "a base for sliding layers", found: "none"))
      }
    }
  }

  func tokens(_ configuration: ModelConfiguration) throws(ArchitectureError) {
    let vocabulary = 0..<configuration.vocabularySize
    if let id = configuration.bosTokenID, !vocabulary.contains(id) {
      throw .configInvalid(
        fault("bos_token_id", expected: "an id under \(vocabulary.upperBound)", found: "\(id)"))
    }
    guard configuration.eosTokenIDs.count <= ModelConfiguration.Limit.eosTokens else {
      throw .resourceLimit(
        fault(
          "eos_token_id", expected: "at most \(ModelConfiguration.Limit.eosTokens) ids",
          found: "\(configuration.eosTokenIDs.count)"))
    }
    if let id = configuration.eosTokenIDs.first(where: { !vocabulary.contains($0) }) {
      throw .configInvalid(
        fault("eos_token_id", expected: "ids under \(vocabulary.upperBound)", found: "\(id)"))
    }
  }
}
