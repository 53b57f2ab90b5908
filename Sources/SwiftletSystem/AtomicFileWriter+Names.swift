#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension AtomicFileWriter {
  /// The folder with its slash (empty for the current one) and the last component.
  static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return ("", path) }
    let start = path.utf8.index(after: slash)
    return (String(path[..<start]), String(path[start...]))
  }

  /// `.NAME.XXXXXX.partial`, hidden and random, within the 255 bytes that file systems allow.
  static func partialName(for name: String, using generator: inout SystemRandomNumberGenerator)
    -> String
  {
    let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)
    let random = (0..<6).map { _ in letters[Int.random(in: 0..<36, using: &generator)] }
    var stem = name
    // 17 bytes are added here; a cut keeps whole characters.
    while stem.utf8.count > 255 - 17 { stem.removeLast() }
    return "." + stem + "." + String(decoding: random, as: UTF8.self) + ".partial"
  }

  /// Throws unless a file may appear at `path`.
  static func checkTarget(_ path: String, replacing: Bool) throws(FileWriteError) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else {
      let code = errno
      if code == ENOENT { return }
      throw creationError(code, path: path)
    }
    // A symbolic link counts as what it points to, but it is the link that is replaced.
    if status.st_mode & S_IFMT == S_IFLNK, unsafe stat(path, &status) != 0 {
      guard replacing else { throw existsError(path) }
      return
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      let found = status.st_mode & S_IFMT == S_IFDIR ? "a folder" : "a special file"
      throw .notARegularFile(
        InputFault(file: path, place: "", expected: "a regular file or none", found: found))
    }
    guard replacing else { throw existsError(path) }
  }

  static func existsError(_ path: String) -> FileWriteError {
    .targetExists(
      InputFault(file: path, place: "", expected: "a free name", found: "a file of that name"))
  }

  static func creationError(_ code: CInt, path: String) -> FileWriteError {
    let fault = InputFault(
      file: path, place: "", expected: "a folder that takes new files",
      found: systemMessage(code))
    return [ENOSPC, EDQUOT].contains(code) ? .noSpace(fault) : .notCreatable(fault)
  }
}
