internal import CSwiftletKernels

/// What attention does between its two matrix products. None allocates.
extension KernelSet {
  /// Turns the scores of one query over a block of positions into weights that are not yet divided by their sum.
  ///
  /// - Parameters:
  ///   - scores: `count` floats, in and out.
  ///   - state: Two floats: the largest score, and the sum of the exponentials.
  ///   - valueScales: `count` float16 bits that the weights are multiplied by, if there are any.
  ///   - count: Positions that the query sees.
  ///   - scale: What scores are multiplied by, usually 1 / sqrt(head dimension).
  public func attentionWeights(
    _ scores: UnsafeMutablePointer<Float>, state: UnsafeMutablePointer<Float>,
    valueScales: UnsafePointer<UInt16>?, count: Int, scale: Float
  ) {
    unsafe functions.pointee.attention_weights(scores, state, valueScales, checked(count), scale)
  }

  /// Adds a block's mix of values to what the blocks before it came to.
  ///
  /// - Parameters:
  ///   - part: `count` floats: the block's mix.
  ///   - partState: The block's state, as `attentionWeights` wrote it.
  ///   - output: `count` floats.
  ///   - state: The state of `output`.
  ///   - count: The head dimension.
  ///   - scale: What scores are multiplied by.
  public func attentionFold(
    _ part: UnsafePointer<Float>, _ partState: UnsafePointer<Float>,
    into output: UnsafeMutablePointer<Float>, _ state: UnsafeMutablePointer<Float>, count: Int,
    scale: Float
  ) {
    unsafe functions.pointee.attention_fold(
      output, state, part, partState, checked(count), scale)
  }
}
