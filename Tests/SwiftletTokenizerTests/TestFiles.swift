import SwiftletSystem

/// The contents of the file at `path`.
func fileBytes(_ path: String) throws -> [UInt8] {
  let source = try FileByteSource(path: path)
  return try source.bytes(at: 0, count: source.byteCount)
}
