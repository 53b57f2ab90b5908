/// The checkout that the tests were built from.
public enum Checkout {
  /// The folder with `Package.swift`.
  public static let path: String = Environment.checkout

  /// Whether it is still there: tests that are built here may run on another machine.
  public static let isPresent: Bool = Environment.isReadable(path + "/Package.swift")
}
