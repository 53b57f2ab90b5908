import SwiftletCheckpoint
import SwiftletSystem
import Testing
import _SwiftletTestSupport

@Suite struct GGUFSourceTests {
  private func failure(_ bytes: [UInt8]) -> CheckpointError? {
    do throws(CheckpointError) {
      _ = try GGUFSource(MemoryByteSource(name: "test.gguf", contents: bytes))
      return nil
    } catch {
      return error
    }
  }

  private func failure(_ change: (inout GGUFBuilder) -> Void) -> String? {
    var builder = GGUFBuilder()
    change(&builder)
    return failure(builder.bytes)?.caseName
  }

  @Test func bringsQueryAndKeyRowsIntoThePublishedOrder() throws {
    var builder = GGUFBuilder()
    // Two query heads and one key head of four rows; every row is its number.
    func rows(_ count: Int) -> [Float] { (0..<count * 8).map { Float($0 / 8) } }
    builder.add("blk.0.attn_q.weight", [8, 8], rows(8))
    builder.add("blk.0.attn_k.weight", [4, 8], rows(4))
    builder.add("blk.0.attn_v.weight", [4, 8], rows(4))
    builder.add("blk.0.attn_q.bias", [8], (0..<8).map { Float($0) })
    let source = try GGUFSource(builder.source)
    let prefix = "model.layers.0.self_attn."
    #expect(
      source.tensorNames == [
        "model.embed_tokens.weight", prefix + "q_proj.weight", prefix + "k_proj.weight",
        prefix + "v_proj.weight", prefix + "q_proj.bias",
      ])
    func order(_ name: String, width: Int) throws -> [Float] {
      let values = try source.elements(of: #require(source.tensor(named: prefix + name)))
      return stride(from: 0, to: values.count, by: width).map { values[$0] }
    }
    // Pairs (0, 1), (2, 3) of a head: first members first.
    #expect(try order("q_proj.weight", width: 8) == [0, 2, 1, 3, 4, 6, 5, 7])
    #expect(try order("k_proj.weight", width: 8) == [0, 2, 1, 3])
    #expect(try order("v_proj.weight", width: 8) == [0, 1, 2, 3])
    #expect(try order("q_proj.bias", width: 1) == [0, 2, 1, 3, 4, 6, 5, 7])
    let query = try #require(source.tensor(named: prefix + "q_proj.weight"))
    var part = [Float](repeating: -1, count: 20)
    try unsafe part.withUnsafeMutableBufferPointer {
      try unsafe source.readElements(of: query, 4..<24, into: $0)
    }
    #expect(part == [0, 0, 0, 0, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1])
  }

  @Test func qwenRowsAreInOrderAlready() throws {
    var builder = GGUFBuilder()
    builder.metadata = builder.metadata.map { key, value in
      (key.hasPrefix("llama.") ? "qwen2." + key.dropFirst(6) : key, value)
    }
    builder.set("general.architecture", .string("qwen2"))
    builder.add("blk.0.attn_q.bias", [8], (0..<8).map { Float($0) })
    let source = try GGUFSource(builder.source)
    let bias = try #require(source.tensor(named: "model.layers.0.self_attn.q_proj.bias"))
    #expect(try source.elements(of: bias) == [0, 1, 2, 3, 4, 5, 6, 7])
  }

  @Test func acceptsVersion2() {
    #expect(failure { $0.version = 2 } == nil)
    for version in [0, 1, 4, 3 << 24] as [UInt32] {
      #expect(failure { $0.version = version } == "formatUnsupported", "\(version)")
    }
  }

  @Test func checksTensors() {
    func failure(_ change: (inout GGUFBuilder.Tensor) -> Void) -> String? {
      self.failure { builder in
        builder.add("w", [2, 32], 2, [UInt8](repeating: 0, count: 36))
        change(&builder.tensors[1])
      }
    }
    #expect(failure { _ in } == nil)
    #expect(failure { $0.shape = [2, 33] } == "tensorRangeInvalid")
    #expect(failure { $0.shape = [64, 1] } == "tensorRangeInvalid")
    #expect(failure { $0.shape = [3, 32] } == "fileTruncated")
    #expect(failure { $0.shape = [0, 32] } == "tensorRangeInvalid")
    #expect(failure { $0.shape = [1 << 40, 1 << 40] } == "tensorRangeInvalid")
    #expect(failure { $0.shape = [UInt64.max, 32] } == "tensorRangeInvalid")
    #expect(failure { $0.shape = [1, 1, 1, 1, 32] } == "headerInvalid")
    #expect(failure { $0.type = 4 } == "dtypeUnsupported")
    #expect(failure { $0.type = 10 } == "dtypeUnsupported")
    #expect(failure { $0.type = UInt32.max } == "dtypeUnsupported")
    #expect(failure { $0.offset = 0 } == "tensorRangeInvalid")
    #expect(failure { $0.offset = 65 } == "tensorRangeInvalid")
    #expect(failure { $0.offset = 1 << 20 } == "fileTruncated")
    #expect(failure { $0.offset = UInt64.max - 31 } == "tensorRangeInvalid")
    #expect(failure { $0.name = "token_embd.weight" } == "headerInvalid")
    // Another name for what the embedding is called in a folder.
    #expect(failure { $0.name = "model.embed_tokens.weight" } == "headerInvalid")
  }

  @Test func boundsTheHeader() {
    func list(_ type: UInt32, _ count: UInt64) -> GGUFBuilder.Value {
      var sink = ByteSink()
      sink.write(type)
      sink.write(count)
      return .raw(9, sink.bytes)
    }
    #expect(failure { $0.set("x", list(0, 1 << 30)) } == "resourceLimit")
    #expect(failure { $0.set("x", list(8, UInt64.max)) } == "resourceLimit")
    #expect(failure { $0.set("x", list(9, 1)) } == "headerInvalid")
    #expect(failure { $0.set("x", .raw(13, [])) } == "headerInvalid")
    var length = ByteSink()
    length.write(UInt64(1) << 40)
    #expect(failure { $0.set("x", .raw(8, length.bytes)) } == "resourceLimit")
    #expect(failure { $0.set("general.alignment", .integer(0)) } == "headerInvalid")
    #expect(failure { $0.set("general.alignment", .integer(48)) } == "headerInvalid")
    #expect(failure { $0.metadata.append($0.metadata[0]) } == "headerInvalid")
    var counts = ByteSink()
    counts.write("GGUF".utf8)
    counts.write(UInt32(3))
    counts.write(UInt64.max)
    #expect(failure(counts.bytes)?.caseName == "resourceLimit")
  }

  @Test func refusesEveryCutOfAFile() {
    let whole = GGUFBuilder().bytes
    #expect(failure(whole) == nil)
    for count in 0..<whole.count {
      #expect(failure(Array(whole.prefix(count)))?.caseName == "fileTruncated", "\(count) bytes")
    }
  }

  @Test func everyChangedByteIsReadOrRefused() {
    let whole = GGUFBuilder().bytes
    var refusedCount = 0
    for index in whole.indices {
      for change in [0x01, 0x80, 0xFF] as [UInt8] {
        var changed = whole
        changed[index] ^= change
        if failure(changed) != nil { refusedCount += 1 }
      }
    }
    #expect(refusedCount > whole.count)
  }

  @Test func refusesWhatItDoesNotTranslate() {
    #expect(failure { $0.set("general.architecture", .string("gptj")) } == "formatUnsupported")
    #expect(failure { $0.metadata.removeFirst() } == "formatUnsupported")
    #expect(failure { $0.set("llama.expert_count", .integer(8)) } == "formatUnsupported")
    #expect(failure { $0.set("llama.expert_count", .integer(0)) } == nil)
    #expect(failure { $0.set("llama.rope.scaling.type", .string("yarn")) } == "formatUnsupported")
    #expect(failure { $0.set("llama.rope.dimension_count", .integer(4)) } == nil)
    #expect(failure { $0.set("llama.attention.head_count", .integer(0)) } == nil)
    #expect(
      failure { $0.set("llama.attention.head_count", .integers([2, 1])) } == "formatUnsupported")
    #expect(failure { $0.set("llama.block_count", .string("1")) } == "configInvalid")
    #expect(failure { $0.metadata.remove(at: 1) } == "configInvalid")
    #expect(
      failure {
        $0.set("llama.rope.dimension_count", .integer(2))
        $0.set("llama.attention.key_length", .integer(4))
      } == "formatUnsupported")
    var builder = GGUFBuilder(hasEmbedding: false)
    #expect(failure(builder.bytes)?.caseName == "tensorMissing")
    builder = GGUFBuilder()
    builder.set("llama.attention.head_count", .integer(0))
    builder.add("blk.0.attn_q.weight", [8, 8], [Float](repeating: 0, count: 64))
    #expect(failure(builder.bytes)?.caseName == "tensorShapeMismatch")
  }
}
