/// Sixteen values at a time: the width of every sum here.
///
/// A fixed width gives the same float sums on every machine.
typealias Lanes = SIMD16<Float>

/// The signed distances of a group's codes from its zero point, under one inverse scale.
///
/// All functions work on whole vectors of 16 values, so group sizes are multiples of 16, and round to
/// nearest with ties to even.
struct CodePass {
  /// Adding and subtracting 1.5 * 2^23 rounds a float below 2^22 to an integer.
  ///
  /// The float in between has no bits left for a fraction. The C library's rounding functions would be
  /// a call per value on x86-64 without SSE4.1.
  static let rounder: Float = 0x1.8p23

  /// The integer nearest to `value`, whose magnitude is below 2^22; ties to even.
  @inline(__always)
  static func nearest(_ value: Float) -> Float { (value + rounder) - rounder }

  private let inverse: Lanes
  private let zero: Lanes
  private let largest: Lanes

  /// Codes are `round(value * inverse + zero)` held in 0...`largest`.
  @inline(__always)
  init(inverse: Float, zero: Float, largest: Float) {
    self.inverse = Lanes(repeating: inverse)
    self.zero = Lanes(repeating: zero)
    self.largest = Lanes(repeating: largest)
  }

  /// Codes of 16 values as floats.
  @inline(__always)
  private func codes(_ values: Lanes) -> Lanes {
    var t = values * inverse + zero
    let none = Lanes(repeating: 0)
    t.replace(with: none, where: t .< none)
    t.replace(with: largest, where: t .> largest)
    let rounder = Lanes(repeating: CodePass.rounder)
    return (t + rounder) - rounder
  }

  /// Sums of value * distance and distance * distance over the group.
  ///
  /// With the distances fixed, their quotient is the scale of least squared error, and
  /// product^2 / square is how much that scale takes off the sum of squared values.
  @inline(__always)
  func moments(_ values: UnsafePointer<Float>, _ count: Int) -> (product: Float, square: Float) {
    var product = Lanes(repeating: 0)
    var square = Lanes(repeating: 0)
    var index = 0
    while index < count {
      let v = unsafe UnsafeRawPointer(values + index).loadUnaligned(as: Lanes.self)
      let distance = codes(v) - zero
      product += v * distance
      square += distance * distance
      index += 16
    }
    return (total(product), total(square))
  }

  /// The sum of squared errors of `scale * distance`, and the moments for the next scale.
  @inline(__always)
  func error(_ values: UnsafePointer<Float>, _ count: Int, scale: Float)
    -> (error: Float, product: Float, square: Float)
  {
    var error = Lanes(repeating: 0)
    var product = Lanes(repeating: 0)
    var square = Lanes(repeating: 0)
    let scale = Lanes(repeating: scale)
    var index = 0
    while index < count {
      let v = unsafe UnsafeRawPointer(values + index).loadUnaligned(as: Lanes.self)
      let distance = codes(v) - zero
      let difference = v - scale * distance
      error += difference * difference
      product += v * distance
      square += distance * distance
      index += 16
    }
    return (total(error), total(product), total(square))
  }

  /// Writes the codes; the largest error of `scale * distance` and the sum of squared values.
  @inline(__always)
  func store(
    _ values: UnsafePointer<Float>, _ count: Int, scale: Float,
    into bytes: UnsafeMutablePointer<UInt8>
  ) -> (largestError: Float, energy: Float) {
    var worst = Lanes(repeating: 0)
    var energy = Lanes(repeating: 0)
    let scale = Lanes(repeating: scale)
    var index = 0
    while index < count {
      let v = unsafe UnsafeRawPointer(values + index).loadUnaligned(as: Lanes.self)
      let code = codes(v)
      energy += v * v
      let difference = v - scale * (code - zero)
      worst.replace(with: difference, where: difference .> worst)
      worst.replace(with: -difference, where: -difference .> worst)
      let bits = unsafe unsafeBitCast(
        code + Lanes(repeating: CodePass.rounder), to: SIMD16<UInt32>.self)
      unsafe UnsafeMutableRawPointer(bytes + index).storeBytes(
        of: SIMD16<UInt8>(truncatingIfNeeded: bits), as: SIMD16<UInt8>.self)
      index += 16
    }
    return (worst.max(), total(energy))
  }
}

/// The sum of the lanes, halves first: one order on every machine.
@inline(__always)
func total(_ lanes: Lanes) -> Float {
  let eight = lanes.lowHalf + lanes.highHalf
  let four = eight.lowHalf + eight.highHalf
  let two = four.lowHalf + four.highHalf
  return two.x + two.y
}
