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

  /// Reads the figures; where `/proc` cannot be read, the peak stands for both.
  public static func current() -> ProcessMemory? { status() ?? usage() }

  /// The peak that the kernel tells without a file: a plan must never count the process as nothing.
  public static func usage() -> ProcessMemory? {
    var usage = rusage()
    // RUSAGE_SELF, which the C libraries import as different types.
    let own: CInt = 0
    guard unsafe getrusage(own, &usage) == 0 else { return nil }
    let peak = Int(usage.ru_maxrss) * 1024
    return ProcessMemory(residentByteCount: peak, peakResidentByteCount: peak)
  }

  private static func status() -> ProcessMemory? {
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
