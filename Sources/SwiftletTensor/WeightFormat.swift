/// How the values of one weight matrix are stored: float, or integer codes in groups with scales.
public enum WeightFormat: Hashable, Sendable {
  /// IEEE float, 4 bytes a value.
  case float32
  /// IEEE half, 2 bytes a value.
  case float16
  /// The upper half of a float32, 2 bytes a value.
  case bfloat16
  /// Integer codes with one scale per group of columns and row.
  case quantized(QuantizationScheme)

  /// Bits per stored code: 32, 16, 8 or 4.
  public var bits: Int {
    switch self {
    case .float32: return 32
    case .float16, .bfloat16: return 16
    case .quantized(let scheme): return scheme.bits.rawValue
    }
  }

  /// Columns that share one scale; 1 for floats.
  public var groupSize: Int {
    if case .quantized(let scheme) = self { return scheme.groupSize.rawValue }
    return 1
  }
}

/// Integer quantization in groups: value = scale * (code - zero point).
public struct QuantizationScheme: Hashable, Sendable {
  /// Bits of a code.
  public enum Bits: Int, Sendable, CaseIterable {
    case four = 4
    case eight = 8
  }
  /// Columns that share a scale.
  public enum GroupSize: Int, Sendable, CaseIterable {
    case columns32 = 32
    case columns64 = 64
    case columns128 = 128
  }
  /// Bits of a scale.
  public enum ScaleBits: Int, Sendable, CaseIterable {
    /// One of 256 float16 numbers that 16 rows share (`ScaleRange`); for groups with zero points.
    case eight = 8
    /// A float16 number.
    case sixteen = 16
  }

  /// Bits of a code.
  public var bits: Bits
  /// Columns that share a scale.
  public var groupSize: GroupSize
  /// Whether each group stores a zero point of its own; otherwise it is `symmetricZeroPoint`.
  public var hasZeroPoints: Bool
  /// Bits of a scale; `eight` goes with zero points alone.
  public var scaleBits: ScaleBits

  /// Collects the choices.
  public init(
    bits: Bits, groupSize: GroupSize, hasZeroPoints: Bool, scaleBits: ScaleBits = .sixteen
  ) {
    self.bits = bits
    self.groupSize = groupSize
    self.hasZeroPoints = hasZeroPoints
    self.scaleBits = scaleBits
  }

  /// Whether there is such a format: scales of 8 bits are positive, which is enough where groups have zero points.
  public var isPossible: Bool { hasZeroPoints || scaleBits == .sixteen }

  /// The largest code; codes are unsigned from 0: 15 or 255.
  public var largestCode: Int { (1 << bits.rawValue) - 1 }
  /// The code that means zero where groups have no zero point of their own: 8 or 128.
  public var symmetricZeroPoint: Int { 1 << (bits.rawValue - 1) }
}
