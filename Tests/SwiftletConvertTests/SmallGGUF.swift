import SwiftletCheckpoint
import SwiftletConvert
import SwiftletFormat
import SwiftletSystem
import SwiftletTokenizer
import _SwiftletTestSupport

/// A llama of one layer as a GGUF file: hidden size 8 in float32, or one block wide in blocks.
struct SmallGGUF {
  var builder = GGUFBuilder(hasEmbedding: false)

  /// Makes a model whose matrices hold what `bytes` returns for so many values of `ggml_type` `type`.
  init(
    width: Int = 8, vocabularySize: Int = 48, type: UInt32 = 0,
    bytes: (Int) -> [UInt8] = { [UInt8](repeating: 0, count: 4 * $0) }
  ) {
    builder.set("llama.embedding_length", .integer(UInt32(width)))
    builder.set("llama.feed_forward_length", .integer(UInt32(width)))
    func matrix(_ name: String, _ rows: Int) {
      builder.add(name + ".weight", [rows, width], type, bytes(rows * width))
    }
    func norm(_ name: String) {
      builder.add(name + ".weight", [width], [Float](repeating: 1, count: width))
    }
    matrix("token_embd", vocabularySize)
    norm("blk.0.attn_norm")
    matrix("blk.0.attn_q", width)
    matrix("blk.0.attn_k", width / 2)
    matrix("blk.0.attn_v", width / 2)
    matrix("blk.0.attn_output", width)
    norm("blk.0.ffn_norm")
    for name in ["ffn_gate", "ffn_up", "ffn_down"] { matrix("blk.0." + name, width) }
    norm("output_norm")
  }

  /// Converts the file with the built-in recipe of `bits` and reads the tokenizer back.
  func convert(bits: Int) throws -> (report: ConversionReport, tokenizer: Tokenizer?) {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    try folder.write("model.gguf", builder.bytes)
    let model = try CheckpointModel.open(folder.path("model.gguf"))
    let recipe = Recipe.builtIn(bits: bits) ?? Recipe(name: "none", standard: .float32)
    let options = Converter.Options(recipe: recipe, compressionLevel: 1)
    let path = folder.path("model.swiftlet")
    let report = try Converter(model: model, options: options).convert(to: path)
    guard report.tokenizerByteCount != nil else { return (report, nil) }
    let reader = try BlobReader(source: FileByteSource(path: path))
    return (report, try Tokenizer(bytes: reader.bytes(RecordNames.tokenizer), file: path))
  }
}
