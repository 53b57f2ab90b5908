internal import SwiftletKernels
internal import SwiftletTensor

extension GroupQuantizer {
  /// A scale and zero point under which every value is exact, if there are any.
  ///
  /// Weights that were quantized before lie on such a grid. If they do, the distance between two of
  /// them is a whole number of steps; so each number of steps that fits the codes is tried, 16 numbers
  /// at a time, value by value, until none is left. For weights on no grid that is after a value or
  /// two.
  func exactGrid(_ values: UnsafePointer<Float>, low: Float, high: Float) -> Choice? {
    guard hasZeroPoints else { return unsafe exactSteps(values, 0, max(high, -low), middle) }
    return unsafe low == high
      ? exactConstant(high) : exactSteps(values, low, high - low, largest)
  }

  /// Tries to divide `extent`, measured from `origin`, into equal steps, at most `mostSteps`.
  private func exactSteps(
    _ values: UnsafePointer<Float>, _ origin: Float, _ extent: Float, _ mostSteps: Float
  ) -> Choice? {
    var first: Float = 1
    while first <= mostSteps,
      let steps = unsafe kernels.gridSteps(
        of: values, count: count, origin: origin, extent: extent, steps: first...mostSteps)
    {
      let scale = GroupQuantizer.stored(extent / steps)
      if let choice = unsafe exactChoice(values, scale: scale, origin: origin, extent: extent) {
        return choice
      }
      first = steps + 1
    }
    return nil
  }

  /// The choice with `scale` or its negative if it makes no error.
  private func exactChoice(
    _ values: UnsafePointer<Float>, scale: Float, origin: Float, extent: Float
  ) -> Choice? {
    guard scale.isFinite else { return nil }
    if !hasZeroPoints {
      if let choice = unsafe exactChoice(values, scale: scale, zero: middle) { return choice }
      return unsafe exactChoice(values, scale: -scale, zero: middle)
    }
    // The smallest value onto code 0; positive values alone count downwards from the largest one,
    // or upwards from 0 where they reach that far.
    if origin <= 0 { return unsafe exactChoice(values, scale: scale, zero: -origin / scale) }
    if let choice = unsafe exactChoice(values, scale: scale, zero: 0) { return choice }
    return unsafe exactChoice(values, scale: -scale, zero: (origin + extent) / scale)
  }

  private func exactChoice(_ values: UnsafePointer<Float>, scale: Float, zero: Float) -> Choice? {
    guard zero >= 0, zero < largest + 1 else { return nil }
    let zero = GroupQuantizer.nearest(zero)
    guard zero <= largest else { return nil }
    let choice = unsafe choice(values, scale: scale, zero: zero)
    return choice.error == 0 ? choice : nil
  }

  /// One value throughout: so many steps from the zero point to a code at the end of the range.
  private func exactConstant(_ value: Float) -> Choice? {
    for steps in 1...Int(largest) {
      let scale = GroupQuantizer.stored(abs(value) / Float(steps))
      guard scale.isFinite, scale * Float(steps) == abs(value) else { continue }
      // The code is 0 and the zero point `steps`: value = scale * -steps.
      return Choice(scale: value < 0 ? scale : -scale, zero: Float(steps), error: 0)
    }
    return nil
  }
}
