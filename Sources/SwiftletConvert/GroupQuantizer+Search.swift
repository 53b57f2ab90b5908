internal import SwiftletTensor

/// The scales that a search tries for 4 bits: so many steps from the largest magnitude, or over the range.
///
/// The ranges hold the best scale of nearly every group of normal and of heavy-tailed values; finer
/// steps gain under 1 % of the error. Eight-bit groups need no such search: their refit is as good.
struct SearchSteps: Sendable {
  /// Distance between two tries.
  static let stride: Float = 0.25
  /// The fewest steps tried.
  let first: Float
  /// How many tries.
  let count: Int

  init(_ scheme: QuantizationScheme) {
    // Larger groups have farther outliers, which it pays to clip: more steps in the same magnitude.
    switch (scheme.hasZeroPoints, scheme.groupSize) {
    case (false, .columns32): (first, count) = (6.75, 11)
    case (false, .columns64): (first, count) = (7, 13)
    case (false, .columns128): (first, count) = (7.25, 16)
    case (true, .columns32): (first, count) = (13, 14)
    case (true, .columns64): (first, count) = (13.75, 13)
    case (true, .columns128): (first, count) = (14.5, 13)
    }
  }
}

extension GroupQuantizer {
  func searchSymmetric(_ values: UnsafePointer<Float>, magnitude: Float) -> Choice? {
    // The plain choice first: the magnitude lies 7 or 127 steps from the middle.
    guard var best = unsafe refine(values, scale: magnitude / (middle - 1), zero: middle) else {
      return nil
    }
    guard largest < 16 else {
      // The longer side has one step more, for either sign.
      unsafe best.improve(by: refine(values, scale: magnitude / middle, zero: middle))
      unsafe best.improve(by: refine(values, scale: -magnitude / middle, zero: middle))
      return best
    }
    var most: Float = 0
    var mostInverse: Float = 0
    for step in 0..<steps.count {
      let inverse = (steps.first + Float(step) * SearchSteps.stride) / magnitude
      let gain = unsafe gain(values, inverse: inverse, zero: middle)
      if gain > most { (most, mostInverse) = (gain, inverse) }
      let mirrored = unsafe self.gain(values, inverse: -inverse, zero: middle)
      if mirrored > most { (most, mostInverse) = (mirrored, -inverse) }
    }
    if most > 0 { unsafe best.improve(by: refine(values, scale: 1 / mostInverse, zero: middle)) }
    return best
  }

  func searchWithZeroPoint(_ values: UnsafePointer<Float>, low: Float, high: Float) -> Choice? {
    // The plain choices first: the range with 0 in it onto all codes, and the one without zero points.
    let extent = max(high, 0) - min(low, 0)
    let plainZero = CodePass.nearest(-min(low, 0) / extent * largest)
    guard var best = unsafe refine(values, scale: extent / largest, zero: plainZero) else {
      return nil
    }
    let magnitude = max(high, -low)
    unsafe best.improve(by: refine(values, scale: magnitude / (middle - 1), zero: middle))
    guard high > low else { return best }

    // A zero point is no less than 0, so codes of positive values alone must count downwards.
    let sign: Float = low > 0 ? -1 : 1
    let isWide = largest > 16
    let tryCount = isWide ? 1 : steps.count
    var most: Float = 0
    var mostInverse: Float = 0
    var mostZero: Float = 0
    for step in 0..<tryCount {
      let stepCount = isWide ? largest : steps.first + Float(step) * SearchSteps.stride
      let inverse = sign * stepCount / (high - low)
      // The middle of the values onto the middle of the codes, by the zero points on both sides.
      let centre = 0.5 * (largest - (high + low) * inverse)
      guard centre > -1, centre < 256 else { continue }
      let zero = CodePass.nearest(centre)
      if zero >= 0, zero <= 255 {
        let gain = unsafe gain(values, inverse: inverse, zero: zero)
        if gain > most { (most, mostInverse, mostZero) = (gain, inverse, zero) }
      }
      let other = zero < centre ? zero + 1 : zero - 1
      if other >= 0, other <= 255 {
        let gain = unsafe gain(values, inverse: inverse, zero: other)
        if gain > most { (most, mostInverse, mostZero) = (gain, inverse, other) }
      }
    }
    if most > 0 { unsafe best.improve(by: refine(values, scale: 1 / mostInverse, zero: mostZero)) }
    return best
  }

  /// What the best refit of the codes under `inverse` and `zero` takes off the sum of squares.
  @inline(__always)
  private func gain(_ values: UnsafePointer<Float>, inverse: Float, zero: Float) -> Float {
    let (product, square) = unsafe pass(inverse: inverse, zero: zero).moments(values, count)
    return square > 0 ? product * product / square : 0
  }
}
