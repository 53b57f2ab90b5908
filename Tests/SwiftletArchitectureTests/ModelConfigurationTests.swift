import SwiftletArchitecture
import SwiftletJSON
import SwiftletSystem
import Testing
import _SwiftletTestSupport

@Suite struct ModelConfigurationTests {
  /// A complete plain configuration; `nil` removes a key.
  static func config(_ changes: [(String, JSONValue?)] = []) -> JSONValue {
    var entries: [(key: String, value: JSONValue)] = [
      ("architectures", .array([.string("LlamaForCausalLM")])), ("model_type", .string("llama")),
      ("hidden_size", .integer(16)), ("intermediate_size", .integer(24)),
      ("num_hidden_layers", .integer(2)), ("num_attention_heads", .integer(2)),
      ("num_key_value_heads", .integer(1)), ("head_dim", .integer(8)),
      ("vocab_size", .integer(40)), ("max_position_embeddings", .integer(128)),
      ("rms_norm_eps", .number(1e-5)), ("rope_theta", .number(10000)),
      ("hidden_act", .string("silu")), ("attention_bias", .bool(false)),
      ("mlp_bias", .bool(false)), ("tie_word_embeddings", .bool(false)),
      ("bos_token_id", .integer(1)), ("eos_token_id", .integer(2)),
    ]
    for (key, value) in changes {
      entries.removeAll { $0.key == key }
      if let value { entries.append((key, value)) }
    }
    return .object(JSONObject(entries))
  }

  static func parse(_ changes: [(String, JSONValue?)] = [], generation: JSONValue? = nil)
    throws(ArchitectureError) -> ParsedConfiguration
  {
    try ModelConfiguration.parse(
      config: config(changes), generationConfig: generation, file: "folder/config.json")
  }

  static func rope(_ entries: [(key: String, value: JSONValue)]) -> JSONValue {
    .object(JSONObject(entries))
  }

  private static func expectInvalid(
    _ changes: [(String, JSONValue?)], place: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: ArchitectureError.self, sourceLocation: sourceLocation) {
      try parse(changes)
    }
    guard case .configInvalid(let fault)? = error else {
      Issue.record("\(String(describing: error))", sourceLocation: sourceLocation)
      return
    }
    #expect(fault.place == place, sourceLocation: sourceLocation)
  }

  private static func expectUnsupported(
    _ changes: [(String, JSONValue?)], place: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: ArchitectureError.self, sourceLocation: sourceLocation) {
      try parse(changes)
    }
    guard case .configUnsupported(let fault)? = error else {
      Issue.record("\(String(describing: error))", sourceLocation: sourceLocation)
      return
    }
    #expect(fault.place == place, sourceLocation: sourceLocation)
  }

  @Test func readsEveryNumber() throws {
    let parsed = try Self.parse()
    #expect(
      parsed.configuration
        == ModelConfiguration(
          family: "llama", hiddenSize: 16, intermediateSize: 24, layerCount: 2, headCount: 2,
          kvHeadCount: 1, headDimension: 8, vocabularySize: 40, contextLength: 128,
          rmsNormEpsilon: 1e-5, ropeTheta: 10000, bosTokenID: 1, eosTokenIDs: [2]))
    #expect(parsed.appliedDefaults == [])
  }

  @Test func listsEveryDefaultItApplies() throws {
    let keys = [
      "num_key_value_heads", "head_dim", "rope_theta", "hidden_act", "attention_bias", "mlp_bias",
      "tie_word_embeddings", "eos_token_id",
    ]
    let parsed = try Self.parse(keys.map { ($0, nil) })
    #expect(parsed.appliedDefaults.count == keys.count)
    for key in keys {
      #expect(parsed.appliedDefaults.contains { $0.hasPrefix(key + ": ") })
    }
    #expect(parsed.configuration.kvHeadCount == 2)
    #expect(parsed.configuration.headDimension == 8)
  }

  @Test(arguments: [
    "model_type", "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads",
    "vocab_size", "max_position_embeddings", "rms_norm_eps",
  ])
  func requiredKeysThrow(_ key: String) {
    Self.expectInvalid([(key, nil)], place: key)
    Self.expectInvalid([(key, .null)], place: key)
  }

  @Test func countsAreBoundedBeforeAnythingIsComputed() {
    for key in [
      "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "vocab_size",
      "max_position_embeddings", "head_dim", "num_key_value_heads",
    ] {
      let error = #expect(throws: ArchitectureError.self) {
        try Self.parse([(key, .integer(.max))])
      }
      guard case .resourceLimit? = error else {
        Issue.record("\(key): \(String(describing: error))")
        continue
      }
    }
    let largest: [(String, JSONValue?)] = [
      ("hidden_size", .integer(1 << 24)), ("intermediate_size", .integer(1 << 24)),
      ("num_hidden_layers", .integer(1024)), ("vocab_size", .integer(1 << 24)),
    ]
    let error = #expect(throws: ArchitectureError.self) { try Self.parse(largest) }
    #expect(error?.fault.place == "weights in all")
  }

  @Test func familyIsRecognisedByEitherName() throws {
    let mobile = JSONValue.array([.string("MobileLLMForCausalLM")])
    #expect(try Self.parse([("architectures", mobile)]).configuration.family == "mobilellm")
    #expect(
      try Self.parse([("model_type", .string("mobilellm"))]).configuration.family == "mobilellm")
    #expect(try Self.parse([("architectures", nil)]).configuration.family == "llama")
    Self.expectUnsupported([("model_type", .string("bert"))], place: "model_type")
    Self.expectUnsupported(
      [("architectures", .array([.string("LlamaForTokenClassification")]))], place: "architectures")
  }

  @Test func embeddingSharingWinsOverTieWordEmbeddings() throws {
    for family in ["mobilellm", "llama"] {
      let parsed = try Self.parse([
        ("model_type", .string(family)), ("share_embedding", .bool(true)),
        ("layer_sharing", .bool(true)),
      ])
      #expect(parsed.configuration.tiesEmbeddings)
      #expect(parsed.configuration.layerRepetitions == 2)
      #expect(!parsed.sharingIsOpen)
    }
    #expect(try Self.parse([("tie_word_embeddings", .bool(true))]).configuration.tiesEmbeddings)
    let own = try Self.parse([
      ("model_type", .string("mobilellm")), ("share_embedding", .bool(false)),
    ])
    #expect(!own.configuration.tiesEmbeddings && !own.sharingIsOpen)
    #expect(try Self.parse([("model_type", .string("mobilellm"))]).sharingIsOpen)
  }

  @Test func bothStylesOfRopeAgree() throws {
    let old = try Self.parse([
      ("rope_theta", .integer(500_000)),
      ("rope_scaling", Self.rope([("type", .string("linear")), ("factor", .integer(2))])),
    ])
    let new = try Self.parse([
      ("rope_theta", nil),
      (
        "rope_parameters",
        Self.rope([
          ("rope_theta", .number(500_000)), ("rope_type", .string("linear")),
          ("factor", .number(2)),
        ])
      ),
    ])
    #expect(old == new)
    #expect(old.configuration.ropeScaling == .linear(factor: 2))
  }

  @Test func refusesRopeItDoesNotUnderstand() {
    func scaling(_ entries: [(key: String, value: JSONValue)]) -> [(String, JSONValue?)] {
      [("rope_scaling", Self.rope(entries))]
    }
    let linear = ("type", JSONValue.string("linear"))
    Self.expectUnsupported(
      scaling([("rope_type", .string("yarn")), ("factor", .integer(2))]),
      place: "rope_scaling.rope_type")
    Self.expectUnsupported(
      scaling([linear, ("factor", .integer(2)), ("attention_factor", .number(0.5))]),
      place: "rope_scaling.attention_factor")
    Self.expectUnsupported(
      scaling([("type", .string("default")), ("partial_rotary_factor", .number(0.5))]),
      place: "rope_scaling.partial_rotary_factor")
    Self.expectInvalid(scaling([linear]), place: "rope_scaling.factor")
    Self.expectInvalid(scaling([linear, ("factor", .integer(0))]), place: "rope_scaling.factor")
    Self.expectInvalid(scaling([("factor", .integer(2))]), place: "rope_scaling.rope_type")
    Self.expectInvalid(
      scaling([linear, ("rope_type", .string("llama3")), ("factor", .integer(2))]),
      place: "rope_scaling.type")
    Self.expectInvalid(
      [("rope_parameters", Self.rope([("rope_theta", .integer(5))]))],
      place: "rope_parameters.rope_theta")
  }

  @Test func refusesKeysThatMayChangeTheMathematics() throws {
    let refused: [(String, JSONValue)] = [
      ("sliding_window", .integer(512)),
      ("quantization_config", Self.rope([("bits", .integer(4))])),
      ("rope_interleaved", .bool(true)), ("partial_rotary_factor", .number(0.5)),
      ("logits_scaling", .integer(8)), ("residual_multiplier", .number(0.22)),
      ("final_logit_softcapping", .number(30)), ("num_local_experts", .integer(8)),
      ("no_rope_layers", .array([.integer(1), .integer(0)])), ("use_qk_norm", .bool(true)),
      ("layer_types", .array([.string("sliding_attention")])), ("brand_new", .string("x")),
    ]
    for (key, value) in refused { Self.expectUnsupported([(key, value)], place: key) }
    let neutral: [(String, JSONValue?)] = [
      ("sliding_window", .null), ("quantization_config", .null), ("rope_interleaved", .bool(false)),
      ("partial_rotary_factor", .number(1)), ("logits_scaling", .integer(1)),
      ("residual_multiplier", .number(1)), ("final_logit_softcapping", .null),
      ("num_local_experts", .integer(0)), ("no_rope_layers", .array([.integer(1), .integer(1)])),
      ("use_qk_norm", .bool(false)), ("layer_types", .array([.string("full_attention")])),
      ("brand_new", .bool(false)), ("_name_or_path", .string("x")), ("pretraining_tp", .integer(2)),
    ]
    #expect(try Self.parse(neutral).configuration == Self.parse().configuration)
    let window: [(String, JSONValue?)] = [
      ("sliding_window", .integer(512)), ("use_sliding_window", .bool(false)),
    ]
    #expect(try Self.parse(window).configuration == Self.parse().configuration)
  }

  @Test func siluAndTheTanhFormOfGeluAreKnown() throws {
    let gelu = try Self.parse([("hidden_act", .string("gelu_pytorch_tanh"))]).configuration
    #expect(gelu.activation == .geluTanh)
    #expect(try Self.parse().configuration.activation == .silu)
    #expect(try Self.parse([("hidden_act", .string("swish"))]) == Self.parse())
    Self.expectUnsupported([("hidden_act", .string("gelu"))], place: "hidden_act")
  }

  @Test func collectsEndsFromBothFilesAndDropsWhatIsOutside() throws {
    let parsed = try Self.parse(
      [("eos_token_id", .array([.integer(3), .integer(400), .integer(3)]))],
      generation: Self.rope([("eos_token_id", .array([.integer(400), .integer(5), .integer(-1)]))]))
    #expect(parsed.configuration.eosTokenIDs == [3, 5])
    #expect(parsed.appliedDefaults.count == 2)
    let begin = try Self.parse([("bos_token_id", .integer(40))])
    #expect(begin.configuration.bosTokenID == nil)
    #expect(begin.appliedDefaults.count == 1)
    Self.expectInvalid([("eos_token_id", .string("</s>"))], place: "eos_token_id")
  }

  @Test(
    .enabled(if: SharedFixtures.arePresent, SharedFixtures.message),
    arguments: [
      "llama-bias-linear", "llama-rope-llama3", "smollm2-like", "mistral-sliding", "smollm3",
      "qwen2", "gemma3-text", "gemma3-text-pattern", "llama4-text-r1", "llama4-text-nope",
    ])
  func bothStylesOfReferenceConfigurationsAgree(_ name: String) throws {
    func read(_ file: String) throws -> ModelConfiguration {
      let path = SharedFixtures.path("checkpoints/\(name)/\(file)")
      let source = try FileByteSource(path: path)
      let value = try JSONParser.parse(
        try source.bytes(at: 0, count: source.byteCount), file: path)
      return try ModelConfiguration.parse(config: value, generationConfig: nil, file: path)
        .configuration
    }
    #expect(try read("config.json") == read("config.transformers-5.json"))
  }

  @Test(
    .enabled(if: SharedFixtures.arePresent, SharedFixtures.message),
    arguments: [
      ("mobilellm-tied", true, 1), ("mobilellm-layer-share", true, 2),
      ("mobilellm-untied-sharded", false, 2),
    ])
  func mobileLLMSharingIsRead(name: String, isTied: Bool, repetitions: Int) throws {
    let path = SharedFixtures.path("checkpoints/\(name)/config.json")
    let source = try FileByteSource(path: path)
    let value = try JSONParser.parse(try source.bytes(at: 0, count: source.byteCount), file: path)
    let parsed = try ModelConfiguration.parse(config: value, generationConfig: nil, file: path)
    #expect(parsed.configuration.family == "mobilellm")
    #expect(parsed.configuration.tiesEmbeddings == isTied)
    #expect(parsed.configuration.layerRepetitions == repetitions)
    #expect(parsed.appliedDefaults == [])
  }
}
