internal import CSwiftletSystem

/// The request to stop that Ctrl-C and SIGTERM make.
public enum Interrupts {
  /// From now on the first request is noted rather than ending the process; the second one ends it.
  ///
  /// Writing to a reader that has gone, or over a size limit, fails from now on like writing to a full
  /// disk.
  public static func catchAll() { swiftlet_catch_interrupts() }

  /// Keeps files that are opened later off standard input, output and error where those are closed.
  public static func occupyStandardDescriptors() { swiftlet_occupy_standard_descriptors() }

  /// Whether a request has come.
  public static var wasRequested: Bool { swiftlet_was_interrupted() != 0 }

  /// Takes a request as answered: the next one is noted again.
  public static func forget() { swiftlet_forget_interrupt() }
}
