#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A fresh folder for one test, removed with the files in it when the object goes.
public final class TemporaryFolder {
  /// Why the folder or a file in it could not be made.
  public struct Failure: Error {
    /// What was tried.
    public let what: String
  }

  /// The path of the folder.
  public let path: String

  /// Makes a folder in `parent`, by default the system's place for temporary files.
  public init(in parent: String = "/tmp") throws {
    var template = Array("\(parent)/swiftlet-test-XXXXXX\0".utf8).map { CChar(bitPattern: $0) }
    let isMade = unsafe template.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return false }
      return unsafe mkdtemp(start) != nil
    }
    guard isMade else { throw Failure(what: "making a temporary folder") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The path of `name` inside the folder.
  public func path(_ name: String) -> String { path + "/" + name }

  /// The names inside the folder, sorted.
  public var names: [String] { TemporaryFolder.names(in: path) }

  private static func names(in path: String) -> [String] {
    guard let folder = unsafe opendir(path) else { return [] }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Writes a file, replacing one of the same name.
  public func write(_ name: String, _ bytes: [UInt8]) throws {
    guard let file = unsafe fopen(path(name), "wb") else { throw Failure(what: "opening \(name)") }
    let written = unsafe bytes.withUnsafeBytes { buffer in
      unsafe fwrite(buffer.baseAddress, 1, buffer.count, file)
    }
    let isClosed = unsafe fclose(file) == 0
    guard written == bytes.count, isClosed else { throw Failure(what: "writing \(name)") }
  }

  /// Writes a text file, replacing one of the same name.
  public func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

  /// Makes a folder inside the folder, if it is not there.
  public func makeFolder(_ name: String) throws {
    guard unsafe mkdir(path(name), 0o700) == 0 || errno == EEXIST else {
      throw Failure(what: "making \(name)")
    }
  }

  deinit { TemporaryFolder.remove(path) }

  /// Removes a folder with all that is in it; links are not followed.
  private static func remove(_ path: String) {
    for name in names(in: path) {
      let inner = path + "/" + name
      if unsafe unlink(inner) != 0 { remove(inner) }
    }
    unsafe rmdir(path)
  }
}
