internal import SwiftletJSON
internal import SwiftletSystem

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The folder that tokenizer files are read from, with limits on their sizes.
struct SourceFolder {
  let path: String

  /// The path of `name` in the folder.
  func path(_ name: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }

  /// Whether the folder has something under `name`.
  func has(_ name: String) -> Bool {
    guard !path.utf8.contains(0) else { return false }
    return unsafe access(path(name), F_OK) == 0
  }

  /// The contents of `name`; nil if the folder does not have it.
  ///
  /// - Throws: `TokenizerError.notReadable` or `.limitExceeded`.
  func bytes(_ name: String, limit: Int) throws(TokenizerError) -> [UInt8]? {
    guard has(name) else { return nil }
    do throws(ByteSourceError) {
      let source = try FileByteSource(path: path(name))
      if source.byteCount <= limit { return try source.bytes(at: 0, count: source.byteCount) }
    } catch {
      throw .notReadable(error.fault)
    }
    throw .limitExceeded(
      InputFault(
        file: path(name), place: "", expected: "at most \(limit) bytes", found: "more"))
  }

  /// The JSON text `name`; nil if the folder does not have it.
  ///
  /// - Throws: `TokenizerError`.
  func json(_ name: String, limit: Int) throws(TokenizerError) -> JSONPlace? {
    guard let bytes = try bytes(name, limit: limit) else { return nil }
    do throws(JSONError) {
      return JSONPlace(try JSONParser.parse(bytes, file: path(name)), file: path(name), path: "")
    } catch {
      throw .damagedFile(error.fault)
    }
  }
}
