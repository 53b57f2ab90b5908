import SwiftletFormat
import SwiftletModel
import SwiftletRuntime
import SwiftletSystem
import SwiftletTokenizer
import Testing
import _SwiftletTestSupport

/// Blobs that someone made to hurt, run to the end in this process: a trap would end all tests.
@Suite struct HostileBlobTests {
  /// A converted mini checkpoint in memory.
  private struct Mini {
    let bytes: [UInt8]
    let reader: BlobReader

    init() throws {
      let checkpoint = try MiniCheckpoint()
      let path = checkpoint.folder.path("mini.swiftlet")
      try Golden.convert(checkpoint.folder.path, bits: 4, to: path)
      let source = try FileByteSource(path: path)
      bytes = try source.bytes(at: 0, count: source.byteCount)
      reader = try BlobReader(source: MemoryByteSource(name: "mini", contents: bytes))
    }

    func raw(_ record: BlobRecord) throws -> [UInt8] {
      var raw = [UInt8](repeating: 0, count: record.rawByteCount)
      try unsafe raw.withUnsafeMutableBytes { try unsafe reader.read(record, into: $0) }
      return raw
    }

    /// The same blob with the raw bytes of record `name` changed and all checksums right again.
    func changing(_ name: String, _ change: (inout [UInt8]) -> Void) throws -> [UInt8] {
      let folder = try TemporaryFolder()
      let writer = try BlobWriter(path: folder.path("blob"))
      for record in reader.directory.records {
        var raw = try raw(record)
        if record.name == name { change(&raw) }
        try unsafe raw.withUnsafeBytes { raw in
          _ = try unsafe writer.append(
            name: record.name, kind: record.kind, shape: record.shape, format: record.format,
            raw: raw)
        }
      }
      _ = try writer.finish()
      let source = try FileByteSource(path: folder.path("blob"))
      return try source.bytes(at: 0, count: source.byteCount)
    }
  }

  /// Opens, loads and generates; the ids.
  private static func generate(_ bytes: [UInt8]) throws -> [Int32] {
    let source = MemoryByteSource(name: "blob", contents: bytes)
    var options = EngineOptions()
    // Of what the process may have, the tests that run beside this one hold a good part already.
    let resident = ProcessMemory.current()?.residentByteCount ?? 0
    options.memoryCapByteCount = resident + (512 << 20)
    let engine = try Engine(model: BlobModel(source: source), options: options)
    var request = GenerationRequest(promptIDs: [1, 84, 104], maxTokens: 3)
    request.ignoresEndOfSequence = true
    return try GenerationSession(engine: engine, request: request).run { _ in }.ids
  }

  /// Whether `error` says what is wrong with the file, or refuses it for its size.
  private static func isRefusal(_ error: any Error) -> Bool {
    error is any InputError || error is OverMemoryCap || error is EngineError
      || error is ModelError || error is SamplerError
  }

  @Test func flippedByteIsRefusedOrChangesNothing() throws {
    let mini = try Mini()
    let expected = try Self.generate(mini.bytes)
    // 41 is prime and meets every field of the directory's entries in turn.
    for position in stride(from: 0, to: mini.bytes.count, by: LongTests.areEnabled ? 1 : 41) {
      var bytes = mini.bytes
      bytes[position] ^= 1 << UInt8(position % 8)
      let source = MemoryByteSource(name: "blob", contents: bytes)
      #expect(throws: BlobError.self, "byte \(position)") {
        try BlobReader(source: source).verify()
      }
      do {
        // What a run does not read, such as the origin, may be damaged.
        #expect(try Self.generate(bytes) == expected, "byte \(position)")
      } catch {
        #expect(Self.isRefusal(error), "byte \(position): \(error)")
      }
    }
  }

  @Test func blobThatEndsEarlyIsRefused() throws {
    let mini = try Mini()
    for count in stride(from: 0, to: mini.bytes.count, by: LongTests.areEnabled ? 1 : 37) {
      #expect(throws: BlobError.self, "\(count) bytes") {
        try Self.generate(Array(mini.bytes.prefix(count)))
      }
    }
  }

  @Test func configurationThatLiesIsRefused() throws {
    let mini = try Mini()
    let honest = try mini.reader.metadata("configuration")
    let numbers: [Int64] = [
      .min, -1, 0, 1, 2, 3, 4, 7, 24, 256, 1000, 1024, 1 << 14, 1 << 16, 1 << 24, 1 << 28, 1 << 31,
      1 << 32, 1 << 40, 1 << 62, .max,
    ]
    let floats: [Double] = [
      .nan, .infinity, -1, 0, .leastNonzeroMagnitude, 1e-40, 1e-30, 1e-9, 1, 1e30, 1e300,
    ]
    for (key, value) in honest.entries {
      var lies: [MetadataValue] = [.string("no"), .bool(false), .bool(true), .data([1, 2, 3])]
      switch value {
      case .float: lies += floats.map { .float($0) }
      case .integers: lies += numbers.map { .integers([$0]) }
      default: lies += numbers.map { .integer($0) }
      }
      for lie in lies {
        var table = honest
        table[key] = lie
        let bytes = try mini.changing("configuration") { $0 = table.encoded() }
        do {
          let ids = try Self.generate(bytes)
          // A lie that changes no shape, such as another epsilon, is another model.
          #expect(ids.allSatisfy { (0..<260).contains($0) }, "\(key): \(lie)")
        } catch {
          #expect(Self.isRefusal(error), "\(key) \(lie): \(error)")
        }
      }
    }
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity, -1, 1e30, .greatestFiniteMagnitude])
  func rotationsThatCannotBeTurnedByAreRefused(_ value: Float) throws {
    let mini = try Mini()
    for position in [0, 5] {
      let bytes = try mini.changing("inverse_frequencies") { raw in
        for byte in 0..<4 {
          raw[4 * position + byte] = UInt8(truncatingIfNeeded: value.bitPattern >> UInt32(8 * byte))
        }
      }
      let error = #expect(throws: ModelFileError.self) { try Self.generate(bytes) }
      #expect(error?.fault.place == "inverse_frequencies[\(position)]")
    }
  }

  @Test func weightsThatAreNoNumbersAreRefusedAndNeverTrap() throws {
    let mini = try Mini()
    var generator = SeededGenerator(seed: 11)
    for record in mini.reader.directory.records
    where record.kind == .matrix || record.kind == .vector {
      for fill: UInt8? in [0xFF, 0x7F, 0x7C, 0xFC, 0x00, nil] {
        let bytes = try mini.changing(record.name) { raw in
          for index in raw.indices {
            raw[index] = fill ?? UInt8.random(in: 0...255, using: &generator)
          }
        }
        do {
          #expect(try Self.generate(bytes).allSatisfy { (0..<260).contains($0) })
        } catch {
          #expect(Self.isRefusal(error), "\(record.name): \(error)")
        }
      }
    }
  }

  @Test func tokenizerThatLiesIsRefusedOrHarmless() throws {
    let mini = try Mini()
    let record = try #require(mini.reader.directory["tokenizer"])
    let honest = try mini.raw(record)
    var generator = SeededGenerator(seed: 3)
    let text = "the <s> other\u{0}\u{301} é 123\n\n  \u{1F600}</s> th"
    var opened = 0
    for _ in 0..<(LongTests.areEnabled ? 40_000 : 4000) {
      var bytes = honest
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        // Half of the changes to the header and the ids, where one byte moves everything.
        let range = Bool.random(using: &generator) ? 0..<min(96, bytes.count) : bytes.indices
        let position = Int.random(in: range, using: &generator)
        bytes[position] =
          [0, 1, 0x7F, 0x80, 0xFF, bytes[position] ^ 1, bytes[position] &+ 1].randomElement(
            using: &generator) ?? 0
      }
      let tokenizer: Tokenizer
      do throws(TokenizerError) {
        tokenizer = try Tokenizer(bytes: bytes, file: "tokenizer")
      } catch { continue }
      opened += 1
      let ids = tokenizer.encode(text, addSpecialTokens: true)
      #expect(ids.allSatisfy { tokenizer.contains($0) })
      let strange = ids + [-1, .min, .max, Int32(tokenizer.vocabularySize)]
      _ = tokenizer.decode(strange, skipSpecialTokens: false)
      var stream = StreamingDecoder(tokenizer)
      for id in strange { _ = stream.push(id) }
      _ = stream.finish()
    }
    // Changes of texts alone make another tokenizer, as good as the first.
    #expect(opened > 0)
  }
}
