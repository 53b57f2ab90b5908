import SwiftletArchitecture
import _SwiftletTestSupport

/// A llama checkpoint of random weights, large enough that a conversion takes its time.
struct SyntheticCheckpoint {
  let folder: TemporaryFolder

  init(
    hiddenSize: Int, intermediateSize: Int, layerCount: Int, vocabularySize: Int,
    contextLength: Int = 256
  ) throws {
    folder = try TemporaryFolder()
    try folder.write(
      "config.json",
      """
      {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": \(hiddenSize),
       "intermediate_size": \(intermediateSize), "num_hidden_layers": \(layerCount),
       "num_attention_heads": 4, "num_key_value_heads": 2, "vocab_size": \(vocabularySize),
       "max_position_embeddings": \(contextLength), "rms_norm_eps": 1e-05, "rope_theta": 10000.0,
       "hidden_act": "silu", "attention_bias": false, "mlp_bias": false,
       "head_dim": \(hiddenSize / 4), "tie_word_embeddings": true,
       "bos_token_id": 1, "eos_token_id": 2, "torch_dtype": "float32"}
      """)
    let configuration = ModelConfiguration(
      hiddenSize: hiddenSize, intermediateSize: intermediateSize, layerCount: layerCount,
      headCount: 4, kvHeadCount: 2, headDimension: hiddenSize / 4,
      vocabularySize: vocabularySize, contextLength: contextLength, tiesEmbeddings: true)
    var entries: [String] = []
    var data: [UInt8] = []
    var generator = SeededGenerator(seed: 17)
    for row in TensorTable(configuration).specifications where row.id.part == 0 {
      guard let name = row.sourceNames.first else { continue }
      let start = data.count
      for _ in 0..<row.sourceShape.reduce(1, *) {
        let bits = Float.random(in: -0.1...0.1, using: &generator).bitPattern
        for shift in [0, 8, 16, 24] as [UInt32] {
          data.append(UInt8(truncatingIfNeeded: bits >> shift))
        }
      }
      entries.append(
        "\"\(name)\": {\"dtype\": \"F32\", \"shape\": \(row.sourceShape), "
          + "\"data_offsets\": [\(start), \(data.count)]}")
    }
    let header = Array("{\(entries.joined(separator: ", "))}".utf8)
    let length = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
    try folder.write("model.safetensors", length + header + data)
  }
}
