import SwiftletArchitecture
import SwiftletFormat
import SwiftletSystem
import Testing

@Suite struct ConfigurationMetadataTests {
  static let configurations: [ModelConfiguration] = [
    TensorTableTests.tiny,
    {
      var configuration = TensorTableTests.tiny
      configuration.family = "mobilellm"
      configuration.ropeScaling = .linear(factor: 2.5)
      configuration.layerRepetitions = 2
      configuration.tiesEmbeddings = true
      configuration.bosTokenID = 1
      configuration.eosTokenIDs = [2, 39]
      return configuration
    }(),
    {
      var configuration = TensorTableTests.tiny
      configuration.hasAttentionBias = true
      configuration.hasMLPBias = true
      configuration.activation = .geluTanh
      configuration.rmsNormEpsilon = 1e-6
      configuration.ropeTheta = 500_000
      configuration.ropeScaling = .llama3(
        factor: 8, lowFrequencyFactor: 1, highFrequencyFactor: 4, originalContextLength: 64)
      return configuration
    }(),
    {
      var configuration = TensorTableTests.tiny
      configuration.family = "gemma3"
      configuration.localRopeTheta = 20000
      configuration.hasAttentionBias = true
      configuration.omitsOutputBias = true
      configuration.queryKeyNorm = .weighted
      configuration.normsBlockOutputs = true
      configuration.embeddingScale = 4
      configuration.queryScalar = 24
      configuration.layerAttention = [.init(rotary: .local, reach: .window(8)), .plain]
      return configuration
    }(),
    {
      var configuration = TensorTableTests.tiny
      configuration.family = "llama4"
      configuration.queryKeyNorm = .plainAfterRotary
      configuration.temperature = AttentionTemperature(scale: 0.1, floor: 8192)
      configuration.layerAttention = [.init(reach: .chunk(16)), .init(rotary: .none)]
      return configuration
    }(),
  ]

  /// Keys that are there only where a model is not like Llama.
  static let optional: Set<String> = [
    "hidden_act", "rope_local_base_freq", "attention_output_without_bias", "query_key_norm",
    "block_output_norms", "embedding_scale", "query_pre_attn_scalar",
  ]

  private func read(_ table: MetadataTable) throws(ArchitectureError) -> ModelConfiguration {
    try ModelConfiguration(metadata: table, file: "m.swiftlet")
  }

  @Test(arguments: configurations)
  func readsBackEqual(_ configuration: ModelConfiguration) throws {
    let bytes = configuration.metadata.encoded()
    let table = try MetadataTable(decoding: bytes, file: "m.swiftlet", record: "configuration")
    #expect(try read(table) == configuration)
  }

  @Test(arguments: configurations)
  func everyKeyIsNeededWithItsType(_ configuration: ModelConfiguration) {
    for key in configuration.metadata.keys where key != "bos_token_id" {
      var table = configuration.metadata
      // Without its base the local rotary embedding of a layer has no meaning.
      if !Self.optional.contains(key) || key == "rope_local_base_freq" {
        table[key] = nil
        #expect(throws: ArchitectureError.self, "\(key)") { try read(table) }
      }
      table[key] = .data([1])
      #expect(throws: ArchitectureError.self, "\(key)") { try read(table) }
    }
  }

  @Test func anActivationThatIsNotNamedIsSilu() throws {
    var table = TensorTableTests.tiny.metadata
    #expect(table["hidden_act"] == nil && TensorTableTests.tiny.activation == .silu)
    table["hidden_act"] = .string("relu")
    #expect(throws: ArchitectureError.self) { try read(table) }
    table["hidden_act"] = .string("gelu_pytorch_tanh")
    #expect(try read(table).activation == .geluTanh)
  }

  @Test func keysOfALaterVersionAreRefusedByName() {
    var table = TensorTableTests.tiny.metadata
    table["sliding_window"] = .integer(4)
    let error = #expect(throws: ArchitectureError.self) { try read(table) }
    guard case .configUnsupported(let fault)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(fault.place == "record configuration, key sliding_window")
    var scaled = TensorTableTests.tiny.metadata
    scaled["rope_scaling.factor"] = .float(2)
    #expect(throws: ArchitectureError.self) { try read(scaled) }
  }

  @Test(arguments: [
    ("layers.rotary", MetadataValue.integers([1])), ("layers.rotary", .integers([1, 3])),
    ("layers.rotary", .integers([1, 1, 1])), ("layers.window", .integers([0, -1])),
    ("layers.window", .integers([4, 4])), ("layers.chunk", .integers([.max, 0])),
    ("layers.chunk", .integers([])), ("layers.rotary", .integers([2, 1])),
    ("attention_temperature.floor", .float(0)), ("attention_temperature.floor", .float(1e-300)),
    ("attention_temperature.scale", .float(.infinity)), ("query_key_norm", .string("layer")),
    ("embedding_scale", .float(0)), ("query_pre_attn_scalar", .float(-1)),
    ("rope_local_base_freq", .float(0)),
  ])
  func whatSetsAModelApartIsValidated(key: String, value: MetadataValue) {
    var table = Self.configurations[4].metadata
    table[key] = value
    #expect(throws: ArchitectureError.self) { try read(table) }
  }

  @Test(arguments: [
    ("hidden_size", MetadataValue.integer(0)), ("hidden_size", .integer(.max)),
    ("num_hidden_layers", .integer(-1)), ("head_dim", .integer(7)),
    ("num_key_value_heads", .integer(3)), ("layer_repetitions", .integer(3)),
    ("rms_norm_eps", .float(.nan)), ("rms_norm_eps", .float(0)), ("rope_theta", .float(-1)),
    ("rope_theta", .float(.infinity)), ("rope_theta", .float(1e300)),
    ("rope_theta", .float(1e-30)), ("family", .string("bert")),
    ("rope_scaling", .string("yarn")), ("rope_scaling", .string("linear")),
    ("bos_token_id", .integer(40)), ("eos_token_ids", .integers([-1])),
    ("eos_token_ids", .integers([Int64](repeating: 1, count: 2000))),
  ])
  func valuesAreValidated(key: String, value: MetadataValue) {
    var table = TensorTableTests.tiny.metadata
    table[key] = value
    #expect(throws: ArchitectureError.self) { try read(table) }
  }

  @Test func productOfPermittedNumbersMayBeTooLarge() {
    // Heads, key-value heads and their dimension are each within limits; 2^65 weights are not.
    var table = TensorTableTests.tiny.metadata
    table["hidden_size"] = .integer(1 << 24)
    table["num_hidden_layers"] = .integer(1024)
    table["num_attention_heads"] = .integer(1024)
    table["num_key_value_heads"] = .integer(1 << 16)
    table["head_dim"] = .integer(1 << 14)
    let error = #expect(throws: ArchitectureError.self) { try read(table) }
    guard case .resourceLimit? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
