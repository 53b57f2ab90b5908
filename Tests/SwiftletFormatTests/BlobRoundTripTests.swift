import Foundation
import SwiftletFormat
import SwiftletSystem
import SwiftletTensor
import Testing
import _SwiftletTestSupport

@Suite struct BlobRoundTripTests {
  static let frame = BlobLimits.frameByteCount

  @Test func allKindsComeBack() throws {
    let sample = try SampleBlob.small()
    let reader = try BlobReader(contents: sample.contents)
    try expectSame(reader, sample)
    #expect(reader.directory["query"]?.format?.bits == 4)
    #expect(reader.directory["query"]?.layout?.byteCount == reader.directory["query"]?.rawByteCount)
    #expect(reader.directory.index(of: "norm") == 3)
    #expect(reader.directory["none"] == nil)
    #expect(try reader.metadata("configuration").string("family") == "llama")
    #expect(try reader.bytes("tokenizer") == sample.parts[1].raw)
    #expect(try reader.bytes("empty") == [])
  }

  @Test func everyWeightFormatComesBack() throws {
    let formats: [WeightFormat] =
      [.float32, .float16, .bfloat16] + QuantizationScheme.all.map { .quantized($0) }
    let parts = try formats.enumerated().map { index, format in
      try SampleBlob.matrix(
        name: "matrix-\(index)", rows: 17, columns: 65, format: format, seed: UInt64(index))
    }
    let sample = try SampleBlob(parts: parts)
    try expectSame(try BlobReader(contents: sample.contents), sample)
  }

  @Test(arguments: [0, 1, 2, frame - 1, frame, frame + 1, 2 * frame, 2 * frame + 77])
  func frameBoundaries(count: Int) throws {
    let sample = try SampleBlob(parts: [
      .init(name: "random", kind: .bytes, raw: SampleBlob.randomBytes(count: count, seed: 5)),
      .init(
        name: "compressible", kind: .bytes,
        raw: SampleBlob.randomBytes(count: count, seed: 6, largest: 3)),
      .init(name: "zeros", kind: .bytes, raw: [UInt8](repeating: 0, count: count)),
    ])
    let reader = try BlobReader(contents: sample.contents)
    try expectSame(reader, sample)
    for record in reader.directory.records {
      #expect(
        record.frames.count == (count + BlobRoundTripTests.frame - 1) / BlobRoundTripTests.frame)
      #expect(record.offset % BlobLimits.recordAlignment == 0)
      // A frame of one or two bytes is never compressed, one of random bytes neither.
      let isPlain = record.name == "random" || count <= 2
      if count % BlobRoundTripTests.frame == 0 || count < BlobRoundTripTests.frame {
        #expect(record.frames.allSatisfy { ($0.encoding == .plain) == isPlain })
      }
    }
  }

  @Test func framesComeBackOneByOne() throws {
    let sample = try SampleBlob(parts: [
      .init(
        name: "a", kind: .bytes,
        raw: SampleBlob.randomBytes(count: 2 * BlobRoundTripTests.frame + 9, seed: 7, largest: 9)),
      .init(
        name: "b", kind: .bytes,
        raw: SampleBlob.randomBytes(count: BlobRoundTripTests.frame + 9, seed: 8)),
    ])
    let reader = BlobReader(sharing: try BlobReader(contents: sample.contents))
    for (record, part) in zip(reader.directory.records, sample.parts).reversed() {
      for index in record.frames.indices.reversed() {
        var piece = [UInt8](repeating: 0, count: record.rawByteCount(ofFrame: index))
        try unsafe piece.withUnsafeMutableBytes { buffer in
          try unsafe reader.readFrame(record, index, into: buffer)
        }
        #expect(piece[...] == part.raw[record.rawOffset(ofFrame: index)...].prefix(piece.count))
      }
    }
  }

  @Test func piecesGiveTheSameFileAsTheWhole() throws {
    let raw = SampleBlob.randomBytes(count: 3 * BlobRoundTripTests.frame + 5, seed: 9, largest: 20)
    let whole = try SampleBlob(parts: [.init(name: "a", kind: .bytes, raw: raw)])
    let folder = try TestFolder()
    let writer = try BlobWriter(path: folder.file("a"))
    try writer.beginRecord(name: "a", kind: .bytes, rawByteCount: raw.count)
    var generator = SeededGenerator(seed: 10)
    var position = 0
    while position < raw.count {
      let count = min(
        raw.count - position, Int.random(in: 0...2 * BlobRoundTripTests.frame, using: &generator))
      try unsafe raw.withUnsafeBytes { bytes in
        try unsafe writer.appendRaw(
          UnsafeRawBufferPointer(rebasing: bytes[position..<position + count]))
      }
      position += count
    }
    try writer.endRecord()
    try writer.finish()
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file("a"))) == Data(whole.contents))
  }

  @Test func aFileWithoutRecordsIsAFile() throws {
    let sample = try SampleBlob(parts: [])
    #expect(sample.contents.count == BlobHeader.byteCount)
    let reader = try BlobReader(contents: sample.contents)
    try reader.verify()
    #expect(reader.directory.records.isEmpty)
  }

  @Test func verifyTellsItsProgress() throws {
    let sample = try SampleBlob.small()
    let reader = try BlobReader(contents: sample.contents)
    var last = 0
    try reader.verify { done, total in
      #expect(done >= last && done <= total && total == sample.contents.count)
      last = done
    }
    #expect(last == sample.contents.count)
  }

  @Test func theReaderKnowsItsMemory() throws {
    let reader = try BlobReader(contents: try SampleBlob.small().contents)
    // The input buffer of the largest compressed frame and zstd's context, which is above 64 KiB and
    // below 512 KiB.
    let largest = reader.directory.records.map(\.largestCompressedFrameByteCount).max() ?? 0
    #expect(largest > 0)
    let context = reader.workingByteCount - largest
    #expect((64 << 10...512 << 10).contains(context))
  }

  private func expectSame(_ reader: BlobReader, _ sample: SampleBlob) throws {
    #expect(reader.directory.records.map(\.name) == sample.parts.map(\.name))
    for (record, part) in zip(reader.directory.records, sample.parts) {
      #expect(record.kind == part.kind)
      #expect(record.shape == part.shape)
      #expect(record.format == part.format)
      #expect(try reader.raw(record) == part.raw)
    }
    try reader.verify()
  }
}
