import Foundation
import SwiftletFormat
import SwiftletSystem
import SwiftletTensor
import Testing
import _SwiftletTestSupport

@Suite struct BlobWriterTests {
  @Test func droppingAWriterLeavesNothing() throws {
    let folder = try TestFolder()
    do {
      let writer = try BlobWriter(path: folder.file("a.swiftlet"))
      try writer.append(name: "a", bytes: [UInt8](repeating: 1, count: 1 << 20))
      try writer.beginRecord(name: "b", kind: .bytes, rawByteCount: 10)
      #expect(folder.contents.count == 1)
    }
    #expect(folder.contents.isEmpty)
  }

  @Test func theFileAppearsWhenItIsFinished() throws {
    let folder = try TestFolder()
    let path = folder.file("a.swiftlet")
    let writer = try BlobWriter(path: path)
    let record = try writer.append(name: "a", bytes: [UInt8](repeating: 1, count: 1000))
    #expect(record.storedByteCount < 100)
    #expect(folder.contents != ["a.swiftlet"])
    let header = try writer.finish()
    #expect(folder.contents == ["a.swiftlet"])
    let reader = try BlobReader(source: try FileByteSource(path: path))
    #expect(reader.header == header)
    #expect(reader.directory.records == writer.records)
    try reader.verify()
  }

  @Test func anExistingFileIsReplacedOnlyWhenAsked() throws {
    let folder = try TestFolder()
    let path = folder.file("a.swiftlet")
    try BlobWriter(path: path).finish()
    #expect(throws: BlobError.self) { try BlobWriter(path: path) }
    let writer = try BlobWriter(path: path, replacing: true)
    try writer.append(name: "a", bytes: [])
    try writer.finish()
    #expect(try BlobReader(source: try FileByteSource(path: path)).directory.records.count == 1)
  }

  /// Records of all sizes, some of which shrink, in reverse and from the middle on.
  @Test(
    arguments: [[5, 4, 3, 2, 1, 0], [2, 3, 4, 5, 0, 1], [0, 1, 2, 3, 4, 5]], [UInt8(1), 255])
  func theOrderOfWritingIntoPlacesDoesNotMatter(_ order: [Int], _ largest: UInt8) throws {
    let sizes = [1 << 20, 0, 7, 300_000, 64, 128]
    let raws = sizes.enumerated().map { index, count in
      SampleBlob.randomBytes(count: count, seed: UInt64(index), largest: index == 3 ? 1 : largest)
    }
    let folder = try TestFolder()
    let bytes = try [false, true].map { usesPlaces in
      let path = folder.file("\(usesPlaces)")
      let writer = try BlobWriter(path: path)
      try writer.append(name: "first", bytes: [1, 2, 3])
      if usesPlaces {
        try writer.setAside(sizes.enumerated().map { ("part\($0)", $1) })
      }
      for index in usesPlaces ? order : Array(sizes.indices) {
        let record = try writer.append(name: "part\(index)", bytes: raws[index])
        #expect(record.rawByteCount == sizes[index])
      }
      try writer.append(name: "last", bytes: [4])
      let header = try writer.finish()
      let reader = try BlobReader(source: FileByteSource(path: path))
      #expect(reader.header == header)
      #expect(reader.directory.records == writer.records)
      try reader.verify()
      let source = try FileByteSource(path: path)
      return try source.bytes(at: 0, count: source.byteCount)
    }
    #expect(bytes[0] == bytes[1])
  }

  /// What the reader would refuse is refused before it is written.
  @Test func recordsThatLieAreRefused() throws {
    let folder = try TestFolder()
    let writer = try BlobWriter(path: folder.file("a"))
    try writer.append(name: "a", bytes: [])
    let lies: [(String, BlobRecord.Kind, [Int], WeightFormat?, Int)] = [
      ("a", .bytes, [], nil, 0), ("", .bytes, [], nil, 0), ("b", .bytes, [1], nil, 1),
      ("b", .vector, [2], .float32, 4), ("b", .vector, [2], .float16, 4),
      ("b", .matrix, [1, 1], nil, 64), ("b", .matrix, [1, 1], .float32, 4),
      ("b", .matrix, [0, 1], .float32, 0), ("b", .metadata, [], nil, 16 << 20 + 1),
    ]
    for (name, kind, shape, format, byteCount) in lies {
      #expect(throws: BlobError.self) {
        try writer.beginRecord(
          name: name, kind: kind, shape: shape, format: format, rawByteCount: byteCount)
      }
    }
    try writer.append(name: "b", bytes: [1])
    try writer.finish()
    #expect(writer.records.map(\.name) == ["a", "b"])
  }

  /// Codes of 7 bits, then scales of 2 and zero points of 1: by one table of frequencies these would cost what codes do.
  @Test func scalesAndZeroPointsHaveFrequenciesOfTheirOwn() throws {
    let scheme = QuantizationScheme(
      bits: .four, groupSize: .columns32, hasZeroPoints: true, scaleBits: .eight)
    // Codes fill one frame, and a part of the next.
    let layout = try #require(
      TileLayout(rows: 512, columns: 1152, format: .quantized(scheme)))
    let planes = [
      (0, layout.valuesByteCount, UInt8(127)), (layout.scalesOffset, layout.scalesByteCount, 3),
      (layout.zeroPointsOffset, layout.zeroPointsByteCount, 1),
    ]
    var raw = [UInt8](repeating: 0, count: layout.byteCount)
    for (index, (offset, count, largest)) in planes.enumerated() {
      raw.replaceSubrange(
        offset..<offset + count,
        with: SampleBlob.randomBytes(count: count, seed: UInt64(index), largest: largest))
    }
    let folder = try TestFolder()
    let path = folder.file("a.swiftlet")
    let writer = try BlobWriter(path: path)
    try writer.beginRecord(
      name: "a", kind: .matrix, shape: [512, 1152], format: .quantized(scheme),
      rawByteCount: raw.count)
    try unsafe raw.withUnsafeBytes { try unsafe writer.appendRaw($0) }
    let record = try writer.endRecord()
    try writer.finish()
    let ideal = planes.map { Double($1) * log2(Double($2) + 1) / 8 }.reduce(0, +)
    #expect(record.frames.allSatisfy { $0.encoding == .zstd })
    // 2,058 bytes more with headers, tables and padding; 5,240 if codes' frequencies served for all.
    #expect(record.storedByteCount < Int(ideal) + 3000)
    let reader = try BlobReader(source: try FileByteSource(path: path))
    try reader.verify()
    #expect(try reader.raw(record) == raw)
  }

  @Test func theSameRecordsGiveTheSameFile() throws {
    #expect(try SampleBlob.small().contents == SampleBlob.small().contents)
  }

  @Test func aKilledWriterLeavesNothingUnderTheName() async throws {
    let folder = BlobWriterTests.killedFolder(of: getpid())
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    await #expect(processExitsWith: .signal(SIGKILL)) {
      let folder = BlobWriterTests.killedFolder(of: getppid())
      let writer = try BlobWriter(path: folder + "/a.swiftlet")
      try writer.append(name: "a", bytes: SampleBlob.randomBytes(count: 1 << 20, seed: 13))
      kill(getpid(), SIGKILL)
      try writer.finish()
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(left.count == 1 && left.allSatisfy { $0.hasSuffix(".partial") })
    // The header comes last: what is left is no blob.
    let source = try FileByteSource(path: folder + "/" + (left.first ?? ""))
    #expect(throws: BlobError.self) { try BlobReader(source: source) }
  }

  /// A folder that a process and its child agree upon by the parent's number.
  private static func killedFolder(of parent: pid_t) -> String {
    NSTemporaryDirectory() + "swiftlet-killed-writer-\(parent)"
  }
}
