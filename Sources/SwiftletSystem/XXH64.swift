/// The XXH64 checksum, streaming: finds damage, not malice.
///
/// Source: "xxHash fast digest algorithm", version 0.1.1 (the XXH64 part). No allocation.
public struct XXH64: Sendable {
  private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
  private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
  private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
  private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

  private let seed: UInt64
  private var lane1: UInt64
  private var lane2: UInt64
  private var lane3: UInt64
  private var lane4: UInt64
  /// Up to 31 bytes that do not fill a stripe yet.
  private var pending = InlineArray<32, UInt8>(repeating: 0)
  private var pendingCount = 0
  private var byteCount: UInt64 = 0

  /// Starts a checksum.
  public init(seed: UInt64 = 0) {
    self.seed = seed
    lane1 = seed &+ XXH64.prime1 &+ XXH64.prime2
    lane2 = seed &+ XXH64.prime2
    lane3 = seed
    lane4 = seed &- XXH64.prime1
  }

  /// The checksum of `bytes` in one call.
  public static func hash(_ bytes: UnsafeRawBufferPointer, seed: UInt64 = 0) -> UInt64 {
    var state = XXH64(seed: seed)
    unsafe state.update(bytes)
    return state.digest
  }

  /// The checksum of `bytes` in one call.
  public static func hash(_ bytes: [UInt8], seed: UInt64 = 0) -> UInt64 {
    unsafe bytes.withUnsafeBytes { unsafe hash($0, seed: seed) }
  }

  /// Adds `bytes` to what has been seen.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    byteCount &+= UInt64(bytes.count)
    var position = 0
    if pendingCount > 0 {
      while pendingCount < 32, position < bytes.count {
        unsafe pending[pendingCount] = bytes[position]
        pendingCount += 1
        position += 1
      }
      guard pendingCount == 32 else { return }
      pendingCount = 0
      // A copy, because the stripe is read while the lanes of the same value change.
      let stripe = pending
      unsafe stripe.span.withUnsafeBytes { unsafe consume($0, from: 0, to: 32) }
    }
    let stripesEnd = position + (bytes.count - position) / 32 * 32
    unsafe consume(bytes, from: position, to: stripesEnd)
    for index in stripesEnd..<bytes.count {
      unsafe pending[pendingCount] = bytes[index]
      pendingCount += 1
    }
  }

  /// The checksum of everything seen so far.
  public var digest: UInt64 {
    var hash: UInt64
    if byteCount >= 32 {
      hash =
        XXH64.rotated(lane1, 1) &+ XXH64.rotated(lane2, 7) &+ XXH64.rotated(lane3, 12)
        &+ XXH64.rotated(lane4, 18)
      hash = XXH64.merged(hash, lane1)
      hash = XXH64.merged(hash, lane2)
      hash = XXH64.merged(hash, lane3)
      hash = XXH64.merged(hash, lane4)
    } else {
      hash = seed &+ XXH64.prime5
    }
    hash &+= byteCount
    var position = 0
    while position + 8 <= pendingCount {
      hash ^= XXH64.round(0, tailWord(at: position, byteCount: 8))
      hash = XXH64.rotated(hash, 27) &* XXH64.prime1 &+ XXH64.prime4
      position += 8
    }
    if position + 4 <= pendingCount {
      hash ^= tailWord(at: position, byteCount: 4) &* XXH64.prime1
      hash = XXH64.rotated(hash, 23) &* XXH64.prime2 &+ XXH64.prime3
      position += 4
    }
    while position < pendingCount {
      hash ^= UInt64(pending[position]) &* XXH64.prime5
      hash = XXH64.rotated(hash, 11) &* XXH64.prime1
      position += 1
    }
    hash = (hash ^ (hash >> 33)) &* XXH64.prime2
    hash = (hash ^ (hash >> 29)) &* XXH64.prime3
    return hash ^ (hash >> 32)
  }

  /// Runs the stripes of 32 bytes in `begin..<end` through the four lanes.
  private mutating func consume(_ bytes: UnsafeRawBufferPointer, from begin: Int, to end: Int) {
    guard begin < end, let base = bytes.baseAddress else { return }
    var (a, b, c, d) = (lane1, lane2, lane3, lane4)
    var pointer = unsafe base + begin
    let last = unsafe base + end
    while unsafe pointer < last {
      a = unsafe XXH64.round(a, pointer.littleEndianWord(at: 0))
      b = unsafe XXH64.round(b, pointer.littleEndianWord(at: 8))
      c = unsafe XXH64.round(c, pointer.littleEndianWord(at: 16))
      d = unsafe XXH64.round(d, pointer.littleEndianWord(at: 24))
      unsafe pointer += 32
    }
    (lane1, lane2, lane3, lane4) = (a, b, c, d)
  }

  private func tailWord(at position: Int, byteCount: Int) -> UInt64 {
    var word: UInt64 = 0
    for index in 0..<byteCount {
      word |= UInt64(pending[position + index]) << UInt64(8 * index)
    }
    return word
  }

  @inline(__always) private static func merged(_ hash: UInt64, _ lane: UInt64) -> UInt64 {
    (hash ^ round(0, lane)) &* prime1 &+ prime4
  }

  @inline(__always) private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    rotated(lane &+ word &* prime2, 31) &* prime1
  }

  @inline(__always) private static func rotated(_ value: UInt64, _ count: UInt64) -> UInt64 {
    value &<< count | value &>> (64 &- count)
  }
}

extension UnsafeRawPointer {
  @inline(__always) fileprivate func littleEndianWord(at offset: Int) -> UInt64 {
    UInt64(littleEndian: unsafe loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }
}
