import SwiftletJSON

/// What each key of a configuration file means to the converter.
///
/// A key is read by the parser, or known not to matter, or known to be neutral at certain values.
/// Anything else may change the mathematics, and is refused by name unless it is off (null, false or
/// empty): converting such a model could give a blob that answers wrongly without a word.
enum ConfigKeys {
  /// Keys that are read of every family; `FamilyTraits.keys` has the others.
  static let read: Set<String> = [
    "architectures", "model_type", "hidden_size", "num_hidden_layers",
    "num_attention_heads", "num_key_value_heads", "head_dim", "vocab_size",
    "max_position_embeddings", "rms_norm_eps", "rope_theta", "rope_scaling", "rope_parameters",
    "tie_word_embeddings", "share_embedding", "layer_sharing", "bos_token_id", "eos_token_id",
  ]

  /// Keys that change nothing in inference, whatever their value.
  static let harmless: Set<String> = [
    // bookkeeping
    "torch_dtype", "dtype", "transformers_version", "transformers.js_config", "auto_map",
    "tokenizer_class", "task_specific_params", "finetuning_task", "problem_type", "id2label",
    "label2id", "name_or_path", "is_llama_config", "license", "unsloth_version", "unsloth_fixed",
    "model_max_length", "max_sequence_length", "prefix",
    // training
    "attention_dropout", "attn_dropout", "hidden_dropout", "hidden_dropout_prob", "resid_dropout",
    "residual_dropout", "resid_pdrop", "attn_pdrop", "embd_pdrop", "embedding_dropout", "dropout",
    "classifier_dropout", "initializer_range", "initializer_factor", "gradient_checkpointing",
    "use_bfloat16", "neftune_noise_alpha",
    // how the reference computes or returns, not what
    "use_cache", "pretraining_tp", "return_dict", "output_attentions", "output_hidden_states",
    "torchscript", "tf_legacy_loss", "pruned_heads", "chunk_size_feed_forward",
    "attn_implementation", "use_flash_attention", "use_flash_attention_2", "cache_implementation",
    "is_decoder", "keys_to_ignore_at_inference",
    // special tokens that inference does not use
    "pad_token_id", "unk_token_id", "sep_token_id", "cls_token_id", "mask_token_id",
    "decoder_start_token_id", "pad_token",
    // defaults of text generation, which the user chooses here
    "max_length", "min_length", "max_new_tokens", "do_sample", "early_stopping", "num_beams",
    "num_beam_groups", "diversity_penalty", "temperature", "top_k", "top_p", "typical_p",
    "repetition_penalty", "length_penalty", "no_repeat_ngram_size",
    "encoder_no_repeat_ngram_size", "bad_words_ids", "num_return_sequences", "output_scores",
    "return_dict_in_generate", "forced_bos_token_id", "forced_eos_token_id",
    "remove_invalid_values", "exponential_decay_length_penalty", "suppress_tokens",
    "begin_suppress_tokens", "max_window_layers",
  ]

  /// A value at which a mathematical key leaves the model as it is.
  enum Neutral {
    case one, zero, yes
    /// A list of ones: `no_rope_layers`, where 1 means that the layer has the rotary embedding.
    case ones
    /// A list of `full_attention`.
    case fullAttention

    func holds(for value: JSONValue) -> Bool {
      switch self {
      case .one: return value.double == 1
      case .zero: return value.double == 0
      case .yes: return value.bool == true
      case .ones: return value.array?.allSatisfy { $0.integer == 1 } ?? false
      case .fullAttention:
        return value.array?.allSatisfy { $0.string == "full_attention" } ?? false
      }
    }

    var text: String {
      switch self {
      case .one: return "1"
      case .zero: return "0"
      case .yes: return "true"
      case .ones: return "only ones"
      case .fullAttention: return "only \"full_attention\""
      }
    }
  }

  /// Keys known to change the mathematics, with the value at which they do not.
  static let neutral: [String: Neutral] = [
    "partial_rotary_factor": .one, "rotary_pct": .one, "rotary_percentage": .one,
    "rope_ratio": .one, "logits_scaling": .one, "logit_scale": .one, "residual_multiplier": .one,
    "embedding_multiplier": .one, "residual_scale": .one, "scale_emb": .one,
    "lm_head_multiplier": .one, "embedding_scale": .one,
    "num_local_experts": .zero, "num_experts": .zero, "n_routed_experts": .zero,
    "num_experts_per_tok": .zero, "num_nextn_predict_layers": .zero,
    "interleave_moe_layer_step": .zero,
    "no_rope_layers": .ones, "layer_types": .fullAttention, "is_causal": .yes, "use_rope": .yes,
  ]

  /// Whether a value says "off".
  static func isOff(_ value: JSONValue) -> Bool {
    switch value {
    case .null: return true
    case .bool(let value): return !value
    case .array(let values): return values.isEmpty
    case .object(let object): return object.entries.isEmpty
    default: return false
    }
  }

  /// Throws `configUnsupported` naming the first key that may change the mathematics.
  static func check(_ config: ConfigReader, _ traits: FamilyTraits) throws(ArchitectureError) {
    for (key, value) in config.object.entries {
      if traits.keys.contains(key) || traits.harmlessKeys.contains(key) { continue }
      if key == traits.widthKey || key == traits.activationKey { continue }
      // A leading underscore marks the library's private notes: _name_or_path, _attn_implementation.
      if read.contains(key) || harmless.contains(key) || key.hasPrefix("_") || isOff(value) {
        continue
      }
      // The window counts only where it is switched on; Qwen's configurations carry both keys.
      if key == "sliding_window", config.object["use_sliding_window"] == .bool(false) { continue }
      if let rule = neutral[key] {
        if rule.holds(for: value) { continue }
        throw .configUnsupported(
          config.fault(key, expected: "\(rule.text) or no such key", found: value.kind))
      }
      throw .configUnsupported(
        config.fault(
          key, expected: "no such key, since it may change what the model computes",
          found: value.kind))
    }
  }
}
