/// Recognition of files that are often found under a weight file's name by mistake.
enum ForeignFile {
  /// What a file that starts with `bytes` is, in words; nil if nothing known.
  static func kind(_ bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      return "a zip archive, as torch.save writes it"
    }
    if bytes.starts(with: "GGUF".utf8) { return "a GGUF file" }
    if bytes.starts(with: "version https://git-lfs".utf8) {
      return "a Git LFS pointer, not the weights: fetch them with \"git lfs pull\""
    }
    // Lower case: both spellings of the tags occur.
    let text = bytes.prefix(32).map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
    let isPage = ["<!doctype", "<html", "<?xml"].contains { text.starts(with: $0.utf8) }
    if isPage { return "a web page, as a failed download leaves it" }
    // A pickle's PROTO opcode with protocol 2 to 5 and no room for a header length.
    if bytes.count >= 2, bytes[0] == 0x80, (2...5).contains(bytes[1]), bytes.dropFirst(2).first != 0
    {
      return "a Python pickle"
    }
    return nil
  }

  /// Whether `bytes` begin like safetensors: eight bytes of length, then JSON.
  static func isSafetensors(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 9 && bytes[4..<8].allSatisfy { $0 == 0 } && bytes[8] == UInt8(ascii: "{")
  }
}
