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
  /// What it reads and computes otherwise than Llama.
  let traits: FamilyTraits
  /// A family whose names its checkpoints may also carry.
  let kin: String?
  /// Endings of tensor names that carry nothing: buffers that follow from the configuration.
  let ignorableSuffixes: [String]

  /// All families, more special ones first: the first that matches a configuration is taken.
  public static let all: [ModelFamily] = [
    // Published under both its own names and plain Llama ones; the mathematics is Llama's, with
    // `share_embedding` and `layer_sharing` besides.
    ModelFamily(
      "mobilellm", "mobilellm", "MobileLLMForCausalLM", missingHeadMeansTied: true, kin: "llama"),
    ModelFamily("llama", "llama", "LlamaForCausalLM"),
    ModelFamily("mistral", "mistral", "MistralForCausalLM", .mistral),
    ModelFamily("smollm3", "smollm3", "SmolLM3ForCausalLM", .smollm3),
    ModelFamily("qwen2", "qwen2", "Qwen2ForCausalLM", .qwen2),
    ModelFamily("qwen3", "qwen3", "Qwen3ForCausalLM", .qwen3, names: qwen3Names),
    ModelFamily("gemma3", "gemma3_text", "Gemma3ForCausalLM", .gemma3, names: gemma3Names),
    // MobileLLM-R1 and R1.5.
    ModelFamily("llama4", "llama4_text", "Llama4ForCausalLM", .llama4, names: llama4Names),
  ]

  private init(
    _ name: String, _ modelType: String, _ architecture: String, _ traits: FamilyTraits = .llama,
    names: [TensorRole: [String]] = llamaNames, missingHeadMeansTied: Bool = false,
    kin: String? = nil
  ) {
    self.name = name
    modelTypes = [modelType]
    architectures = [architecture]
    self.missingHeadMeansTied = missingHeadMeansTied
    self.traits = traits
    self.kin = kin
    tensorNames = names
    ignorableSuffixes = ModelFamily.llamaIgnorable
  }

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

  private static let llamaInLayer: [TensorRole: String] = [
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

  private static let llamaNames = names([:])

  private static let qwen3Names = names(headNorms)

  private static let gemma3Names = names(
    headNorms.merging([
      .attentionOutputNorm: "post_attention_layernorm.weight",
      .mlpNorm: "pre_feedforward_layernorm.weight",
      .mlpOutputNorm: "post_feedforward_layernorm.weight",
    ]) { $1 })

  private static let llama4Names = names([
    .gateProjection: "feed_forward.gate_proj.weight",
    .upProjection: "feed_forward.up_proj.weight",
    .downProjection: "feed_forward.down_proj.weight",
  ])

  private static let headNorms: [TensorRole: String] = [
    .queryNorm: "self_attn.q_norm.weight", .keyNorm: "self_attn.k_norm.weight",
  ]

  /// Llama's names but for `changes` inside layers.
  private static func names(_ changes: [TensorRole: String]) -> [TensorRole: [String]] {
    // Checkpoints of the bare decoder lack the prefix.
    var names = llamaInLayer.merging(changes) { $1 }.mapValues {
      ["model.layers.#." + $0, "layers.#." + $0]
    }
    names[.embedding] = ["model.embed_tokens.weight", "embed_tokens.weight"]
    names[.finalNorm] = ["model.norm.weight", "norm.weight"]
    names[.languageModelHead] = ["lm_head.weight"]
    return names
  }
}
