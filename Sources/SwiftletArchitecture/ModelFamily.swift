/// A family of models as data: how its checkpoints are recognised and name things.
///
/// A family that computes like one of these is a new entry of `all`, not new code.
public struct ModelFamily: Sendable {
  /// The name that blobs carry and messages use.
  public let name: String
  /// Values of `model_type` that mean this family.
  public let modelTypes: [String]
  /// Values of `architectures` that mean this family.
  public let architectures: [String]
  /// Whether a checkpoint without a head shares the embedding where its configuration is silent.
  ///
  /// Elsewhere a missing head is a damaged checkpoint.
  let missingHeadMeansTied: Bool
  /// Name patterns in a checkpoint by role, the usual one first; `#` stands for the layer.
  let tensorNames: [TensorRole: [String]]
  /// Endings of tensor names that carry nothing: buffers that follow from the configuration.
  let ignorableSuffixes: [String]

  /// All families, more special ones first: the first that matches a configuration is taken.
  public static let all: [ModelFamily] = [
    // Published under both its own names and plain Llama ones; the mathematics is Llama's, with
    // `share_embedding` and `layer_sharing` besides.
    ModelFamily(
      name: "mobilellm", modelTypes: ["mobilellm"], architectures: ["MobileLLMForCausalLM"],
      missingHeadMeansTied: true, tensorNames: llamaNames, ignorableSuffixes: llamaIgnorable),
    ModelFamily(
      name: "llama", modelTypes: ["llama"], architectures: ["LlamaForCausalLM"],
      missingHeadMeansTied: false, tensorNames: llamaNames, ignorableSuffixes: llamaIgnorable),
  ]

  /// The family called `name` in a blob.
  public static func named(_ name: String) -> ModelFamily? { all.first { $0.name == name } }

  static var knownNames: String { all.map { "\"\($0.name)\"" }.joined(separator: " or ") }

  /// Names of a tensor in a checkpoint; empty for one that is computed.
  func sourceNames(of role: TensorRole, layer: Int?) -> [String] {
    (tensorNames[role] ?? []).map { pattern in
      guard let layer, let mark = pattern.firstIndex(of: "#") else { return pattern }
      return pattern[..<mark] + String(layer) + pattern[pattern.index(after: mark)...]
    }
  }

  private static let llamaIgnorable = ["rotary_emb.inv_freq"]

  private static let llamaNames: [TensorRole: [String]] = {
    let inLayer: [TensorRole: String] = [
      .attentionNorm: "input_layernorm.weight",
      .queryProjection: "self_attn.q_proj.weight", .queryBias: "self_attn.q_proj.bias",
      .keyProjection: "self_attn.k_proj.weight", .keyBias: "self_attn.k_proj.bias",
      .valueProjection: "self_attn.v_proj.weight", .valueBias: "self_attn.v_proj.bias",
      .outputProjection: "self_attn.o_proj.weight", .outputBias: "self_attn.o_proj.bias",
      .mlpNorm: "post_attention_layernorm.weight",
      .gateProjection: "mlp.gate_proj.weight", .gateBias: "mlp.gate_proj.bias",
      .upProjection: "mlp.up_proj.weight", .upBias: "mlp.up_proj.bias",
      .downProjection: "mlp.down_proj.weight", .downBias: "mlp.down_proj.bias",
    ]
    // Checkpoints of the bare decoder lack the prefix.
    var names = inLayer.mapValues { ["model.layers.#." + $0, "layers.#." + $0] }
    names[.embedding] = ["model.embed_tokens.weight", "embed_tokens.weight"]
    names[.finalNorm] = ["model.norm.weight", "norm.weight"]
    names[.languageModelHead] = ["lm_head.weight"]
    return names
  }()
}
