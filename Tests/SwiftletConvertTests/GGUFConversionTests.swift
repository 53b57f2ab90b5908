import SwiftletArchitecture
import SwiftletCheckpoint
import SwiftletConvert
import SwiftletJSON
import SwiftletSystem
import SwiftletTensor
import Testing
import _SwiftletTestSupport

@Suite struct GGUFConversionTests {
  private static let names = [
    ("model.embed_tokens", "token_embd"), ("model.norm", "output_norm"), ("lm_head", "output"),
    ("model.layers.", "blk."), ("input_layernorm", "attn_norm"),
    ("post_attention_layernorm", "ffn_norm"), ("self_attn.o_proj", "attn_output"),
    ("self_attn.q_proj", "attn_q"), ("self_attn.k_proj", "attn_k"),
    ("self_attn.v_proj", "attn_v"), ("self_attn.q_norm", "attn_q_norm"),
    ("self_attn.k_norm", "attn_k_norm"), ("mlp.gate_proj", "ffn_gate"), ("mlp.up_proj", "ffn_up"),
    ("mlp.down_proj", "ffn_down"),
  ]

  /// Names of norms in Gemma, which has four in a block; looked for before the others.
  private static let gemmaNames = [
    ("post_attention_layernorm", "post_attention_norm"), ("pre_feedforward_layernorm", "ffn_norm"),
    ("post_feedforward_layernorm", "post_ffw_norm"),
  ]

  /// A checkpoint as a GGUF file of `architecture`, in float32, with `keys` of the architecture in addition.
  private func gguf(
    _ model: CheckpointModel, _ architecture: String, _ keys: [(String, GGUFBuilder.Value)]
  ) throws -> [UInt8] {
    let configuration = model.configuration
    var builder = GGUFBuilder(hasEmbedding: false)
    let isGemma = architecture == "gemma3"
    builder.metadata = [("general.architecture", .string(architecture))]
    for (key, value) in [
      ("block_count", configuration.layerCount), ("context_length", configuration.contextLength),
      ("embedding_length", configuration.hiddenSize),
      ("feed_forward_length", configuration.intermediateSize),
      ("attention.head_count", configuration.headCount),
      ("attention.head_count_kv", configuration.kvHeadCount),
      ("attention.key_length", configuration.headDimension),
      ("attention.value_length", configuration.headDimension),
    ] {
      builder.set("\(architecture).\(key)", .integer(UInt32(value)))
    }
    builder.set(
      "\(architecture).attention.layer_norm_rms_epsilon",
      .float(Float(configuration.rmsNormEpsilon)))
    builder.set("\(architecture).rope.freq_base", .float(Float(configuration.ropeTheta)))
    for (key, value) in keys { builder.set("\(architecture).\(key)", value) }
    if let id = configuration.bosTokenID {
      builder.set("tokenizer.ggml.bos_token_id", .integer(UInt32(id)))
    }
    for (key, id) in zip(["eos", "eot", "eom"], configuration.eosTokenIDs) {
      builder.set("tokenizer.ggml.\(key)_token_id", .integer(UInt32(id)))
    }
    for name in model.folder.source.tensorNames {
      let tensor = try #require(model.folder.source.tensor(named: name))
      var values = try model.folder.source.elements(of: tensor)
      let isPaired = architecture == "llama" || architecture == "smollm3"
      if isPaired, name.contains("q_proj") || name.contains("k_proj") {
        values = paired(values, tensor.rowElementCount, configuration.headDimension)
      }
      // llama.cpp's converter adds what the family's norms add.
      if isGemma, name.hasSuffix("norm.weight") { values = values.map { $0 + 1 } }
      var ggufName = name
      for (theirs, ours) in (isGemma ? Self.gemmaNames : []) + Self.names {
        if let range = ggufName.firstRange(of: theirs) {
          ggufName.replaceSubrange(range, with: ours)
        }
      }
      builder.add(ggufName, tensor.shape, values)
    }
    return builder.bytes
  }

  /// Rows in the order of llama.cpp: the two of a head that rotate together are neighbours.
  private func paired(_ values: [Float], _ width: Int, _ headDimension: Int) -> [Float] {
    var result = values
    let half = headDimension / 2
    for row in 0..<values.count / width {
      let (head, index) = row.quotientAndRemainder(dividingBy: headDimension)
      let place = head * headDimension + index % half * 2 + index / half
      result.replaceSubrange(
        place * width..<(place + 1) * width, with: values[row * width..<(row + 1) * width])
    }
    return result
  }

  /// Writes the model of `path` as a GGUF file and expects the same model of it.
  private func checkEquality(
    _ path: String, _ architecture: String, _ keys: [(String, GGUFBuilder.Value)] = []
  ) throws {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    let expected = try CheckpointModel.open(path)
    try folder.write("model.gguf", gguf(expected, architecture, keys))
    let model = try CheckpointModel.open(folder.path("model.gguf"))
    #expect(model.configuration == expected.configuration)
    for specification in expected.table.specifications {
      guard let tensor = expected.tensor(of: specification.id) else { continue }
      let other = try #require(model.tensor(of: specification.id))
      let values = try model.folder.source.elements(of: other)
      let exact = try expected.folder.source.elements(of: tensor)
      guard specification.transform == .addingOne else {
        #expect(values == exact, "\(specification.id.name)")
        continue
      }
      // What the file has of a gain is rounded behind the addition, once more where the sum is small.
      #expect(values.count == exact.count)
      #expect(zip(values, exact).allSatisfy { abs($0 - $1) <= 0x1p-22 }, "\(specification.id.name)")
    }
  }

  @Test func isTheModelOfItsFolder() throws {
    let mini = try MiniCheckpoint(seed: 7)
    defer { withExtendedLifetime(mini) {} }
    try checkEquality(mini.folder.path, "llama")
  }

  @Test(
    .enabled(if: SharedFixtures.arePresent, SharedFixtures.message),
    arguments: [
      ("smollm2-like", "llama"), ("qwen2", "qwen2"), ("qwen3", "qwen3"), ("smollm3", "smollm3"),
    ])
  func isTheModelOfAFixture(_ name: String, _ architecture: String) throws {
    try checkEquality(SharedFixtures.path("checkpoints/" + name), architecture)
  }

  @Test(
    .enabled(if: SharedFixtures.arePresent, SharedFixtures.message),
    arguments: [("gemma3-text", 8, 3), ("gemma3-text-pattern", 6, 2)])
  func isTheModelOfAGemma(_ name: String, _ window: UInt32, _ pattern: UInt32) throws {
    // Scores are scaled as llama.cpp scales them, which no key of a file says.
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    let path = SharedFixtures.path("checkpoints/\(name)/")
    let weights = try FileByteSource(path: path + "model.safetensors")
    try folder.write("model.safetensors", weights.bytes(at: 0, count: weights.byteCount))
    let file = try FileByteSource(path: path + "config.json")
    let parsed = try JSONParser.parse(file.bytes(at: 0, count: file.byteCount), file: file.name)
    var config = try #require(parsed.object)
    config["query_pre_attn_scalar"] = config["head_dim"]
    try folder.write("config.json", JSONValue.object(config).text)
    var keys: [(String, GGUFBuilder.Value)] = [
      ("attention.sliding_window", .integer(window)),
      ("attention.sliding_window_pattern", .integer(pattern)),
      ("rope.freq_base_swa", .float(10000)),
    ]
    if config["rope_scaling"]?.object != nil {
      keys += [("rope.scaling.type", .string("linear")), ("rope.scaling.factor", .float(8))]
    }
    try checkEquality(folder.path, "gemma3", keys)
  }

  @Test func gemmaHasDefaultsForWhatAFileDoesNotSay() throws {
    func configuration(_ keys: [(String, GGUFBuilder.Value)]) throws -> ModelConfiguration {
      var builder = GGUFBuilder(hasEmbedding: false)
      builder.metadata = [("general.architecture", .string("gemma3"))]
      for (key, value) in [
        ("block_count", 7), ("context_length", 64), ("embedding_length", 16),
        ("feed_forward_length", 16), ("attention.head_count", 2), ("attention.head_count_kv", 1),
        ("attention.key_length", 16), ("attention.value_length", 16),
      ] as [(String, UInt32)] {
        builder.set("gemma3.\(key)", .integer(value))
      }
      builder.set("gemma3.attention.layer_norm_rms_epsilon", .float(1e-6))
      for (key, value) in keys { builder.set("gemma3.\(key)", value) }
      func add(_ name: String, _ shape: [Int]) {
        builder.add(name + ".weight", shape, [Float](repeating: 1, count: shape.reduce(1, *)))
      }
      add("token_embd", [8, 16])
      add("output_norm", [16])
      for layer in 0..<7 {
        for name in ["attn_norm", "post_attention_norm", "ffn_norm", "post_ffw_norm"] {
          add("blk.\(layer).\(name)", [16])
        }
        for name in ["attn_q_norm", "attn_k_norm"] { add("blk.\(layer).\(name)", [16]) }
        for (name, rows, columns) in [
          ("attn_q", 32, 16), ("attn_k", 16, 16), ("attn_v", 16, 16), ("attn_output", 16, 32),
          ("ffn_gate", 16, 16), ("ffn_up", 16, 16), ("ffn_down", 16, 16),
        ] {
          add("blk.\(layer).\(name)", [rows, columns])
        }
      }
      let folder = try TemporaryFolder()
      defer { withExtendedLifetime(folder) {} }
      try folder.write("model.gguf", builder.bytes)
      return try CheckpointModel.open(folder.path("model.gguf")).configuration
    }
    let sliding = try configuration([("attention.sliding_window", .integer(4))])
    let window = LayerAttention.Reach.window(4)
    #expect(
      sliding.layerAttention.map(\.reach) == [window, window, window, window, window, .all, window])
    let full = try configuration([])
    #expect(full.layerAttention.allSatisfy { $0.reach == .all })
    #expect(throws: ConversionError.self) {
      try configuration([("final_logit_softcapping", .float(30))])
    }
  }

  /// Random blocks whose float16 scales are small and finite.
  private func blocks(_ encoding: BlockEncoding, _ valueCount: Int, seed: UInt64 = 3) -> [UInt8] {
    var generator = SplitMix64(seed: seed)
    let count = valueCount / encoding.valueCount * encoding.byteCount
    var bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    for start in stride(from: 0, to: count, by: encoding.byteCount) {
      bytes[start + 1] = bytes[start + 1] & 0x83 | 0x28
      guard encoding == .q4_1 else { continue }
      // A scale of few bits, and minus 0 to 15 times it, which float16 then holds.
      let scale = Float(16 + generator.next() % 16) * 0x1p-10
      let minimum = -scale * Float(generator.next() % 16)
      for (offset, value) in [(0, scale), (2, minimum)] {
        let bits = HalfPrecision.half(value)
        bytes[start + offset] = UInt8(truncatingIfNeeded: bits)
        bytes[start + offset + 1] = UInt8(bits >> 8)
      }
    }
    return bytes
  }

  @Test(arguments: [(.q4_0, 2, 4), (.q4_1, 3, 4), (.q8_0, 8, 8)] as [(BlockEncoding, UInt32, Int)])
  func takesAGridOverThatFitsItsGroups(_ encoding: BlockEncoding, _ type: UInt32, _ bits: Int)
    throws
  {
    let model = SmallGGUF(width: 64, type: type) { blocks(encoding, $0) }
    let report = try model.convert(bits: bits).report
    for tensor in report.tensors where tensor.isMatrix {
      #expect(tensor.sourceType == encoding.rawValue)
      #expect(tensor.statistics?.squaredError == 0, "\(tensor.name)")
      #expect((tensor.statistics?.energy ?? 0) > 0)
    }
  }

  @Test func aMinimumBesideTheGridIsRounded() throws {
    // The zero points of groups are whole steps; llama.cpp's minima need not be.
    let model = SmallGGUF(width: 64, type: 3) { count in
      var bytes = blocks(.q4_1, count)
      for start in stride(from: 0, to: bytes.count, by: 20) { bytes[start + 2] ^= 0x55 }
      return bytes
    }
    let error = try model.convert(bits: 4).report.statistics.relativeRMSError
    #expect(error > 0 && error < 0.1)
    #expect(try model.convert(bits: 32).report.statistics.squaredError == 0)
  }

  @Test func readsTheScalingOfLlama3FromItsFactors() throws {
    var model = SmallGGUF()
    model.builder.set("llama.rope.freq_base", .float(500_000))
    // Heads of four values; wavelengths of 2 pi and 2 pi * 707 are below 8192 / 4 and between the bounds.
    let share = (8192 / (2 * Double.pi * 707.1067811865476) - 1) / 3
    let second = Float(1 / ((1 - share) / 32 + share))
    model.builder.add("rope_freqs.weight", [2], [1, second])
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    try folder.write("a.gguf", model.builder.bytes)
    // The largest factor is that of the longest waves, which so small a head does not have.
    #expect(throws: ConversionError.self) { try CheckpointModel.open(folder.path("a.gguf")) }
    let frequencies: [Float] = (0..<32).map { index -> Float in
      let wave = 2 * Double.pi * pow500000(Double(index) / 32)
      let share = min(1, max(0, (8192 / wave - 1) / 3))
      return Float(1 / ((1 - share) / 32 + share))
    }
    var wide = SmallGGUF(width: 128)
    wide.builder.set("llama.rope.freq_base", .float(500_000))
    wide.builder.add("rope_freqs.weight", [32], frequencies)
    try folder.write("b.gguf", wide.builder.bytes)
    let scaling = try CheckpointModel.open(folder.path("b.gguf")).configuration.ropeScaling
    #expect(
      scaling
        == .llama3(
          factor: 32, lowFrequencyFactor: 1, highFrequencyFactor: 4, originalContextLength: 8192))
  }

  /// 500,000 to the power of `exponent`, a multiple of 1/32, by repeated square roots.
  private func pow500000(_ exponent: Double) -> Double {
    var result = 1.0
    var root = 500_000.0
    var rest = Int(exponent * 32)
    for bit in (0..<5).reversed() {
      root = root.squareRoot()
      if rest >= 1 << bit {
        rest -= 1 << bit
        result *= root
      }
    }
    return result
  }

  @Test func namesWhatIsNoCheckpoint() throws {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    try folder.write("a.gguf", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n")
    try folder.write("b.gguf", "something else")
    for (name, words) in [("a.gguf", "a Git LFS pointer, not the weights"), ("b.gguf", "a file")] {
      let error = #expect(throws: ConversionError.self) {
        try CheckpointModel.open(folder.path(name))
      }
      #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }
  }

  @Test(arguments: [
    (#"{"quant_method":"gptq","bits":4}"#, "packed by GPTQ"),
    (#"{"quant_method":"awq"}"#, "packed by AWQ"),
    (#"{"quant_method":"bitsandbytes","load_in_4bit":true}"#, "packed by bitsandbytes"),
    (#"{"bits":4}"#, "packed weights, by no quant_method"),
  ])
  func refusesPackedWeightsByName(_ value: String, _ words: String) throws {
    let mini = try MiniCheckpoint()
    defer { withExtendedLifetime(mini) {} }
    let config = try FileByteSource(path: mini.folder.path("config.json"))
    let text = String(
      decoding: try config.bytes(at: 0, count: config.byteCount), as: UTF8.self)
    try mini.folder.write(
      "config.json", text.dropLast(1) + ",\"quantization_config\":" + value + "}")
    let error = #expect(throws: ConversionError.self) {
      try CheckpointModel.open(mini.folder.path)
    }
    #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    #expect(error?.description.contains("or its GGUF file") == true)
    try mini.folder.write("config.json", text.dropLast(1) + ",\"quantization_config\":null}")
    _ = try CheckpointModel.open(mini.folder.path)
  }
}
