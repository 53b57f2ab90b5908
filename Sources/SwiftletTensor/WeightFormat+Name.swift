extension WeightFormat {
  /// A short name for tables and reports: `float32`, `int4 g32`, `int4 g32 zp` with zero points,
  /// `int4 g32 zp s8` with scales of 8 bits too.
  public var name: String {
    switch self {
    case .float32: return "float32"
    case .float16: return "float16"
    case .bfloat16: return "bfloat16"
    case .quantized(let scheme):
      return "int\(scheme.bits.rawValue) g\(scheme.groupSize.rawValue)"
        + (scheme.hasZeroPoints ? " zp" : "") + (scheme.scaleBits == .eight ? " s8" : "")
    }
  }
}
