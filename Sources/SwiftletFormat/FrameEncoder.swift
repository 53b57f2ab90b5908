internal import CZstd
import SwiftletSystem

/// Compresses frames through one buffer and one compression context, both made once.
@safe final class FrameEncoder {
  private let buffer: UnsafeMutableRawBufferPointer
  private let context: OpaquePointer

  init() {
    unsafe buffer = .allocate(byteCount: BlobLimits.frameByteCount, alignment: 64)
    guard let made = unsafe ZSTD_createCCtx() else { fatalError("no memory for zstd") }
    unsafe context = made
    set(ZSTD_c_checksumFlag, 1)
    set(ZSTD_c_contentSizeFlag, 1)
    // 2^18: the raw bytes of a frame, the largest window that readers accept.
    set(ZSTD_c_windowLog, 18)
  }

  deinit {
    unsafe ZSTD_freeCCtx(context)
    unsafe buffer.deallocate()
  }

  private func set(_ parameter: ZSTD_cParameter, _ value: Int) {
    let status = unsafe ZSTD_CCtx_setParameter(context, parameter, CInt(value))
    precondition(ZSTD_isError(status) == 0, "zstd refuses \(value) for parameter \(parameter)")
  }

  /// Gives `body` the stored form of `raw`: compressed to at most `limit` bytes, else `raw` itself.
  func encode<Result>(
    _ raw: UnsafeRawBufferPointer, level: Int, limit: Int,
    _ body: (BlobRecord.Frame, UnsafeRawBufferPointer) throws(BlobError) -> Result
  ) throws(BlobError) -> Result {
    // zstd gives up at the limit by itself, so frames that do not gain cost less.
    let capacity = limit
    if capacity > 0 {
      set(ZSTD_c_compressionLevel, level)
      let count = unsafe ZSTD_compress2(
        context, buffer.baseAddress, capacity, raw.baseAddress, raw.count)
      if ZSTD_isError(count) == 0 {
        let stored = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<count])
        return try unsafe body(frame(.zstd, stored), stored)
      }
      guard ZSTD_getErrorCode(count) == ZSTD_error_dstSize_tooSmall else {
        fatalError("zstd cannot compress: " + (unsafe String(cString: ZSTD_getErrorName(count))))
      }
    }
    return try unsafe body(frame(.plain, raw), raw)
  }

  private func frame(
    _ encoding: BlobRecord.Frame.Encoding, _ stored: UnsafeRawBufferPointer
  ) -> BlobRecord.Frame {
    BlobRecord.Frame(
      storedByteCount: stored.count, encoding: encoding, checksum: unsafe XXH64.hash(stored))
  }
}
