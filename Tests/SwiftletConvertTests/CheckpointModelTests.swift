import SwiftletArchitecture
import SwiftletCheckpoint
import SwiftletConvert
import SwiftletJSON
import SwiftletSystem
import Testing
import _SwiftletTestSupport

@Suite struct CheckpointModelTests {
  static let configuration = #"""
    {"architectures":["LlamaForCausalLM"],"model_type":"llama","hidden_size":4,
    "intermediate_size":6,"num_hidden_layers":1,"num_attention_heads":2,"num_key_value_heads":1,
    "vocab_size":3,"max_position_embeddings":8,"rms_norm_eps":1e-5,"rope_theta":10000.0,
    "hidden_act":"silu","attention_bias":false,"mlp_bias":false,"head_dim":2,
    "bos_token_id":1,"eos_token_id":2,EXTRA}
    """#

  /// Writes a checkpoint of the configuration above with the tensors of `names`, all F32.
  ///
  /// Every value is 1, but those of the head are `headValue`.
  private func folder(_ extra: String, head headValue: Float?, dropping dropped: String? = nil)
    throws -> TemporaryFolder
  {
    let folder = try TemporaryFolder()
    let parts = Self.configuration.split(separator: "EXTRA", omittingEmptySubsequences: false)
    try folder.write("config.json", parts.joined(separator: extra))
    let model = ModelConfiguration(
      hiddenSize: 4, intermediateSize: 6, layerCount: 1, headCount: 2, kvHeadCount: 1,
      headDimension: 2, vocabularySize: 3, contextLength: 8)
    var entries: [String] = []
    var data: [UInt8] = []
    for row in TensorTable(model).specifications {
      guard let name = row.sourceNames.first, name != dropped else { continue }
      let value = row.id.role == .languageModelHead ? headValue : 1
      guard let value else { continue }
      let start = data.count
      for _ in 0..<row.elementCount {
        data += (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> ($0 * 8)) }
      }
      entries.append(
        #""\#(name)":{"dtype":"F32","shape":\#(row.shape),"data_offsets":[\#(start),\#(data.count)]}"#
      )
    }
    let header = Array(("{" + entries.joined(separator: ",") + "}").utf8)
    let length = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> ($0 * 8)) }
    try folder.write("model.safetensors", length + header + data)
    return folder
  }

  @Test func findsEveryTensor() throws {
    let folder = try folder(#""tie_word_embeddings":false"#, head: 2)
    let model = try CheckpointModel.open(folder.path)
    #expect(!model.configuration.tiesEmbeddings)
    #expect(model.appliedDefaults == [])
    for row in model.table.specifications {
      #expect(model.tensor(of: row.id)?.shape == (row.sourceNames.isEmpty ? nil : row.shape))
    }
  }

  @Test func storesAHeadThatEqualsTheEmbeddingOnce() throws {
    let folder = try folder(#""tie_word_embeddings":false"#, head: 1)
    let model = try CheckpointModel.open(folder.path)
    #expect(model.configuration.tiesEmbeddings)
    #expect(model.table[WeightID(.languageModelHead)] == nil)
    #expect(model.tensor(of: WeightID(.languageModelHead)) == nil)
    #expect(model.appliedDefaults.count == 1)
  }

  @Test func acceptsACopyOfTheEmbeddingInATiedModelAndNothingElse() throws {
    let copy = try folder(#""tie_word_embeddings":true"#, head: 1)
    #expect(try CheckpointModel.open(copy.path).configuration.tiesEmbeddings)
    let other = try folder(#""tie_word_embeddings":true"#, head: 2)
    let error = #expect(throws: ConversionError.self) { try CheckpointModel.open(other.path) }
    guard case .checkpoint(.tensorUnexpected(let fault))? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(fault.place == "tensor lm_head.weight")
  }

  @Test func missingHeadMeansSharedOnlyInMobileLLM() throws {
    let llama = try folder(#""tie_word_embeddings":false"#, head: nil)
    let error = #expect(throws: ConversionError.self) { try CheckpointModel.open(llama.path) }
    #expect(error?.fault.found == "missing: lm_head.weight")
    // A later key of the same name is refused, so the family is changed in the text itself.
    let text = Self.configuration.replacing("\"llama\"", with: "\"mobilellm\"")
      .replacing("EXTRA", with: #""tie_word_embeddings":false"#)
    try llama.write("config.json", text)
    let model = try CheckpointModel.open(llama.path)
    #expect(model.configuration.family == "mobilellm")
    #expect(model.configuration.tiesEmbeddings)
    #expect(model.appliedDefaults.contains { $0.hasPrefix("share_embedding: true") })
  }

  @Test func undeclaredHeadOfMobileLLMIsKeptIfItDiffers() throws {
    let folder = try folder("", head: 2)
    let text = Self.configuration.replacing("\"llama\"", with: "\"mobilellm\"")
      .replacing("EXTRA", with: #""tie_word_embeddings":false"#)
    try folder.write("config.json", text)
    #expect(try !CheckpointModel.open(folder.path).configuration.tiesEmbeddings)
  }

  @Test func namesWhatIsMissing() throws {
    let folder = try folder(
      #""tie_word_embeddings":false"#, head: 2, dropping: "model.layers.0.mlp.up_proj.weight")
    let error = #expect(throws: ConversionError.self) { try CheckpointModel.open(folder.path) }
    #expect(error?.fault.found == "missing: model.layers.0.mlp.up_proj.weight")
  }

  @Test(
    .enabled(if: SharedFixtures.arePresent, SharedFixtures.message),
    arguments: [
      "mobilellm-tied", "llama-rope-llama3", "llama-bias-linear", "smollm2-like",
      "mistral-sliding", "smollm3", "qwen2", "qwen3", "gemma3-text", "gemma3-text-pattern",
      "llama4-text-r1", "llama4-text-nope",
    ])
  func opensReferenceCheckpoints(_ name: String) throws {
    let model = try CheckpointModel.open(SharedFixtures.path("checkpoints/" + name))
    var byteCount = 0
    for row in model.table.specifications {
      guard let tensor = model.tensor(of: row.id) else { continue }
      #expect(try model.folder.source.elements(of: tensor).contains { $0 != 0 })
      byteCount += tensor.byteCount
    }
    // The weights are all that the files hold besides headers.
    let stored = try model.folder.files.filter { $0.hasSuffix(".safetensors") }
      .reduce(0) { try $0 + FileByteSource(path: $1).byteCount }
    #expect(byteCount < stored && stored - byteCount < 40_000)
  }

  @Test(arguments: [("mixtral", "LlamaForCausalLM"), ("llama", "MobileLLMP1ForCausalLM")])
  func otherFamiliesAreRefusedByName(_ type: String, _ architecture: String) throws {
    let folder = try folder(#""tie_word_embeddings":false"#, head: 2)
    var config = Self.configuration.replacing("EXTRA", with: #""tie_word_embeddings":false"#)
    config = config.replacing(#""model_type":"llama""#, with: #""model_type":"\#(type)""#)
    config = config.replacing("LlamaForCausalLM", with: architecture)
    try folder.write("config.json", config)
    let error = #expect(throws: ConversionError.self) { try CheckpointModel.open(folder.path) }
    guard case .architecture(.configUnsupported(let fault))? = error else {
      Issue.record("\(String(describing: error).prefix(200))")
      return
    }
    #expect(fault.place == (type == "llama" ? "architectures" : "model_type"))
    #expect(fault.found == (type == "llama" ? "\"\(architecture)\"" : "\"\(type)\""))
  }
}
