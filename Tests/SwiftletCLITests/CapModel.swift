import SwiftletArchitecture
import SwiftletTensor
import Testing
import _SwiftletTestSupport

/// A shape of model for tests of the memory cap, and how its weights are stored.
struct CapModel: CustomTestStringConvertible, Sendable {
  let name: String
  /// Runs of every 200 that have this shape: the large ones take a second each.
  let runCount: Int
  let configuration: ModelConfiguration
  var layers = CapModel.int4
  var vocabulary = CapModel.int8
  var isCompressible = false

  var testDescription: String { name }

  static let int4 = WeightFormat.quantized(
    QuantizationScheme(bits: .four, groupSize: .columns32, hasZeroPoints: true))
  static let int8 = WeightFormat.quantized(
    QuantizationScheme(bits: .eight, groupSize: .columns32, hasZeroPoints: false))

  /// The layers of MobileLLM's sizes, a few of them.
  private static func block(
    _ hidden: Int, _ intermediate: Int, heads: Int, kvHeads: Int, layers: Int, repetitions: Int = 1
  ) -> ModelConfiguration {
    ModelConfiguration(
      hiddenSize: hidden, intermediateSize: intermediate, layerCount: layers, headCount: heads,
      kvHeadCount: kvHeads, headDimension: 64, vocabularySize: 512, contextLength: 2048,
      tiesEmbeddings: true, layerRepetitions: repetitions)
  }

  private static func small(
    layers: Int, vocabulary: Int, tied: Bool = true, repetitions: Int = 1, bias: Bool = false
  ) -> ModelConfiguration {
    ModelConfiguration(
      hiddenSize: 96, intermediateSize: 160, layerCount: layers, headCount: 6, kvHeadCount: 2,
      headDimension: 16, vocabularySize: vocabulary, contextLength: 4096, hasAttentionBias: bias,
      tiesEmbeddings: tied, layerRepetitions: repetitions)
  }

  static let all = [
    CapModel(name: "tiny", runCount: 30, configuration: small(layers: 3, vocabulary: 260)),
    CapModel(name: "one layer", runCount: 15, configuration: small(layers: 1, vocabulary: 64)),
    CapModel(
      name: "shared layers", runCount: 30,
      configuration: small(layers: 5, vocabulary: 2048, repetitions: 2, bias: true)),
    CapModel(
      name: "untied, three parts", runCount: 30,
      configuration: small(layers: 4, vocabulary: 5000, tied: false)),
    CapModel(
      name: "tied, five parts, floats", runCount: 25,
      configuration: small(layers: 6, vocabulary: 9000), layers: .float32),
    CapModel(
      name: "compressible", runCount: 30,
      configuration: small(layers: 12, vocabulary: 5000, bias: true), layers: int8,
      isCompressible: true),
    CapModel(
      name: "untied, compressible", runCount: 15,
      configuration: small(layers: 7, vocabulary: 4097, tied: false, repetitions: 2),
      vocabulary: int4, isCompressible: true),
    CapModel(
      name: "MobileLLM-125M's layers", runCount: 12,
      configuration: block(576, 1536, heads: 9, kvHeads: 3, layers: 4, repetitions: 2)),
    CapModel(
      name: "MobileLLM-350M's layers", runCount: 9,
      configuration: block(960, 2560, heads: 15, kvHeads: 5, layers: 3)),
    CapModel(
      name: "MobileLLM-600M's layers", runCount: 4,
      configuration: block(1152, 3072, heads: 18, kvHeads: 6, layers: 4), isCompressible: true),
    CapModel(
      name: "MobileLLM-1B's layers", runCount: 2,
      configuration: block(1280, 3584, heads: 20, kvHeads: 5, layers: 2)),
    CapModel(
      name: "MobileLLM-1.5B's layers", runCount: 2,
      configuration: block(1600, 4352, heads: 25, kvHeads: 5, layers: 3), layers: int4),
  ]

  /// Whether a token costs milliseconds.
  var isLarge: Bool { configuration.hiddenSize > 96 }

  /// The shape of a name in `all`.
  static func named(_ name: String) -> CapModel {
    guard let model = all.first(where: { $0.name == name }) else {
      preconditionFailure("no shape \(name)")
    }
    return model
  }

  /// Writes the blob, with weights that depend on nothing but the shape.
  func write(to path: String) throws {
    try SyntheticBlob.write(
      configuration, layers: layers, vocabulary: vocabulary, isCompressible: isCompressible,
      to: path)
  }
}
