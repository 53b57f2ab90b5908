/// How keys and values are kept.
public enum KVCacheFormat: String, CaseIterable, Sendable {
  /// IEEE float, for comparison with a reference: nothing is rounded.
  case float32 = "f32"
  /// IEEE half.
  case float16 = "f16"
  /// Signed bytes with one float16 scale per head vector.
  case int8 = "int8"

  /// Bytes of one head's vector of `headDimension` values, scale included.
  public func byteCountPerVector(headDimension: Int) -> Int {
    switch self {
    case .float32: return headDimension * 4
    case .float16: return headDimension * 2
    case .int8: return headDimension + 2
    }
  }
}

extension ModelConfiguration {
  /// Bytes of keys and values of one position over all executed blocks.
  public func kvCacheByteCountPerToken(_ format: KVCacheFormat) -> Int {
    executedLayerCount * 2 * kvHeadCount * format.byteCountPerVector(headDimension: headDimension)
  }

  /// Bytes of keys and values of `capacity` positions if no layer has a window; nil beyond 64 bits.
  public func kvCacheByteCount(capacity: Int, format: KVCacheFormat) -> Int? {
    let (byteCount, overflow) = kvCacheByteCountPerToken(format)
      .multipliedReportingOverflow(by: capacity)
    return overflow ? nil : byteCount
  }
}
