import SwiftletArchitecture
import SwiftletJSON
import SwiftletSystem
import Testing

/// What each family's configurations mean beyond Llama's, and what of it is refused.
@Suite struct FamilyConfigurationTests {
  typealias Changes = [(String, JSONValue?)]

  /// Changes that make the plain configuration one of `type`, with eight layers.
  private static func family(_ type: String, _ architecture: String, _ changes: Changes) -> Changes
  {
    [
      ("model_type", .string(type)), ("architectures", .array([.string(architecture)])),
      ("attention_bias", nil), ("mlp_bias", nil), ("num_hidden_layers", .integer(8)),
    ] + changes
  }

  private static func mistral(_ changes: Changes = []) -> Changes {
    family("mistral", "MistralForCausalLM", changes)
  }

  private static func smollm3(_ changes: Changes = []) -> Changes {
    family("smollm3", "SmolLM3ForCausalLM", changes)
  }

  private static func qwen2(_ changes: Changes = []) -> Changes {
    family("qwen2", "Qwen2ForCausalLM", changes)
  }

  private static func gemma3(_ changes: Changes = []) -> Changes {
    family(
      "gemma3_text", "Gemma3ForCausalLM",
      [
        ("hidden_act", nil), ("hidden_activation", .string("gelu_pytorch_tanh")),
        ("query_pre_attn_scalar", .integer(24)), ("sliding_window", .integer(4)),
        ("rope_local_base_freq", .integer(500)),
      ] + changes)
  }

  private static func llama4(_ changes: Changes = []) -> Changes {
    family(
      "llama4_text", "Llama4ForCausalLM",
      [
        ("num_local_experts", .integer(0)), ("intermediate_size_mlp", .integer(20)),
        ("attention_chunk_size", .integer(16)), ("use_qk_norm", .bool(true)),
        ("attn_temperature_tuning", .bool(true)), ("attn_scale", .number(0.2)),
        ("floor_scale", .integer(32)), ("no_rope_layers", numbers([1, 1, 1, 0, 1, 1, 1, 0])),
      ] + changes)
  }

  private static func numbers(_ values: [Int]) -> JSONValue { .array(values.map { .integer($0) }) }
  private static func types(_ names: [String]) -> JSONValue {
    .array(names.map { .string($0 + "_attention") })
  }

  private func parse(_ changes: Changes) throws(ArchitectureError) -> ParsedConfiguration {
    try ModelConfigurationTests.parse(changes)
  }

  private func read(_ changes: Changes) throws -> ModelConfiguration {
    try parse(changes).configuration
  }

  private func expectFault(
    _ changes: Changes, _ place: String, isUnsupported: Bool = false,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: ArchitectureError.self, sourceLocation: sourceLocation) {
      try parse(changes)
    }
    #expect(error?.fault.place == place, sourceLocation: sourceLocation)
    switch error {
    case .configUnsupported: #expect(isUnsupported, sourceLocation: sourceLocation)
    default: #expect(!isUnsupported, sourceLocation: sourceLocation)
    }
  }

  @Test func namesOfTwoFamiliesContradictEachOther() {
    expectFault(
      Self.qwen2([("architectures", .array([.string("LlamaForCausalLM")]))]), "architectures")
    expectFault(
      Self.qwen2([("architectures", .array([.string("MobileLLMForCausalLM")]))]), "architectures")
  }

  @Test func keysWithoutADefaultOfTheFamilyAreNeeded() {
    expectFault(Self.mistral([("num_key_value_heads", nil)]), "num_key_value_heads")
    expectFault(Self.gemma3([("head_dim", nil)]), "head_dim")
    expectFault(Self.gemma3([("query_pre_attn_scalar", .null)]), "query_pre_attn_scalar")
    expectFault(Self.llama4([("num_local_experts", nil)]), "num_local_experts")
    expectFault(Self.llama4([("intermediate_size_mlp", nil)]), "intermediate_size_mlp")
  }

  @Test func expertsAndSwitchesThatAreNotKnownAreRefused() {
    for (key, value) in [
      ("num_local_experts", JSONValue.integer(16)), ("moe_layers", Self.numbers([1])),
      ("interleave_moe_layer_step", .integer(1)), ("attn_scale_type", .string("x")),
    ] {
      expectFault(Self.llama4([(key, value)]), key, isUnsupported: true)
    }
    for (key, value) in [
      ("attn_logit_softcapping", JSONValue.number(50)), ("final_logit_softcapping", .number(30)),
      ("use_bidirectional_attention", .bool(true)), ("hidden_act", .string("silu")),
    ] {
      expectFault(Self.gemma3([(key, value)]), key, isUnsupported: true)
    }
    expectFault(
      Self.qwen2([("attention_bias", .bool(true))]), "attention_bias", isUnsupported: true)
    expectFault(
      Self.gemma3([("hidden_activation", .string("gelu"))]), "hidden_activation",
      isUnsupported: true)
  }

  @Test func mistralsWindowHoldsForEveryLayer() throws {
    let windowed = try read(Self.mistral([("sliding_window", .integer(12))]))
    #expect(windowed.layerAttention == Array(repeating: .init(reach: .window(12)), count: 8))
    #expect(try read(Self.mistral([("sliding_window", .null)])).layerAttention == [])
    // A window that no context of the model fills is none.
    #expect(try read(Self.mistral([("sliding_window", .integer(128))])).layerAttention == [])
    expectFault(Self.mistral([("sliding_window", .integer(0))]), "sliding_window")
    expectFault(Self.mistral([("sliding_window", .string("x"))]), "sliding_window")
  }

  @Test func smolLM3LeavesTheRotaryEmbeddingOut() throws {
    let listed = try parse(
      Self.smollm3([("no_rope_layers", Self.numbers([1, 0, 1, 1, 1, 1, 1, 1]))]))
    #expect(listed.configuration.layerAttention.map(\.rotary.rawValue) == [1, 0, 1, 1, 1, 1, 1, 1])
    let standard = try parse(Self.smollm3([("tie_word_embeddings", nil), ("rope_theta", nil)]))
    #expect(
      standard.configuration.layerAttention.map(\.rotary.rawValue) == [1, 1, 1, 0, 1, 1, 1, 0])
    #expect(standard.configuration.tiesEmbeddings)
    #expect(standard.configuration.ropeTheta == 2_000_000)
    for key in ["no_rope_layers", "tie_word_embeddings", "rope_theta"] {
      #expect(standard.appliedDefaults.contains { $0.hasPrefix(key + ": ") })
    }
    let third = try read(Self.smollm3([("no_rope_layer_interval", .integer(3))]))
    #expect(third.layerAttention.map(\.rotary.rawValue) == [1, 1, 0, 1, 1, 0, 1, 1])
    for value in [Self.numbers([1, 1]), Self.numbers([1, 1, 1, 2, 1, 1, 1, 1]), .integer(4)] {
      expectFault(Self.smollm3([("no_rope_layers", value)]), "no_rope_layers")
    }
    expectFault(Self.smollm3([("no_rope_layer_interval", .integer(0))]), "no_rope_layer_interval")
    expectFault(
      Self.smollm3([("use_sliding_window", .bool(true)), ("sliding_window", .integer(4))]),
      "layer_types")
  }

  @Test func qwenSwitchesItsWindowOn() throws {
    let off = try read(
      Self.qwen2([("use_sliding_window", .bool(false)), ("sliding_window", .integer(16))]))
    #expect(off.layerAttention == [] && off.hasAttentionBias && off.omitsOutputBias)
    let on: Changes = [
      ("use_sliding_window", .bool(true)), ("sliding_window", .integer(16)),
      ("max_window_layers", .integer(6)),
    ]
    #expect(
      try read(Self.qwen2(on)).layerAttention.map(\.reach.span)
        == [nil, nil, nil, nil, nil, nil, 16, 16])
    expectFault(Self.qwen2(Array(on[..<2])), "max_window_layers")
    let sliding = Self.types(["full", "sliding", "full", "full", "full", "full", "full", "full"])
    expectFault(
      Self.qwen2([("layer_types", sliding), ("use_sliding_window", .bool(false))]),
      "use_sliding_window")
    expectFault(
      Self.qwen2([("layer_types", sliding), ("use_sliding_window", .bool(true))]), "sliding_window")
    expectFault(
      Self.qwen2([("layer_types", .array(Array(repeating: .string("linear_attention"), count: 8)))]
      ),
      "layer_types", isUnsupported: true)
    expectFault(Self.qwen2([("layer_types", Self.types(["full"]))]), "layer_types")
  }

  @Test func gemmaAlternatesWindowsAndRotaryBases() throws {
    let parsed = try parse(Self.gemma3([("tie_word_embeddings", nil)]))
    let gemma = parsed.configuration
    #expect(gemma.tiesEmbeddings && gemma.normsBlockOutputs && gemma.queryKeyNorm == .weighted)
    #expect(gemma.embeddingScale == 4 && gemma.queryScalar == 24 && gemma.activation == .geluTanh)
    let local = LayerAttention(rotary: .local, reach: .window(4))
    #expect(gemma.layerAttention == [local, local, local, local, local, .plain, local, local])
    #expect(parsed.appliedDefaults.contains("sliding_window_pattern: 6"))
    #expect(gemma.localRopeTheta == 500)
    #expect(gemma.inverseFrequencies.count == 8)

    let second = try read(Self.gemma3([("sliding_window_pattern", .integer(2))]))
    #expect(second.layerAttention.map(\.reach.span) == [4, nil, 4, nil, 4, nil, 4, nil])
    let listed = Self.types(["full", "full", "full", "full", "full", "full", "full", "sliding"])
    #expect(
      try read(Self.gemma3([("layer_types", listed)])).layerAttention.map(\.reach.span)
        == [nil, nil, nil, nil, nil, nil, nil, 4])
    expectFault(
      Self.gemma3([("layer_types", listed), ("sliding_window_pattern", .integer(2))]),
      "sliding_window_pattern")
    expectFault(Self.gemma3([("sliding_window", .null)]), "sliding_window")
    expectFault(Self.gemma3([("query_pre_attn_scalar", .integer(0))]), "query_pre_attn_scalar")
    expectFault(Self.gemma3([("rope_local_base_freq", .integer(-1))]), "rope_local_base_freq")
  }

  @Test func theTwoRotaryBasesOfTheNewerStyleMustAgreeWithTheOlder() throws {
    func rope(_ entries: [(key: String, value: JSONValue)]) -> JSONValue {
      .object(JSONObject(entries))
    }
    func parameters(_ theta: Int, _ local: Int, _ type: String = "default") -> Changes {
      let base: (key: String, value: JSONValue) = ("rope_theta", .integer(local))
      return [
        (
          "rope_parameters",
          rope([
            ("full_attention", rope([("rope_theta", .integer(theta))])),
            (
              "sliding_attention",
              rope([base, ("rope_type", .string(type)), ("factor", .integer(2))])
            ),
          ])
        )
      ]
    }
    let linear = parameters(10000, 500, "linear")
    expectFault(
      Self.gemma3(linear), "rope_parameters.sliding_attention.rope_type", isUnsupported: true)
    let plain: Changes = [
      (
        "rope_parameters",
        rope([
          ("full_attention", rope([("rope_theta", .integer(10000))])),
          ("sliding_attention", rope([("rope_theta", .integer(500))])),
        ])
      )
    ]
    #expect(try read(Self.gemma3(plain)) == read(Self.gemma3()))
    expectFault(
      Self.gemma3(plain + [("rope_local_base_freq", .integer(600))]),
      "rope_parameters.sliding_attention.rope_theta")
    expectFault(
      Self.gemma3(plain + [("rope_theta", .integer(600))]),
      "rope_parameters.full_attention.rope_theta")
    expectFault(
      Self.gemma3([("rope_parameters", rope([("rope_theta", .integer(5))]))]),
      "rope_parameters.full_attention")
  }

  @Test func llama4ReadsTheDenseForm() throws {
    let llama4 = try read(Self.llama4())
    #expect(llama4.intermediateSize == 20 && llama4.queryKeyNorm == .plainAfterRotary)
    #expect(llama4.temperature == AttentionTemperature(scale: 0.2, floor: 32))
    let chunked = LayerAttention(reach: .chunk(16))
    let bare = LayerAttention(rotary: .none)
    #expect(
      llama4.layerAttention == [chunked, chunked, chunked, bare, chunked, chunked, chunked, bare])
    // A blob's queries and keys are in the order of a rotation of halves.
    let query = TensorTable(llama4)[WeightID(.queryProjection, layer: 0)]
    #expect(query?.transform == .pairsToHalves(headDimension: 8))
    #expect(
      (0..<16).map { query?.transform.sourceRow($0) } == [
        0, 2, 4, 6, 1, 3, 5, 7, 8, 10, 12, 14, 9, 11, 13, 15,
      ])
    #expect(
      TensorTable(llama4)[WeightID(.valueProjection, layer: 0)]?.transform
        == TensorSpecification.Transform.none)

    let everywhere: Changes = [("no_rope_layers", Self.numbers([1, 1, 1, 1, 1, 1, 1, 1]))]
    #expect(try read(Self.llama4(everywhere)).temperature == nil)
    #expect(
      try read(Self.llama4(everywhere + [("attention_chunk_size", .integer(128))])).layerAttention
        == [])
    #expect(
      try read(Self.llama4([("attn_temperature_tuning", .bool(false))])).temperature == nil)
    #expect(try read(Self.llama4([("use_qk_norm", .bool(false))])).queryKeyNorm == .none)
    let keys = [
      "no_rope_layers", "use_qk_norm", "attn_temperature_tuning", "attn_scale", "floor_scale",
      "attention_chunk_size",
    ]
    let standard = try parse(Self.llama4(keys.map { ($0, nil) }))
    for key in keys {
      #expect(standard.appliedDefaults.contains { $0.hasPrefix(key + ": ") }, "\(key)")
    }
    #expect(standard.configuration.temperature == AttentionTemperature(scale: 0.1, floor: 8192))
    expectFault(Self.llama4([("attention_chunk_size", .null)]), "attention_chunk_size")
    expectFault(Self.llama4([("floor_scale", .integer(0))]), "floor_scale")
    expectFault(
      Self.llama4([("attn_temperature_tuning", .integer(4))]), "attn_temperature_tuning")
  }

  @Test func aCountOfLayersIsBoundedBeforeListsAreMade() {
    let error = #expect(throws: ArchitectureError.self) {
      try parse(Self.gemma3([("num_hidden_layers", .integer(1 << 60))]))
    }
    guard case .resourceLimit? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func gainsOfGemmaAreOneMore() throws {
    let table = TensorTable(try read(Self.gemma3()))
    for row in table.specifications {
      let isGain = row.kind == .vector && row.id.role != .inverseFrequencies
      #expect(row.transform == (isGain ? .addingOne : .none), "\(row.id.name)")
    }
    #expect(table[WeightID(.queryNorm, layer: 7)]?.shape == [8])
    #expect(
      table[WeightID(.mlpNorm, layer: 0)]?.sourceNames.first
        == "model.layers.0.pre_feedforward_layernorm.weight")
  }
}
