/// The hash functions of the lookup tables, part of the file format (FORMAT-tokenizer.md).
///
/// A table slot is one 32-bit word: the low 20 bits hold an index, the high 12 bits a fingerprint of the
/// hash, so that a probe that misses is nearly always decided without touching a second cache line.
enum TokenHash {
  /// Bits of a slot that hold the index.
  static let indexBits: UInt32 = 20
  /// The largest number of entries in a table; the slot of all ones means "empty".
  static let entryLimit = (1 << 20) - 1
  /// The word of an empty slot.
  static let emptySlot = UInt32.max

  private static let multiplier: UInt64 = 0xFF51_AFD7_ED55_8CCD
  private static let finisher: UInt64 = 0xC4CE_B9FE_1A85_EC53

  private static func finish(_ hash: UInt64) -> UInt64 {
    let mixed = (hash ^ hash >> 29) &* finisher
    return mixed ^ mixed >> 32
  }

  /// The hash of `bytes[range]`: eight bytes a step, the last step padded with zeros.
  static func text(_ bytes: [UInt8], _ range: Range<Int>) -> UInt64 {
    var hash = 0x9E37_79B9_7F4A_7C15 ^ UInt64(range.count)
    var position = range.lowerBound
    while position &+ 8 <= range.upperBound {
      let word = unsafe UInt64(
        littleEndian: bytes.span.bytes.unsafeLoadUnaligned(
          fromByteOffset: position, as: UInt64.self))
      hash = (hash ^ word) &* multiplier
      hash ^= hash >> 32
      position &+= 8
    }
    if position < range.upperBound {
      var word: UInt64 = 0
      var shift: UInt64 = 0
      while position < range.upperBound {
        word |= UInt64(bytes[position]) &<< shift
        shift &+= 8
        position &+= 1
      }
      hash = (hash ^ word) &* multiplier
      hash ^= hash >> 32
    }
    return finish(hash)
  }

  /// The hash of an ordered pair of token ids.
  static func pair(_ left: UInt32, _ right: UInt32) -> UInt64 {
    var hash = (UInt64(left) << 32 | UInt64(right)) &* multiplier
    hash ^= hash >> 32
    return finish(hash)
  }

  /// The first slot to probe in a table of `slotCount` slots.
  static func slot(_ hash: UInt64, _ slotCount: Int) -> Int {
    Int(truncatingIfNeeded: ((hash >> 32) &* UInt64(truncatingIfNeeded: slotCount)) >> 32)
  }

  /// The slot word for `index` under `hash`.
  static func word(_ hash: UInt64, index: UInt32) -> UInt32 {
    UInt32(truncatingIfNeeded: hash) << indexBits | index
  }

  /// The number of slots the compiler gives a table: half of them stay empty.
  static func slotCount(entries: Int) -> Int { max(2, entries * 2) }
}
