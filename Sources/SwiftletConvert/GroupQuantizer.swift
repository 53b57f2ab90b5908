internal import SwiftletTensor

/// Finds scale, zero point and codes of one group of values, with the least squared error it can.
///
/// It tries, in this order:
/// 1. a grid that holds every value exactly, if there is one;
/// 2. the plain choice (the largest magnitude, or smallest to largest value, onto the range of codes),
///    so that the result is never worse than that;
/// 3. scales around the plain one, each judged by the error after its best refit;
/// 4. refits of the best by least squares, as long as they help.
///
/// Scales are rounded to float16 before errors are compared, so the error is that of what is stored.
/// Nothing is allocated; equal values give equal results on every machine.
struct GroupQuantizer: Sendable {
  /// How one group is stored.
  struct Choice: Equatable {
    /// The scale, exactly a float16 value.
    ///
    /// Negative where positive values need the longer side of -8...7.
    var scale: Float
    /// The zero point, an integer in 0...255.
    var zero: Float
    /// The sum of squared errors with these.
    var error: Float

    /// Takes `other` if its error is smaller; of equals the first stays.
    mutating func improve(by other: Choice?) {
      if let other, other.error < error { self = other }
    }
  }

  /// The largest code: 15 or 255.
  let largest: Float
  /// The zero point where groups have none of their own: 8 or 128.
  let middle: Float
  /// Whether zero points are searched too.
  let hasZeroPoints: Bool
  /// Values in a group, a multiple of 16.
  let count: Int
  /// The scales that the search tries.
  let steps: SearchSteps

  init(_ scheme: QuantizationScheme) {
    largest = Float(scheme.largestCode)
    middle = Float(scheme.symmetricZeroPoint)
    hasZeroPoints = scheme.hasZeroPoints
    count = scheme.groupSize.rawValue
    steps = SearchSteps(scheme)
  }

  /// The stored form of one group.
  ///
  /// - Parameter values: `count` finite values.
  /// - Returns: the choice; nil where no float16 scale is large enough.
  func choose(_ values: UnsafePointer<Float>) -> Choice? {
    let (low, high) = unsafe range(values)
    let magnitude = max(high, -low)
    // The smallest float16 is 2^-24: nothing up to half of it can be told from zero.
    guard magnitude > 0x1p-25 else {
      let (error, _, _) = unsafe pass(inverse: 0, zero: middle).error(values, count, scale: 0)
      return Choice(scale: 0, zero: middle, error: error)
    }
    if let exact = unsafe exactGrid(values, low: low, high: high) { return exact }
    let extent = hasZeroPoints ? max(high, 0) - min(low, 0) : magnitude
    let stepCount = hasZeroPoints ? largest : middle - 1
    guard GroupQuantizer.stored(extent / stepCount).isFinite else { return nil }

    return unsafe hasZeroPoints
      ? searchWithZeroPoint(values, low: low, high: high)
      : searchSymmetric(values, magnitude: magnitude)
  }

  /// Writes the codes of a choice; the largest absolute error and the sum of squared values.
  func store(
    _ choice: Choice, _ values: UnsafePointer<Float>, into codes: UnsafeMutablePointer<UInt8>
  ) -> (largestError: Float, energy: Float) {
    let inverse = choice.scale == 0 ? 0 : 1 / choice.scale
    return unsafe pass(inverse: inverse, zero: choice.zero)
      .store(values, count, scale: choice.scale, into: codes)
  }

  /// The float16 nearest to `scale`, but not zero: the smallest step errs less than none.
  @inline(__always)
  static func stored(_ scale: Float) -> Float {
    let stored = HalfPrecision.float(half: HalfPrecision.half(scale))
    return stored == 0 ? Float(signOf: scale, magnitudeOf: 0x1p-24) : stored
  }

  @inline(__always)
  func pass(inverse: Float, zero: Float) -> CodePass {
    CodePass(inverse: inverse, zero: zero, largest: largest)
  }

  /// The choice with `scale` rounded to float16 and an integer `zero`.
  ///
  /// Refitted by least squares as long as that lowers the error. Nil where the scale rounds to infinity
  /// or the zero point is no byte.
  func refine(_ values: UnsafePointer<Float>, scale: Float, zero: Float) -> Choice? {
    guard zero >= 0, zero <= 255 else { return nil }
    var best: Choice?
    var next = scale
    // Two refits bring nearly all of the gain; the bound keeps the cost of a group predictable.
    for _ in 0..<3 {
      let stored = GroupQuantizer.stored(next)
      guard stored.isFinite, stored != best?.scale else { return best }
      let (error, product, square) = unsafe pass(inverse: 1 / stored, zero: zero)
        .error(values, count, scale: stored)
      if let best, error >= best.error { return best }
      best = Choice(scale: stored, zero: zero, error: error)
      guard square > 0 else { return best }
      next = product / square
    }
    return best
  }

  /// The smallest and the largest value.
  private func range(_ values: UnsafePointer<Float>) -> (low: Float, high: Float) {
    var low = unsafe UnsafeRawPointer(values).loadUnaligned(as: Lanes.self)
    var high = low
    var index = 16
    while index < count {
      let v = unsafe UnsafeRawPointer(values + index).loadUnaligned(as: Lanes.self)
      low.replace(with: v, where: v .< low)
      high.replace(with: v, where: v .> high)
      index += 16
    }
    return (low.min(), high.max())
  }
}
