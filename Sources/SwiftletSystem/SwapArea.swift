/// A place that the kernel swaps memory out to.
public struct SwapArea: Equatable, Sendable {
  /// A partition or a file.
  public var name: String
  /// Its size.
  public var byteCount: Int
  /// What of it is in use.
  public var usedByteCount: Int

  /// An area with its sizes.
  public init(name: String, byteCount: Int, usedByteCount: Int) {
    self.name = name
    self.byteCount = byteCount
    self.usedByteCount = usedByteCount
  }

  /// Whether it is compressed memory (zram) and no disk.
  public var isMemory: Bool { name.starts(with: "/dev/zram") }

  /// Reads `/proc/swaps`; a line that is not understood is left out.
  static func all(root: String) -> [SwapArea] {
    let text = KernelFile.bytes(at: root + "/proc/swaps") ?? []
    return KernelFile.lines(text).dropFirst().compactMap { line in
      let fields = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      // Name, type, size and use in kB, priority; the largest that is possible still fits.
      guard fields.count == 5, let size = KernelFile.decimal(fields[2]),
        let used = KernelFile.decimal(fields[3]), size < 1 << 50, used <= size
      else { return nil }
      return SwapArea(
        name: InputFault.escaped(String(decoding: fields[0], as: UTF8.self)),
        byteCount: size << 10, usedByteCount: used << 10)
    }
  }
}
