internal import CZstd
import SwiftletSystem

/// Reads frames through one buffer and one decompression context, both made once.
@safe final class FrameDecoder {
  /// For compressed bytes: as large as the largest compressed frame that may come.
  private let buffer: UnsafeMutableRawBufferPointer
  private let context: OpaquePointer?

  /// Makes a decoder of the compressed frames of `records`; none takes memory if they have none.
  init(for records: some Sequence<BlobRecord>) {
    let largest = records.reduce(0) { max($0, $1.largestCompressedFrameByteCount) }
    // Page aligned, so that a source which reads past the page cache can fill it directly.
    unsafe buffer = .allocate(byteCount: largest, alignment: 4096)
    guard largest > 0 else {
      unsafe context = nil
      return
    }
    guard let made = unsafe ZSTD_createDCtx() else { fatalError("no memory for zstd") }
    unsafe context = made
    // 2^18 = 256 KiB: what a frame may need. Frames with larger windows are refused earlier, by header.
    let status = unsafe ZSTD_DCtx_setParameter(made, ZSTD_d_windowLogMax, 18)
    precondition(ZSTD_isError(status) == 0, "zstd refuses a window limit of 2^18")
  }

  deinit {
    unsafe ZSTD_freeDCtx(context)
    unsafe buffer.deallocate()
  }

  /// Bytes held for the life of the object.
  var byteCount: Int {
    guard let context = unsafe context else { return 0 }
    return unsafe buffer.count + ZSTD_sizeof_DCtx(context)
  }

  /// Reads one frame from `offset` into `destination`, which has exactly its raw byte count.
  ///
  /// A plain frame is read into its place and checked there. `stored` sees the stored bytes.
  func read(
    _ frame: BlobRecord.Frame, at offset: Int, from source: any ByteSource,
    into destination: UnsafeMutableRawBufferPointer, _ fault: @autoclosure () -> FaultMaker,
    stored: (UnsafeRawBufferPointer) -> Void = { _ in }
  ) throws(BlobError) {
    let capacity = unsafe buffer.count
    precondition(
      frame.encoding == .plain || frame.storedByteCount <= capacity,
      "a compressed frame of \(frame.storedByteCount) bytes for \(capacity)")
    let target =
      unsafe frame.encoding == .plain
      ? destination
      : UnsafeMutableRawBufferPointer(rebasing: buffer[..<frame.storedByteCount])
    do throws(ByteSourceError) {
      try unsafe source.read(at: offset, into: target)
    } catch {
      throw .unreadable(error)
    }
    unsafe stored(UnsafeRawBufferPointer(target))
    guard unsafe XXH64.hash(UnsafeRawBufferPointer(target)) == frame.checksum else {
      throw .frameChecksumMismatch(fault()("stored bytes that fit their checksum", "damaged ones"))
    }
    if frame.encoding == .zstd {
      try unsafe decompress(UnsafeRawBufferPointer(target), into: destination, fault)
    }
  }

  private func decompress(
    _ stored: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer,
    _ fault: () -> FaultMaker
  ) throws(BlobError) {
    guard let context = unsafe context else { preconditionFailure("a decoder of plain frames") }
    guard let header = unsafe ZstdFrameHeader(stored) else {
      throw .frameHeaderInvalid(fault()("the header of a zstd frame", "something else"))
    }
    guard header.dictionaryID == 0 else {
      throw .frameDictionaryUsed(fault()("a frame without dictionary", "\(header.dictionaryID)"))
    }
    guard header.hasContentChecksum else {
      throw .frameContentChecksumMissing(fault()("a frame with a content checksum", "none"))
    }
    guard let content = header.contentByteCount, content == UInt64(destination.count) else {
      throw .frameContentByteCountMismatch(
        fault()(
          "\(destination.count) raw bytes", header.contentByteCount.map { "\($0)" } ?? "none"))
    }
    guard header.windowByteCount <= UInt64(BlobLimits.frameByteCount) else {
      throw .frameWindowTooLarge(
        fault()(
          "a window of at most \(BlobLimits.frameByteCount) bytes", "\(header.windowByteCount)"))
    }
    let extent = unsafe ZSTD_findFrameCompressedSize(stored.baseAddress, stored.count)
    guard ZSTD_isError(extent) == 0 else { throw refused(extent, fault()) }
    guard extent == stored.count else {
      throw .frameTrailingBytes(fault()("one frame of \(stored.count) bytes", "one of \(extent)"))
    }
    let written = unsafe ZSTD_decompressDCtx(
      context, destination.baseAddress, destination.count, stored.baseAddress, stored.count)
    guard ZSTD_isError(written) == 0 else { throw refused(written, fault()) }
    guard written == destination.count else {
      throw .frameContentByteCountMismatch(fault()("\(destination.count) raw bytes", "\(written)"))
    }
  }

  private func refused(_ code: Int, _ fault: FaultMaker) -> BlobError {
    let words = unsafe String(cString: ZSTD_getErrorName(code))
    return .frameDecompressionFailed(fault("a frame that zstd can read", words))
  }
}
