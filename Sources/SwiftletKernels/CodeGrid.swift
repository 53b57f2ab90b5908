internal import CSwiftletKernels

/// Where the codes of a group of weights lie: `round(value * inverse + zero)` held in 0...`largest`.
public struct CodeGrid: Sendable {
  /// Codes per unit.
  public var inverse: Float
  /// The zero point, an integer in 0...255.
  public var zero: Float
  /// 15 or 255.
  public var largest: Float

  /// Collects the three.
  public init(inverse: Float, zero: Float, largest: Float) {
    self.inverse = inverse
    self.zero = zero
    self.largest = largest
  }

  fileprivate var stored: swiftlet_code_grid {
    swiftlet_code_grid(inverse: inverse, zero: zero, largest: largest)
  }
}

/// Kernels of the search for scales and zero points; `swiftlet_kernels.h` defines the bits of each.
///
/// All take a multiple of 16 values, and at least 16.
extension KernelSet {
  /// The smallest and the largest value.
  public func range(of values: UnsafePointer<Float>, count: Int) -> (low: Float, high: Float) {
    var result: (Float, Float) = (0, 0)
    unsafe withUnsafeMutableBytes(of: &result) { bytes in
      guard let dst = unsafe bytes.baseAddress?.assumingMemoryBound(to: Float.self) else { return }
      unsafe functions.pointee.value_range(dst, values, checked(count))
    }
    return result
  }

  /// The grid whose codes, under their best scale, take most off the sum of squared values.
  ///
  /// - Parameters:
  ///   - values: `count` values.
  ///   - count: a multiple of 16.
  ///   - grids: `gridCount` grids.
  ///   - gridCount: how many.
  /// - Returns: the index of the first best grid; nil if none takes anything off.
  public func bestGrid(
    of values: UnsafePointer<Float>, count: Int, grids: UnsafePointer<CodeGrid>, gridCount: Int
  ) -> Int? {
    var result: (Float, Float) = (0, 0)
    unsafe withUnsafeMutableBytes(of: &result) { bytes in
      guard let dst = unsafe bytes.baseAddress?.assumingMemoryBound(to: Float.self) else { return }
      // The same three floats in the same order.
      unsafe functions.pointee.code_best(
        dst, values, checked(count),
        UnsafeRawPointer(grids).assumingMemoryBound(to: swiftlet_code_grid.self),
        checked(gridCount))
    }
    return result.0 > 0 ? Int(result.1) : nil
  }

  /// The sum of squared errors of `scale * distance`.
  public func error(of values: UnsafePointer<Float>, count: Int, grid: CodeGrid, scale: Float)
    -> Float
  {
    var result: Float = 0
    var grid = grid.stored
    unsafe functions.pointee.code_error(&result, values, checked(count), &grid, scale)
    return result
  }

  /// For each grid the best of its scale, rounded to float16, and the refits of that by least squares.
  ///
  /// - Parameters:
  ///   - values: `count` values.
  ///   - count: a multiple of 16.
  ///   - grids: what zero points and largest codes are; the inverse follows from the scale.
  ///   - scales: one for each grid.
  ///   - gridCount: how many, at most four.
  /// - Returns: the scales with their sums of squared errors; 0 and infinity where float16 does not reach a scale, and
  ///   behind the last grid.
  public func refinedScales(
    of values: UnsafePointer<Float>, count: Int, grids: InlineArray<4, CodeGrid>,
    scales: SIMD4<Float>, gridCount: Int
  ) -> (scales: SIMD4<Float>, errors: SIMD4<Float>) {
    var result = SIMD8<Float>(repeating: 0)
    unsafe withUnsafeMutableBytes(of: &result) { bytes in
      guard let dst = unsafe bytes.baseAddress?.assumingMemoryBound(to: Float.self) else { return }
      unsafe withUnsafeBytes(of: scales) { scales in
        unsafe grids.span.withUnsafeBufferPointer { grids in
          guard let first = grids.baseAddress, let scale = scales.baseAddress else { return }
          unsafe functions.pointee.code_refine(
            dst, values, checked(count),
            UnsafeRawPointer(first).assumingMemoryBound(to: swiftlet_code_grid.self),
            scale.assumingMemoryBound(to: Float.self), checked(min(gridCount, 4)))
        }
      }
    }
    return (result.lowHalf, result.highHalf)
  }

  /// Writes the codes; the largest error of `scale * distance` and the sum of squared values.
  public func storeCodes(
    of values: UnsafePointer<Float>, count: Int, grid: CodeGrid, scale: Float,
    into codes: UnsafeMutablePointer<UInt8>
  ) -> (largestError: Float, energy: Float) {
    var result: (Float, Float) = (0, 0)
    var grid = grid.stored
    unsafe withUnsafeMutableBytes(of: &result) { bytes in
      guard let dst = unsafe bytes.baseAddress?.assumingMemoryBound(to: Float.self) else { return }
      unsafe functions.pointee.code_store(codes, dst, values, checked(count), &grid, scale)
    }
    return result
  }

  /// The first number of equal steps over `extent` from `origin`, of `steps`, on which all values lie; nil if none does.
  public func gridSteps(
    of values: UnsafePointer<Float>, count: Int, origin: Float, extent: Float,
    steps: ClosedRange<Float>
  ) -> Float? {
    var result: Float = 0
    unsafe functions.pointee.grid_steps(
      &result, values, checked(count), origin, extent, steps.lowerBound, steps.upperBound)
    return result > 0 ? result : nil
  }
}
