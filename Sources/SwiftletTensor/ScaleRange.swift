/// The float16 scales that the bytes of one tile row stand for: those with the bits `first + step * byte`.
///
/// Bits of positive float16 numbers grow with the number, by nearly equal ratios, so the steps are small ones of every scale:
/// where the largest scale of 16 rows is 8 times the smallest they are about 1 %.
public struct ScaleRange: Equatable, Sendable {
  /// Bytes that a range takes, in front of a tile row's scales: `first`, `step` and a byte of 0.
  public static let byteCount = 4
  /// The bits of the largest finite float16.
  private static let largest = 0x7BFF

  /// The bits of the scale that byte 0 stands for.
  public let first: UInt16
  /// What the bits grow by from one byte to the next.
  public let step: UInt8

  /// The range as it is stored.
  public init(first: UInt16, step: UInt8) {
    self.first = first
    self.step = step
  }

  /// The narrowest range with all of `scales`, bits of float16 numbers; of those that are negative or not finite with the
  /// largest one.
  ///
  /// Those that are 0 do not count: their groups have no values but 0, which every scale gives.
  public init(covering scales: UnsafeBufferPointer<UInt16>) {
    var low = ScaleRange.largest
    var high = 0
    for index in scales.indices {
      let bits = unsafe min(Int(scales[index]), ScaleRange.largest)
      guard bits != 0 else { continue }
      low = min(low, bits)
      high = max(high, bits)
    }
    guard high >= low else {
      self.init(first: 0, step: 0)
      return
    }
    self.init(first: UInt16(low), step: UInt8((high - low + 254) / 255))
  }

  /// The scale that a byte stands for, as float16 bits.
  public subscript(byte: UInt8) -> UInt16 { first &+ UInt16(step) &* UInt16(byte) }

  /// The byte whose scale has the bits nearest to `bits`.
  public func byte(nearest bits: UInt16) -> UInt8 {
    guard bits > first, step > 0 else { return 0 }
    let steps = (Int(bits) - Int(first) + Int(step) / 2) / Int(step)
    // No scale may become infinite because it was rounded.
    let most = (ScaleRange.largest - Int(first)) / Int(step)
    return UInt8(min(steps, most, 255))
  }
}

extension ScaleRange {
  /// Reads a range as it is stored.
  init(at offset: Int, of planes: UnsafeRawBufferPointer) {
    let first = unsafe planes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)
    unsafe self.init(first: UInt16(littleEndian: first), step: planes[offset + 2])
  }

  /// Writes the range as it is stored.
  func store(at offset: Int, of planes: UnsafeMutableRawBufferPointer) {
    unsafe planes.storeBytes(of: first.littleEndian, toByteOffset: offset, as: UInt16.self)
    unsafe planes[offset + 2] = step
    unsafe planes[offset + 3] = 0
  }
}
