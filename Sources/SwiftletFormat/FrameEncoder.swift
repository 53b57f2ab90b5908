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
  ///
  /// - Parameters:
  ///   - raw: at most what a frame holds.
  ///   - seams: where in it bytes of another kind begin, ascending; each part gets frequencies of its own.
  ///   - level: zstd's.
  ///   - limit: bytes; 0 to store `raw` as it is.
  ///   - body: told the frame and its stored bytes.
  /// - Returns: what `body` returns.
  /// - Throws: what `body` throws.
  func encode<Result>(
    _ raw: UnsafeRawBufferPointer, seams: [Int] = [], level: Int, limit: Int,
    _ body: (BlobRecord.Frame, UnsafeRawBufferPointer) throws(BlobError) -> Result
  ) throws(BlobError) -> Result {
    if limit > 0, unsafe mayGain(raw, limit: limit),
      let count = unsafe seams.isEmpty
        ? compress(raw, level: level, limit: limit)
        : compress(raw, seams: seams, level: level, limit: limit)
    {
      let stored = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<count])
      return try unsafe body(frame(.zstd, stored), stored)
    }
    return try unsafe body(frame(.plain, raw), raw)
  }

  /// Whether a frame can come near `limit`: by the frequencies of its bytes, or because it repeats itself.
  ///
  /// Codes of weights do neither, and these two looks take a tenth of the time that compressing them in vain does.
  private func mayGain(_ raw: UnsafeRawBufferPointer, limit: Int) -> Bool {
    let near = limit + raw.count / 8
    guard near < raw.count else { return true }
    if unsafe ByteFrequencies(raw).entropyByteCount <= Double(near) { return true }
    return (unsafe compress(raw, level: FrameEncoder.matchesOnly, limit: near)) != nil
  }

  /// A level at which zstd finds repetitions and nothing else.
  private static let matchesOnly = -7

  /// Compresses into the buffer; the bytes, or nil if they are more than `limit`, where zstd gives up.
  private func compress(_ raw: UnsafeRawBufferPointer, level: Int, limit: Int) -> Int? {
    set(ZSTD_c_compressionLevel, level)
    let count = unsafe ZSTD_compress2(
      context, buffer.baseAddress, limit, raw.baseAddress, raw.count)
    if ZSTD_isError(count) == 0 { return count }
    guard ZSTD_getErrorCode(count) == ZSTD_error_dstSize_tooSmall else { fail(count) }
    return nil
  }

  /// The same, with a new block of the frame at each of `seams`.
  ///
  /// zstd counts frequencies block by block, and begins one every 128 KiB: behind codes of weights, scales and zero
  /// points would be stored by the frequencies of codes. It costs zstd half a megabyte more memory.
  private func compress(
    _ raw: UnsafeRawBufferPointer, seams: [Int], level: Int, limit: Int
  ) -> Int? {
    set(ZSTD_c_compressionLevel, level)
    check(unsafe ZSTD_CCtx_reset(context, ZSTD_reset_session_only))
    check(unsafe ZSTD_CCtx_setPledgedSrcSize(context, UInt64(raw.count)))
    var output = unsafe ZSTD_outBuffer(dst: buffer.baseAddress, size: limit, pos: 0)
    var input = unsafe ZSTD_inBuffer(src: raw.baseAddress, size: 0, pos: 0)
    for end in seams + [raw.count] {
      unsafe input.size = end
      let operation = end == raw.count ? ZSTD_e_end : ZSTD_e_flush
      while true {
        let left = unsafe ZSTD_compressStream2(context, &output, &input, operation)
        check(left)
        if left == 0 { break }
        if unsafe output.pos == output.size { return nil }
      }
    }
    return unsafe output.pos
  }

  private func check(_ status: Int) {
    if ZSTD_isError(status) != 0 { fail(status) }
  }

  private func fail(_ status: Int) -> Never {
    fatalError("zstd cannot compress: " + (unsafe String(cString: ZSTD_getErrorName(status))))
  }

  private func frame(
    _ encoding: BlobRecord.Frame.Encoding, _ stored: UnsafeRawBufferPointer
  ) -> BlobRecord.Frame {
    BlobRecord.Frame(
      storedByteCount: stored.count, encoding: encoding, checksum: unsafe XXH64.hash(stored))
  }
}
