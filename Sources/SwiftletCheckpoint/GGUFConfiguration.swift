import SwiftletJSON
import SwiftletSystem

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Translates a GGUF file's metadata into the keys of a `config.json`.
///
/// A key of the architecture that is not known here may change what the model computes, and is refused.
struct GGUFConfiguration {
  let architecture: GGUFArchitecture
  private let header: GGUFHeader
  private let file: String

  /// Finds the architecture.
  ///
  /// - Throws: `CheckpointError.formatUnsupported` for one that is not known.
  init(_ header: GGUFHeader, file: String) throws(CheckpointError) {
    let known = GGUFArchitecture.all
    let name = header.metadata.string("general.architecture")
    guard let architecture = known.first(where: { $0.name == name }) else {
      throw .formatUnsupported(
        InputFault(
          file: file, place: "general.architecture",
          expected: known.map { "\"\($0.name)\"" }.joined(separator: " or "),
          found: header.metadata["general.architecture"]?.kind ?? "no such key"))
    }
    self.architecture = architecture
    self.header = header
    self.file = file
  }

  /// Query heads.
  var headCount: Int {
    get throws(CheckpointError) { try integer("attention.head_count") }
  }

  /// Key and value heads.
  var kvHeadCount: Int {
    get throws(CheckpointError) {
      guard value("attention.head_count_kv") != nil else { return try headCount }
      return try integer("attention.head_count_kv")
    }
  }

  /// The configuration in the keys of Hugging Face.
  ///
  /// - Parameter factors: the values of `rope_freqs.weight`, if there is such a tensor.
  /// - Returns: what a `config.json` would hold.
  /// - Throws: `CheckpointError.configInvalid`, `.formatUnsupported`, `.tensorMissing`.
  func json(factors: [Float]?) throws(CheckpointError) -> JSONValue {
    try checkKeys()
    guard let embedding = tensor("token_embd.weight"), embedding.shape.count == 2 else {
      throw .tensorMissing(
        InputFault(
          file: file, place: "tensors", expected: "a matrix token_embd.weight", found: "none"))
    }
    let theta = try number("rope.freq_base") ?? 10000
    var object = JSONObject([
      ("architectures", .array([.string(architecture.className)])),
      ("model_type", .string(architecture.modelType)),
      ("hidden_size", .integer(try integer("embedding_length"))),
      ("intermediate_size", .integer(try integer("feed_forward_length"))),
      ("num_hidden_layers", .integer(try integer("block_count"))),
      ("num_attention_heads", .integer(try headCount)),
      ("num_key_value_heads", .integer(try kvHeadCount)),
      ("vocab_size", .integer(embedding.shape[0])),
      ("max_position_embeddings", .integer(try integer("context_length"))),
      ("rms_norm_eps", .number(try requiredNumber("attention.layer_norm_rms_epsilon"))),
      ("rope_theta", .number(theta)),
      ("tie_word_embeddings", .bool(tensor("output.weight") == nil)),
    ])
    for (key, value) in architecture.constants { object[key] = value }
    let dimension = try headDimension()
    if let dimension { object["head_dim"] = .integer(dimension) }
    switch architecture.modelType {
    case "llama":
      object["attention_bias"] = .bool(tensor("blk.0.attn_output.bias") != nil)
      object["mlp_bias"] = .bool(tensor("blk.0.ffn_down.bias") != nil)
    case "gemma3_text": try addGemma3(to: &object, headDimension: dimension)
    default: break
    }
    if let scaling = try ropeScaling(factors, theta: theta) { object["rope_scaling"] = scaling }
    if let id = header.metadata.integer("tokenizer.ggml.bos_token_id") {
      object["bos_token_id"] = .integer(id)
    }
    var ends: [JSONValue] = []
    for key in ["eos_token_id", "eot_token_id", "eom_token_id"] {
      if let id = header.metadata.integer("tokenizer.ggml.\(key)"), !ends.contains(.integer(id)) {
        ends.append(.integer(id))
      }
    }
    if !ends.isEmpty { object["eos_token_id"] = .array(ends) }
    return .object(object)
  }

  // MARK: - Keys

  private func tensor(_ name: String) -> CheckpointTensor? {
    header.tensors.first { $0.name == name }
  }

  private func key(_ name: String) -> String { "\(architecture.name).\(name)" }

  private func value(_ name: String) -> GGUFMetadata.Value? { header.metadata[key(name)] }

  private func unsupported(_ name: String, _ expected: String) -> CheckpointError {
    .formatUnsupported(
      InputFault(
        file: file, place: key(name), expected: expected, found: value(name)?.kind ?? "no such key")
    )
  }

  private func invalid(_ name: String, _ expected: String) -> CheckpointError {
    .configInvalid(
      InputFault(
        file: file, place: key(name), expected: expected, found: value(name)?.kind ?? "no such key")
    )
  }

  /// An integer; a list with one for each layer has to repeat it.
  private func integer(_ name: String) throws(CheckpointError) -> Int {
    switch value(name) {
    case .integer(let value): return value
    case .integers(let values):
      guard let first = values.first, values.allSatisfy({ $0 == first }) else {
        throw unsupported(name, "the same number for every layer")
      }
      return first
    default: throw invalid(name, "an integer")
    }
  }

  private func number(_ name: String) throws(CheckpointError) -> Double? {
    switch value(name) {
    case nil: return nil
    case .number(let value): return value
    case .integer(let value): return Double(value)
    default: throw invalid(name, "a number")
    }
  }

  private func requiredNumber(_ name: String) throws(CheckpointError) -> Double {
    guard let number = try number(name) else { throw invalid(name, "a number") }
    return number
  }

  private static let readKeys: Set<String> = [
    "block_count", "context_length", "embedding_length", "feed_forward_length", "vocab_size",
    "attention.head_count", "attention.head_count_kv", "attention.key_length",
    "attention.value_length", "attention.layer_norm_rms_epsilon", "rope.freq_base",
    "rope.dimension_count", "rope.scaling.type", "rope.scaling.factor", "rope.scale_linear",
    "rope.scaling.original_context_length", "rope.scaling.finetuned",
  ]

  private func checkKeys() throws(CheckpointError) {
    for key in header.metadata.keys where key.hasPrefix(architecture.name + ".") {
      let name = String(key.dropFirst(architecture.name.count + 1))
      if GGUFConfiguration.readKeys.contains(name) || architecture.keys.contains(name) { continue }
      // Zero experts are none.
      if name.hasPrefix("expert"), header.metadata.integer(key) == 0 { continue }
      throw unsupported(name, "no such key, since it may change what the model computes")
    }
  }

  /// What is Gemma's own.
  ///
  /// llama.cpp takes what no key says from elsewhere: the scale of scores from the head, which for 62 layers alone is
  /// another, and the local rotary base and the order of windows where the file is silent.
  private func addGemma3(to object: inout JSONObject, headDimension: Int?) throws(CheckpointError) {
    let (width, heads) = (try integer("embedding_length"), try headCount)
    guard heads >= 1, let headDimension else { throw invalid("attention.key_length", "an integer") }
    let isLargest = try integer("block_count") == 62
    object["query_pre_attn_scalar"] = .integer(isLargest ? width / heads : headDimension)
    object["rope_local_base_freq"] = .number(try number("rope.freq_base_swa") ?? 10000)
    guard value("attention.sliding_window") != nil else {
      object["sliding_window_pattern"] = .integer(1)
      return
    }
    object["sliding_window"] = .integer(try integer("attention.sliding_window"))
    let pattern = "attention.sliding_window_pattern"
    object["sliding_window_pattern"] = .integer(value(pattern) == nil ? 6 : try integer(pattern))
  }

  /// Values per head where the file says so.
  private func headDimension() throws(CheckpointError) -> Int? {
    var dimension: Int?
    for name in ["attention.key_length", "attention.value_length", "rope.dimension_count"] {
      guard value(name) != nil else { continue }
      let number = try integer(name)
      // Rotating a part of each head is another model.
      if let dimension, dimension != number {
        throw unsupported(name, "\(dimension), as for the others of a head")
      }
      dimension = number
    }
    return dimension
  }

  // MARK: - Rotary scaling

  private func ropeScaling(_ factors: [Float]?, theta: Double) throws(CheckpointError)
    -> JSONValue?
  {
    let type = header.metadata.string(key("rope.scaling.type")) ?? "none"
    var factor = try number("rope.scaling.factor") ?? 1
    if let older = try number("rope.scale_linear") { factor = older }
    guard type == "none" || type == "linear" else {
      throw unsupported("rope.scaling.type", "\"none\" or \"linear\"")
    }
    guard let factors else {
      guard factor != 1 else { return nil }
      return .object(JSONObject([("rope_type", .string("linear")), ("factor", .number(factor))]))
    }
    guard type == "none", factor == 1 else {
      throw unsupported("rope.scaling.type", "\"none\" beside \(GGUFArchitecture.frequencyFactors)")
    }
    return try llama3Scaling(factors, theta: theta)
  }

  /// The published scaling of Llama 3 out of the factors that it gave.
  ///
  /// Of its four numbers only one differs between models, and it is the largest factor; all factors are
  /// then held against what the four give.
  private func llama3Scaling(_ factors: [Float], theta: Double) throws(CheckpointError) -> JSONValue
  {
    let (low, high, original) = (1.0, 4.0, 8192.0)
    let factor = Double(factors.max() ?? 1)
    for (index, value) in factors.enumerated() {
      let wavelength = 2 * Double.pi * pow(theta, Double(index) / Double(factors.count))
      let share = min(1, max(0, (original / wavelength - low) / (high - low)))
      let expected = 1 / ((1 - share) / factor + share)
      // The factors are float32 and were computed in it.
      guard abs(Double(value) - expected) <= 1e-4 * expected else {
        throw .formatUnsupported(
          InputFault(
            file: file, place: "tensor \(GGUFArchitecture.frequencyFactors), value \(index)",
            expected: "\(expected), from Llama 3's rotary scaling", found: "\(value)"))
      }
    }
    return .object(
      JSONObject([
        ("rope_type", .string("llama3")), ("factor", .number(factor)),
        ("low_freq_factor", .number(low)), ("high_freq_factor", .number(high)),
        ("original_max_position_embeddings", .integer(Int(original))),
      ]))
  }
}
