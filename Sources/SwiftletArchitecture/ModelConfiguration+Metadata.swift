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
    static let tiesEmbeddings = "tie_word_embeddings"
    static let activation = "hidden_act"
    static let bosTokenID = "bos_token_id"
    static let eosTokenIDs = "eos_token_ids"

    static let all: Set<String> = [
      family, hiddenSize, intermediateSize, layerCount, layerRepetitions, headCount, kvHeadCount,
      headDimension, vocabularySize, contextLength, rmsNormEpsilon, ropeTheta, ropeScaling,
      ropeFactor, ropeLow, ropeHigh, ropeOriginal, hasAttentionBias, hasMLPBias, tiesEmbeddings,
      activation, bosTokenID, eosTokenIDs,
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
    if activation != .silu { table[Key.activation] = .string(activation.rawValue) }
    if let bosTokenID { table[Key.bosTokenID] = .integer(Int64(bosTokenID)) }
    table[Key.eosTokenIDs] = .integers(eosTokenIDs.map(Int64.init))
    return table
  }

  /// Reads the configuration of a blob and validates it as that of a checkpoint.
  ///
  /// Every key must be there with its type, and no other: a key of a later version may change what the
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
      hasAttentionBias: try record.bool(Key.hasAttentionBias),
      hasMLPBias: try record.bool(Key.hasMLPBias),
      tiesEmbeddings: try record.bool(Key.tiesEmbeddings),
      activation: try ModelConfiguration.activation(record),
      layerRepetitions: try record.integer(Key.layerRepetitions),
      bosTokenID: metadata[Key.bosTokenID] == nil ? nil : try record.integer(Key.bosTokenID),
      eosTokenIDs: try record.required(
        Key.eosTokenIDs, "a list of integers", metadata.integers(Key.eosTokenIDs)
      ).map { Int($0) })
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

  func float(_ key: String) throws(ArchitectureError) -> Double {
    try required(key, "a number", table.float(key))
  }

  func bool(_ key: String) throws(ArchitectureError) -> Bool {
    try required(key, "true or false", table.bool(key))
  }
}
