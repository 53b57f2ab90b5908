import SwiftletJSON

/// A GGUF architecture as data: which family of Hugging Face it is, and how its tensors differ.
///
/// Whether the family itself can be run is for its table to say; this one only translates.
struct GGUFArchitecture {
  /// The value of `general.architecture`, and the prefix of its keys.
  let name: String
  /// What `model_type` would be.
  let modelType: String
  /// What `architectures` would hold.
  let className: String
  /// Whether query and key rows that rotate together are neighbours.
  ///
  /// The published order has the first of each pair in a head's first half.
  let pairsRows: Bool
  /// Names of modules that are not those of `modules`.
  var moduleNames: [String: String] = [:]
  /// Keys that are read besides those of every architecture.
  var keys: Set<String> = []
  /// What a configuration says that no key of a file does; llama.cpp has it in its code.
  var constants: [(key: String, value: JSONValue)] = [("hidden_act", .string("silu"))]
  /// What is added to gains of norms that the family adds it to again.
  var gainOffset: Float = 0

  static let all = [
    GGUFArchitecture(
      name: "llama", modelType: "llama", className: "LlamaForCausalLM", pairsRows: true),
    GGUFArchitecture(
      name: "qwen2", modelType: "qwen2", className: "Qwen2ForCausalLM", pairsRows: false),
    GGUFArchitecture(
      name: "qwen3", modelType: "qwen3", className: "Qwen3ForCausalLM", pairsRows: false),
    GGUFArchitecture(
      name: "smollm3", modelType: "smollm3", className: "SmolLM3ForCausalLM", pairsRows: true,
      constants: [("hidden_act", .string("silu")), ("no_rope_layer_interval", .integer(4))]),
    GGUFArchitecture(
      name: "gemma3", modelType: "gemma3_text", className: "Gemma3ForCausalLM", pairsRows: false,
      moduleNames: [
        "post_attention_norm": "post_attention_layernorm",
        "ffn_norm": "pre_feedforward_layernorm", "post_ffw_norm": "post_feedforward_layernorm",
      ],
      keys: [
        "attention.sliding_window", "attention.sliding_window_pattern", "rope.freq_base_swa",
      ],
      constants: [("hidden_activation", .string("gelu_pytorch_tanh"))], gainOffset: 1),
  ]

  /// The tensor that scales rotary frequencies; part of the configuration elsewhere.
  static let frequencyFactors = "rope_freqs.weight"

  /// The name that a checkpoint folder would have for `name`; `name` itself where there is none.
  func sourceName(_ name: String) -> String {
    let modules = GGUFArchitecture.modules
    let parts = name.split(separator: ".")
    if parts.count == 4, parts[0] == "blk",
      let module = moduleNames[String(parts[2])] ?? modules[String(parts[2])]
    {
      return "model.layers.\(parts[1]).\(module).\(parts[3])"
    }
    if parts.count == 2, let module = modules[String(parts[0])] { return "\(module).\(parts[1])" }
    return name
  }

  private static let modules = [
    "token_embd": "model.embed_tokens", "output_norm": "model.norm", "output": "lm_head",
    "attn_norm": "input_layernorm", "ffn_norm": "post_attention_layernorm",
    "attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj", "attn_q_norm": "self_attn.q_norm",
    "attn_k_norm": "self_attn.k_norm", "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
  ]
}
