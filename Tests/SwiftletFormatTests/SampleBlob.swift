import SwiftletFormat
import SwiftletSystem
import SwiftletTensor
import Testing
import _SwiftletTestSupport

/// Blobs made by the writer, and the raw bytes that went into them.
struct SampleBlob {
  struct Part {
    var name: String
    var kind: BlobRecord.Kind
    var shape: [Int] = []
    var format: WeightFormat?
    var raw: [UInt8]
  }

  var parts: [Part]
  var contents: [UInt8]

  init(parts: [Part], level: Int = BlobWriter.defaultCompressionLevel) throws {
    self.parts = parts
    let folder = try TestFolder()
    let path = folder.file("sample.swiftlet")
    try SampleBlob.write(parts, to: path, level: level)
    let source = try FileByteSource(path: path)
    contents = try source.bytes(at: 0, count: source.byteCount)
  }

  static func write(
    _ parts: [Part], to path: String, level: Int = BlobWriter.defaultCompressionLevel
  ) throws {
    let writer = try BlobWriter(path: path, compressionLevel: level)
    for part in parts {
      try unsafe part.raw.withUnsafeBytes { raw in
        _ = try unsafe writer.append(
          name: part.name, kind: part.kind, shape: part.shape, format: part.format, raw: raw)
      }
    }
    try writer.finish()
  }

  /// A few records of all kinds, plain and compressed, under two kilobytes.
  static func small() throws -> SampleBlob {
    var table = MetadataTable()
    table["family"] = .string("llama")
    table["layers"] = .integer(2)
    let scheme = QuantizationScheme(bits: .four, groupSize: .columns32, hasZeroPoints: true)
    return try SampleBlob(parts: [
      Part(name: "configuration", kind: .metadata, raw: table.encoded()),
      Part(name: "tokenizer", kind: .bytes, raw: randomBytes(count: 33, seed: 1)),
      Part(name: "empty", kind: .bytes, raw: []),
      vector(name: "norm", shape: [7], seed: 2),
      matrix(name: "query", rows: 16, columns: 32, format: .quantized(scheme), seed: 3, codes: 2),
    ])
  }

  static func vector(name: String, shape: [Int], seed: UInt64) -> Part {
    let count = 4 * shape.reduce(1, *)
    return Part(
      name: name, kind: .vector, shape: shape, format: .float32,
      raw: randomBytes(count: count, seed: seed))
  }

  /// `codes` limits the values of bytes: the fewer, the better they compress.
  static func matrix(
    name: String, rows: Int, columns: Int, format: WeightFormat, seed: UInt64, codes: UInt8 = 255
  ) throws -> Part {
    let layout = try #require(TileLayout(rows: rows, columns: columns, format: format))
    return Part(
      name: name, kind: .matrix, shape: [rows, columns], format: format,
      raw: randomBytes(count: layout.byteCount, seed: seed, largest: codes))
  }

  static func randomBytes(count: Int, seed: UInt64, largest: UInt8 = 255) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in UInt8.random(in: 0...largest, using: &generator) }
  }
}

extension BlobReader {
  /// The raw bytes of a record of any kind.
  func raw(_ record: BlobRecord) throws -> [UInt8] {
    var result = [UInt8](repeating: 0xAA, count: record.rawByteCount)
    try unsafe result.withUnsafeMutableBytes { buffer in try unsafe read(record, into: buffer) }
    return result
  }

  convenience init(contents: [UInt8]) throws {
    try self.init(source: MemoryByteSource(name: "memory", contents: contents))
  }
}
