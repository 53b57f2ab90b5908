#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A text file that grows by whole lines, for results that outlive a killed run.
///
/// Unlike `AtomicFileWriter` it adds to what is there: each line is on the disk when `append` returns, and
/// only the last one can be cut short, by a kill or a power cut in the middle of it.
public final class LineLog {
  /// The path as the user gave it.
  public let path: String
  /// Open for the life of the object.
  private let descriptor: CInt

  /// Opens `path` to add lines, and creates it if it is not there.
  ///
  /// - Parameter path: a regular file, or a free name.
  /// - Throws: `FileWriteError`.
  public init(path: String) throws(FileWriteError) {
    guard !path.utf8.contains(0) else {
      throw .notCreatable(
        InputFault(file: path, place: "", expected: "a path", found: "a NUL character in it"))
    }
    // O_NONBLOCK: opening a FIFO must not hang; it is refused below.
    let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK
    let descriptor = unsafe open(path, flags, mode_t(0o644))
    guard descriptor >= 0 else {
      throw .notCreatable(
        InputFault(
          file: path, place: "", expected: "a file to add lines to", found: systemMessage(errno)))
    }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw .notARegularFile(
        InputFault(file: path, place: "", expected: "a regular file", found: "a special file"))
    }
    self.path = path
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Drops what is behind the first `byteCount` bytes.
  ///
  /// - Throws: `FileWriteError`.
  public func truncate(to byteCount: Int) throws(FileWriteError) {
    guard ftruncate(descriptor, off_t(byteCount)) == 0 else { throw failed(errno) }
  }

  /// Adds `line` and a line end, and waits for the disk.
  ///
  /// - Throws: `FileWriteError`; the file is as long as before then, if the system lets it be.
  public func append(_ line: String) throws(FileWriteError) {
    let bytes = Array(line.utf8) + [UInt8(ascii: "\n")]
    let length = lseek(descriptor, 0, SEEK_END)
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe write(descriptor, buffer.baseAddress.map { unsafe $0 + done }, bytes.count - done)
      }
      if count > 0 {
        done += count
      } else if count == 0 || errno != EINTR {
        let code = count == 0 ? EIO : errno
        if length >= 0 { _ = ftruncate(descriptor, length) }
        throw failed(code)
      }
    }
    while fdatasync(descriptor) != 0 {
      // Some file systems do not flush single files.
      if [EINVAL, EROFS, EOPNOTSUPP].contains(errno) { return }
      guard errno == EINTR else { throw failed(errno) }
    }
  }

  private func failed(_ code: CInt) -> FileWriteError {
    .writing(path, code: code)
  }
}
