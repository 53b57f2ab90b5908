import SwiftletSystem

/// Files that tests read whole.
enum TestFiles {
  /// The contents of the file at `path`.
  static func bytes(_ path: String) throws -> [UInt8] {
    let source = try FileByteSource(path: path)
    return try source.bytes(at: 0, count: source.byteCount)
  }
}
