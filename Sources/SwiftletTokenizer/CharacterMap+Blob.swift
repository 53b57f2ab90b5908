internal import SwiftletSystem

extension CharacterMap.Parts {
  /// A map as the library stores it: the double array's byte count, the double array, the texts.
  ///
  /// `fault` makes an error's text of what is expected and what is found.
  init(blob: ArraySlice<UInt8>, fault: (String, String) -> InputFault) throws(TokenizerError) {
    guard !blob.isEmpty else { return }
    func word(_ offset: Int) -> UInt32 {
      (0..<4).reduce(0) { $0 | UInt32(blob[blob.startIndex + offset + $1]) << UInt32(8 * $1) }
    }
    guard blob.count > 8 else {
      throw .damagedFile(fault("more than 8 bytes", "\(blob.count)"))
    }
    let byteCount = Int(word(0))
    guard byteCount % 4 == 0, byteCount >= 4, byteCount < blob.count - 4 else {
      throw .damagedFile(fault("a map inside its \(blob.count) bytes", "\(byteCount) bytes"))
    }
    guard byteCount / 4 <= TokenizerLayout.mapUnitLimit else {
      throw .limitExceeded(
        fault("at most \(TokenizerLayout.mapUnitLimit) units", "\(byteCount / 4)"))
    }
    units = stride(from: 4, to: 4 + byteCount, by: 4).map { word($0) }
    texts = Array(blob.dropFirst(4 + byteCount))
    if let (expected, found) = CharacterMap.fault(
      unitCount: units.count, texts: texts[...], unit: { units[$0] })
    {
      throw .damagedFile(fault(expected, found))
    }
  }
}
