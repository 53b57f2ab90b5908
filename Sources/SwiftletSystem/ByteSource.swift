/// A readable, immutable run of bytes: a file, memory, or a fault-injecting double.
///
/// `read` fills the whole destination or throws; there are no short reads above this seam.
public protocol ByteSource: AnyObject, Sendable {
  /// The name used in messages: the path as the user gave it.
  var name: String { get }
  /// The length of the source in bytes, fixed at open.
  var byteCount: Int { get }
  /// Fills `destination` with the bytes from `offset` on.
  ///
  /// - Throws: `ByteSourceError` if the range leaves the source or the system refuses.
  func read(at offset: Int, into destination: UnsafeMutableRawBufferPointer)
    throws(ByteSourceError)
}

/// Why bytes could not be had.
public enum ByteSourceError: InputError {
  /// There is no such file, or it may not be opened.
  case notReadable(InputFault)
  /// The path names a folder, a device or a socket.
  case notARegularFile(InputFault)
  /// The range asked for ends behind the source: the file is shorter than its own header says.
  case truncated(InputFault)
  /// The system reported an error while reading.
  case readFailed(InputFault)

  /// File, place, expected, found.
  public var fault: InputFault {
    switch self {
    case .notReadable(let fault), .notARegularFile(let fault), .truncated(let fault),
      .readFailed(let fault):
      return fault
    }
  }
}

extension ByteSource {
  /// Throws unless `count` bytes from `offset` on lie inside the source.
  public func checkRange(at offset: Int, count: Int) throws(ByteSourceError) {
    guard offset >= 0, count >= 0, offset <= byteCount, count <= byteCount - offset else {
      throw .truncated(
        InputFault(
          file: name, place: "byte \(offset)", expected: "\(count) bytes",
          found: "\(max(0, byteCount - max(0, offset))) bytes before the end of the file"))
    }
  }

  /// A fresh array with `count` bytes from `offset` on.
  ///
  /// The caller has checked `count` against a limit.
  public func bytes(at offset: Int, count: Int) throws(ByteSourceError) -> [UInt8] {
    try checkRange(at: offset, count: count)
    var result = [UInt8](repeating: 0, count: count)
    var failure: ByteSourceError?
    unsafe result.withUnsafeMutableBytes { buffer in
      do throws(ByteSourceError) {
        try unsafe read(at: offset, into: buffer)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return result
  }
}

/// A byte source over an array, for tests and for parts already in memory.
public final class MemoryByteSource: ByteSource {
  /// The name used in messages.
  public let name: String
  private let contents: [UInt8]

  /// Wraps `contents` under `name`.
  public init(name: String, contents: [UInt8]) {
    self.name = name
    self.contents = contents
  }

  /// The length of the array.
  public var byteCount: Int { contents.count }

  /// Fills `destination` with the bytes from `offset` on.
  public func read(at offset: Int, into destination: UnsafeMutableRawBufferPointer)
    throws(ByteSourceError)
  {
    try checkRange(at: offset, count: destination.count)
    unsafe contents.withUnsafeBytes { source in
      unsafe destination.copyMemory(
        from: UnsafeRawBufferPointer(rebasing: source[offset..<offset + destination.count]))
    }
  }
}
