internal import SwiftletArchitecture
internal import SwiftletSystem
public import SwiftletTensor

/// What a conversion stored, and how well.
public struct ConversionReport: Equatable, Sendable {
  /// One tensor of the model.
  public struct Tensor: Equatable, Sendable {
    /// The name in the blob.
    public var name: String
    /// Extents, outermost first.
    public var shape: [Int]
    /// How it is stored.
    public var format: WeightFormat
    /// Whether it is a weight matrix in tile layout.
    public var isMatrix: Bool
    /// The name in the checkpoint; nil for a tensor that was computed.
    public var sourceName: String?
    /// The type in the checkpoint: F32, F16, BF16, or blocks of a GGUF file such as Q4_1.
    public var sourceType: String?
    /// Bytes before compression, padding included.
    public var rawByteCount: Int
    /// Bytes in the file.
    public var storedByteCount: Int
    /// The error made; nil for vectors, which are exact.
    public var statistics: ErrorStatistics?

    /// Values in the tensor.
    public var elementCount: Int { shape.reduce(1, *) }
    /// Bits per value before compression, scales and padding included.
    public var bitsPerWeight: Double { 8 * Double(rawByteCount) / Double(elementCount) }
  }

  /// What quantization was calibrated with, and what came of it.
  public struct Calibration: Equatable, Sendable {
    /// The text's name.
    public var name: String
    /// Its tokens.
    public var tokenCount: Int
    /// SHA-256 of the ids as little-endian 32-bit integers, in hexadecimal.
    public var sha256: String
    /// The root of the squared error in the outputs of all calibrated matrices over their energy, each output as
    /// quantized inputs make it.
    public var relativeOutputError: Double

    init(name: String, tokens: [Int32], relativeOutputError: Double) {
      self.name = name
      tokenCount = tokens.count
      var hash = SHA256()
      for token in tokens {
        unsafe withUnsafeBytes(of: token.littleEndian) { unsafe hash.update($0) }
      }
      sha256 = SHA256.hexadecimal(hash.finalized())
      self.relativeOutputError = relativeOutputError
    }
  }

  /// What came of tuning gains and scales against the float model's logits.
  public enum Distillation: Equatable, Sendable {
    /// The mean divergence per token of text that was held out, in nats.
    case tuned(before: Double, after: Double)
    /// Why it was left out.
    case skipped(String)
  }

  /// The file written.
  public var path: String
  /// The recipe followed.
  public var recipe: Recipe
  /// The files read.
  public var sources: [SourceFile] = []
  /// One line per default that was applied and per value that was dropped.
  public var appliedDefaults: [String] = []
  /// What quantization was calibrated with; nil if it looked at weights alone.
  public var calibration: Calibration?
  /// What tuning gains and scales behind calibration came to; nil if it was not asked for.
  public var distillation: Distillation?
  /// The tensors in the order of the file.
  public var tensors: [Tensor] = []
  /// Bytes of the compiled tokenizer; nil where the checkpoint has none.
  public var tokenizerByteCount: Int?
  /// Bytes of the file.
  public var fileByteCount = 0
  /// The most bytes that the conversion's buffers took at one time.
  public var peakBufferByteCount = 0

  init(path: String, recipe: Recipe) {
    self.path = path
    self.recipe = recipe
  }

  /// Brings the tensors into the order of `items`, that of the file, whatever order they were written in.
  mutating func sortTensors(like items: [ConversionItem]) {
    var ranks: [String: Int] = [:]
    for (rank, item) in items.enumerated() { ranks[item.specification.id.name] = rank }
    tensors.sort { (ranks[$0.name] ?? 0) < (ranks[$1.name] ?? 0) }
  }

  /// Values in all tensors that come from the checkpoint.
  public var parameterCount: Int {
    tensors.reduce(0) { $0 + ($1.sourceName == nil ? 0 : $1.elementCount) }
  }
  /// Bytes of all tensors before compression.
  public var rawByteCount: Int { tensors.reduce(0) { $0 + $1.rawByteCount } }
  /// Bytes of all tensors in the file.
  public var storedByteCount: Int { tensors.reduce(0) { $0 + $1.storedByteCount } }
  /// Bits per parameter before compression: what memory has to hold.
  public var bitsPerWeight: Double {
    parameterCount > 0 ? 8 * Double(rawByteCount) / Double(parameterCount) : 0
  }
  /// Bits per parameter in the file.
  public var storedBitsPerWeight: Double {
    parameterCount > 0 ? 8 * Double(storedByteCount) / Double(parameterCount) : 0
  }
  /// The share of the tensors' bytes that compression saves.
  public var compressionGain: Double {
    rawByteCount > 0 ? 1 - Double(storedByteCount) / Double(rawByteCount) : 0
  }
  /// The error over all matrices.
  public var statistics: ErrorStatistics {
    var sum = ErrorStatistics()
    for tensor in tensors {
      if let statistics = tensor.statistics { sum.add(statistics) }
    }
    return sum
  }
}
