internal import SwiftletArchitecture
public import SwiftletTensor

/// How large a model may become; the bits of each matrix follow from it.
public enum SizeTarget: Equatable, Sendable {
  /// Bits per parameter before compression, scales and padding included: what memory has to hold.
  case bitsPerWeight(Double)
  /// Bytes of the file.
  case fileByteCount(Int)

  /// The schemes among which each matrix gets one: those whose errors are measured, then those with scales of 8 bits.
  public static let candidates = measured + narrowed.map(\.scheme)

  /// The schemes with float16 scales, smallest first.
  static let measured: [QuantizationScheme] = [
    QuantizationScheme(bits: .four, groupSize: .columns128, hasZeroPoints: true),
    QuantizationScheme(bits: .four, groupSize: .columns64, hasZeroPoints: true),
    QuantizationScheme(bits: .four, groupSize: .columns32, hasZeroPoints: false),
    QuantizationScheme(bits: .four, groupSize: .columns32, hasZeroPoints: true),
    QuantizationScheme(bits: .eight, groupSize: .columns128, hasZeroPoints: false),
    QuantizationScheme(bits: .eight, groupSize: .columns64, hasZeroPoints: false),
    QuantizationScheme(bits: .eight, groupSize: .columns32, hasZeroPoints: false),
  ]

  /// Those of four bits with zero points once more with scales of 8 bits, and which of `measured` each comes from.
  static let narrowed: [(scheme: QuantizationScheme, origin: Int)] = measured.indices.compactMap {
    var scheme = measured[$0]
    guard scheme.bits == .four, scheme.hasZeroPoints else { return nil }
    scheme.scaleBits = .eight
    return (scheme, $0)
  }

  /// The candidate under which sensitivity is measured; what others would do is scaled from it.
  static let reference = 3
}
