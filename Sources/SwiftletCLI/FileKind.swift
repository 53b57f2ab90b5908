#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a path names.
enum FileKind {
  case folder
  case other

  /// Looks; anything that is no folder, or not there, is the opener's to judge.
  init(path: String) {
    var status = stat()
    let isFolder = unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    self = isFolder ? .folder : .other
  }
}
