/// Sizes as people write them on a command line.
public enum ByteSize {
  /// The bytes that `text` means: `96M`, `96MiB`, `1.5G`, or plain bytes.
  ///
  /// Suffixes are K, M, G and T, powers of 1024, with or without `iB`. `MB` is refused, because half the
  /// world means powers of 1000 by it. A fraction of a byte is dropped.
  ///
  /// - Parameter text: The size.
  /// - Returns: The bytes; nil for anything else, negative or beyond 63 bits.
  public static func parse(_ text: String) -> Int? {
    var digits = text.utf8[...]
    var shift = 0
    if digits.suffix(2).elementsEqual("iB".utf8) {
      digits = digits.dropLast(2)
      guard digits.last.map({ $0 > UInt8(ascii: "9") }) == true else { return nil }
    }
    if let last = digits.last, let power = "KMGT".utf8.firstIndex(of: last) {
      shift = 10 * ("KMGT".utf8.distance(from: "KMGT".utf8.startIndex, to: power) + 1)
      digits = digits.dropLast()
    }
    let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard let whole = parts.first.flatMap({ number($0) }), parts.count <= 2 else { return nil }
    let scaled = whole.multipliedReportingOverflow(by: 1 << shift)
    guard !scaled.overflow else { return nil }
    guard parts.count == 2 else { return scaled.partialValue }
    // Nine decimals of a suffix are finer than a byte of anything that fits a machine.
    guard shift > 0, (1...9).contains(parts[1].count), let fraction = number(parts[1]) else {
      return nil
    }
    var unit = 1.0
    for _ in parts[1] { unit *= 10 }
    let bytes = Int((Double(fraction) / unit * Double(1 << shift)).rounded(.down))
    let sum = scaled.partialValue.addingReportingOverflow(bytes)
    return sum.overflow ? nil : sum.partialValue
  }

  private static func number(_ digits: Substring.UTF8View) -> Int? {
    guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(Substring(digits))
  }
}
