#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The time of day, and pauses.
package enum WallClock {
  /// Sleeps; a signal may end it early.
  package static func sleep(_ seconds: Double) -> Bool {
    guard seconds > 0, seconds < 1e6 else { return true }
    let whole = Int(seconds)
    var time = timespec(tv_sec: whole, tv_nsec: Int((seconds - Double(whole)) * 1e9))
    return unsafe nanosleep(&time, nil) == 0
  }

  /// Seconds since 1970; nil if the system does not tell.
  package static var secondsSince1970: Double? {
    var time = timespec()
    guard unsafe clock_gettime(CLOCK_REALTIME, &time) == 0 else { return nil }
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// A moment as text in UTC, like `2026-11-26T16:15:00Z`.
  package static func text(secondsSince1970 seconds: Double) -> String? {
    guard abs(seconds) < 1e11 else { return nil }
    var whole = time_t(seconds)
    var parts = unsafe tm()
    guard unsafe gmtime_r(&whole, &parts) != nil else { return nil }
    func two(_ value: CInt) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return unsafe "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))T"
      + "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
  }
}
