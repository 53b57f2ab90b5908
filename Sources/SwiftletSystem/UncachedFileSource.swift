internal import CSwiftletSystem
internal import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file read without leaving anything of it in the page cache.
///
/// Bytes that the cache holds already are taken from it. Others are read directly from the disk, or, where
/// the file system cannot do that, through the cache and dropped behind the read. So streaming a model
/// neither grows the memory that a control group is charged for nor drives out what others keep cached.
@safe public final class UncachedFileSource: ByteSource {
  /// What direct reads are aligned to: place in the file, address and length.
  public static let alignment = 4096
  /// Bytes through which reads go that are not aligned.
  public static let bounceByteCount = 128 << 10

  private let file: FileByteSource
  /// Nil where the file system has no direct reads.
  private let direct: CInt?
  /// Held by one reader at a time.
  private let bounce: AlignedBuffer
  private let bounceLock = Mutex<Void>(())

  /// Reads `file` in this way.
  ///
  /// - Throws: `MemoryBudgetError`.
  public init(_ file: FileByteSource, budget: MemoryBudget) throws(MemoryBudgetError) {
    bounce = try AlignedBuffer(
      byteCount: UncachedFileSource.bounceByteCount, budget: budget, owner: "stream buffers")
    self.file = file
    let descriptor = swiftlet_reopen_direct(file.descriptor)
    direct = descriptor >= 0 ? descriptor : nil
  }

  deinit { if let direct { close(direct) } }

  /// The path as the user gave it.
  public var name: String { file.name }
  /// The length of the file when it was opened.
  public var byteCount: Int { file.byteCount }

  /// Fills `destination` with the bytes from `offset` on.
  ///
  /// Aligned reads go to `destination` without a copy.
  public func read(at offset: Int, into destination: UnsafeMutableRawBufferPointer)
    throws(ByteSourceError)
  {
    try checkRange(at: offset, count: destination.count)
    guard let start = destination.baseAddress else { return }
    if isCached(offset, destination.count) {
      return try unsafe file.read(at: offset, into: destination)
    }
    guard let direct else {
      return try unsafe readAndDrop(at: offset, into: destination)
    }
    let mask = UncachedFileSource.alignment - 1
    var done = 0
    while done < destination.count {
      let rest = destination.count - done
      let (place, target) = unsafe (offset + done, start + done)
      let isAligned = place & mask == 0 && UInt(bitPattern: target) & UInt(mask) == 0
      let count =
        if isAligned, rest > mask {
          unsafe pread(direct, target, rest & ~mask, off_t(place))
        } else {
          unsafe readBounced(direct, at: place, into: target, count: rest)
        }
      if count > 0 {
        done += count
      } else if count == 0 {
        throw .truncated(
          InputFault(
            file: name, place: "byte \(place)", expected: "\(rest) more bytes",
            found: "the end of the file"))
      } else if errno == EINVAL {
        // The file system opens files for direct reads and then refuses them.
        return try unsafe readAndDrop(
          at: place, into: UnsafeMutableRawBufferPointer(start: target, count: rest))
      } else if errno != EINTR {
        throw .readFailed(
          InputFault(
            file: name, place: "byte \(place)", expected: "readable bytes",
            found: systemMessage(errno)))
      }
    }
  }

  /// Whether the page cache has all of these bytes.
  private func isCached(_ offset: Int, _ count: Int) -> Bool {
    guard let pages = file.cachedPages(at: offset, count: count) else { return false }
    return pages.cached >= pages.all
  }

  private func readAndDrop(at offset: Int, into destination: UnsafeMutableRawBufferPointer)
    throws(ByteSourceError)
  {
    try unsafe file.read(at: offset, into: destination)
    posix_fadvise(
      file.descriptor, off_t(offset), off_t(destination.count), POSIX_FADV_DONTNEED)
  }

  /// Reads at most `count` bytes through the bounce buffer; what `pread` returns, of them.
  private func readBounced(
    _ direct: CInt, at place: Int, into target: UnsafeMutableRawPointer, count: Int
  ) -> Int {
    let mask = UncachedFileSource.alignment - 1
    let first = place & ~mask
    let wanted = min(bounce.byteCount, (place - first + count + mask) & ~mask)
    return bounceLock.withLock { _ in
      let read = unsafe pread(direct, bounce.base, wanted, off_t(first))
      guard read > 0 else { return read }
      let usable = min(count, read - (place - first))
      guard usable > 0 else { return 0 }
      unsafe target.copyMemory(from: bounce.base + (place - first), byteCount: usable)
      return usable
    }
  }
}
