/// The type of a tensor's values in a checkpoint.
public enum ElementType: Equatable, Sendable {
  /// IEEE float, 4 bytes.
  case float32
  /// IEEE half, 2 bytes.
  case float16
  /// The upper half of a float32, 2 bytes.
  case bfloat16
  /// A known type that holds no weights: integers, booleans, doubles, 8-bit floats.
  case other(name: String, byteCount: Int)

  /// Bytes of one value.
  public var byteCount: Int {
    switch self {
    case .float32: return 4
    case .float16, .bfloat16: return 2
    case .other(_, let byteCount): return byteCount
    }
  }

  /// The name as safetensors spells it.
  public var name: String {
    switch self {
    case .float32: return "F32"
    case .float16: return "F16"
    case .bfloat16: return "BF16"
    case .other(let name, _): return name
    }
  }

  /// The type that safetensors calls `name`; nil if it has no such type of whole bytes.
  init?(safetensors name: String) {
    switch name {
    case "F32": self = .float32
    case "F16": self = .float16
    case "BF16": self = .bfloat16
    case "BOOL", "U8", "I8", "F8_E5M2", "F8_E4M3", "F8_E8M0":
      self = .other(name: name, byteCount: 1)
    case "U16", "I16": self = .other(name: name, byteCount: 2)
    case "U32", "I32": self = .other(name: name, byteCount: 4)
    case "U64", "I64", "F64", "C64": self = .other(name: name, byteCount: 8)
    default: return nil
    }
  }
}
