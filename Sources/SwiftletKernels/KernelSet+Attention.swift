internal import CSwiftletKernels

/// One query head against the cached keys and values of one key-value head. None allocates.
extension KernelSet {
  /// Writes the dot products of the query with the keys, times `scale`, over float32 keys.
  ///
  /// - Parameters:
  ///   - scores: `positionCount` floats.
  ///   - query: `headDimension` floats.
  ///   - keys: (positionCount, headDimension).
  ///   - positionCount: Cached positions.
  ///   - headDimension: Length of a head.
  ///   - scale: Usually 1 / sqrt(headDimension).
  public func attentionScores(
    into scores: UnsafeMutablePointer<Float>, query: UnsafePointer<Float>,
    keys: UnsafePointer<Float>, positionCount: Int, headDimension: Int, scale: Float
  ) {
    unsafe functions.pointee.attention_scores_f32(
      scores, query, keys, checked(positionCount), checked(headDimension), scale)
  }

  /// Writes the dot products of the query with the keys, times `scale`, over float16 keys.
  ///
  /// - Parameters:
  ///   - scores: `positionCount` floats.
  ///   - query: `headDimension` floats.
  ///   - keys: (positionCount, headDimension) float16 bits.
  ///   - positionCount: Cached positions.
  ///   - headDimension: Length of a head.
  ///   - scale: Usually 1 / sqrt(headDimension).
  public func attentionScores(
    into scores: UnsafeMutablePointer<Float>, query: UnsafePointer<Float>,
    keys: UnsafePointer<UInt16>, positionCount: Int, headDimension: Int, scale: Float
  ) {
    unsafe functions.pointee.attention_scores_f16(
      scores, query, keys, checked(positionCount), checked(headDimension), scale)
  }

  /// Writes the dot products of the query with the keys, times `scale`, over int8 keys with a scale each.
  ///
  /// - Parameters:
  ///   - scores: `positionCount` floats.
  ///   - query: `headDimension` floats.
  ///   - keys: (positionCount, headDimension) codes.
  ///   - keyScales: `positionCount` float16 bits.
  ///   - positionCount: Cached positions.
  ///   - headDimension: Length of a head.
  ///   - scale: Usually 1 / sqrt(headDimension).
  public func attentionScores(
    into scores: UnsafeMutablePointer<Float>, query: UnsafePointer<Float>,
    keys: UnsafePointer<Int8>, keyScales: UnsafePointer<UInt16>, positionCount: Int,
    headDimension: Int, scale: Float
  ) {
    unsafe functions.pointee.attention_scores_i8(
      scores, query, keys, keyScales, checked(positionCount), checked(headDimension), scale)
  }

  /// out[d] = sum over positions of weights[p] * values[p][d], float32 values.
  ///
  /// - Parameters:
  ///   - out: `headDimension` floats.
  ///   - weights: `positionCount` floats.
  ///   - values: (positionCount, headDimension).
  ///   - positionCount: Cached positions.
  ///   - headDimension: Length of a head.
  public func attentionMix(
    into out: UnsafeMutablePointer<Float>, weights: UnsafePointer<Float>,
    values: UnsafePointer<Float>, positionCount: Int, headDimension: Int
  ) {
    unsafe functions.pointee.attention_mix_f32(
      out, weights, values, checked(positionCount), checked(headDimension))
  }

  /// out[d] = sum over positions of weights[p] * values[p][d], float16 values.
  ///
  /// - Parameters:
  ///   - out: `headDimension` floats.
  ///   - weights: `positionCount` floats.
  ///   - values: (positionCount, headDimension) float16 bits.
  ///   - positionCount: Cached positions.
  ///   - headDimension: Length of a head.
  public func attentionMix(
    into out: UnsafeMutablePointer<Float>, weights: UnsafePointer<Float>,
    values: UnsafePointer<UInt16>, positionCount: Int, headDimension: Int
  ) {
    unsafe functions.pointee.attention_mix_f16(
      out, weights, values, checked(positionCount), checked(headDimension))
  }

  /// out[d] = sum over positions of weights[p] * values[p][d], int8 values with a scale per position.
  ///
  /// - Parameters:
  ///   - out: `headDimension` floats.
  ///   - weights: `positionCount` floats.
  ///   - values: (positionCount, headDimension) codes.
  ///   - valueScales: `positionCount` float16 bits.
  ///   - positionCount: Cached positions.
  ///   - headDimension: Length of a head.
  public func attentionMix(
    into out: UnsafeMutablePointer<Float>, weights: UnsafePointer<Float>,
    values: UnsafePointer<Int8>, valueScales: UnsafePointer<UInt16>, positionCount: Int,
    headDimension: Int
  ) {
    unsafe functions.pointee.attention_mix_i8(
      out, weights, values, valueScales, checked(positionCount), checked(headDimension))
  }
}
