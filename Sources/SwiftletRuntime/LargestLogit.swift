/// Finds the most likely token, sixteen logits at a time: a vocabulary is long beside a small model.
enum LargestLogit {
  private typealias Lanes = SIMD16<Float>
  private typealias Bits = SIMD16<UInt32>

  /// The first index of the largest of `logits`, at least one.
  ///
  /// - Throws: `SamplerError.nonfiniteLogits` with the first of them.
  static func index(in logits: UnsafeBufferPointer<Float>) throws(SamplerError) -> Int {
    let bytes = UnsafeRawBufferPointer(logits)
    let whole = logits.count / Lanes.scalarCount * Lanes.scalarCount
    var largest = Lanes(repeating: -.infinity)
    // A float is finite if its magnitude's bits are below those of infinity.
    var magnitude = Bits(repeating: 0)
    for start in stride(from: 0, to: whole, by: Lanes.scalarCount) {
      let lanes = unsafe bytes.loadUnaligned(fromByteOffset: start * 4, as: Lanes.self)
      let bits = unsafe unsafeBitCast(lanes, to: Bits.self) & Bits(repeating: 0x7FFF_FFFF)
      largest.replace(with: lanes, where: lanes .> largest)
      magnitude.replace(with: bits, where: bits .> magnitude)
    }
    var best = largest.max()
    var isFinite = magnitude.max() < Float.infinity.bitPattern
    for index in whole..<logits.count {
      isFinite = unsafe isFinite && logits[index].isFinite
      best = unsafe max(best, logits[index])
    }
    guard isFinite else {
      throw .nonfiniteLogits(token: unsafe logits.firstIndex { !$0.isFinite } ?? 0)
    }
    return unsafe first(best, in: logits, bytes: bytes, whole: whole)
  }

  private static func first(
    _ value: Float, in logits: UnsafeBufferPointer<Float>, bytes: UnsafeRawBufferPointer, whole: Int
  ) -> Int {
    var start = 0
    while start < whole {
      let lanes = unsafe bytes.loadUnaligned(fromByteOffset: start * 4, as: Lanes.self)
      if any(lanes .== value) { break }
      start += Lanes.scalarCount
    }
    while unsafe logits[start] != value { start += 1 }
    return start
  }
}
