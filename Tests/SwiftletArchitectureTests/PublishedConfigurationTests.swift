import SwiftletArchitecture
import SwiftletJSON
import SwiftletSystem
import Testing

/// Configurations in the form in which well-known models publish them.
@Suite struct PublishedConfigurationTests {
  private func parse(_ text: String) throws -> ParsedConfiguration {
    try ModelConfiguration.parse(
      config: try JSONParser.parse(Array(text.utf8), file: "config.json"), generationConfig: nil,
      file: "config.json")
  }

  @Test func smolLM2() throws {
    let parsed = try parse(
      #"""
      {"architectures":["LlamaForCausalLM"],"attention_bias":false,"attention_dropout":0.0,
      "bos_token_id":1,"eos_token_id":2,"hidden_act":"silu","hidden_size":576,
      "initializer_range":0.041666666666666664,"intermediate_size":1536,"is_llama_config":true,
      "max_position_embeddings":8192,"mlp_bias":false,"model_type":"llama",
      "num_attention_heads":9,"num_hidden_layers":30,"num_key_value_heads":3,"pad_token_id":2,
      "pretraining_tp":1,"rms_norm_eps":1e-05,"rope_interleaved":false,"rope_scaling":null,
      "rope_theta":100000,"tie_word_embeddings":true,"torch_dtype":"bfloat16",
      "transformers.js_config":{"kv_cache_dtype":{"q4f16":"float16","fp16":"float16"}},
      "transformers_version":"4.42.3","use_cache":true,"vocab_size":49152}
      """#)
    #expect(parsed.configuration.tiesEmbeddings)
    #expect(TensorTable(parsed.configuration).parameterCount == 134_515_008)
    #expect(parsed.appliedDefaults == ["head_dim: 64, hidden_size / num_attention_heads"])
  }

  @Test func llama32() throws {
    let parsed = try parse(
      #"""
      {"architectures":["LlamaForCausalLM"],"attention_bias":false,"attention_dropout":0.0,
      "bos_token_id":128000,"eos_token_id":[128001,128008,128009],"head_dim":64,
      "hidden_act":"silu","hidden_size":2048,"initializer_range":0.02,"intermediate_size":8192,
      "max_position_embeddings":131072,"mlp_bias":false,"model_type":"llama",
      "num_attention_heads":32,"num_hidden_layers":16,"num_key_value_heads":8,"pretraining_tp":1,
      "rms_norm_eps":1e-05,"rope_scaling":{"factor":32.0,"high_freq_factor":4.0,
      "low_freq_factor":1.0,"original_max_position_embeddings":8192,"rope_type":"llama3"},
      "rope_theta":500000.0,"tie_word_embeddings":true,"torch_dtype":"bfloat16",
      "transformers_version":"4.45.0.dev0","use_cache":true,"vocab_size":128256}
      """#)
    #expect(TensorTable(parsed.configuration).parameterCount == 1_235_814_400)
    #expect(parsed.configuration.eosTokenIDs == [128001, 128008, 128009])
    #expect(parsed.appliedDefaults == [])
  }

  @Test func tinyLlama() throws {
    let parsed = try parse(
      #"""
      {"architectures":["LlamaForCausalLM"],"attention_bias":false,"bos_token_id":1,
      "eos_token_id":2,"hidden_act":"silu","hidden_size":2048,"initializer_range":0.02,
      "intermediate_size":5632,"max_position_embeddings":2048,"model_type":"llama",
      "num_attention_heads":32,"num_hidden_layers":22,"num_key_value_heads":4,
      "pretraining_tp":1,"rms_norm_eps":1e-05,"rope_scaling":null,"rope_theta":10000.0,
      "tie_word_embeddings":false,"torch_dtype":"bfloat16","transformers_version":"4.35.0",
      "use_cache":true,"vocab_size":32000}
      """#)
    #expect(TensorTable(parsed.configuration).parameterCount == 1_100_048_384)
    #expect(parsed.appliedDefaults.count == 2)
  }

  @Test(arguments: [
    // layers, hidden, heads, kv heads, MLP, parameters with the embedding shared
    (30, 576, 9, 3, 1536, 124_635_456), (32, 960, 15, 5, 2560, 345_355_200),
    (40, 1152, 18, 6, 3072, 603_188_352), (54, 1280, 20, 5, 3584, 1_005_461_760),
    (54, 1600, 25, 5, 4352, 1_511_188_800),
  ])
  func mobileLLM(
    layers: Int, hidden: Int, heads: Int, kvHeads: Int, mlp: Int, parameters: Int
  ) throws {
    let parsed = try parse(
      #"""
      {"architectures":["MobileLLMForCausalLM"],"attention_bias":false,"attention_dropout":0.0,
      "auto_map":{"AutoConfig":"configuration_mobilellm.MobileLLMConfig"},"bos_token_id":1,
      "eos_token_id":2,"head_dim":64,"hidden_act":"silu","hidden_size":\#(hidden),
      "initializer_range":0.02,"intermediate_size":\#(mlp),"layer_sharing":false,
      "max_position_embeddings":2048,"mlp_bias":false,"model_type":"mobilellm",
      "num_attention_heads":\#(heads),"num_hidden_layers":\#(layers),
      "num_key_value_heads":\#(kvHeads),"pretraining_tp":1,"rms_norm_eps":1e-05,
      "rope_scaling":null,"rope_theta":10000.0,"share_embedding":true,
      "tie_word_embeddings":false,"torch_dtype":"float16","transformers_version":"4.41.2",
      "use_cache":true,"vocab_size":32000}
      """#)
    #expect(TensorTable(parsed.configuration).parameterCount == parameters)
    #expect(parsed.appliedDefaults == [])
  }
}
