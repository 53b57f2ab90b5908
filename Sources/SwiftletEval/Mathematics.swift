#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// exp of the C library: evaluation reports figures, it does not choose tokens.
func exponential(_ value: Double) -> Double { exp(value) }

/// Natural logarithm of the C library.
func logarithm(_ value: Double) -> Double { log(value) }
