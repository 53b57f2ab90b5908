/// The one list of a model's tensors, in the order of execution.
///
/// Converter, planner, loader and `inspect` read it, so they cannot disagree on names and shapes.
public struct TensorTable: Sendable {
  /// Rows of the parts in which embedding and head are stored, each a matrix of its own.
  ///
  /// So a part takes about as many bytes as a layer, and what streams layers streams the head as well: at
  /// hidden size 576 a part takes 1.2 MiB in int8 where a layer takes 2.0 MiB in int4. Whole tile rows.
  public static let rowsPerPart = 2048

  /// All tensors: embedding, rotary frequencies, layer after layer, final norm, head (unless tied).
  public let specifications: [TensorSpecification]
  private let positions: [WeightID: Int]
  private let family: ModelFamily

  /// The tensors of a validated configuration.
  public init(_ configuration: ModelConfiguration) {
    guard let family = ModelFamily.named(configuration.family) else {
      preconditionFailure("tensor table of unknown family \(configuration.family)")
    }
    var builder = TensorTableBuilder(
      family: family, headDimension: configuration.headDimension)
    let hidden = configuration.hiddenSize
    builder.parts(.embedding, configuration.vocabularySize, hidden)
    builder.vector(
      .inverseFrequencies, nil,
      configuration.headDimension / 2 * (configuration.localRopeTheta == nil ? 1 : 2))
    for layer in 0..<configuration.layerCount { builder.layer(layer, configuration) }
    builder.vector(.finalNorm, nil, hidden)
    if !configuration.tiesEmbeddings {
      builder.parts(.languageModelHead, configuration.vocabularySize, hidden)
    }
    self.family = family
    specifications = builder.specifications
    var positions: [WeightID: Int] = [:]
    for (position, specification) in specifications.enumerated() {
      positions[specification.id] = position
    }
    self.positions = positions
  }

  /// The row of `id`; nil if this model has no such tensor.
  public subscript(id: WeightID) -> TensorSpecification? {
    positions[id].map { specifications[$0] }
  }

  /// The place of `id` in `specifications`; nil if this model has no such tensor.
  public func position(of id: WeightID) -> Int? { positions[id] }

  /// The parts of a matrix that is stored in parts, in order; empty if this model has none.
  public func parts(of role: TensorRole) -> [WeightID] {
    var ids: [WeightID] = []
    while positions[WeightID(role, part: ids.count)] != nil {
      ids.append(WeightID(role, part: ids.count))
    }
    return ids
  }

  /// The rows of one stored layer, in order of execution.
  public func specifications(ofLayer layer: Int) -> [TensorSpecification] {
    specifications.filter { $0.id.layer == layer }
  }

  /// Whether a checkpoint may carry a tensor of this name although the table does not list it.
  ///
  /// Such tensors are buffers that follow from the configuration, written by old library versions.
  public func isIgnorable(_ sourceName: String) -> Bool {
    family.ignorableSuffixes.contains { sourceName.hasSuffix($0) }
  }

  /// Values in all stored weights; computed tensors do not count.
  public var parameterCount: Int {
    specifications.reduce(0) { $0 + ($1.sourceNames.isEmpty ? 0 : $1.elementCount) }
  }
}

private struct TensorTableBuilder {
  let family: ModelFamily
  let headDimension: Int
  var specifications: [TensorSpecification] = []

  mutating func layer(_ layer: Int, _ configuration: ModelConfiguration) {
    let hidden = configuration.hiddenSize
    let attentionBias = configuration.hasAttentionBias
    let mlpBias = configuration.hasMLPBias
    let isNormed = configuration.queryKeyNorm == .weighted
    vector(.attentionNorm, layer, hidden)
    matrix(.queryProjection, layer, configuration.querySize, hidden)
    if attentionBias { vector(.queryBias, layer, configuration.querySize) }
    matrix(.keyProjection, layer, configuration.kvSize, hidden)
    if attentionBias { vector(.keyBias, layer, configuration.kvSize) }
    matrix(.valueProjection, layer, configuration.kvSize, hidden)
    if attentionBias { vector(.valueBias, layer, configuration.kvSize) }
    if isNormed { vector(.queryNorm, layer, configuration.headDimension) }
    if isNormed { vector(.keyNorm, layer, configuration.headDimension) }
    matrix(.outputProjection, layer, hidden, configuration.querySize)
    if attentionBias, !configuration.omitsOutputBias { vector(.outputBias, layer, hidden) }
    if configuration.normsBlockOutputs { vector(.attentionOutputNorm, layer, hidden) }
    vector(.mlpNorm, layer, hidden)
    matrix(.gateProjection, layer, configuration.intermediateSize, hidden)
    if mlpBias { vector(.gateBias, layer, configuration.intermediateSize) }
    matrix(.upProjection, layer, configuration.intermediateSize, hidden)
    if mlpBias { vector(.upBias, layer, configuration.intermediateSize) }
    matrix(.downProjection, layer, hidden, configuration.intermediateSize)
    if mlpBias { vector(.downBias, layer, hidden) }
    if configuration.normsBlockOutputs { vector(.mlpOutputNorm, layer, hidden) }
  }

  /// Norms, biases and frequencies stay float32: they are a thousandth of the model.
  mutating func vector(_ role: TensorRole, _ layer: Int?, _ count: Int) {
    append(role, layer, [count], lowestBits: 32)
  }

  mutating func matrix(_ role: TensorRole, _ layer: Int?, _ rows: Int, _ columns: Int) {
    append(role, layer, [rows, columns], lowestBits: 4)
  }

  /// A matrix with a row for each entry of the vocabulary.
  mutating func parts(_ role: TensorRole, _ rows: Int, _ columns: Int) {
    for (part, first) in stride(from: 0, to: rows, by: TensorTable.rowsPerPart).enumerated() {
      specifications.append(
        TensorSpecification(
          id: WeightID(role, part: part),
          shape: [min(TensorTable.rowsPerPart, rows - first), columns],
          sourceShape: [rows, columns],
          firstRow: first, transform: .none,
          sourceNames: family.sourceNames(of: role, layer: nil), lowestBits: 4))
    }
  }

  private mutating func append(_ role: TensorRole, _ layer: Int?, _ shape: [Int], lowestBits: Int) {
    specifications.append(
      TensorSpecification(
        id: WeightID(role, layer: layer), shape: shape, sourceShape: shape, firstRow: 0,
        transform: family.traits.transform(of: role, headDimension: headDimension),
        sourceNames: family.sourceNames(of: role, layer: layer), lowestBits: lowestBits))
  }
}
