import SwiftletTensor

/// Conversion of stored values to float32 in loops that compilers turn into vector code.
///
/// Each loop also collects whether a value was infinite or NaN; nothing is done about it inside.
enum FloatWidening {
  /// Whether all floats are finite.
  static func areFinite(_ values: UnsafeMutableBufferPointer<Float>) -> Bool {
    var seen: UInt32 = 0
    // An exponent of all ones carries into the sign bit.
    for index in 0..<values.count {
      seen |= unsafe (values[index].bitPattern & 0x7FFF_FFFF) &+ 0x0080_0000
    }
    return seen < 0x8000_0000
  }

  /// Widens bfloat16 values; false if one is not finite.
  static func widen(
    bfloat source: UnsafeBufferPointer<UInt16>, into destination: UnsafeMutableBufferPointer<Float>
  ) -> Bool {
    var seen: UInt32 = 0
    for index in 0..<source.count {
      let bits = unsafe UInt32(source[index]) << 16
      seen |= (bits & 0x7FFF_FFFF) &+ 0x0080_0000
      unsafe destination[index] = Float(bitPattern: bits)
    }
    return seen < 0x8000_0000
  }

  /// Widens float16 values; false if one is not finite, whose place then holds some finite value.
  static func widen(
    half source: UnsafeBufferPointer<UInt16>, into destination: UnsafeMutableBufferPointer<Float>
  ) -> Bool {
    var seen: UInt32 = 0
    for index in 0..<source.count {
      let bits = unsafe UInt32(source[index])
      seen |= (bits & 0x7FFF) &+ 0x0400
      // Shifted into place, a half is a float32 whose exponent is 112 too low. Multiplying by 2^112
      // is exact and makes normal numbers of subnormal ones.
      let magnitude = Float(bitPattern: (bits & 0x7FFF) << 13) * 0x1p112
      unsafe destination[index] = Float(bitPattern: magnitude.bitPattern | (bits & 0x8000) << 16)
    }
    return seen < 0x8000
  }
}
