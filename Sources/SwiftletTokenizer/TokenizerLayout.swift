/// The header's counts and the places of the tables that follow from them (FORMAT-tokenizer.md).
struct TokenizerLayout: Sendable {
  static let magic: [UInt8] = Array("SLTK".utf8)
  static let majorVersion: UInt16 = 1
  static let minorVersion: UInt16 = 0
  static let headerByteCount = 96
  /// The longest text of one token or of the unknown surface; published ones stay under 512 bytes.
  static let tokenByteLimit = 1 << 16
  /// The most ids put in front of or behind a text.
  static let affixLimit = 64
  /// The most added tokens.
  static let addedLimit = 1 << 16
  /// The largest pool of texts.
  static let poolByteLimit = 1 << 26

  var byteTokens = 0
  var tokenOffsets = 0
  var ranks = 0
  var textSlots = 0
  var merges = 0
  var mergeSlots = 0
  var addedTokens = 0
  var prefix = 0
  var prefixCount = 0
  var suffix = 0
  var suffixCount = 0
  var traits = 0
  var tokenPool = 0
  var tokenPoolCount = 0
  var addedPool = 0
  var addedPoolCount = 0
  var unknownSurface: Range<Int> = 0..<0
  var byteCount = 0

  /// The header's counts, each within its limit.
  struct Counts {
    var tokens = 0
    var merges = 0
    var textSlots = 0
    var mergeSlots = 0
    var added = 0
    var prefix = 0
    var suffix = 0
    var tokenPool = 0
    var addedPool = 0
    var unknownSurface = 0
    /// Whether the table of ranks is there.
    var hasRanks = false
  }

  /// Places for empty tables.
  init() {}

  /// Puts the tables one behind the other: words first, bytes last.
  ///
  /// The counts are within their limits, so the sums stay far below the range of `Int`.
  init(_ counts: Counts) {
    var end = TokenizerLayout.headerByteCount
    func place(_ byteCount: Int) -> Int {
      let start = end
      end += byteCount
      return start
    }
    byteTokens = place(4 * 256)
    tokenOffsets = place(4 * (counts.tokens + 1))
    ranks = place(counts.hasRanks ? 4 * counts.tokens : 0)
    textSlots = place(4 * counts.textSlots)
    merges = place(12 * counts.merges)
    mergeSlots = place(4 * counts.mergeSlots)
    addedTokens = place(16 * counts.added)
    prefixCount = counts.prefix
    prefix = place(4 * counts.prefix)
    suffixCount = counts.suffix
    suffix = place(4 * counts.suffix)
    traits = place(counts.tokens)
    tokenPoolCount = counts.tokenPool
    tokenPool = place(counts.tokenPool)
    addedPoolCount = counts.addedPool
    addedPool = place(counts.addedPool)
    let surface = place(counts.unknownSurface)
    unknownSurface = surface..<end
    byteCount = end
  }
}
