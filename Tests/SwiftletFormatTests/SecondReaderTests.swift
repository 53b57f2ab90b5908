import Foundation
import SwiftletFormat
import SwiftletJSON
import SwiftletSystem
import SwiftletTensor
import Testing

/// Compares the reader with `tools/blob-reader`, which was written from FORMAT.md alone.
@Suite(.enabled(if: SecondReader.isPresent, "there is no python3")) struct SecondReaderTests {
  @Test func bothReadersSeeTheSame() throws {
    var parts = try SampleBlob.small().parts
    parts.append(
      .init(name: "full", kind: .metadata, raw: MetadataTableTests.full().encoded()))
    parts.append(
      .init(
        name: "long", kind: .bytes, raw: SampleBlob.randomBytes(count: 300_000, seed: 1, largest: 9)
      ))
    parts.append(
      .init(name: "plain", kind: .bytes, raw: SampleBlob.randomBytes(count: 262_145, seed: 2)))
    parts.append(SampleBlob.vector(name: "cube", shape: [2, 3, 5, 1], seed: 3))
    for (index, format) in [
      WeightFormat.float32, .float16, .bfloat16,
      .quantized(QuantizationScheme(bits: .eight, groupSize: .columns128, hasZeroPoints: true)),
      .quantized(QuantizationScheme(bits: .four, groupSize: .columns64, hasZeroPoints: false)),
      .quantized(
        QuantizationScheme(
          bits: .four, groupSize: .columns32, hasZeroPoints: true, scaleBits: .eight)),
    ].enumerated() {
      parts.append(
        try SampleBlob.matrix(
          name: "matrix-\(index)", rows: 33, columns: 200, format: format, seed: 4, codes: 90))
    }
    let folder = try TestFolder()
    let path = folder.file("a.swiftlet")
    try SampleBlob.write(parts, to: path)
    let (status, output) = try SecondReader.run([path, "--json"])
    #expect(status == 0)
    let other = try JSONParser.parse(output, file: "blob-reader")
    let reader = try BlobReader(source: try FileByteSource(path: path))
    let header = try #require(other.object?["header"]?.object)
    #expect(header["sha256"]?.string == SHA256.hexadecimal(reader.header.digest))
    #expect(header["file_bytes"]?.integer == reader.header.fileByteCount)
    #expect(header["raw_bytes"]?.integer == reader.header.rawByteCount)
    let records = try #require(other.object?["records"]?.array)
    #expect(records.count == reader.directory.records.count)
    for (record, value) in zip(reader.directory.records, records) {
      try expectSame(record, try #require(value.object), reader)
    }
  }

  private func expectSame(
    _ record: BlobRecord, _ other: JSONObject, _ reader: BlobReader
  ) throws {
    #expect(other["name"]?.string == record.name)
    #expect(other["kind"]?.string == "\(record.kind)")
    #expect(other["shape"]?.array?.map(\.integer) == record.shape.map(Optional.some))
    #expect(other["offset"]?.integer == record.offset)
    #expect(other["raw_bytes"]?.integer == record.rawByteCount)
    #expect(other["stored_bytes"]?.integer == record.storedByteCount)
    #expect(other["frame_count"]?.integer == record.frames.count)
    #expect(
      other["compressed_frame_count"]?.integer == record.frames.count { $0.encoding == .zstd })
    switch record.format {
    case nil: #expect(other["element"]?.string == "none")
    case .quantized(let scheme):
      #expect(other["element"]?.string == "codes")
      #expect(other["bits"]?.integer == scheme.bits.rawValue)
      #expect(other["group_size"]?.integer == scheme.groupSize.rawValue)
      #expect(other["zero_points"]?.bool == scheme.hasZeroPoints)
      #expect(other["scale_bits"]?.integer == scheme.scaleBits.rawValue)
    case .some(let format): #expect(other["element"]?.string == "\(format)")
    }
    #expect(other["sha256"]?.string == SHA256.hexadecimal(SHA256.hash(try reader.raw(record))))
    if record.kind == .metadata {
      let table = try reader.metadata(record.name)
      let values = try #require(other["table"]?.object)
      #expect(values.entries.map { $0.key } == table.keys)
      for (key, value) in table.entries {
        #expect(SecondReader.json(value) == values[key], "\(key)")
      }
    }
  }

  /// The second reader has checks of its own; both must refuse what either does not explain.
  @Test func theSecondReaderRefusesDamageToo() throws {
    let contents = try SampleBlob.small().contents
    let folder = try TestFolder()
    let path = folder.file("a.swiftlet")
    // One byte of each part: magic, version, header fields, SHA-256, header checksum, record, padding,
    // directory. A process for each byte of the file would take minutes.
    for index in [0, 8, 12, 25, 70, 100, 127, 130, 191, contents.count - 1] {
      var damaged = contents
      damaged[index] ^= 0x10
      #expect(!BlobDamageTests.opensAndVerifies(damaged), "byte \(index)")
      try Data(damaged).write(to: URL(fileURLWithPath: path))
      #expect(try SecondReader.run([path]).status == 65, "byte \(index)")
    }
    try Data(contents.dropLast()).write(to: URL(fileURLWithPath: path))
    #expect(try SecondReader.run([path]).status == 65)
    try Data(contents + [0]).write(to: URL(fileURLWithPath: path))
    #expect(try SecondReader.run([path]).status == 65)
    try Data(contents).write(to: URL(fileURLWithPath: path))
    #expect(try SecondReader.run([path, "--hash-tensors"]).status == 0)
    #expect(try SecondReader.run([folder.file("none")]).status == 66)
  }
}

enum SecondReader {
  static let tool = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("tools/blob-reader").path

  static let isPresent: Bool = {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", "import ctypes, hashlib, json, struct"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  static func run(_ arguments: [String]) throws -> (status: Int32, output: [UInt8]) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", tool] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, Array(output))
  }

  /// A metadata value as the tool prints it.
  static func json(_ value: MetadataValue) -> JSONValue {
    switch value {
    case .bool(let value): return .bool(value)
    case .integer(let value): return .integer(Int(value))
    case .float(let value): return value.isFinite ? .number(value) : .string("\(value)")
    case .string(let value): return .string(value)
    case .data(let value):
      return .object(JSONObject([("data", .string(SHA256.hexadecimal(value)))]))
    case .bools(let values): return .array(values.map { .bool($0) })
    case .integers(let values): return .array(values.map { .integer(Int($0)) })
    case .floats(let values): return .array(values.map { .number($0) })
    case .strings(let values): return .array(values.map { .string($0) })
    }
  }
}
