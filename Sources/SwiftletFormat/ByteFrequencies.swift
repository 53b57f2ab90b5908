#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How often each byte occurs.
struct ByteFrequencies {
  private var counts = InlineArray<256, UInt32>(repeating: 0)
  private let total: Int

  /// Counts `bytes`, of which there are fewer than 2^32.
  init(_ bytes: UnsafeRawBufferPointer) {
    total = bytes.count
    // Four tables: equal bytes in a row would wait for each other's sums.
    var tables = InlineArray<4, InlineArray<256, UInt32>>(
      repeating: InlineArray<256, UInt32>(repeating: 0))
    let whole = bytes.count / 4 * 4
    for index in stride(from: 0, to: whole, by: 4) {
      unsafe tables[0][Int(bytes[index])] &+= 1
      unsafe tables[1][Int(bytes[index + 1])] &+= 1
      unsafe tables[2][Int(bytes[index + 2])] &+= 1
      unsafe tables[3][Int(bytes[index + 3])] &+= 1
    }
    for index in whole..<bytes.count { unsafe tables[0][Int(bytes[index])] &+= 1 }
    for byte in 0..<256 {
      counts[byte] = tables[0][byte] &+ tables[1][byte] &+ tables[2][byte] &+ tables[3][byte]
    }
  }

  /// Bytes that a code by frequencies alone needs at least.
  var entropyByteCount: Double {
    var bits = 0.0
    for byte in 0..<256 where counts[byte] > 0 {
      let count = Double(counts[byte])
      bits += count * log2(Double(total) / count)
    }
    return bits / 8
  }
}
