#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How far the stored values of a tensor are from the source's.
public struct ErrorStatistics: Equatable, Sendable {
  /// Values compared.
  public var elementCount: Int
  /// The sum of the source's squared values.
  public var energy: Double
  /// The sum of squared differences.
  public var squaredError: Double
  /// The largest absolute difference.
  public var maximumError: Double

  /// No values yet.
  public init() {
    elementCount = 0
    energy = 0
    squaredError = 0
    maximumError = 0
  }

  /// Adds the values that `other` has seen.
  ///
  /// Float sums depend on their order: bands are added in the order of their rows, so that the figures do
  /// not depend on the number of threads.
  public mutating func add(_ other: ErrorStatistics) {
    elementCount += other.elementCount
    energy += other.energy
    squaredError += other.squaredError
    maximumError = max(maximumError, other.maximumError)
  }

  /// Root of squared error over energy: 0 is exact.
  public var relativeRMSError: Double {
    energy > 0 ? (squaredError / energy).squareRoot() : 0
  }

  /// The signal-to-quantization-noise ratio in decibels; nil where there is no error.
  public var sqnrDecibels: Double? {
    squaredError > 0 && energy > 0 ? 10 * log10(energy / squaredError) : nil
  }
}
