import Foundation
import SwiftletArchitecture
import SwiftletEval
import SwiftletJSON
import SwiftletKernels
import SwiftletModel
import SwiftletRuntime
import SwiftletSystem
import Testing
import _SwiftletTestSupport

/// `--bits 32` reproduces the reference's float32 numbers on every fixture checkpoint of our families.
@Suite(.enabled(if: SharedFixtures.arePresent, SharedFixtures.message)) struct FixtureModelTests {
  static let available = [
    "mobilellm-tied", "llama-rope-llama3", "llama-bias-linear", "smollm2-like", "mistral-sliding",
    "smollm3", "qwen2", "qwen3", "gemma3-text", "gemma3-text-pattern", "llama4-text-r1",
    "llama4-text-nope",
    // PyTorch files: one, and shards with slices and a transposed matrix.
    "mobilellm-layer-share", "mobilellm-untied-sharded",
  ]

  static func golden(_ name: String, bits: Int = 32) throws -> Golden {
    try Golden(folder: SharedFixtures.path("checkpoints/" + name), bits: bits)
  }

  @Test(arguments: available) func logitsEqualTheReference(_ name: String) throws {
    let golden = try Self.golden(name)
    let engine = try golden.engine { $0.logitsRowCount = 8 }
    let sequences = try #require(golden.json["sequences"]?.array)
    let argmax = try #require(golden.json["argmax"]?.array)
    for (index, sequence) in sequences.enumerated() {
      let expected = try golden.tensor("logits.\(index)")
      let rows = try engine.logits(sequence.ids)
      #expect(rows.count * engine.configuration.vocabularySize == expected.count)
      // The reference's own float32 noise is up to 5e-5; its notes ask for 1e-3.
      #expect(largestDifference(Array(rows.joined()), expected) < 1e-3)
      for (row, best) in zip(rows, argmax[index].ids) {
        let sorted = row.sorted(by: >)
        if sorted[0] - sorted[1] > 2e-3 { #expect(row[Int(best)] == sorted[0]) }
      }
    }
  }

  @Test(arguments: available) func hiddenStatesEqualTheReferenceAfterEveryBlock(_ name: String)
    throws
  {
    let golden = try Self.golden(name)
    let ids = try #require(golden.json["sequences"]?.array?.last).ids
    let engine = try golden.engine {
      $0.chunkLength = ids.count
      $0.logitsRowCount = ids.count
    }
    var stages: [[Float]] = []
    unsafe engine.transformer.observer = { stage, values in
      #expect(stage == stages.count)
      stages.append(unsafe Array(values))
    }
    _ = try engine.logits(ids)
    let expected = try golden.tensor("hidden_states") + golden.tensor("final_norm")
    #expect(stages.count == LayerSchedule(engine.configuration).blocks.count + 2)
    for (index, (value, other)) in zip(stages.joined(), expected).enumerated() {
      let difference = abs(value - other)
      if difference > 1e-3, difference > 1e-4 * abs(other) {
        Issue.record("\(name): value \(index) is \(value), expected \(other)")
        break
      }
    }
    #expect(stages.joined().count == expected.count)
  }

  @Test(arguments: available) func greedyContinuationWithTheCacheIsTheReferences(_ name: String)
    throws
  {
    let golden = try Self.golden(name)
    let greedy = try #require(golden.json["greedy"]?.object)
    let prompt = try #require(greedy["prompt_ids"]).ids
    let ids = try #require(greedy["ids"]).ids
    #expect(ids.count == 20)
    let result = try golden.engine().greedy(prompt, count: ids.count)
    #expect(result.ids == ids)
    let expected = try golden.tensor("greedy.logits")
    #expect(largestDifference(Array(result.logits.joined()), expected) < 1e-3)
  }

  @Test(arguments: available) func cachedDecodeEqualsTheFullPassBitForBit(_ name: String) throws {
    let golden = try Self.golden(name)
    let ids = try #require(golden.json["sequences"]?.array?.last).ids
    let full = try golden.engine { $0.chunkLength = 64 }.logits(ids)
    for kernels in KernelSet.all.map(\.name) {
      let decoded = try golden.engine {
        $0.chunkLength = 1
        $0.threadCount = 2
        $0.kernels = kernels
      }.logits(ids)
      #expect(decoded == full, "\(name) on \(kernels)")
    }
  }

  @Test(arguments: available) func perplexityEqualsTheReference(_ name: String) throws {
    let golden = try Self.golden(name)
    guard let expected = golden.json["perplexity"]?.object?["mean_nll"]?.double else { return }
    let ids = try golden.ids("perplexity.ids")
    let measured = try Perplexity.measure(
      ids: ids, window: 256, engine: golden.engine { $0.logitsRowCount = 8 })
    #expect(measured.tokenCount == 199)
    #expect(abs(measured.meanNLL - expected) < 1e-4)
  }

  @Test(arguments: available, [(16, 0.02), (8, 0.15), (4, 0.8)])
  func fewerBitsStayNear(_ name: String, _ bound: (bits: Int, error: Double)) throws {
    // Relative error of the logits. Unrelated logits would have an error of 1.4, so a wrong layout,
    // scale or zero point cannot hide; random weights have nothing redundant, and the reference's
    // notes expect "some percent" of int8. Quality is measured on the real model.
    let golden = try Self.golden(name, bits: bound.bits)
    let ids = try #require(golden.json["sequences"]?.array?.last).ids
    let rows = try golden.engine().logits(ids)
    let expected = try golden.tensor("logits.2")
    var error = 0.0
    var size = 0.0
    for (value, other) in zip(rows.joined(), expected) {
      error += Double(value - other) * Double(value - other)
      size += Double(other) * Double(other)
    }
    #expect((error / size).squareRoot() < bound.error, "\(name), \(bound.bits) bits")
  }

  static let withNewStyle = available.filter {
    (try? FileByteSource(
      path: SharedFixtures.path("checkpoints/\($0)/config.transformers-5.json"))) != nil
  }

  @Test(arguments: withNewStyle) func theNewerStyleOfConfigurationGivesTheSameLogits(_ name: String)
    throws
  {
    let folder = try TemporaryFolder()
    let source = SharedFixtures.path("checkpoints/" + name)
    for file in try FileManager.default.contentsOfDirectory(atPath: source)
    where file != "config.json" {
      let target = file == "config.transformers-5.json" ? "config.json" : file
      try FileManager.default.createSymbolicLink(
        atPath: folder.path(target), withDestinationPath: source + "/" + file)
    }
    let golden = try Golden(folder: source, weights: folder.path, bits: 32)
    let ids = try #require(golden.json["sequences"]?.array?.last).ids
    let rows = try golden.engine().logits(ids)
    #expect(largestDifference(Array(rows.joined()), try golden.tensor("logits.2")) < 1e-3)
  }

  private func largestDifference(_ values: [Float], _ expected: [Float]) -> Float {
    guard values.count == expected.count else { return .infinity }
    return zip(values, expected).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  @Test func theComparisonCanFail() {
    #expect(largestDifference([1, 2], [1, 2.5]) == 0.5)
    #expect(largestDifference([1], [1, 2]) == .infinity)
  }
}
