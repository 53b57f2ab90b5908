internal import CSwiftletSystem

/// A plain read of memory, for measuring how fast it is.
public enum MemoryRead {
  /// The sum of a word of each cache line in `byteCount` bytes, so that every line is fetched.
  ///
  /// - Parameters:
  ///   - bytes: aligned to 8.
  ///   - byteCount: a multiple of 8.
  /// - Returns: the sum, wrapping around.
  public static func sum(of bytes: UnsafeRawPointer, byteCount: Int) -> UInt64 {
    unsafe swiftlet_sum_lines(bytes.assumingMemoryBound(to: UInt64.self), byteCount / 8)
  }
}
