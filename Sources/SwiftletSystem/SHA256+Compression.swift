internal import CSwiftletSystem

extension SHA256 {
  /// Whether the processor has instructions for this digest, asked once.
  static let hasInstructions = swiftlet_has_sha256_instructions() != 0

  /// FIPS 180-4, 6.2.2 over `blockCount` blocks of 64 bytes, by the processor's instructions if it has any.
  mutating func compress(_ bytes: UnsafeRawPointer, blockCount: Int) {
    guard SHA256.hasInstructions, !isPlain else {
      return unsafe SHA256.compressPlainly(&state, bytes, blockCount: blockCount)
    }
    unsafe withUnsafeMutableBytes(of: &state) { words in
      guard let base = words.baseAddress else { return }
      unsafe swiftlet_sha256_compress(
        base.assumingMemoryBound(to: UInt32.self), bytes.assumingMemoryBound(to: UInt8.self),
        blockCount)
    }
  }

  /// The same in Swift.
  ///
  /// The message schedule is a ring of 16 words that is extended while it is used, and the eight working
  /// variables change names rather than places: both keep everything in registers.
  private static func compressPlainly(
    _ state: inout SIMD8<UInt32>, _ bytes: UnsafeRawPointer, blockCount: Int
  ) {
    unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 16) { ring in
      guard let w = ring.baseAddress else { return }
      unsafe roundConstants.span.withUnsafeBufferPointer { constants in
        guard let k = constants.baseAddress else { return }
        for block in 0..<blockCount {
          unsafe compressBlock(&state, bytes + block * 64, w, k)
        }
      }
    }
  }

  private static func compressBlock(
    _ state: inout SIMD8<UInt32>, _ bytes: UnsafeRawPointer, _ w: UnsafeMutablePointer<UInt32>,
    _ k: UnsafePointer<UInt32>
  ) {
    for index in 0..<16 {
      unsafe w[index] = UInt32(
        bigEndian: bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    var base = 0
    while base < 64 {
      if base > 0 { unsafe extend(w) }
      var index = 0
      while index < 16 {
        unsafe step(a, b, c, &d, e, f, g, &h, k[base &+ index] &+ w[index])
        unsafe step(h, a, b, &c, d, e, f, &g, k[base &+ index &+ 1] &+ w[index &+ 1])
        unsafe step(g, h, a, &b, c, d, e, &f, k[base &+ index &+ 2] &+ w[index &+ 2])
        unsafe step(f, g, h, &a, b, c, d, &e, k[base &+ index &+ 3] &+ w[index &+ 3])
        unsafe step(e, f, g, &h, a, b, c, &d, k[base &+ index &+ 4] &+ w[index &+ 4])
        unsafe step(d, e, f, &g, h, a, b, &c, k[base &+ index &+ 5] &+ w[index &+ 5])
        unsafe step(c, d, e, &f, g, h, a, &b, k[base &+ index &+ 6] &+ w[index &+ 6])
        unsafe step(b, c, d, &e, f, g, h, &a, k[base &+ index &+ 7] &+ w[index &+ 7])
        index &+= 8
      }
      base &+= 16
    }
    state = state &+ SIMD8(a, b, c, d, e, f, g, h)
  }

  /// Replaces the 16 words of the ring by the next 16 of the schedule.
  @inline(__always)
  private static func extend(_ w: UnsafeMutablePointer<UInt32>) {
    for index in 0..<16 {
      let near = unsafe w[(index &+ 1) & 15]
      let far = unsafe w[(index &+ 14) & 15]
      let small0 = rotated(near, 7) ^ rotated(near, 18) ^ near &>> 3
      let small1 = rotated(far, 17) ^ rotated(far, 19) ^ far &>> 10
      unsafe w[index] = w[index] &+ small0 &+ w[(index &+ 9) & 15] &+ small1
    }
  }

  /// One round; the caller rotates the names, and adds the round constant to the schedule's word.
  @inline(__always)
  private static func step(
    _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32,
    _ e: UInt32, _ f: UInt32, _ g: UInt32, _ h: inout UInt32, _ word: UInt32
  ) {
    let big1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
    let choice = g ^ (e & (f ^ g))
    let sum = h &+ big1 &+ choice &+ word
    let big0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
    let majority = (a & b) | (c & (a | b))
    d = d &+ sum
    h = sum &+ big0 &+ majority
  }

  @inline(__always)
  private static func rotated(_ value: UInt32, _ count: UInt32) -> UInt32 {
    value &>> count | value &<< (32 &- count)
  }

  /// FIPS 180-4, 4.2.2: fractions of the cube roots of the first 64 primes.
  private static let roundConstants: InlineArray<64, UInt32> = [
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
  ]
}
