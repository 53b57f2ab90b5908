public import SwiftletTensor

/// How the values of a matrix are to be stored, as far as that is known before the source is.
public enum Precision: Hashable, Sendable {
  /// Float32: every source value as it is.
  case float32
  /// Two bytes a value: the source's own 16-bit type, float16 for float32 sources.
  case float16
  /// Integer codes in groups.
  case quantized(QuantizationScheme)

  /// Bits of a value or code: 32, 16, 8 or 4.
  public var bits: Int {
    switch self {
    case .float32: return 32
    case .float16: return 16
    case .quantized(let scheme): return scheme.bits.rawValue
    }
  }
}
