/// Which frames of weights are stored compressed; metadata and the tokenizer always are.
///
/// Codes are nearly random: of SmolLM2-135M in int4, zstd saves 3.4 % of the codes and 29 % of scales and
/// zero points, 7.2 % in all. Decompressing takes the time that a disk of 1 GB/s takes to deliver the bytes
/// (300 MB/s of zstd on a Cortex-A72 make that a disk of 300 MB/s), so reading compressed weights is slower
/// from any storage that is faster than a twentieth of that, an SD card of 90 MB/s included.
public enum WeightCompression: String, CaseIterable, Sendable {
  /// Where it saves a fourth of the frame, and 16 KiB: a layer whose frames are all plain comes into
  /// memory with one read and without a copy.
  case speed
  /// Where it saves 2 %: the smallest file.
  case size

  /// The most bytes that a compressed frame of weights may have to be stored so.
  func byteCountLimit(raw rawByteCount: Int) -> Int {
    switch self {
    case .speed: min(rawByteCount / 4 * 3, rawByteCount - (16 << 10))
    case .size: BlobLimits.compressedByteCountLimit(raw: rawByteCount)
    }
  }
}
