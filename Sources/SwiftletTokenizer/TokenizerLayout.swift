/// The header's counts and the places of the tables that follow from them (FORMAT-tokenizer.md).
struct TokenizerLayout: Sendable {
  static let magic: [UInt8] = Array("SLTK".utf8)
  static let majorVersion: UInt16 = 2
  static let minorVersion: UInt16 = 0
  static let headerByteCount = 96
  /// The longest text of one token or of the unknown surface; published ones stay under 512 bytes.
  static let tokenByteLimit = 1 << 16
  /// The most ids put in front of or behind a text.
  static let affixLimit = 64
  /// The most added tokens, and the most user-defined symbols.
  static let addedLimit = 1 << 16
  /// The largest pool of texts.
  static let poolByteLimit = 1 << 26
  /// The most units of a character map; the published ones have about 60,000.
  static let mapUnitLimit = 1 << 20
  /// Bits of a split that hold the merge's rank.
  static let rankBits: UInt32 = 20
  /// The longest left half of a merge.
  static let leftByteLimit = (1 << 12) - 1

  var byteTokens = 0
  var tokenOffsets = 0
  var scores = 0
  var splitEnds = 0
  var splits = 0
  var textSlots = 0
  var order = 0
  var addedTokens = 0
  var prefix = 0
  var prefixCount = 0
  var suffix = 0
  var suffixCount = 0
  var mapUnits = 0
  var mapUnitCount = 0
  var traits = 0
  var tokenPool = 0
  var tokenPoolCount = 0
  var addedPool = 0
  var addedPoolCount = 0
  var unknownSurface: Range<Int> = 0..<0
  var mapTexts: Range<Int> = 0..<0
  var byteCount = 0

  /// The header's counts, each within its limit.
  struct Counts {
    var tokens = 0
    var merges = 0
    var textSlots = 0
    var added = 0
    var prefix = 0
    var suffix = 0
    var tokenPool = 0
    var addedPool = 0
    var unknownSurface = 0
    var mapUnits = 0
    var mapTexts = 0
    var ordered = 0
    var family = TokenizerFamily.byteLevel
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
    scores = place(counts.family.hasScores ? 4 * counts.tokens : 0)
    splitEnds = place(counts.family.listsMerges ? 4 * (counts.tokens + 1) : 0)
    splits = place(4 * counts.merges)
    textSlots = place(4 * counts.textSlots)
    order = place(4 * counts.ordered)
    addedTokens = place(16 * counts.added)
    prefixCount = counts.prefix
    prefix = place(4 * counts.prefix)
    suffixCount = counts.suffix
    suffix = place(4 * counts.suffix)
    mapUnitCount = counts.mapUnits
    mapUnits = place(4 * counts.mapUnits)
    traits = place(counts.tokens)
    tokenPoolCount = counts.tokenPool
    tokenPool = place(counts.tokenPool)
    addedPoolCount = counts.addedPool
    addedPool = place(counts.addedPool)
    let surface = place(counts.unknownSurface)
    unknownSurface = surface..<end
    let texts = place(counts.mapTexts)
    mapTexts = texts..<end
    byteCount = end
  }
}
