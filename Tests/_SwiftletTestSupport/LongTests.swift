public import Testing

/// Tests that take minutes: exhaustive damage, large shapes, long texts.
///
/// They carry `.enabled(if: LongTests.areEnabled, LongTests.message)` and run with
/// `tools/test --long`.
public enum LongTests {
  /// Whether `$SWIFTLET_LONG_TESTS` is set to something else than `0`.
  public static let areEnabled: Bool =
    (Environment.value("SWIFTLET_LONG_TESTS") ?? "0") != "0"

  /// Why a test was skipped.
  public static let message: Comment = "long tests run with tools/test --long"
}
