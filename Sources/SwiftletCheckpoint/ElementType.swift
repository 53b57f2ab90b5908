/// The type of a tensor's values in a checkpoint.
public enum ElementType: Equatable, Sendable {
  /// IEEE float, 4 bytes.
  case float32
  /// IEEE half, 2 bytes.
  case float16
  /// The upper half of a float32, 2 bytes.
  case bfloat16
  /// Blocks of a GGUF file, of values that share scales.
  case blocks(BlockEncoding)
  /// A known type that holds no weights: integers, booleans, doubles, 8-bit floats.
  case other(name: String, byteCount: Int)

  /// Bytes of one value, for types that have values by themselves.
  var byteCount: Int {
    switch self {
    case .float32: return 4
    case .float16, .bfloat16: return 2
    case .blocks(let encoding): preconditionFailure("a single value of \(encoding.rawValue)")
    case .other(_, let byteCount): return byteCount
    }
  }

  /// Bytes of `count` values, in whole blocks.
  public func byteCount(of count: Int) -> Int {
    if case .blocks(let encoding) = self {
      return count / encoding.valueCount * encoding.byteCount
    }
    return count * byteCount
  }

  /// Values that are only stored together.
  var blockValueCount: Int {
    if case .blocks(let encoding) = self { return encoding.valueCount }
    return 1
  }

  /// The name as safetensors or ggml spell it.
  public var name: String {
    switch self {
    case .float32: return "F32"
    case .float16: return "F16"
    case .bfloat16: return "BF16"
    case .blocks(let encoding): return encoding.rawValue
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

  /// The type that GGUF numbers `number`; nil for one that is not read.
  init?(gguf number: UInt32) {
    let sizes = ["I8": 1, "I16": 2, "I32": 4, "I64": 8, "F64": 8]
    guard let name = ElementType.ggufNames[number] else { return nil }
    if let size = sizes[name] {
      self = .other(name: name, byteCount: size)
    } else if let encoding = BlockEncoding(rawValue: name) {
      self = .blocks(encoding)
    } else if ["F32", "F16", "BF16"].contains(name) {
      self.init(safetensors: name)
    } else {
      return nil
    }
  }

  /// Names of `ggml_type` in `ggml.h`.
  static let ggufNames: [UInt32: String] = [
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 6: "Q5_0", 7: "Q5_1", 8: "Q8_0", 9: "Q8_1",
    10: "Q2_K", 11: "Q3_K", 12: "Q4_K", 13: "Q5_K", 14: "Q6_K", 15: "Q8_K", 16: "IQ2_XXS",
    17: "IQ2_XS", 18: "IQ3_XXS", 19: "IQ1_S", 20: "IQ4_NL", 21: "IQ3_S", 22: "IQ2_S", 23: "IQ4_XS",
    24: "I8", 25: "I16", 26: "I32", 27: "I64", 28: "F64", 29: "IQ1_M", 30: "BF16", 34: "TQ1_0",
    35: "TQ2_0", 39: "MXFP4",
  ]
}
