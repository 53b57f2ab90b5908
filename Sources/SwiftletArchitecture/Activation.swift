/// What the gate of a feed-forward layer goes through.
public enum Activation: String, CaseIterable, Sendable {
  /// x / (1 + exp(-x)).
  case silu
  /// 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))).
  case geluTanh = "gelu_pytorch_tanh"

  /// The activation that a checkpoint calls `name`; nil if there is none.
  init?(checkpointName name: String) {
    self.init(rawValue: name == "swish" ? "silu" : name)
  }

  /// What messages expect.
  static let expected = allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")
}
