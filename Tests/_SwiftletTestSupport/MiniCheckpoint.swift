internal import SwiftletSystem

/// A tiny random llama checkpoint with a byte-level tokenizer, in genuine layout, for tests that stand
/// without the reference's fixtures.
///
/// Hidden size 48, 3 layers, 4 heads over 2 key-value heads of 12, vocabulary 260: the 256 bytes, two
/// merges ("th", " th") and the special tokens `<s>` (258) and `</s>` (259).
public final class MiniCheckpoint {
  /// The folder, removed with the object.
  public let folder: TemporaryFolder
  /// Entries of the vocabulary.
  public static let vocabularySize = 260
  /// The id of the token that ends a text.
  public static let endToken = 259

  /// Writes the checkpoint.
  ///
  /// - Parameters:
  ///   - seed: of the weights.
  ///   - hasTokenizer: whether tokenizer files are written too.
  /// - Throws: `TemporaryFolder.Failure`, `FileWriteError`.
  public init(seed: UInt64 = 1, hasTokenizer: Bool = true) throws {
    folder = try TemporaryFolder()
    try MiniCheckpoint.write(MiniCheckpoint.config, to: folder.path("config.json"))
    try MiniCheckpoint.write(weights(seed: seed), to: folder.path("model.safetensors"))
    guard hasTokenizer else { return }
    try MiniCheckpoint.write(MiniCheckpoint.tokenizer, to: folder.path("tokenizer.json"))
  }

  private static func write(_ text: String, to path: String) throws(FileWriteError) {
    try write(Array(text.utf8), to: path)
  }

  private static func write(_ bytes: [UInt8], to path: String) throws(FileWriteError) {
    let writer = try AtomicFileWriter(path: path)
    try writer.append(bytes)
    try writer.commit()
  }

  private static let config = """
    {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_act": "silu",
     "hidden_size": 48, "intermediate_size": 80, "num_hidden_layers": 3, "num_attention_heads": 4,
     "num_key_value_heads": 2, "head_dim": 12, "vocab_size": 260, "max_position_embeddings": 512,
     "rms_norm_eps": 1e-5, "rope_theta": 10000.0, "tie_word_embeddings": true,
     "bos_token_id": 258, "eos_token_id": 259, "torch_dtype": "float32"}
    """

  /// The tensors' names and shapes, in file order.
  private static let shapes: [(name: String, shape: [Int])] = {
    var shapes: [(String, [Int])] = [("model.embed_tokens.weight", [260, 48])]
    for layer in 0..<3 {
      let prefix = "model.layers.\(layer)."
      shapes += [
        (prefix + "input_layernorm.weight", [48]),
        (prefix + "self_attn.q_proj.weight", [48, 48]),
        (prefix + "self_attn.k_proj.weight", [24, 48]),
        (prefix + "self_attn.v_proj.weight", [24, 48]),
        (prefix + "self_attn.o_proj.weight", [48, 48]),
        (prefix + "post_attention_layernorm.weight", [48]),
        (prefix + "mlp.gate_proj.weight", [80, 48]),
        (prefix + "mlp.up_proj.weight", [80, 48]),
        (prefix + "mlp.down_proj.weight", [48, 80]),
      ]
    }
    return shapes + [("model.norm.weight", [48])]
  }()

  private func weights(seed: UInt64) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    var entries: [String] = []
    var data: [UInt8] = []
    for (name, shape) in MiniCheckpoint.shapes {
      let begin = data.count
      for _ in 0..<shape.reduce(1, *) {
        // Norm gains around 1; the rest wide enough that logits differ clearly.
        let value =
          shape.count == 1
          ? Float.random(in: 0.5...1.5, using: &generator)
          : Float.random(in: -0.3...0.3, using: &generator)
        for shift in [0, 8, 16, 24] {
          data.append(UInt8(truncatingIfNeeded: value.bitPattern >> UInt32(shift)))
        }
      }
      let extents = shape.map { String($0) }.joined(separator: ",")
      entries.append(
        #""\#(name)":{"dtype":"F32","shape":[\#(extents)],"data_offsets":[\#(begin),\#(data.count)]}"#
      )
    }
    let header = Array(("{" + entries.joined(separator: ",") + "}").utf8)
    return (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) } + header + data
  }

  /// The printable characters that byte-level tokenizers write for the 256 bytes.
  private static let alphabet: [String] = {
    var next: UInt32 = 256
    return (0..<256).map { (byte: UInt32) in
      var scalar = byte
      if !((33...126).contains(byte) || (161...172).contains(byte) || byte >= 174) {
        scalar = next
        next += 1
      }
      return String(UnicodeScalar(scalar).map(Character.init) ?? " ")
    }
  }()

  private static let tokenizer: String = {
    var entries = alphabet.enumerated().map { index, text in
      (text == "\"" || text == "\\" ? "\"\\\(text)\"" : "\"\(text)\"") + ":\(index)"
    }
    entries += [#""th":256"#, #""Ġth":257"#]
    let special =
      #""single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true"#
    return """
      {"version":"1.0","truncation":null,"padding":null,"normalizer":null,"post_processor":null,
       "added_tokens":[{"id":258,"content":"<s>",\(special)},{"id":259,"content":"</s>",\(special)}],
       "pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true},
       "decoder":{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true},
       "model":{"type":"BPE","dropout":null,"unk_token":null,"continuing_subword_prefix":null,
        "end_of_word_suffix":null,"fuse_unk":false,"byte_fallback":false,"ignore_merges":false,
        "vocab":{\(entries.joined(separator: ","))},"merges":["t h","Ġ th"]}}
      """
  }()
}
