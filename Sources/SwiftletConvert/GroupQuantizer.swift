internal import SwiftletKernels
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
    /// Negative only without zero points, where positive values need the longer side of -8...7.
    var scale: Float
    /// The zero point, an integer in 0...largest.
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
  /// Whether better scales than the plain one are looked for.
  let searches: Bool
  /// The scales that the search tries.
  let steps: SearchSteps
  /// What does the sums; every set gives the same.
  let kernels: KernelSet

  init(_ scheme: QuantizationScheme, searches: Bool = true, kernels: KernelSet = .best) {
    self.searches = searches
    largest = Float(scheme.largestCode)
    middle = Float(scheme.symmetricZeroPoint)
    hasZeroPoints = scheme.hasZeroPoints
    count = scheme.groupSize.rawValue
    steps = SearchSteps(scheme)
    self.kernels = kernels
  }

  /// The stored form of one group.
  ///
  /// - Parameter values: `count` finite values.
  /// - Returns: the choice; nil where no float16 scale is large enough.
  func choose(_ values: UnsafePointer<Float>) -> Choice? {
    guard var choice = unsafe chooseSigned(values) else { return nil }
    if hasZeroPoints, choice.scale < 0 {
      // The same values with codes that count the other way.
      choice.scale = -choice.scale
      choice.zero = largest - choice.zero
    }
    return choice
  }

  /// The choice of a scale and zero point, with its error.
  func choice(_ values: UnsafePointer<Float>, scale: Float, zero: Float) -> Choice {
    let inverse = scale == 0 ? 0 : 1 / scale
    let error = unsafe kernels.error(
      of: values, count: count, grid: grid(inverse: inverse, zero: zero), scale: scale)
    return Choice(scale: scale, zero: zero, error: error)
  }

  private func chooseSigned(_ values: UnsafePointer<Float>) -> Choice? {
    let (low, high) = unsafe kernels.range(of: values, count: count)
    let magnitude = max(high, -low)
    // The smallest float16 is 2^-24: nothing up to half of it can be told from zero.
    guard magnitude > 0x1p-25 else {
      return unsafe choice(values, scale: 0, zero: middle)
    }
    if searches, let exact = unsafe exactGrid(values, low: low, high: high) { return exact }
    let extent = hasZeroPoints ? max(high, 0) - min(low, 0) : magnitude
    let stepCount = hasZeroPoints ? largest : middle - 1
    let scale = GroupQuantizer.stored(extent / stepCount)
    guard scale.isFinite else { return nil }
    guard searches else {
      let zero = hasZeroPoints ? GroupQuantizer.nearest(-min(low, 0) / extent * largest) : middle
      return unsafe choice(values, scale: scale, zero: zero)
    }
    return unsafe hasZeroPoints
      ? searchWithZeroPoint(values, low: low, high: high)
      : searchSymmetric(values, magnitude: magnitude)
  }

  /// Writes the codes of a choice; the largest absolute error and the sum of squared values.
  func store(
    _ choice: Choice, _ values: UnsafePointer<Float>, into codes: UnsafeMutablePointer<UInt8>
  ) -> (largestError: Float, energy: Float) {
    let inverse = choice.scale == 0 ? 0 : 1 / choice.scale
    return unsafe kernels.storeCodes(
      of: values, count: count, grid: grid(inverse: inverse, zero: choice.zero),
      scale: choice.scale,
      into: codes)
  }

  /// The float16 nearest to `scale`, but not zero: the smallest step errs less than none.
  @inline(__always)
  static func stored(_ scale: Float) -> Float {
    let stored = HalfPrecision.float(half: HalfPrecision.half(scale))
    return stored == 0 ? Float(signOf: scale, magnitudeOf: 0x1p-24) : stored
  }

  @inline(__always)
  func grid(inverse: Float, zero: Float) -> CodeGrid {
    CodeGrid(inverse: inverse, zero: zero, largest: largest)
  }

  /// The integer nearest to `value`, whose magnitude is below 2^22; ties to even.
  ///
  /// Adding and subtracting 1.5 * 2^23 leaves no bits for a fraction. The C library's rounding functions would be a call
  /// per value on x86-64 without SSE4.1.
  @inline(__always)
  static func nearest(_ value: Float) -> Float { (value + 0x1.8p23) - 0x1.8p23 }
}
