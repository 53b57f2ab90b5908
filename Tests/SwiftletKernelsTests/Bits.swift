import SwiftletTensor
import _SwiftletTestSupport

/// Comparison of kernel results by bits.
///
/// Which NaN a NaN is does not count.
enum Bits {
  /// The first index at which the two differ; nil when they are the same.
  static func firstDifference(_ left: [Float], _ right: [Float]) -> Int? {
    guard left.count == right.count else { return min(left.count, right.count) }
    return left.indices.first { i in
      left[i].bitPattern != right[i].bitPattern && !(left[i].isNaN && right[i].isNaN)
    }
  }

  /// The same for float16 bits.
  static func firstDifference(halves left: [UInt16], _ right: [UInt16]) -> Int? {
    firstDifference(
      left.map { HalfPrecision.float(half: $0) }, right.map { HalfPrecision.float(half: $0) })
  }
}

/// What kind of floats a test draws.
enum Values: CaseIterable, Sendable {
  /// Small ordinary numbers.
  case ordinary
  /// Exponents from 2^-60 to 2^60.
  case wide
  /// Anything, with NaN, infinities, zeros of both signs and subnormals among it.
  case hostile

  func floats(_ count: Int, _ generator: inout SeededGenerator) -> [Float] {
    let special: [Float] = [
      0, -0.0, .infinity, -.infinity, .nan, .signalingNaN, .leastNonzeroMagnitude,
      -.leastNormalMagnitude, .greatestFiniteMagnitude, -87.3, 88.7, 65_520, 1e-30,
    ]
    return (0..<count).map { _ in
      switch self {
      case .ordinary:
        return Float.random(in: -3...3, using: &generator)
      case .wide:
        let value = Float.random(in: 1..<2, using: &generator)
        let signed = Bool.random(using: &generator) ? value : -value
        return Float(
          sign: .plus, exponent: Int.random(in: -60...60, using: &generator), significand: signed)
      case .hostile:
        let index = Int.random(in: 0..<4 * special.count, using: &generator)
        if index < special.count { return special[index] }
        return Float(bitPattern: UInt32.random(in: 0...UInt32.max, using: &generator))
      }
    }
  }

  func halves(_ count: Int, _ generator: inout SeededGenerator) -> [UInt16] {
    if self == .hostile {
      return (0..<count).map { _ in UInt16.random(in: 0...UInt16.max, using: &generator) }
    }
    return Values.ordinary.floats(count, &generator).map { HalfPrecision.half($0) }
  }
}
