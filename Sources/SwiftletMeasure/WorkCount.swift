internal import SwiftletArchitecture
internal import SwiftletFormat
internal import SwiftletModel
internal import SwiftletRuntime

/// What the runtime computes and touches for tokens at known positions, counted exactly.
///
/// - Multiply-accumulates: every weight once per token, and for each position in sight a query with a key and a weight with a
///   value, for all heads.
/// - Bytes of weights: what is multiplied with, once per forward pass, however many tokens go through together.
/// - Bytes of keys and values: those in sight read once per token and head that stores them, and the token's own written.
/// - Bytes of activations: the inputs of every matrix as codes with their scales, and its outputs as floats.
struct WorkCount {
  private let prompt: WeightCount
  private let generated: WeightCount
  private let layerWeightBytes: Int
  private let headWeightBytes: Int
  private let activationBytes: Int
  private let headActivationBytes: Int
  private let reaches: [LayerAttention.Reach]
  private let kvHeadCount: Int
  private let headCount: Int
  private let headDimension: Int
  private let kvByteCount: Int

  init(model: BlobModel, kvFormat: KVCacheFormat) {
    let configuration = model.configuration
    prompt = .promptToken(model)
    generated = .generatedToken(model)
    let head: TensorRole = configuration.tiesEmbeddings ? .embedding : .languageModelHead
    var (layers, heads, activations, headActivations) = (0, 0, 0, 0)
    for (specification, record) in zip(model.table.specifications, model.records) {
      let isLayer = specification.id.layer != nil
      let repetitions = isLayer ? configuration.layerRepetitions : 1
      let isHead = specification.id.role == head
      guard isLayer || isHead || specification.id.role == .finalNorm else { continue }
      let bytes = record.rawByteCount * repetitions
      if isLayer { layers += bytes } else { heads += bytes }
      guard specification.kind == .matrix else { continue }
      let (rows, columns) = (specification.shape[0], specification.shape[1])
      let groups = (columns + 31) / 32
      let touched = (groups * 32 + groups * 8 + rows * 4) * repetitions
      if isLayer { activations += touched } else { headActivations += touched }
    }
    layerWeightBytes = layers
    headWeightBytes = heads
    activationBytes = activations
    headActivationBytes = headActivations
    reaches = LayerSchedule(configuration).blocks.map(\.attention.reach)
    kvHeadCount = configuration.kvHeadCount
    headCount = configuration.headCount
    headDimension = configuration.headDimension
    // Of one key or value: float16, or a byte a number and a float16 scale.
    switch kvFormat {
    case .float32: kvByteCount = 4 * configuration.headDimension
    case .float16: kvByteCount = 2 * configuration.headDimension
    case .int8: kvByteCount = configuration.headDimension + 2
    }
  }

  /// The work of tokens at `positions`.
  ///
  /// - Parameters:
  ///   - positions: the first token's and one more than the last one's.
  ///   - passCount: forward passes that they went through.
  ///   - logitsCount: tokens of which logits were computed.
  /// - Returns: the counts.
  func work(positions: Range<Int>, passCount: Int, logitsCount: Int) -> MeasurementReport.Work {
    var seen = 0
    for position in positions {
      for reach in reaches { seen += position - reach.firstVisible(from: position) + 1 }
    }
    let tokenCount = positions.count
    let headWeights = generated.total - prompt.total
    return MeasurementReport.Work(
      multiplyAccumulateCount: prompt.total * tokenCount + headWeights * logitsCount
        + 2 * seen * headCount * headDimension,
      weightByteCount: layerWeightBytes * passCount + headWeightBytes * min(logitsCount, passCount),
      kvByteCount: 2 * kvByteCount * kvHeadCount * (seen + tokenCount * reaches.count),
      activationByteCount: activationBytes * tokenCount + headActivationBytes * logitsCount)
  }
}

extension MeasurementReport.Work {
  /// Nothing.
  static let none = MeasurementReport.Work(
    multiplyAccumulateCount: 0, weightByteCount: 0, kvByteCount: 0, activationByteCount: 0)

  /// Both together.
  static func + (left: Self, right: Self) -> Self {
    MeasurementReport.Work(
      multiplyAccumulateCount: left.multiplyAccumulateCount + right.multiplyAccumulateCount,
      weightByteCount: left.weightByteCount + right.weightByteCount,
      kvByteCount: left.kvByteCount + right.kvByteCount,
      activationByteCount: left.activationByteCount + right.activationByteCount)
  }
}
