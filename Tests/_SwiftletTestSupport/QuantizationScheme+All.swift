public import SwiftletTensor

extension QuantizationScheme {
  /// Every possible scheme.
  public static let all: [QuantizationScheme] = Bits.allCases.flatMap { bits in
    GroupSize.allCases.flatMap { groupSize in
      [
        QuantizationScheme(bits: bits, groupSize: groupSize, hasZeroPoints: false),
        QuantizationScheme(bits: bits, groupSize: groupSize, hasZeroPoints: true),
        QuantizationScheme(
          bits: bits, groupSize: groupSize, hasZeroPoints: true, scaleBits: .eight),
      ]
    }
  }
}
