internal import CSwiftletSystem

/// The instruction-set features that the running CPU and its kernel offer.
public struct CPUFeatures: OptionSet, Sendable {
  /// The bits of `swiftlet_cpu_features`.
  public let rawValue: UInt32
  /// Wraps the bits of `swiftlet_cpu_features`.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Advanced SIMD, on every aarch64 core that Linux supports.
  public static let neon = CPUFeatures(rawValue: 1 << 0)
  /// `sdot`/`udot` (Cortex-A76 and later).
  public static let dotprod = CPUFeatures(rawValue: 1 << 1)
  /// `smmla` (Armv8.6).
  public static let i8mm = CPUFeatures(rawValue: 1 << 2)
  /// AVX2 together with FMA and F16C.
  public static let avx2 = CPUFeatures(rawValue: 1 << 8)
  /// VNNI in its VEX encoding.
  public static let avxVNNI = CPUFeatures(rawValue: 1 << 9)
  /// AVX-512 F, BW, DQ and VL together.
  public static let avx512 = CPUFeatures(rawValue: 1 << 10)
  /// AVX-512 VNNI.
  public static let avx512VNNI = CPUFeatures(rawValue: 1 << 11)

  /// What this machine has, asked once.
  public static let current = CPUFeatures(rawValue: swiftlet_cpu_features())

  /// Cores that this process may run on, at least 1.
  public static var availableCoreCount: Int { Int(swiftlet_available_core_count()) }
}
