/// The SHA-256 digest, streaming.
///
/// Source: FIPS 180-4. Our own, so that the runtime needs no cryptography library: the processor's
/// instructions where it has them (x86-64 SHA extensions, aarch64 SHA2), plain Swift elsewhere. No
/// allocation.
public struct SHA256: Sendable {
  /// Bytes of a digest.
  public static let digestByteCount = 32
  private static let blockByteCount = 64

  var state: SIMD8<UInt32> = SIMD8(
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
    0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19)
  /// Up to 63 bytes that do not fill a block yet.
  private var pending = InlineArray<64, UInt8>(repeating: 0)
  private var pendingCount = 0
  private var byteCount: UInt64 = 0

  /// Whether the processor's instructions for it are left alone.
  let isPlain: Bool

  /// Starts a digest.
  ///
  /// - Parameter isPlain: Computes it in plain Swift even where the processor has instructions for it:
  ///   slower, and the same digest.
  public init(isPlain: Bool = false) { self.isPlain = isPlain }

  /// The digest of `bytes` in one call.
  public static func hash(_ bytes: [UInt8]) -> [UInt8] {
    var digest = SHA256()
    digest.update(bytes)
    return digest.finalized()
  }

  /// Lowercase hexadecimal digits of a digest.
  public static func hexadecimal(_ digest: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(2 * digest.count)
    for byte in digest {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Adds `bytes` to what has been seen.
  public mutating func update(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes { unsafe update($0) }
  }

  /// Adds `bytes` to what has been seen.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    byteCount &+= UInt64(bytes.count)
    var position = 0
    if pendingCount > 0 {
      while pendingCount < SHA256.blockByteCount, position < bytes.count {
        unsafe pending[pendingCount] = bytes[position]
        pendingCount += 1
        position += 1
      }
      guard pendingCount == SHA256.blockByteCount else { return }
      consumePending()
    }
    let blockCount = (bytes.count - position) / SHA256.blockByteCount
    if blockCount > 0, let base = bytes.baseAddress {
      unsafe compress(base + position, blockCount: blockCount)
      position += blockCount * SHA256.blockByteCount
    }
    for index in position..<bytes.count {
      unsafe pending[pendingCount] = bytes[index]
      pendingCount += 1
    }
  }

  /// The digest of everything seen so far; the state itself may be updated further.
  public func finalized() -> [UInt8] {
    var copy = self
    copy.pad()
    var digest: [UInt8] = []
    digest.reserveCapacity(SHA256.digestByteCount)
    for index in 0..<8 {
      let word = copy.state[index]
      for shift: UInt32 in [24, 16, 8, 0] {
        digest.append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
    return digest
  }

  /// FIPS 180-4, 5.1.1: a one bit, zeros, and the length in bits as 64 bits, big-endian.
  private mutating func pad() {
    pending[pendingCount] = 0x80
    pendingCount += 1
    if pendingCount > SHA256.blockByteCount - 8 { fillAndConsume(to: SHA256.blockByteCount) }
    let bitCount = byteCount &* 8
    for index in pendingCount..<SHA256.blockByteCount - 8 { pending[index] = 0 }
    for index in 0..<8 {
      pending[SHA256.blockByteCount - 8 + index] =
        UInt8(truncatingIfNeeded: bitCount >> UInt64(56 - 8 * index))
    }
    consumePending()
  }

  private mutating func fillAndConsume(to end: Int) {
    for index in pendingCount..<end { pending[index] = 0 }
    consumePending()
  }

  private mutating func consumePending() {
    // A copy, because the block is read while the state of the same value changes.
    let block = pending
    unsafe block.span.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return }
      unsafe compress(base, blockCount: 1)
    }
    pendingCount = 0
  }
}
