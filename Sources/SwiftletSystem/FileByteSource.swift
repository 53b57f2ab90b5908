internal import CSwiftletSystem

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A byte source over a regular file, read with `pread` at explicit positions.
///
/// Nothing is mapped: a mapped page counts against the memory cap when it is touched and a file that
/// shrinks under a mapping kills the process, while a positioned read fails with an error.
public final class FileByteSource: ByteSource {
  /// The path as the user gave it.
  public let name: String
  /// The length of the file when it was opened.
  public let byteCount: Int
  /// The descriptor, open for the life of the object.
  public let descriptor: CInt

  /// Opens `path` for reading.
  ///
  /// - Throws: `ByteSourceError.notReadable` or `.notARegularFile`.
  public init(path: String) throws(ByteSourceError) {
    guard !path.utf8.contains(0) else {
      throw .notReadable(
        InputFault(file: path, place: "", expected: "a path", found: "a NUL character in it"))
    }
    // O_NONBLOCK: opening a FIFO must not hang; it is refused below.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw .notReadable(
        InputFault(file: path, place: "", expected: "a readable file", found: systemMessage(errno)))
    }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw .notReadable(
        InputFault(file: path, place: "", expected: "a readable file", found: systemMessage(code)))
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      let kind = status.st_mode & S_IFMT == S_IFDIR ? "a folder" : "a special file"
      throw .notARegularFile(
        InputFault(file: path, place: "", expected: "a regular file", found: kind))
    }
    self.name = path
    self.byteCount = Int(status.st_size)
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Whether `path`, whatever it is called, leads to this file.
  public func isFile(at path: String) -> Bool {
    var (own, other) = (stat(), stat())
    guard unsafe fstat(descriptor, &own) == 0, unsafe stat(path, &other) == 0 else { return false }
    return own.st_dev == other.st_dev && own.st_ino == other.st_ino
  }

  /// What the page cache holds of the whole pages around a range.
  ///
  /// - Parameters:
  ///   - offset: the first byte.
  ///   - count: bytes of the range.
  /// - Returns: bytes that are cached, and bytes of those pages; nil where the kernel does not tell (before
  ///   Linux 6.5).
  public func cachedPages(at offset: Int, count: Int) -> (cached: Int, all: Int)? {
    let page = Int(getpagesize())
    let (first, end) = (offset / page * page, (offset + count + page - 1) / page * page)
    let cached = swiftlet_cached_byte_count(descriptor, UInt64(first), UInt64(end - first))
    return cached < 0 ? nil : (Int(cached), end - first)
  }

  /// Fills `destination` with the bytes from `offset` on.
  public func read(at offset: Int, into destination: UnsafeMutableRawBufferPointer)
    throws(ByteSourceError)
  {
    try checkRange(at: offset, count: destination.count)
    guard let start = destination.baseAddress else { return }
    var done = 0
    while done < destination.count {
      let count = unsafe pread(
        descriptor, start + done, destination.count - done, off_t(offset + done))
      if count > 0 {
        done += count
      } else if count == 0 {
        throw .truncated(
          InputFault(
            file: name, place: "byte \(offset + done)",
            expected: "\(destination.count - done) more bytes", found: "the end of the file"))
      } else if errno != EINTR {
        throw .readFailed(
          InputFault(
            file: name, place: "byte \(offset + done)", expected: "readable bytes",
            found: systemMessage(errno)))
      }
    }
  }
}

/// The system's words for an `errno` value.
public func systemMessage(_ code: CInt) -> String {
  guard let text = unsafe strerror(code) else { return "system error \(code)" }
  return unsafe String(cString: text)
}
