internal import SwiftletArchitecture
internal import SwiftletFormat
public import SwiftletRuntime
internal import SwiftletTensor

/// How many weights a token is multiplied with, by how they are stored.
///
/// Each is a multiply-accumulate of a token. Attention, which grows with the context, is not counted.
public struct WeightCount: Equatable, Sendable {
  /// Weights in 4 bits.
  public var int4 = 0
  /// Weights in 8 bits.
  public var int8 = 0
  /// Weights as floating-point numbers of 16 or 32 bits.
  public var float = 0

  /// No weights.
  public init() {}

  /// All of them.
  public var total: Int { int4 + int8 + float }

  /// What a generated token is multiplied with: every layer as often as it is executed, and the head.
  public static func generatedToken(_ model: BlobModel) -> WeightCount {
    count(model, withHead: true)
  }

  /// What a token of a prompt is multiplied with: the layers alone, but for the last token.
  public static func promptToken(_ model: BlobModel) -> WeightCount {
    count(model, withHead: false)
  }

  private static func count(_ model: BlobModel, withHead: Bool) -> WeightCount {
    var count = WeightCount()
    let configuration = model.configuration
    let head: TensorRole = configuration.tiesEmbeddings ? .embedding : .languageModelHead
    for (specification, record) in zip(model.table.specifications, model.records) {
      let repetitions =
        specification.id.layer != nil
        ? configuration.layerRepetitions : withHead && specification.id.role == head ? 1 : 0
      guard specification.kind == .matrix, repetitions > 0, let format = record.format else {
        continue
      }
      // The directory's limits keep the product of a shape far below overflow.
      let weights = specification.elementCount * repetitions
      switch format.bits {
      case 4: count.int4 += weights
      case 8: count.int8 += weights
      default: count.float += weights
      }
    }
    return count
  }
}
