internal import SwiftletArchitecture
public import SwiftletTensor

/// How large a model may become; the bits of each matrix follow from it.
public enum SizeTarget: Equatable, Sendable {
  /// Bits per parameter before compression, scales and padding included: what memory has to hold.
  case bitsPerWeight(Double)
  /// Bytes of the file.
  case fileByteCount(Int)

  /// The schemes among which each matrix gets one, smallest first.
  public static let candidates: [QuantizationScheme] = [
    QuantizationScheme(bits: .four, groupSize: .columns128, hasZeroPoints: true),
    QuantizationScheme(bits: .four, groupSize: .columns64, hasZeroPoints: true),
    QuantizationScheme(bits: .four, groupSize: .columns32, hasZeroPoints: false),
    QuantizationScheme(bits: .four, groupSize: .columns32, hasZeroPoints: true),
    QuantizationScheme(bits: .eight, groupSize: .columns128, hasZeroPoints: false),
    QuantizationScheme(bits: .eight, groupSize: .columns64, hasZeroPoints: false),
    QuantizationScheme(bits: .eight, groupSize: .columns32, hasZeroPoints: false),
  ]

  /// The candidate under which sensitivity is measured; what others would do is scaled from it.
  static let reference = 3
}
