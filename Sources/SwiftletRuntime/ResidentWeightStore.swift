internal import SwiftletArchitecture
internal import SwiftletFormat
public import SwiftletKernels
public import SwiftletModel
internal import SwiftletSystem
internal import SwiftletTensor

/// All weights in memory, read once in file order; nothing is repacked.
@safe public final class ResidentWeightStore: WeightStore {
  private let memory: AlignedBuffer
  private let layers: [LayerWeights]
  private let embedding: MatrixView
  private let head: MatrixView
  private let finalNorm: VectorView
  private let inverseFrequencies: VectorView

  /// Bytes that the weights of `table` take, as the budget counts them.
  static func byteCount(_ records: [BlobRecord]) -> Int {
    AlignedBuffer.mappedByteCount(for: records.reduce(0) { $0 + aligned($1.rawByteCount) })
  }

  private static func aligned(_ byteCount: Int) -> Int { (byteCount + 63) / 64 * 64 }

  /// Reads every tensor of `model` into one buffer under the owner "weights".
  ///
  /// - Throws: `MemoryBudgetError`, `BlobError`, `ModelFileError`; `EngineError.interrupted`.
  init(model: BlobModel, budget: MemoryBudget, isCancelled: () -> Bool) throws {
    let records = model.records
    let memory = try AlignedBuffer(
      byteCount: records.reduce(0) { $0 + ResidentWeightStore.aligned($1.rawByteCount) },
      budget: budget, owner: "weights", usesHugePages: true)
    var places: [WeightID: UnsafeMutableRawPointer] = unsafe [:]
    var offset = 0
    for (specification, record) in zip(model.table.specifications, records) {
      if isCancelled() { throw EngineError.interrupted }
      let place = unsafe memory.base + offset
      try unsafe model.reader.read(
        record, into: UnsafeMutableRawBufferPointer(start: place, count: record.rawByteCount))
      unsafe places[specification.id] = place
      offset += ResidentWeightStore.aligned(record.rawByteCount)
    }
    let views = unsafe RecordViews(model: model, places: places)
    layers = (0..<model.configuration.layerCount).map { views.layer($0) }
    unsafe embedding = unsafe views.matrix(WeightID(.embedding))
    unsafe head =
      unsafe model.configuration.tiesEmbeddings
      ? embedding : views.matrix(WeightID(.languageModelHead))
    finalNorm = views.vector(WeightID(.finalNorm))
    inverseFrequencies = views.vector(WeightID(.inverseFrequencies))
    self.memory = memory
    try inverseFrequencies.checkInverseFrequencies(file: model.reader.source.name)
  }

  /// Lends the weights of one stored layer.
  public func withLayer(_ index: Int, _ body: (LayerWeights) -> Void) throws(ModelError) {
    body(layers[index])
  }

  /// Writes one row of the embedding.
  public func embed(_ token: Int, into output: UnsafeMutablePointer<Float>) throws(ModelError) {
    unsafe embedding.dequantizeRow(token, into: output)
  }

  /// Lends the final norm and the head.
  public func withHead(_ body: (VectorView, MatrixView) -> Void) throws(ModelError) {
    unsafe body(finalNorm, head)
  }

  /// Lends the rotary inverse frequencies.
  public func withInverseFrequencies(_ body: (VectorView) -> Void) throws(ModelError) {
    body(inverseFrequencies)
  }
}

/// Views of a model's records at the places where they were read.
@safe struct RecordViews {
  let model: BlobModel
  let places: [WeightID: UnsafeMutableRawPointer]

  private func place(_ id: WeightID) -> UnsafeMutableRawPointer {
    guard let place = unsafe places[id] else { preconditionFailure("no place for \(id.name)") }
    return unsafe place
  }

  func vector(_ id: WeightID) -> VectorView {
    unsafe VectorView(
      values: UnsafePointer(place(id).assumingMemoryBound(to: Float.self)),
      count: model.record(id).shape[0])
  }

  func matrix(_ id: WeightID) -> MatrixView {
    let record = model.record(id)
    guard let layout = record.layout else {
      preconditionFailure("\(id.name) was validated at open")
    }
    return unsafe MatrixView(base: UnsafeRawPointer(place(id)), layout: layout)
  }

  private func linear(_ role: TensorRole, bias: TensorRole, _ layer: Int) -> LinearWeights {
    let biasID = WeightID(bias, layer: layer)
    return unsafe LinearWeights(
      matrix: matrix(WeightID(role, layer: layer)),
      bias: model.table[biasID] == nil ? nil : vector(biasID))
  }

  func layer(_ layer: Int) -> LayerWeights {
    LayerWeights(
      attentionNorm: vector(WeightID(.attentionNorm, layer: layer)),
      queryProjection: linear(.queryProjection, bias: .queryBias, layer),
      keyProjection: linear(.keyProjection, bias: .keyBias, layer),
      valueProjection: linear(.valueProjection, bias: .valueBias, layer),
      outputProjection: linear(.outputProjection, bias: .outputBias, layer),
      mlpNorm: vector(WeightID(.mlpNorm, layer: layer)),
      gateProjection: linear(.gateProjection, bias: .gateBias, layer),
      upProjection: linear(.upProjection, bias: .upBias, layer),
      downProjection: linear(.downProjection, bias: .downBias, layer))
  }
}

extension VectorView {
  /// Throws unless every value times a position is an angle that can be reduced.
  fileprivate func checkInverseFrequencies(file: String) throws(ModelFileError) {
    let limit = ModelConfiguration.Limit.inverseFrequency
    for index in 0..<count {
      let value = unsafe values[index]
      // Written so that a NaN fails too.
      guard value >= 0, value <= limit else {
        throw .tensorValueOutOfRange(
          InputFault(
            file: file, place: "\(WeightID(.inverseFrequencies).name)[\(index)]",
            expected: "a number from 0 to \(limit)", found: "\(value)"))
      }
    }
  }
}
