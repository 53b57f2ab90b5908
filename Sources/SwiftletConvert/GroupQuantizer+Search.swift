internal import SwiftletKernels
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
    let plain = magnitude / (middle - 1)
    guard largest < 16 else {
      // The longer side has one step more, for either sign.
      let scales = SIMD4(plain, magnitude / middle, -magnitude / middle, 0)
      return unsafe refine(
        Candidates(grid(inverse: 0, zero: middle), scales: scales, count: 3), values)
    }
    var candidates = Candidates(grid(inverse: 0, zero: middle), scale: plain)
    var tries = Tries()
    let perUnit = 1 / magnitude
    for step in 0..<steps.count {
      let inverse = (steps.first + Float(step) * SearchSteps.stride) * perUnit
      tries.append(grid(inverse: inverse, zero: middle))
      tries.append(grid(inverse: -inverse, zero: middle))
    }
    unsafe candidates.append(bestOf: tries, kernels, values, count)
    return unsafe refine(candidates, values)
  }

  func searchWithZeroPoint(_ values: UnsafePointer<Float>, low: Float, high: Float) -> Choice? {
    // The plain choices first: the range with 0 in it onto all codes, and the one without zero points.
    let extent = max(high, 0) - min(low, 0)
    let plainZero = GroupQuantizer.nearest(-min(low, 0) / extent * largest)
    var candidates = Candidates(grid(inverse: 0, zero: plainZero), scale: extent / largest)
    let magnitude = max(high, -low)
    candidates.append(grid(inverse: 0, zero: middle), scale: magnitude / (middle - 1))
    guard high > low else { return unsafe refine(candidates, values) }

    // A zero point is no less than 0, so codes of positive values alone must count downwards.
    let sign: Float = low > 0 ? -1 : 1
    let isWide = largest > 16
    let tryCount = isWide ? 1 : steps.count
    var tries = Tries()
    let perUnit = sign / (high - low)
    for step in 0..<tryCount {
      let stepCount = isWide ? largest : steps.first + Float(step) * SearchSteps.stride
      let inverse = stepCount * perUnit
      // The middle of the values onto the middle of the codes, by the zero points on both sides.
      let centre = 0.5 * (largest - (high + low) * inverse)
      guard centre > -1, centre < largest + 1 else { continue }
      let zero = GroupQuantizer.nearest(centre)
      if zero >= 0, zero <= largest { tries.append(grid(inverse: inverse, zero: zero)) }
      let other = zero < centre ? zero + 1 : zero - 1
      if other >= 0, other <= largest { tries.append(grid(inverse: inverse, zero: other)) }
    }
    unsafe candidates.append(bestOf: tries, kernels, values, count)
    return unsafe refine(candidates, values)
  }

  /// The candidate with the least error after refits; of equals the first.
  ///
  /// Nil where no float16 is large enough for the first, the plain choice.
  @inline(__always)
  private func refine(_ candidates: Candidates, _ values: UnsafePointer<Float>) -> Choice? {
    let (scales, errors) = unsafe kernels.refinedScales(
      of: values, count: count, grids: candidates.grids, scales: candidates.scales,
      gridCount: candidates.count)
    guard scales[0] != 0 else { return nil }
    var best = 0
    for index in 1..<candidates.count where errors[index] < errors[best] { best = index }
    return Choice(scale: scales[best], zero: candidates.grids[best].zero, error: errors[best])
  }
}

/// The scales and zero points that are refined, the plain choice first.
private struct Candidates {
  private(set) var grids: InlineArray<4, CodeGrid>
  private(set) var scales: SIMD4<Float>
  private(set) var count: Int

  /// So many scales with the same zero point.
  @inline(__always)
  init(_ grid: CodeGrid, scales: SIMD4<Float>, count: Int) {
    grids = InlineArray(repeating: grid)
    self.scales = scales
    self.count = count
  }

  @inline(__always)
  init(_ grid: CodeGrid, scale: Float) {
    self.init(grid, scales: SIMD4(repeating: scale), count: 1)
  }

  @inline(__always)
  mutating func append(_ grid: CodeGrid, scale: Float) {
    grids[count] = grid
    scales[count] = scale
    count += 1
  }

  /// Appends the most promising of `tries`, if any is.
  @inline(__always)
  mutating func append(
    bestOf tries: Tries, _ kernels: KernelSet, _ values: UnsafePointer<Float>, _ valueCount: Int
  ) {
    let grids = tries.grids
    let best = unsafe grids.span.withUnsafeBufferPointer { buffer -> CodeGrid? in
      guard let base = buffer.baseAddress,
        let index = unsafe kernels.bestGrid(
          of: values, count: valueCount, grids: base, gridCount: tries.count)
      else { return nil }
      return unsafe base[index]
    }
    if let best { append(best, scale: 1 / best.inverse) }
  }
}

/// The grids that a search judges: two for each number of steps.
private struct Tries {
  private(set) var grids = InlineArray<32, CodeGrid>(
    repeating: CodeGrid(inverse: 0, zero: 0, largest: 0))
  private(set) var count = 0

  @inline(__always)
  mutating func append(_ grid: CodeGrid) {
    grids[count] = grid
    count += 1
  }
}
