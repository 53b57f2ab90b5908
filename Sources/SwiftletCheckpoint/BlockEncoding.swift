/// How GGUF packs blocks of values that share scales.
///
/// Source: `ggml-common.h` of ggml; the raw value is ggml's name.
public enum BlockEncoding: String, CaseIterable, Sendable {
  case q4_0 = "Q4_0"
  case q4_1 = "Q4_1"
  case q5_0 = "Q5_0"
  case q5_1 = "Q5_1"
  case q8_0 = "Q8_0"
  case q4_K = "Q4_K"
  case q5_K = "Q5_K"
  case q6_K = "Q6_K"

  /// Values in a block.
  public var valueCount: Int {
    switch self {
    case .q4_0, .q4_1, .q5_0, .q5_1, .q8_0: return 32
    case .q4_K, .q5_K, .q6_K: return 256
    }
  }

  /// Bytes of a block.
  public var byteCount: Int {
    switch self {
    case .q4_0: return 18
    case .q4_1: return 20
    case .q5_0: return 22
    case .q5_1: return 24
    case .q8_0: return 34
    case .q4_K: return 144
    case .q5_K: return 176
    case .q6_K: return 210
    }
  }
}
