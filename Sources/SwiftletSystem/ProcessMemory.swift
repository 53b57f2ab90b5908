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
  /// The part of the resident bytes that is the process's own: heap, stacks, private mappings
  /// (`RssAnon`); nil where the kernel does not tell (before Linux 4.5, or without `/proc`).
  public var residentAnonymousByteCount: Int?
  /// The part that are pages of files: code, libraries, mapped files (`RssFile`); nil as above.
  public var residentFileByteCount: Int?
  /// The part that is shared memory (`RssShmem`); nil as above.
  public var residentSharedByteCount: Int?
  /// Private writable memory, touched or not, stacks of threads included and the main thread's not
  /// (`VmData`): what `RLIMIT_DATA` limits; nil without `/proc`.
  public var dataByteCount: Int?
  /// The process's own bytes that were swapped out (`VmSwap`); nil where the kernel does not tell.
  public var swappedByteCount: Int?

  /// Reads the figures; where `/proc` cannot be read, the peak stands for both.
  public static func current() -> ProcessMemory? { status("/proc/self/status") ?? usage() }

  /// The peak that the kernel tells without a file: a plan must never count the process as nothing.
  public static func usage() -> ProcessMemory? {
    var usage = rusage()
    // RUSAGE_SELF, which the C libraries import as different types.
    let own: CInt = 0
    guard unsafe getrusage(own, &usage) == 0 else { return nil }
    let peak = Int(usage.ru_maxrss) * 1024
    return ProcessMemory(residentByteCount: peak, peakResidentByteCount: peak)
  }

  /// The figures of a file like `/proc/self/status`; nil without the resident bytes and their peak.
  package static func status(_ path: String) -> ProcessMemory? {
    // About 1.5 KiB, and eleven bytes more for each of the user's groups.
    guard let text = KernelFile.bytes(at: path, limit: 1 << 20),
      let resident = KernelFile.figure("VmRSS:", in: text),
      let peak = KernelFile.figure("VmHWM:", in: text)
    else { return nil }
    return ProcessMemory(
      residentByteCount: resident, peakResidentByteCount: peak,
      residentAnonymousByteCount: KernelFile.figure("RssAnon:", in: text),
      residentFileByteCount: KernelFile.figure("RssFile:", in: text),
      residentSharedByteCount: KernelFile.figure("RssShmem:", in: text),
      dataByteCount: KernelFile.figure("VmData:", in: text),
      swappedByteCount: KernelFile.figure("VmSwap:", in: text))
  }
}
