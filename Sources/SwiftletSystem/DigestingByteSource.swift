internal import Synchronization

/// A byte source that takes its SHA-256 from the bytes that others read.
///
/// A digest needs the bytes in order: reads that go from front to back take every byte once. What a read
/// skips is read for the digest alone, and a read of what the digest has seen already is a read more.
public final class DigestingByteSource: ByteSource {
  private let source: any ByteSource
  private let state = Mutex(State())

  private struct State {
    /// Nil while nobody wants the digest.
    var progress: Progress?
    var readByteCount = 0
  }

  /// How far the digest is.
  private struct Progress {
    var digest = SHA256()
    var position = 0
  }

  /// A read of this size costs far more than the call.
  private static let skippedByteCount = 256 << 10

  /// Reads through to `source`.
  public init(_ source: any ByteSource) { self.source = source }

  /// The name used in messages.
  public var name: String { source.name }
  /// The length of the source in bytes.
  public var byteCount: Int { source.byteCount }

  /// Bytes read since the digest was begun: no more than the source has where none was read twice.
  public var readByteCount: Int { state.withLock { $0.readByteCount } }

  /// Begins a digest, which reads from now on carry forward.
  public func beginDigest() { state.withLock { $0 = State(progress: Progress()) } }

  /// The digest of the whole source; what has not been read since `beginDigest` is read now.
  ///
  /// - Throws: `ByteSourceError` as `read`.
  public func finishDigest() throws(ByteSourceError) -> [UInt8] {
    try state.withLock { state throws(ByteSourceError) in
      var progress = state.progress ?? Progress()
      state.progress = nil
      state.readByteCount += byteCount - progress.position
      try advance(&progress, to: byteCount)
      return progress.digest.finalized()
    }
  }

  /// Fills `destination` with the bytes from `offset` on.
  public func read(at offset: Int, into destination: UnsafeMutableRawBufferPointer)
    throws(ByteSourceError)
  {
    try unsafe source.read(at: offset, into: destination)
    let end = offset + destination.count
    try state.withLock { state throws(ByteSourceError) in
      state.readByteCount += destination.count
      guard var progress = state.progress, progress.position < end else { return }
      if offset > progress.position {
        state.readByteCount += offset - progress.position
        try advance(&progress, to: offset)
      }
      let unseen = unsafe destination[(progress.position - offset)...]
      unsafe progress.digest.update(UnsafeRawBufferPointer(rebasing: unseen))
      progress.position = end
      state.progress = progress
    }
  }

  /// Reads on up to `end` for the digest alone.
  private func advance(_ progress: inout Progress, to end: Int) throws(ByteSourceError) {
    while progress.position < end {
      let count = min(DigestingByteSource.skippedByteCount, end - progress.position)
      progress.digest.update(try source.bytes(at: progress.position, count: count))
      progress.position += count
    }
  }
}
