#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Writes a file that appears under its name complete or not at all.
///
/// Bytes go to `.NAME.XXXXXX.partial` in the same folder; `commit` flushes them to the disk and then gives
/// the file its name. A writer that fails or is dropped removes the partial file. A killed process leaves
/// the partial file behind, and nothing under the name itself.
public final class AtomicFileWriter {
  /// Appended bytes are gathered up to this count: large enough that the system call does not matter.
  public static let bufferByteCount = 64 << 10

  /// The name that the file gets, as the user gave it.
  public let path: String
  /// Where the bytes are until `commit`.
  public let partialPath: String
  /// Where the next appended byte goes: the length of the file so far.
  public private(set) var byteCount = 0

  private let replacing: Bool
  /// Open until commit, discard or failure; -1 afterwards.
  private var descriptor: CInt
  private var buffer: [UInt8] = []

  /// Creates the partial file.
  ///
  /// - Parameters:
  ///   - path: The name that the file gets.
  ///   - replacing: Whether a regular file of that name is replaced. Checked now, so that a long job does
  ///     not fail at its end, and again by `commit`.
  /// - Throws: `FileWriteError`.
  public init(path: String, replacing: Bool = false) throws(FileWriteError) {
    let (folder, name) = AtomicFileWriter.split(path)
    guard !name.isEmpty, name != ".", name != "..", !path.utf8.contains(0) else {
      throw .notCreatable(
        InputFault(file: path, place: "", expected: "the name of a file", found: "none"))
    }
    try AtomicFileWriter.checkTarget(path, replacing: replacing)
    self.path = path
    self.replacing = replacing
    var generator = SystemRandomNumberGenerator()
    var attempt = 0
    while true {
      let candidate = folder + AtomicFileWriter.partialName(for: name, using: &generator)
      let flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC
      let opened = unsafe open(candidate, flags, mode_t(0o644))
      if opened >= 0 {
        partialPath = candidate
        descriptor = opened
        break
      }
      let code = errno
      attempt += 1
      // A taken name out of 36^6 is a leftover; ten in a row are something else.
      if code == EINTR || (code == EEXIST && attempt < 10) { continue }
      throw AtomicFileWriter.creationError(code, path: path)
    }
    buffer.reserveCapacity(AtomicFileWriter.bufferByteCount)
  }

  deinit { discard() }

  /// Appends `bytes`.
  ///
  /// - Throws: `FileWriteError`; the partial file is gone then.
  public func append(_ bytes: UnsafeRawBufferPointer) throws(FileWriteError) {
    if buffer.count + bytes.count > AtomicFileWriter.bufferByteCount { try flush() }
    if bytes.count >= AtomicFileWriter.bufferByteCount {
      try unsafe writeAll(bytes, at: byteCount)
    } else {
      unsafe buffer.append(contentsOf: bytes)
    }
    byteCount += bytes.count
  }

  /// Appends `bytes`.
  ///
  /// - Throws: `FileWriteError`; the partial file is gone then.
  public func append(_ bytes: [UInt8]) throws(FileWriteError) {
    try unsafe withBytes(of: bytes) { (pointer) throws(FileWriteError) in try unsafe append(pointer)
    }
  }

  /// Writes `bytes` over what was appended at `offset`, for a header that is known last.
  ///
  /// - Throws: `FileWriteError`; the partial file is gone then.
  public func overwrite(at offset: Int, with bytes: [UInt8]) throws(FileWriteError) {
    precondition(
      offset >= 0 && offset <= byteCount - bytes.count,
      "overwriting \(bytes.count) bytes at \(offset) of \(byteCount)")
    try flush()
    try unsafe withBytes(of: bytes) { (pointer) throws(FileWriteError) in
      try unsafe writeAll(pointer, at: offset)
    }
  }

  /// Writes `bytes` at `offset`, behind what has been appended too; what is left between is zeros.
  ///
  /// - Throws: `FileWriteError`; the partial file is gone then.
  public func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(FileWriteError) {
    precondition(offset >= 0, "writing at \(offset)")
    try flush()
    try unsafe writeAll(bytes, at: offset)
    byteCount = max(byteCount, offset + bytes.count)
  }

  /// Reads back what was written at `offset`.
  ///
  /// - Throws: `FileWriteError`; the partial file is gone then.
  public func read(at offset: Int, into destination: UnsafeMutableRawBufferPointer)
    throws(FileWriteError)
  {
    precondition(
      offset >= 0 && offset <= byteCount - destination.count,
      "reading \(destination.count) bytes at \(offset) of \(byteCount)")
    try flush()
    guard let base = destination.baseAddress else { return }
    var done = 0
    while done < destination.count {
      let count = unsafe pread(
        descriptor, base + done, destination.count - done, off_t(offset + done))
      if count > 0 {
        done += count
      } else if count == 0 || errno != EINTR {
        throw failed(count == 0 ? EIO : errno, place: "byte \(offset + done)")
      }
    }
  }

  /// Takes away what lies behind the first `byteCount` bytes.
  ///
  /// - Throws: `FileWriteError`; the partial file is gone then.
  public func truncate(to byteCount: Int) throws(FileWriteError) {
    precondition(
      byteCount >= 0 && byteCount <= self.byteCount, "\(byteCount) of \(self.byteCount) bytes")
    try flush()
    guard ftruncate(descriptor, off_t(byteCount)) == 0 else { throw failed(errno) }
    self.byteCount = byteCount
  }

  /// Flushes the bytes to the disk and gives the file its name.
  ///
  /// - Throws: `FileWriteError`; the partial file is gone then.
  public func commit() throws(FileWriteError) {
    try flush()
    guard fsync(descriptor) == 0 else { throw failed(errno) }
    let code = close(descriptor) == 0 ? 0 : errno
    descriptor = -1
    // Linux has closed the descriptor even when close was interrupted; the data is on the disk.
    guard code == 0 || code == EINTR else { throw failed(code, removingPartial: true) }
    try publish()
    try flushFolder()
  }

  /// Removes the partial file; nothing happens after `commit`.
  public func discard() {
    guard descriptor >= 0 else { return }
    close(descriptor)
    descriptor = -1
    unsafe unlink(partialPath)
  }

  // MARK: - Steps of commit

  private func publish() throws(FileWriteError) {
    if !replacing {
      // A hard link fails when the name is taken, in one step; a rename would replace the file.
      if unsafe link(partialPath, path) == 0 {
        unsafe unlink(partialPath)
        return
      }
      let code = errno
      let linksAreMissing = [EPERM, EOPNOTSUPP, ENOSYS, EMLINK, EXDEV, EACCES].contains(code)
      guard linksAreMissing else {
        unsafe unlink(partialPath)
        throw code == EEXIST
          ? AtomicFileWriter.existsError(path) : failed(code)
      }
      // FAT and some network file systems have no hard links: look, then rename.
    }
    do throws(FileWriteError) {
      try AtomicFileWriter.checkTarget(path, replacing: replacing)
    } catch {
      unsafe unlink(partialPath)
      throw error
    }
    guard unsafe rename(partialPath, path) == 0 else {
      throw failed(errno, removingPartial: true)
    }
  }

  /// Makes the new name itself survive a power cut.
  private func flushFolder() throws(FileWriteError) {
    let folder = AtomicFileWriter.split(path).folder
    let opened = unsafe open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    // A folder that may be written but not read cannot be flushed; the file itself is complete.
    guard opened >= 0 else { return }
    defer { close(opened) }
    guard fsync(opened) == 0 else {
      let code = errno
      // Some file systems do not flush folders.
      if [EINVAL, EBADF, EROFS, EOPNOTSUPP].contains(code) { return }
      throw failed(code)
    }
  }

  // MARK: - Bytes

  private func flush() throws(FileWriteError) {
    precondition(descriptor >= 0, "writing to \(path) after commit, discard or an error")
    guard !buffer.isEmpty else { return }
    let offset = byteCount - buffer.count
    try unsafe withBytes(of: buffer) { (pointer) throws(FileWriteError) in
      try unsafe writeAll(pointer, at: offset)
    }
    buffer.removeAll(keepingCapacity: true)
  }

  private func writeAll(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(FileWriteError) {
    precondition(descriptor >= 0, "writing to \(path) after commit, discard or an error")
    guard let base = bytes.baseAddress else { return }
    var done = 0
    while done < bytes.count {
      let count = unsafe pwrite(descriptor, base + done, bytes.count - done, off_t(offset + done))
      if count > 0 {
        done += count
      } else if count == 0 || errno != EINTR {
        let code = count == 0 ? EIO : errno
        discard()
        throw failed(code, place: "byte \(offset + done)")
      }
    }
  }

  private func withBytes(
    of bytes: [UInt8], _ body: (UnsafeRawBufferPointer) throws(FileWriteError) -> Void
  ) throws(FileWriteError) {
    var failure: FileWriteError?
    unsafe bytes.withUnsafeBytes { pointer in
      do throws(FileWriteError) { try unsafe body(pointer) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  private func failed(_ code: CInt, place: String = "", removingPartial: Bool = false)
    -> FileWriteError
  {
    discard()
    if removingPartial { unsafe unlink(partialPath) }
    return .writing(path, place: place, code: code)
  }
}
