public import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The reference's fixtures beside the checkout (`../shared/fixtures`), which are not part of it.
///
/// Tests that need them carry `.enabled(if: SharedFixtures.arePresent, SharedFixtures.message)`.
public enum SharedFixtures {
  /// The folder: `$SWIFTLET_FIXTURES`, or `../shared/fixtures` beside the checkout.
  public static let root: String = {
    if let value = unsafe getenv("SWIFTLET_FIXTURES") { return unsafe String(cString: value) }
    // Tests/_SwiftletTestSupport/SharedFixtures.swift -> the checkout.
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(3).joined(separator: "/") + "/../shared/fixtures"
  }()

  /// Whether the folder is there.
  public static let arePresent: Bool = unsafe access(root + "/README.md", R_OK) == 0

  /// Why a test was skipped.
  public static let message: Comment = "the reference fixtures are not beside the checkout"

  /// The path of `name` inside the folder.
  public static func path(_ name: String) -> String { root + "/" + name }
}
