public import SwiftletArchitecture
internal import SwiftletFormat
internal import SwiftletSystem
public import SwiftletTensor

/// Writes blobs of random weights in any shape, without a checkpoint.
public enum SyntheticBlob {
  /// Writes a model without tokenizer.
  ///
  /// - Parameters:
  ///   - configuration: the model's numbers.
  ///   - layers: how the matrices of layers are stored.
  ///   - vocabulary: how embedding and head are stored.
  ///   - isCompressible: whether codes are few, so that zstd saves half of every frame.
  ///   - path: the file, which must not exist.
  ///   - seed: starts the random weights.
  /// - Throws: `BlobError`.
  public static func write(
    _ configuration: ModelConfiguration, layers: WeightFormat, vocabulary: WeightFormat? = nil,
    isCompressible: Bool = false, to path: String, seed: UInt64 = 1
  ) throws {
    var generator = SeededGenerator(seed: seed)
    let writer = try BlobWriter(
      path: path, compression: isCompressible ? .size : .speed, compressionLevel: 1)
    _ = try writer.append(name: RecordNames.configuration, metadata: configuration.metadata)
    for row in TensorTable(configuration).specifications {
      var raw: [UInt8]
      let format: WeightFormat
      if row.kind == .vector {
        format = .float32
        let values =
          row.id.role == .inverseFrequencies
          ? configuration.inverseFrequencies
          : (0..<row.elementCount).map { _ in Float.random(in: 0.5...1.5, using: &generator) }
        raw = values.flatMap { value in bytes(value.bitPattern) }
      } else {
        format = row.id.role.isStoredInParts ? vocabulary ?? layers : layers
        raw = matrix(row.shape, format, isCompressible: isCompressible, &generator)
      }
      try unsafe raw.withUnsafeMutableBytes { raw in
        _ = try unsafe writer.append(
          name: row.id.name, kind: row.kind == .vector ? .vector : .matrix, shape: row.shape,
          format: format, raw: UnsafeRawBufferPointer(raw))
      }
    }
    _ = try writer.finish()
  }

  private static func bytes(_ word: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
  }

  /// The planes of a matrix of random codes whose products stay near 1.
  private static func matrix(
    _ shape: [Int], _ format: WeightFormat, isCompressible: Bool,
    _ generator: inout SeededGenerator
  ) -> [UInt8] {
    guard let layout = TileLayout(rows: shape[0], columns: shape[1], format: format) else {
      preconditionFailure("a matrix \(shape)")
    }
    var raw = [UInt8](repeating: 0, count: layout.byteCount)
    let spread = (3 / Float(shape[1])).squareRoot()
    guard case .quantized(let scheme) = format else {
      precondition(format == .float32, "floats of 32 bits")
      for index in 0..<layout.valuesByteCount / 4 {
        let value = Float.random(in: -spread...spread, using: &generator).bitPattern
        raw.replaceSubrange(index * 4..<index * 4 + 4, with: bytes(value))
      }
      return raw
    }
    let mask: UInt64 = isCompressible ? 0x1111_1111_1111_1111 : .max
    for index in stride(from: 0, to: layout.valuesByteCount, by: 8) {
      let word = generator.next() & mask
      for byte in 0..<8 { raw[index + byte] = UInt8(truncatingIfNeeded: word >> (8 * byte)) }
    }
    let scale = HalfPrecision.half(2 * spread / Float(scheme.largestCode))
    switch scheme.scaleBits {
    case .sixteen:
      for index in 0..<layout.scalesByteCount / 2 {
        raw[layout.scalesOffset + 2 * index] = UInt8(truncatingIfNeeded: scale)
        raw[layout.scalesOffset + 2 * index + 1] = UInt8(scale >> 8)
      }
    case .eight:
      // Scales up to a fifth larger.
      for tileRow in 0..<layout.tileRowCount {
        let start = layout.scalesOffset + tileRow * layout.tileRowScalesByteCount
        let range = [UInt8(truncatingIfNeeded: scale), UInt8(scale >> 8), 1, 0]
        raw.replaceSubrange(start..<start + ScaleRange.byteCount, with: range)
        for index in ScaleRange.byteCount..<layout.tileRowScalesByteCount {
          raw[start + index] = UInt8(truncatingIfNeeded: generator.next())
        }
      }
    }
    for index in 0..<layout.zeroPointsByteCount {
      let zeroPoints = generator.next()
      raw[layout.zeroPointsOffset + index] =
        scheme.bits == .four
        ? UInt8(7 + zeroPoints % 3) | UInt8(7 + (zeroPoints >> 8) % 3) << 4
        : UInt8(127 + zeroPoints % 3)
    }
    return raw
  }
}
