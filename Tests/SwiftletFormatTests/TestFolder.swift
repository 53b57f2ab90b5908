import Foundation

/// A folder that lives as long as the object.
final class TestFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "swiftlet-format-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  var contents: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }
}
