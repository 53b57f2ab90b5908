#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What the kernel says of this process's memory.
///
/// Source: `/proc/self/status`.
public struct ProcessMemory: Equatable, Sendable {
  /// Resident bytes now (`VmRSS`).
  public var residentByteCount: Int
  /// The most bytes that were resident (`VmHWM`).
  public var peakResidentByteCount: Int

  /// Reads the figures; nil where `/proc` is not there.
  public static func current() -> ProcessMemory? {
    let descriptor = unsafe open("/proc/self/status", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    // The file is about 1.5 KiB; the two lines come in its first half.
    let text = unsafe withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { buffer in
      let count = unsafe read(descriptor, buffer.baseAddress, buffer.count)
      return unsafe String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }
    guard let resident = kibibytes("VmRSS:", in: text), let peak = kibibytes("VmHWM:", in: text)
    else { return nil }
    return ProcessMemory(residentByteCount: resident, peakResidentByteCount: peak)
  }

  private static func kibibytes(_ key: String, in text: String) -> Int? {
    for line in text.split(separator: "\n") where line.hasPrefix(key) {
      let fields = line.dropFirst(key.count).split(whereSeparator: { $0 == " " || $0 == "\t" })
      guard let first = fields.first, let value = Int(first) else { return nil }
      return value * 1024
    }
    return nil
  }
}
