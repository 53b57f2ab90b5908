#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Where the test run finds things outside the checkout.
public enum Environment {
  /// The variable `name`, nil when unset or empty.
  public static func value(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
  }

  static func isReadable(_ path: String) -> Bool { unsafe access(path, R_OK) == 0 }

  /// The checkout: the folder three levels above this file.
  static let checkout: String = {
    // Tests/_SwiftletTestSupport/Environment.swift
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(3).joined(separator: "/")
  }()

  /// The same rule as in tools/lib/environment.py.
  static var cacheFolder: String {
    if let folder = value("SWIFTLET_CACHE") { return folder }
    if let folder = value("XDG_CACHE_HOME") { return folder + "/swiftlet" }
    return (value("HOME") ?? "") + "/.cache/swiftlet"
  }
}
