import SwiftletArchitecture
import SwiftletCheckpoint
import SwiftletConvert
import SwiftletEval
import SwiftletJSON
import SwiftletRuntime
import SwiftletSystem
import SwiftletTensor
import SwiftletTokenizer
import Testing
import _SwiftletTestSupport

/// SmolLM2-135M-Instruct against the reference's numbers for it, `fixtures/smollm2-135m`.
@Suite(
  .serialized, .enabled(if: SharedFixtures.arePresent, SharedFixtures.message),
  .enabled(if: RealModel.isPresent, RealModel.message))
struct RealModelTests {
  private func golden() throws -> JSONObject {
    let file = try FileByteSource(path: SharedFixtures.path("smollm2-135m/golden-model.json"))
    return try JSONParser.parse(file.bytes(at: 0, count: file.byteCount), file: file.name).object
      ?? JSONObject()
  }

  /// An engine over the model converted with the built-in recipe of `bits`; the blob is deleted when
  /// the weights are in memory.
  private func engine(bits: Int, checkpoint: String = RealModel.checkpoint) throws -> Engine {
    let folder = try TemporaryFolder()
    let blob = folder.path("model.swiftlet")
    try Golden.convert(checkpoint, bits: bits, to: blob)
    var options = EngineOptions()
    options.kvFormat = .float32
    options.context = 512
    options.threadCount = 2
    options.logitsRowCount = 16
    return try Engine(model: BlobModel(source: FileByteSource(path: blob)), options: options)
  }

  /// Mean NLL over the prose in windows of 512, and the reference's.
  private func meanNLL(_ engine: Engine) throws -> (measured: Perplexity, expected: Double) {
    let perplexity = try #require(golden()["perplexity"]?.object)
    let ids = try #require(perplexity["input_ids"]).ids
    let windowed = try #require(perplexity["windowed"]?.object?["512"]?.object)
    let measured = try Perplexity.measure(ids: ids, window: 512, engine: engine)
    #expect(measured.tokenCount == windowed["scored"]?.integer)
    return (measured, try #require(windowed["mean_nll"]?.double))
  }

  @Test func float32EqualsTheReference() throws {
    let engine = try engine(bits: 32)
    let prompts = try #require(golden()["prompts"]?.array).compactMap(\.object)
    #expect(prompts.count == 3)
    let rows = try SafetensorsSource(
      FileByteSource(path: SharedFixtures.path("smollm2-135m/last_logits.safetensors")))
    for prompt in prompts {
      let name = try #require(prompt["name"]?.string)
      let ids = try #require(prompt["input_ids"]).ids
      let expected = try #require(prompt["greedy_ids"]).ids
      let gaps = try #require(prompt["greedy_top2_gap"]?.array).compactMap(\.double)
      #expect(expected.count == 48 && gaps.count == 48)
      let result = try engine.greedy(ids, count: expected.count)
      // A step whose two best logits are closer than 5e-3 may fall either way, and the rest with it.
      let decided = gaps.firstIndex { $0 < 5e-3 } ?? gaps.count
      #expect(result.ids.prefix(decided) == expected.prefix(decided), "\(name)")
      let row = try #require(rows.tensor(named: name))
      let differences = try zip(result.logits[0], rows.elements(of: row)).map { abs($0 - $1) }
      #expect(differences.count == engine.configuration.vocabularySize, "\(name)")
      #expect((differences.max() ?? .infinity) < 2e-3, "\(name)")
      if let text = prompt["text"]?.string {
        let tokenizer = try #require(engine.tokenizer)
        #expect(tokenizer.encode(text, addSpecialTokens: false) == ids)
        #expect(
          tokenizer.decode(expected, skipSpecialTokens: true) == prompt["greedy_text"]?.string)
      }
    }
    let (measured, expected) = try meanNLL(engine)
    #expect(abs(measured.meanNLL - expected) < 1e-4)
  }

  @Test func int8ChangesTheMeanNLLByAtMostAHundredth() throws {
    let (measured, expected) = try meanNLL(engine(bits: 8))
    print("SmolLM2-135M int8: mean NLL \(measured.meanNLL), reference \(expected)")
    #expect(abs(measured.meanNLL - expected) <= 0.01)
  }

  @Test func int4IsReported() throws {
    let (measured, expected) = try meanNLL(engine(bits: 4))
    print("SmolLM2-135M int4: mean NLL \(measured.meanNLL), reference \(expected)")
    // llama.cpp's Q4_0, symmetric 4 bits with an int8 head as here, costs ln(31.60 / 26.53) on this model.
    #expect(abs(measured.meanNLL - expected) < 0.175)
  }

  /// The checkpoint was made from this file by other code, `tools/lib/gguf.py`.
  @Test(.enabled(if: RealModel.hasGGUF, RealModel.message)) func theGGUFFileIsTheSameModel() throws
  {
    let expected = try CheckpointModel.open(RealModel.checkpoint)
    let model = try CheckpointModel.open(RealModel.gguf)
    #expect(model.configuration == expected.configuration)
    for id in expected.table.specifications.map(\.id) {
      guard let tensor = expected.tensor(of: id) else { continue }
      let other = try #require(model.tensor(of: id))
      #expect(other.shape == tensor.shape)
      var left = [Float](repeating: 0, count: 1 << 16)
      var right = left
      for start in stride(from: 0, to: tensor.elementCount, by: left.count) {
        let range = start..<min(start + left.count, tensor.elementCount)
        try read(expected.folder.source, tensor, range, &left)
        try read(model.folder.source, other, range, &right)
        // The checkpoint's values are these, rounded to bfloat16.
        let isEqual = range.indices.allSatisfy {
          let index = $0 - start
          return HalfPrecision.float(bfloat: HalfPrecision.bfloat(right[index])).bitPattern
            == left[index].bitPattern
        }
        #expect(isEqual, "\(id.name), \(range)")
      }
    }
  }

  private func read(
    _ source: any CheckpointSource, _ tensor: CheckpointTensor, _ range: Range<Int>,
    _ values: inout [Float]
  ) throws {
    try unsafe values.withUnsafeMutableBufferPointer {
      try unsafe source.readElements(
        of: tensor, range, into: UnsafeMutableBufferPointer(rebasing: $0[..<range.count]))
    }
  }

  @Test(.enabled(if: RealModel.hasGGUF, RealModel.message)) func theGGUFFileGivesTheSameText()
    throws
  {
    let engine = try engine(bits: 32, checkpoint: RealModel.gguf)
    let prompts = try #require(golden()["prompts"]?.array).compactMap(\.object)
    for prompt in prompts {
      let ids = try #require(prompt["input_ids"]).ids
      let expected = try #require(prompt["greedy_ids"]).ids
      let gaps = try #require(prompt["greedy_top2_gap"]?.array).compactMap(\.double)
      // Rounding the weights to bfloat16 moves logits by up to 0.2 here; see below for the mean.
      let decided = gaps.firstIndex { $0 < 0.5 } ?? gaps.count
      let result = try engine.greedy(ids, count: max(1, decided))
      #expect(result.ids.prefix(decided) == expected.prefix(decided))
      if let text = prompt["text"]?.string {
        let tokenizer = try #require(engine.tokenizer)
        #expect(tokenizer.encode(text, addSpecialTokens: false) == ids)
      }
    }
    let (measured, expected) = try meanNLL(engine)
    print("SmolLM2-135M GGUF: mean NLL \(measured.meanNLL), reference \(expected)")
    #expect(abs(measured.meanNLL - expected) < 5e-3)
  }
}
