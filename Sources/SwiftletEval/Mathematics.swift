#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The C library's functions: evaluation reports figures, it does not choose tokens.
enum Mathematics {
  /// e to the power `value`.
  static func exponential(_ value: Double) -> Double { exp(value) }

  /// Natural logarithm.
  static func logarithm(_ value: Double) -> Double { log(value) }
}
