internal import CSwiftletKernels

/// Kernels over one vector. None allocates; `swiftlet_kernels.h` defines the bits of each.
extension KernelSet {
  /// RMSNorm of `count` floats; `dst` may be `source`.
  ///
  /// - Parameters:
  ///   - dst: `count` floats.
  ///   - source: `count` floats.
  ///   - weight: `count` floats.
  ///   - count: Length of the three.
  ///   - epsilon: Added to the mean square.
  public func rmsNorm(
    into dst: UnsafeMutablePointer<Float>, from source: UnsafePointer<Float>,
    weight: UnsafePointer<Float>, count: Int, epsilon: Float
  ) {
    unsafe functions.pointee.rms_norm(dst, source, weight, checked(count), epsilon)
  }

  /// dst[i] += source[i].
  public func add(
    _ source: UnsafePointer<Float>, to dst: UnsafeMutablePointer<Float>, count: Int
  ) {
    unsafe functions.pointee.add(dst, source, checked(count))
  }

  /// Rotates the two halves of one head by the angles of its position.
  ///
  /// - Parameters:
  ///   - head: 2 x `half` floats.
  ///   - dst: 2 x `half` floats; may be `head`.
  ///   - cosine: `half` floats.
  ///   - sine: `half` floats.
  ///   - half: Half of the head dimension.
  public func rope(
    _ head: UnsafePointer<Float>, into dst: UnsafeMutablePointer<Float>,
    cosine: UnsafePointer<Float>, sine: UnsafePointer<Float>, half: Int
  ) {
    unsafe functions.pointee.rope(dst, head, cosine, sine, checked(half))
  }

  /// gate[i] = silu(gate[i]) * up[i].
  public func siluMultiply(
    _ gate: UnsafeMutablePointer<Float>, by up: UnsafePointer<Float>, count: Int
  ) {
    unsafe functions.pointee.silu_multiply(gate, up, checked(count))
  }

  /// gate[i] = gelu(gate[i]) * up[i], in the form with tanh.
  public func geluMultiply(
    _ gate: UnsafeMutablePointer<Float>, by up: UnsafePointer<Float>, count: Int
  ) {
    unsafe functions.pointee.gelu_multiply(gate, up, checked(count))
  }

  /// dst[i] = source[i] / divisor.
  public func divide(
    _ source: UnsafePointer<Float>, by divisor: Float, into dst: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    unsafe functions.pointee.divide(dst, source, divisor, checked(count))
  }

  /// exp with the same bits on every machine: the one inside silu and attention weights.
  public static func exp(_ x: Float) -> Float { swiftlet_exp(x) }

  // A negative count would become a huge size_t.
  func checked(_ count: Int) -> Int {
    precondition(count >= 0, "a kernel called for \(count) elements")
    return count
  }
}
