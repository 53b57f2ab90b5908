@_spi(_Unicode) internal import Swift

/// Unicode normalization form C of UTF-8 text, in time linear in the text but for sorting marks.
///
/// The standard library has the tables and does the work. Its reordering of combining marks takes time
/// quadratic in their number, and leaves out the marks of a character that is itself no mark but
/// decomposes into marks. A text with either goes another way, which asks the library only about one and
/// two characters at a time.
enum NormalizationFormC {
  /// Runs of marks up to this length are left to the library; the stream-safe limit of UAX #15 is 30.
  private static let runLimit = 64

  /// The normalized bytes of well-formed UTF-8 text.
  static func normalized(_ text: [UInt8]) -> [UInt8] {
    // Everything under U+0300, whose first byte is 0xCC, is in form C already.
    guard text.contains(where: { $0 >= 0xCC }) else { return text }
    let string = String(decoding: text, as: UTF8.self)
    if needsCare(string) { return normalizedScalarwise(string) }
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    for scalar in string._nfc { append(scalar, to: &result) }
    return result
  }

  private static func append(_ scalar: Unicode.Scalar, to result: inout [UInt8]) {
    result.append(contentsOf: scalar.utf8)
  }

  private static func combiningClass(_ scalar: Unicode.Scalar) -> UInt8 {
    scalar.value < 0x300 ? 0 : scalar.properties.canonicalCombiningClass.rawValue
  }

  /// Whether the library would be slow or wrong on the text.
  private static func needsCare(_ string: String) -> Bool {
    var run = 0
    for scalar in string.unicodeScalars {
      switch scalar.value {
      // Class 0, but their decompositions are marks alone.
      case 0x0F73, 0x0F75, 0x0F81: return true
      default: run = combiningClass(scalar) == 0 ? 0 : run + 1
      }
      if run > runLimit { return true }
    }
    return false
  }

  /// Decomposition, stable sort of each run of marks, composition: the algorithm of UAX #15 spelled out.
  static func normalizedScalarwise(_ string: String) -> [UInt8] {
    var scalars: [(scalar: Unicode.Scalar, kind: UInt8)] = []
    for scalar in string.unicodeScalars {
      if scalar.value < 0xC0 {
        scalars.append((scalar, 0))
      } else {
        for part in String(scalar)._nfd { scalars.append((part, combiningClass(part))) }
      }
    }
    var start = 0
    while start < scalars.count {
      var end = start + 1
      if scalars[start].kind != 0 {
        while end < scalars.count, scalars[end].kind != 0 { end += 1 }
        // Marks of one class keep their order: the index is the second key.
        let sorted = scalars[start..<end].enumerated().sorted {
          ($0.element.kind, $0.offset) < ($1.element.kind, $1.offset)
        }
        scalars.replaceSubrange(start..<end, with: sorted.map(\.element))
      }
      start = end
    }
    return composed(scalars)
  }

  private static func composed(_ scalars: [(scalar: Unicode.Scalar, kind: UInt8)]) -> [UInt8] {
    var output: [Unicode.Scalar] = []
    var starter: Int?
    var lastKind: UInt8 = 0
    for (scalar, kind) in scalars {
      if let index = starter {
        // Blocked: a mark of the same or a higher class stands between.
        let adjacent = output.count == index + 1
        if adjacent || lastKind < kind,
          let composite = composite(output[index], scalar)
        {
          output[index] = composite
          continue
        }
      }
      if kind == 0 { starter = output.count }
      lastKind = kind
      output.append(scalar)
    }
    var result: [UInt8] = []
    result.reserveCapacity(output.count * 2)
    for scalar in output { append(scalar, to: &result) }
    return result
  }

  private static func composite(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Unicode
    .Scalar?
  {
    guard second.value >= 0x300 else { return nil }
    var pair = String(first)
    pair.unicodeScalars.append(second)
    var result: Unicode.Scalar?
    for scalar in pair._nfc {
      guard result == nil else { return nil }
      result = scalar
    }
    return result
  }
}
