internal import CSwiftletSystem

/// The request to stop that Ctrl-C and SIGTERM make.
public enum Interrupts {
  /// From now on the first request is noted rather than ending the process; the second one ends it.
  public static func catchAll() { swiftlet_catch_interrupts() }

  /// Whether a request has come.
  public static var wasRequested: Bool { swiftlet_was_interrupted() != 0 }
}
