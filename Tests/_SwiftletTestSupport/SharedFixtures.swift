public import Testing

/// The reference's fixtures beside the checkout (`../shared/fixtures`), which are not part of it.
///
/// Tests that need them carry `.enabled(if: SharedFixtures.arePresent, SharedFixtures.message)`.
public enum SharedFixtures {
  /// The folder: `$SWIFTLET_FIXTURES`, or `../shared/fixtures` beside the checkout.
  public static let root: String =
    Environment.value("SWIFTLET_FIXTURES") ?? Environment.checkout + "/../shared/fixtures"

  /// The checkout that the tests were built from.
  public static let checkout: String = Environment.checkout

  /// Whether the folder is there.
  public static let arePresent: Bool = Environment.isReadable(root + "/README.md")

  /// Why a test was skipped.
  public static let message: Comment = "the reference fixtures are not beside the checkout"

  /// The path of `name` inside the folder.
  public static func path(_ name: String) -> String { root + "/" + name }
}
