internal import CSwiftletSystem

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Counters of the processor over this thread and the threads that it starts later, user mode alone.
///
/// Source: `perf_event_open(2)`.
public final class HardwareCounters {
  /// What is counted.
  public enum Event: Int, CaseIterable, Sendable {
    case instructions = 0
    case cycles = 1
    case cacheRefills = 2

    /// The name in reports.
    public var name: String {
      switch self {
      case .instructions: "instructions"
      case .cycles: "cycles"
      case .cacheRefills: "cache_refills"
      }
    }
  }

  private var descriptors: [Event: CInt] = [:]
  private var reasons: [Event: String] = [:]

  /// Begins to count what can be counted.
  public init() {
    for event in Event.allCases {
      let descriptor = swiftlet_open_counter(CInt(event.rawValue))
      if descriptor >= 0 {
        descriptors[event] = descriptor
      } else {
        reasons[event] = HardwareCounters.reason(errno)
      }
    }
  }

  deinit { for descriptor in descriptors.values { close(descriptor) } }

  /// The count so far; nil where there is none (`reason(for:)`).
  public func value(of event: Event) -> Double? {
    guard let descriptor = descriptors[event] else { return nil }
    var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
    let size = MemoryLayout.size(ofValue: words)
    guard unsafe read(descriptor, &words, size) == size, words.2 > 0 else { return nil }
    // Where there are more events than counters the kernel counts by turns.
    return Double(words.0) * (Double(words.1) / Double(words.2))
  }

  /// Why an event is not counted.
  public func reason(for event: Event) -> String {
    reasons[event] ?? "the counter gives no value"
  }

  private static func reason(_ code: CInt) -> String {
    switch code {
    case EACCES, EPERM:
      let level = KernelFile.line(at: "/proc/sys/kernel/perf_event_paranoid") ?? "unknown"
      return "the kernel forbids it (perf_event_paranoid is \(level)); "
        + "`sysctl kernel.perf_event_paranoid=1` allows it"
    case ENOENT, EOPNOTSUPP, ENODEV:
      return "the processor's counters cannot be seen here, as in many virtual machines"
    case ENOSYS: return "the kernel has no performance events"
    default: return systemMessage(code)
    }
  }
}

/// Processor time of the calling thread.
public func threadTime() -> Duration {
  .nanoseconds(Int64(clamping: swiftlet_thread_nanoseconds()))
}
