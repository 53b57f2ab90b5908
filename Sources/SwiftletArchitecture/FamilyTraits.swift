/// What sets a family's configurations and computation apart; the defaults are Llama's.
struct FamilyTraits: Sendable {
  /// How the attention of layers is given where there is no list of `layer_types`.
  enum Layers: Sendable {
    /// All layers are alike.
    case uniform
    /// `sliding_window`, unless null, holds for every layer.
    case sliding
    /// With `use_sliding_window` it holds from layer `max_window_layers` on.
    case slidingFromLayer
    /// With `use_sliding_window` a list is needed.
    case listed
    /// It holds but for every n-th layer, n being `sliding_window_pattern`.
    case slidingPattern(interval: Int)
    /// Layers with rotary embedding attend to chunks of `attention_chunk_size`.
    case chunkedWhereRotary
  }

  /// Keys that are read besides those of `ConfigKeys.read`.
  var keys: Set<String> = ["attention_bias", "mlp_bias"]
  /// Keys that have to be there: the reference's defaults for them suit one model of the family alone.
  var requiredKeys: [String] = []
  /// Keys that change nothing here.
  var harmlessKeys: Set<String> = []
  /// The key of the feed-forward layer's width.
  var widthKey = "intermediate_size"
  /// The key of the activation, and what it is when absent.
  var activationKey = "hidden_act"
  var activation = Activation.silu
  /// The rotary base when absent.
  var ropeTheta = 10000.0
  /// The second rotary base when absent, of a family whose sliding layers have their own.
  var localRopeTheta: Double?
  /// Whether the head is the embedding where the configuration is silent.
  var tiesEmbeddings = false
  /// Whether queries, keys and values have biases without any key that says so.
  var hasQueryKeyValueBias = false
  /// Norms of query and key heads; `use_qk_norm` may switch them off where it is read.
  var queryKeyNorm = QueryKeyNorm.none
  /// Whether norms multiply by 1 + w.
  var addsOneToGains = false
  var normsBlockOutputs = false
  /// Whether the embedding is multiplied by the root of its width.
  var scalesEmbedding = false
  /// Whether the rotary embedding turns neighbours (2j, 2j + 1) instead of halves.
  var rotatesPairs = false
  var layers = Layers.uniform

  /// How a blob's values of `role` come from the checkpoint's.
  func transform(of role: TensorRole, headDimension: Int) -> TensorSpecification.Transform {
    switch role {
    case .attentionNorm, .attentionOutputNorm, .mlpNorm, .mlpOutputNorm, .finalNorm:
      return addsOneToGains ? .addingOne : .none
    case .queryNorm, .keyNorm:
      // Gains of heads that are put in another order would have to follow.
      precondition(!rotatesPairs, "gains of query and key heads, and neighbours rotated")
      return addsOneToGains ? .addingOne : .none
    case .queryProjection, .queryBias, .keyProjection, .keyBias:
      return rotatesPairs ? .pairsToHalves(headDimension: headDimension) : .none
    default: return .none
    }
  }

  static let llama = FamilyTraits()

  static let mistral = FamilyTraits(
    keys: ["sliding_window"], requiredKeys: ["num_key_value_heads"], layers: .sliding)

  static let smollm3 = FamilyTraits(
    keys: [
      "attention_bias", "mlp_bias", "no_rope_layers", "no_rope_layer_interval", "layer_types",
      "use_sliding_window", "sliding_window",
    ],
    requiredKeys: ["num_key_value_heads"], ropeTheta: 2_000_000, tiesEmbeddings: true,
    layers: .listed)

  static let qwen2 = FamilyTraits(
    keys: ["layer_types", "use_sliding_window", "sliding_window", "max_window_layers"],
    requiredKeys: ["num_key_value_heads"], hasQueryKeyValueBias: true, layers: .slidingFromLayer)

  static let qwen3 = FamilyTraits(
    keys: [
      "attention_bias", "layer_types", "use_sliding_window", "sliding_window",
      "max_window_layers",
    ],
    requiredKeys: ["num_key_value_heads", "head_dim"], queryKeyNorm: .weighted,
    layers: .slidingFromLayer)

  static let gemma3 = FamilyTraits(
    keys: [
      "attention_bias", "layer_types", "sliding_window", "sliding_window_pattern",
      "hidden_activation", "query_pre_attn_scalar", "rope_local_base_freq",
    ],
    requiredKeys: ["num_key_value_heads", "head_dim", "query_pre_attn_scalar"],
    activationKey: "hidden_activation", activation: .geluTanh, ropeTheta: 1_000_000,
    localRopeTheta: 10000, tiesEmbeddings: true, queryKeyNorm: .weighted, addsOneToGains: true,
    normsBlockOutputs: true, scalesEmbedding: true, layers: .slidingPattern(interval: 6))

  /// The dense form alone: without `num_local_experts` the reference makes sixteen experts.
  static let llama4 = FamilyTraits(
    keys: [
      "attention_bias", "layer_types", "no_rope_layers", "no_rope_layer_interval",
      "attention_chunk_size", "use_qk_norm", "attn_temperature_tuning", "attn_scale",
      "floor_scale", "intermediate_size_mlp",
    ],
    requiredKeys: ["num_key_value_heads", "head_dim", "num_local_experts"],
    harmlessKeys: ["router_aux_loss_coef", "router_jitter_noise", "intermediate_size"],
    widthKey: "intermediate_size_mlp", ropeTheta: 500_000, queryKeyNorm: .plainAfterRotary,
    rotatesPairs: true, layers: .chunkedWhereRotary)
}
