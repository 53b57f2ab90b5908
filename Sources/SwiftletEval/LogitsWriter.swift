internal import SwiftletArchitecture
internal import SwiftletJSON
internal import SwiftletModel
public import SwiftletRuntime
internal import SwiftletSystem

/// Writes the logits of a sequence as a safetensors file for comparison with a reference.
public enum LogitsWriter {
  /// Writes tensor `logits`, F32 (tokens, vocabulary), to `path`, atomically.
  ///
  /// - Parameters:
  ///   - ids: the sequence, from an empty cache.
  ///   - engine: the model; its sequence is reset.
  ///   - path: the file; an existing one is replaced.
  ///   - isCancelled: asked between chunks of the sequence.
  /// - Returns: false if it was cancelled; there is no file then.
  /// - Throws: `ModelError`, `FileWriteError`.
  public static func write(
    ids: [Int32], engine: Engine, to path: String, isCancelled: () -> Bool = { false }
  ) throws -> Bool {
    let vocabulary = engine.configuration.vocabularySize
    let byteCount = ids.count * vocabulary * 4
    let header = JSONValue.object(
      JSONObject([
        (
          "logits",
          .object(
            JSONObject([
              ("dtype", .string("F32")),
              ("shape", .array([.integer(ids.count), .integer(vocabulary)])),
              ("data_offsets", .array([.integer(0), .integer(byteCount)])),
            ]))
        )
      ]))
    var text = Array(header.text.utf8)
    // The data starts at a multiple of 8 bytes; the format pads with spaces.
    text += [UInt8](repeating: 0x20, count: (8 - text.count % 8) % 8)
    let length = (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
    let writer = try AtomicFileWriter(path: path, replacing: true)
    try writer.append(length + text)
    engine.reset()
    for start in stride(from: 0, to: ids.count, by: engine.chunkLength) {
      if isCancelled() { return false }
      let end = min(start + engine.chunkLength, ids.count)
      try append(ids[start..<end], engine, writer)
    }
    try writer.commit()
    return true
  }

  /// The logits of the next tokens of the sequence.
  private static func append(
    _ ids: ArraySlice<Int32>, _ engine: Engine, _ writer: AtomicFileWriter
  ) throws {
    var failure: FileWriteError?
    try unsafe ids.withUnsafeBufferPointer { pointer in
      try unsafe engine.forward(pointer, request: .all) { _, logits in
        guard failure == nil else { return }
        do throws(FileWriteError) {
          // Both architectures are little-endian, as the format is.
          try unsafe writer.append(UnsafeRawBufferPointer(logits))
        } catch {
          failure = error
        }
      }
    }
    if let failure { throw failure }
  }
}
