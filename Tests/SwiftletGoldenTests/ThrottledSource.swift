import SwiftletSystem

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file on a slow disk: reads take as long as their bytes take at a rate.
final class ThrottledSource: ByteSource {
  private let file: FileByteSource
  private let bytesPerSecond: Double

  init(_ file: FileByteSource, bytesPerSecond: Double) {
    self.file = file
    self.bytesPerSecond = bytesPerSecond
  }

  var name: String { file.name }
  var byteCount: Int { file.byteCount }

  func read(at offset: Int, into destination: UnsafeMutableRawBufferPointer)
    throws(ByteSourceError)
  {
    let end = ContinuousClock.now + .seconds(Double(destination.count) / bytesPerSecond)
    try unsafe file.read(at: offset, into: destination)
    while case let rest = (end - ContinuousClock.now) / .microseconds(1), rest > 0 {
      usleep(useconds_t(rest.rounded(.up)))
    }
  }
}
