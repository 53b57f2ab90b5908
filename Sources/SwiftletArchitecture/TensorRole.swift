/// What a tensor does in the model.
///
/// The raw value is its name in a blob, inside a layer if it has one.
public enum TensorRole: String, CaseIterable, Sendable {
  case embedding = "embedding"
  /// The rotary frequencies: computed by the converter, so that every machine uses the same bits.
  case inverseFrequencies = "inverse_frequencies"
  case attentionNorm = "attention_norm"
  case queryProjection = "attention.query"
  case queryBias = "attention.query_bias"
  case keyProjection = "attention.key"
  case keyBias = "attention.key_bias"
  case valueProjection = "attention.value"
  case valueBias = "attention.value_bias"
  case queryNorm = "attention.query_norm"
  case keyNorm = "attention.key_norm"
  case outputProjection = "attention.output"
  case outputBias = "attention.output_bias"
  /// The norm of what attention adds to the residual stream.
  case attentionOutputNorm = "attention_output_norm"
  case mlpNorm = "mlp_norm"
  case gateProjection = "mlp.gate"
  case gateBias = "mlp.gate_bias"
  case upProjection = "mlp.up"
  case upBias = "mlp.up_bias"
  case downProjection = "mlp.down"
  case downBias = "mlp.down_bias"
  /// The norm of what the feed-forward part adds.
  case mlpOutputNorm = "mlp_output_norm"
  case finalNorm = "final_norm"
  case languageModelHead = "head"

  /// Whether its rows are entries of the vocabulary, and it is stored in parts of so many rows that a part
  /// is about as large as a layer.
  public var isStoredInParts: Bool { self == .embedding || self == .languageModelHead }

  /// Whether each layer has its own.
  public var isPerLayer: Bool {
    switch self {
    case .embedding, .inverseFrequencies, .finalNorm, .languageModelHead: return false
    default: return true
    }
  }
}
