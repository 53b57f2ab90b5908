public import SwiftletFormat
import SwiftletSystem

extension ModelConfiguration {
  /// The keys of the record: those of checkpoints where they mean the same.
  private enum Key {
    static let family = "family"
    static let hiddenSize = "hidden_size"
    static let intermediateSize = "intermediate_size"
    static let layerCount = "num_hidden_layers"
    static let layerRepetitions = "layer_repetitions"
    static let headCount = "num_attention_heads"
    static let kvHeadCount = "num_key_value_heads"
    static let headDimension = "head_dim"
    static let vocabularySize = "vocab_size"
    static let contextLength = "max_position_embeddings"
    static let rmsNormEpsilon = "rms_norm_eps"
    static let ropeTheta = "rope_theta"
    static let ropeScaling = "rope_scaling"
    static let ropeFactor = "rope_scaling.factor"
    static let ropeLow = "rope_scaling.low_freq_factor"
    static let ropeHigh = "rope_scaling.high_freq_factor"
    static let ropeOriginal = "rope_scaling.original_max_position_embeddings"
    static let hasAttentionBias = "attention_bias"
    static let hasMLPBias = "mlp_bias"
    static let omitsOutputBias = "attention_output_without_bias"
    static let localRopeTheta = "rope_local_base_freq"
    static let queryKeyNorm = "query_key_norm"
    static let normsBlockOutputs = "block_output_norms"
    static let embeddingScale = "embedding_scale"
    static let queryScalar = "query_pre_attn_scalar"
    static let temperatureScale = "attention_temperature.scale"
    static let temperatureFloor = "attention_temperature.floor"
    static let layerRotary = "layers.rotary"
    static let layerWindow = "layers.window"
    static let layerChunk = "layers.chunk"
    static let tiesEmbeddings = "tie_word_embeddings"
    static let activation = "hidden_act"
    static let bosTokenID = "bos_token_id"
    static let eosTokenIDs = "eos_token_ids"

    static let all: Set<String> = [
      family, hiddenSize, intermediateSize, layerCount, layerRepetitions, headCount, kvHeadCount,
      headDimension, vocabularySize, contextLength, rmsNormEpsilon, ropeTheta, ropeScaling,
      ropeFactor, ropeLow, ropeHigh, ropeOriginal, hasAttentionBias, hasMLPBias, tiesEmbeddings,
      activation, bosTokenID, eosTokenIDs, omitsOutputBias, localRopeTheta, queryKeyNorm,
      normsBlockOutputs, embeddingScale, queryScalar, temperatureScale, temperatureFloor,
      layerRotary, layerWindow, layerChunk,
    ]
  }

  /// The configuration as a blob stores it; `init(metadata:file:)` reads it back equal.
  public var metadata: MetadataTable {
    var table = MetadataTable()
    table[Key.family] = .string(family)
    table[Key.hiddenSize] = .integer(Int64(hiddenSize))
    table[Key.intermediateSize] = .integer(Int64(intermediateSize))
    table[Key.layerCount] = .integer(Int64(layerCount))
    table[Key.layerRepetitions] = .integer(Int64(layerRepetitions))
    table[Key.headCount] = .integer(Int64(headCount))
    table[Key.kvHeadCount] = .integer(Int64(kvHeadCount))
    table[Key.headDimension] = .integer(Int64(headDimension))
    table[Key.vocabularySize] = .integer(Int64(vocabularySize))
    table[Key.contextLength] = .integer(Int64(contextLength))
    table[Key.rmsNormEpsilon] = .float(rmsNormEpsilon)
    table[Key.ropeTheta] = .float(ropeTheta)
    switch ropeScaling {
    case .none:
      table[Key.ropeScaling] = .string("none")
    case .linear(let factor):
      table[Key.ropeScaling] = .string("linear")
      table[Key.ropeFactor] = .float(factor)
    case .llama3(let factor, let low, let high, let original):
      table[Key.ropeScaling] = .string("llama3")
      table[Key.ropeFactor] = .float(factor)
      table[Key.ropeLow] = .float(low)
      table[Key.ropeHigh] = .float(high)
      table[Key.ropeOriginal] = .integer(Int64(original))
    }
    table[Key.hasAttentionBias] = .bool(hasAttentionBias)
    table[Key.hasMLPBias] = .bool(hasMLPBias)
    table[Key.tiesEmbeddings] = .bool(tiesEmbeddings)
    if omitsOutputBias { table[Key.omitsOutputBias] = .bool(true) }
    if let localRopeTheta { table[Key.localRopeTheta] = .float(localRopeTheta) }
    if queryKeyNorm != .none { table[Key.queryKeyNorm] = .string(queryKeyNorm.rawValue) }
    if normsBlockOutputs { table[Key.normsBlockOutputs] = .bool(true) }
    if embeddingScale != 1 { table[Key.embeddingScale] = .float(embeddingScale) }
    if let queryScalar { table[Key.queryScalar] = .float(queryScalar) }
    if let temperature {
      table[Key.temperatureScale] = .float(temperature.scale)
      table[Key.temperatureFloor] = .float(temperature.floor)
    }
    if !layerAttention.isEmpty {
      func lengths(_ length: (LayerAttention.Reach) -> Int) -> MetadataValue {
        .integers(layerAttention.map { Int64(length($0.reach)) })
      }
      table[Key.layerRotary] = .integers(layerAttention.map { Int64($0.rotary.rawValue) })
      table[Key.layerWindow] = lengths { if case .window(let length) = $0 { length } else { 0 } }
      table[Key.layerChunk] = lengths { if case .chunk(let length) = $0 { length } else { 0 } }
    }
    if activation != .silu { table[Key.activation] = .string(activation.rawValue) }
    if let bosTokenID { table[Key.bosTokenID] = .integer(Int64(bosTokenID)) }
    table[Key.eosTokenIDs] = .integers(eosTokenIDs.map(Int64.init))
    return table
  }

  /// Reads the configuration of a blob and validates it as that of a checkpoint.
  ///
  /// Every key must be there with its type, but for those that say what sets a model apart from Llama; no
  /// other may be there: a key of a later version may change what the
  /// model computes.
  ///
  /// - Parameters:
  ///   - metadata: the decoded record.
  ///   - file: the blob's name for messages.
  /// - Throws: `ArchitectureError`.
  public init(metadata: MetadataTable, file: String) throws(ArchitectureError) {
    let record = ConfigurationRecord(table: metadata, file: file)
    if let key = metadata.keys.first(where: { !Key.all.contains($0) }) {
      throw .configUnsupported(
        record.fault(key, expected: "no such key", found: "a key that this version does not know"))
    }
    self.init(
      family: try record.required(Key.family, "a string", metadata.string(Key.family)),
      hiddenSize: try record.integer(Key.hiddenSize),
      intermediateSize: try record.integer(Key.intermediateSize),
      layerCount: try record.integer(Key.layerCount), headCount: try record.integer(Key.headCount),
      kvHeadCount: try record.integer(Key.kvHeadCount),
      headDimension: try record.integer(Key.headDimension),
      vocabularySize: try record.integer(Key.vocabularySize),
      contextLength: try record.integer(Key.contextLength),
      rmsNormEpsilon: try record.float(Key.rmsNormEpsilon),
      ropeTheta: try record.float(Key.ropeTheta),
      ropeScaling: try ModelConfiguration.ropeScaling(record),
      localRopeTheta: try record.optional(Key.localRopeTheta, record.float),
      hasAttentionBias: try record.bool(Key.hasAttentionBias),
      omitsOutputBias: try record.optional(Key.omitsOutputBias, record.bool) ?? false,
      hasMLPBias: try record.bool(Key.hasMLPBias),
      tiesEmbeddings: try record.bool(Key.tiesEmbeddings),
      activation: try ModelConfiguration.activation(record),
      queryKeyNorm: try ModelConfiguration.queryKeyNorm(record),
      normsBlockOutputs: try record.optional(Key.normsBlockOutputs, record.bool) ?? false,
      embeddingScale: try record.optional(Key.embeddingScale, record.float) ?? 1,
      queryScalar: try record.optional(Key.queryScalar, record.float),
      temperature: try ModelConfiguration.temperature(record),
      layerAttention: try ModelConfiguration.layerAttention(record),
      layerRepetitions: try record.integer(Key.layerRepetitions),
      bosTokenID: try record.optional(Key.bosTokenID, record.integer),
      eosTokenIDs: try record.integers(Key.eosTokenIDs))
    try validate(file: file)
  }

  private static func activation(_ record: ConfigurationRecord)
    throws(ArchitectureError) -> Activation
  {
    guard record.table[Key.activation] != nil else { return .silu }
    let name = try record.required(Key.activation, "a string", record.table.string(Key.activation))
    guard let activation = Activation(rawValue: name) else {
      throw .configUnsupported(
        record.fault(Key.activation, expected: Activation.expected, found: "\"\(name)\""))
    }
    return activation
  }

  private static func queryKeyNorm(_ record: ConfigurationRecord)
    throws(ArchitectureError) -> QueryKeyNorm
  {
    guard record.table[Key.queryKeyNorm] != nil else { return .none }
    let name = try record.required(
      Key.queryKeyNorm, "a string", record.table.string(Key.queryKeyNorm))
    guard let norm = QueryKeyNorm(rawValue: name) else {
      let known = QueryKeyNorm.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")
      throw .configUnsupported(
        record.fault(Key.queryKeyNorm, expected: known, found: "\"\(name)\""))
    }
    return norm
  }

  private static func temperature(_ record: ConfigurationRecord)
    throws(ArchitectureError) -> AttentionTemperature?
  {
    let keys = [Key.temperatureScale, Key.temperatureFloor]
    guard keys.contains(where: { record.table[$0] != nil }) else { return nil }
    return AttentionTemperature(
      scale: try record.float(Key.temperatureScale), floor: try record.float(Key.temperatureFloor))
  }

  private static func layerAttention(_ record: ConfigurationRecord)
    throws(ArchitectureError) -> [LayerAttention]
  {
    let keys = [Key.layerRotary, Key.layerWindow, Key.layerChunk]
    guard keys.contains(where: { record.table[$0] != nil }) else { return [] }
    let rotary = try record.integers(Key.layerRotary)
    let windows = try record.integers(Key.layerWindow)
    let chunks = try record.integers(Key.layerChunk)
    for (key, list) in [(Key.layerWindow, windows), (Key.layerChunk, chunks)]
    where list.count != rotary.count {
      throw .configInvalid(
        record.fault(key, expected: "\(rotary.count) numbers", found: "\(list.count)"))
    }
    var layers: [LayerAttention] = []
    for (index, value) in rotary.enumerated() {
      guard let rotary = LayerAttention.Rotary(rawValue: value) else {
        throw .configInvalid(
          record.fault(Key.layerRotary, expected: "0, 1 or 2", found: "\(value)"))
      }
      guard windows[index] == 0 || chunks[index] == 0 else {
        throw .configInvalid(
          record.fault(
            Key.layerChunk, expected: "0 in layer \(index), which has a window",
            found: "\(chunks[index])"))
      }
      layers.append(
        LayerAttention(
          rotary: rotary,
          reach: windows[index] != 0
            ? .window(windows[index]) : chunks[index] != 0 ? .chunk(chunks[index]) : .all))
    }
    return layers
  }

  private static func ropeScaling(_ record: ConfigurationRecord)
    throws(ArchitectureError) -> RopeScaling
  {
    let kind = try record.required(
      Key.ropeScaling, "a string", record.table.string(Key.ropeScaling))
    let scaling: RopeScaling
    let keys: Set<String>
    switch kind {
    case "none":
      scaling = .none
      keys = []
    case "linear":
      scaling = .linear(factor: try record.float(Key.ropeFactor))
      keys = [Key.ropeFactor]
    case "llama3":
      scaling = .llama3(
        factor: try record.float(Key.ropeFactor),
        lowFrequencyFactor: try record.float(Key.ropeLow),
        highFrequencyFactor: try record.float(Key.ropeHigh),
        originalContextLength: try record.integer(Key.ropeOriginal))
      keys = [Key.ropeFactor, Key.ropeLow, Key.ropeHigh, Key.ropeOriginal]
    default:
      throw .configUnsupported(
        record.fault(
          Key.ropeScaling, expected: "\"none\", \"linear\" or \"llama3\"", found: "\"\(kind)\""))
    }
    let prefix = Key.ropeScaling + "."
    if let key = record.table.keys.first(where: { $0.hasPrefix(prefix) && !keys.contains($0) }) {
      throw .configInvalid(
        record.fault(key, expected: "no such key with \(kind) scaling", found: "one"))
    }
    return scaling
  }
}

/// Typed access to the entries of a configuration record.
private struct ConfigurationRecord {
  let table: MetadataTable
  let file: String

  func fault(_ key: String, expected: String, found: String) -> InputFault {
    InputFault(
      file: file, place: "record \(RecordNames.configuration), key \(key)", expected: expected,
      found: found)
  }

  func required<Value>(_ key: String, _ kind: String, _ value: Value?)
    throws(ArchitectureError) -> Value
  {
    guard let value else {
      let found = table[key] == nil ? "no such key" : "a value of another type"
      throw .configInvalid(fault(key, expected: kind, found: found))
    }
    return value
  }

  func integer(_ key: String) throws(ArchitectureError) -> Int {
    Int(try required(key, "an integer", table.integer(key)))
  }

  func integers(_ key: String) throws(ArchitectureError) -> [Int] {
    try required(key, "a list of integers", table.integers(key)).map { Int($0) }
  }

  /// What `read` makes of `key`; nil if there is no such key.
  func optional<Value>(_ key: String, _ read: (String) throws(ArchitectureError) -> Value)
    throws(ArchitectureError) -> Value?
  {
    table[key] == nil ? nil : try read(key)
  }

  func float(_ key: String) throws(ArchitectureError) -> Double {
    try required(key, "a number", table.float(key))
  }

  func bool(_ key: String) throws(ArchitectureError) -> Bool {
    try required(key, "true or false", table.bool(key))
  }
}
