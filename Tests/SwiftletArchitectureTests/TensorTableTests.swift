import SwiftletArchitecture
import Testing

@Suite struct TensorTableTests {
  static let tiny = ModelConfiguration(
    hiddenSize: 16, intermediateSize: 24, layerCount: 2, headCount: 2, kvHeadCount: 1,
    headDimension: 6, vocabularySize: 40, contextLength: 128)

  @Test func listsTensorsInTheOrderOfExecution() {
    let names = TensorTable(Self.tiny).specifications.map(\.id.name)
    #expect(
      names == [
        "embedding", "inverse_frequencies",
        "layers.0.attention_norm", "layers.0.attention.query", "layers.0.attention.key",
        "layers.0.attention.value", "layers.0.attention.output", "layers.0.mlp_norm",
        "layers.0.mlp.gate", "layers.0.mlp.up", "layers.0.mlp.down",
        "layers.1.attention_norm", "layers.1.attention.query", "layers.1.attention.key",
        "layers.1.attention.value", "layers.1.attention.output", "layers.1.mlp_norm",
        "layers.1.mlp.gate", "layers.1.mlp.up", "layers.1.mlp.down",
        "final_norm", "head",
      ])
  }

  @Test func shapesAreOutputsByInputs() throws {
    var configuration = Self.tiny
    configuration.hasAttentionBias = true
    configuration.hasMLPBias = true
    let table = TensorTable(configuration)
    func shape(_ role: TensorRole, _ layer: Int? = nil) -> [Int]? {
      table[WeightID(role, layer: layer)]?.shape
    }
    #expect(shape(.embedding) == [40, 16])
    #expect(shape(.inverseFrequencies) == [3])
    #expect(shape(.queryProjection, 1) == [12, 16])
    #expect(shape(.queryBias, 1) == [12])
    #expect(shape(.keyProjection, 1) == [6, 16])
    #expect(shape(.valueBias, 1) == [6])
    #expect(shape(.outputProjection, 1) == [16, 12])
    #expect(shape(.outputBias, 1) == [16])
    #expect(shape(.gateProjection, 1) == [24, 16])
    #expect(shape(.downProjection, 1) == [16, 24])
    #expect(shape(.upBias, 1) == [24])
    #expect(shape(.downBias, 1) == [16])
    #expect(shape(.queryProjection, 2) == nil)
  }

  @Test func tiedModelHasNoHead() {
    var configuration = Self.tiny
    configuration.tiesEmbeddings = true
    let table = TensorTable(configuration)
    #expect(table[WeightID(.languageModelHead)] == nil)
    #expect(table.specifications.count == TensorTable(Self.tiny).specifications.count - 1)
  }

  @Test func countsTheParametersOfSmolLM2() {
    // The published count of SmolLM2-135M.
    let configuration = ModelConfiguration(
      hiddenSize: 576, intermediateSize: 1536, layerCount: 30, headCount: 9, kvHeadCount: 3,
      headDimension: 64, vocabularySize: 49152, contextLength: 8192, tiesEmbeddings: true)
    #expect(TensorTable(configuration).parameterCount == 134_515_008)
  }

  @Test func vectorsKeepAllBitsAndMatricesMayGoToFour() {
    for row in TensorTable(Self.tiny).specifications {
      #expect(row.lowestBits == (row.kind == .vector ? 32 : 4))
    }
  }

  @Test func namesReadBack() {
    for row in TensorTable(Self.tiny).specifications {
      #expect(WeightID(name: row.id.name) == row.id)
    }
    for name in [
      "", "layers", "layers.1", "layers.+1.mlp.up", "layers.01.mlp.up", "layers.1.embedding",
      "attention.query", "layers.-1.mlp.up", "layers.1.mlp.up.", "Embedding",
    ] {
      #expect(WeightID(name: name) == nil)
    }
  }

  @Test func ignoresOnlyKnownBuffers() {
    let table = TensorTable(Self.tiny)
    #expect(table.isIgnorable("model.layers.0.self_attn.rotary_emb.inv_freq"))
    #expect(!table.isIgnorable("model.layers.0.self_attn.q_proj.weight"))
  }
}
