internal import SwiftletArchitecture
internal import SwiftletFormat
internal import SwiftletKernels
public import SwiftletModel
internal import SwiftletSystem
internal import SwiftletTensor

/// The weights of a blob as the plan divides them: units that stay in memory, and units that are read
/// each time the model passes them.
///
/// Nothing is repacked, and nothing is allocated after `init`.
@safe public final class PlannedWeightStore: WeightStore {
  /// One stored layer: in memory, or with views of it for each slot in which it may be.
  private enum Layer {
    case resident(LayerWeights)
    case streamed([LayerWeights])
  }

  /// Consecutive parts of the head: in memory, or a single part with a view for each slot.
  private enum HeadRun {
    case resident(firstRow: Int, views: Range<Int>)
    case streamed(firstRow: Int, firstView: Int)
  }

  private let memory: AlignedBuffer
  private let layers: [Layer]
  private let layerRepetitions: Int
  private let headRuns: [HeadRun]
  /// What `headRuns` counts.
  private let headViews: UnsafeMutableBufferPointer<MatrixView>
  /// The embedding's parts; nil for those that stay in the file.
  private let embedding: [MatrixView?]
  private let embeddingRows: EmbeddingRows?
  private let hiddenSize: Int
  private let finalNorm: VectorView
  private let inverseFrequencies: VectorView
  private let loader: UnitLoader?
  private let loaderThread: UnitLoaderThread?
  /// The streamed layer that is lent, its slot, and how often it will be asked for again.
  private var lent: (layer: Int, slot: Int, usesLeft: Int)?

  /// Reads what stays in memory, under the owner "weights", and starts to stream the rest.
  ///
  /// - Parameters:
  ///   - model: the blob.
  ///   - residency: which units stay.
  ///   - source: how the blob is read.
  ///   - budget: where memory is reserved.
  ///   - isCancelled: asked between units.
  /// - Throws: `MemoryBudgetError`, `BlobError`, `ModelFileError`; `EngineError.interrupted`.
  init(
    model: BlobModel, residency: ResidencyPlan, source: any ByteSource, budget: MemoryBudget,
    isCancelled: () -> Bool
  ) throws {
    let reader = BlobReader(replacingSourceOf: model.reader, with: source)
    let memory = try AlignedBuffer(
      byteCount: residency.weights.byteCount, budget: budget, owner: "weights", usesHugePages: true)
    var views = RecordViews(model)
    for (id, offset) in residency.weights.vectors {
      let record = model.record(id)
      let place = unsafe memory.base + offset
      try unsafe reader.read(
        record, into: UnsafeMutableRawBufferPointer(start: place, count: record.rawByteCount))
      unsafe views.place(id, at: place)
    }
    for (index, unit) in residency.units.enumerated() {
      guard let offset = residency.weights.places[index] else { continue }
      if isCancelled() { throw EngineError.interrupted }
      let place = unsafe memory.base + offset
      try unsafe unit.read(into: place, reader, model)
      unsafe views.place(unit, at: place)
    }
    finalNorm = views.vector(WeightID(.finalNorm))
    inverseFrequencies = views.vector(WeightID(.inverseFrequencies))
    try inverseFrequencies.checkInverseFrequencies(file: model.reader.source.name)
    hiddenSize = model.configuration.hiddenSize
    layerRepetitions = model.configuration.layerRepetitions

    // The loader reads on a thread of its own, so it has a reader of its own.
    let loader =
      residency.streamsUnits
      ? try UnitLoader(
        model: model, reader: BlobReader(sharing: model.reader, for: model.records, source: source),
        layers: residency.streamedLayers, head: residency.streamedHeadParts,
        slotCount: residency.slotCount, budget: budget) : nil
    self.loader = loader
    loaderThread = try loader.map { loader in try UnitLoaderThread(loader) }
    embeddingRows =
      residency.readsEmbeddingRows
      ? try EmbeddingRows(model: model, reader: reader, budget: budget) : nil

    /// `views` with a streamed unit in each of the slots.
    func slotViews(_ unit: WeightUnit) -> [RecordViews] {
      guard let loader else { preconditionFailure("a streamed unit without a loader") }
      return (0..<loader.slotCount).map { slot in
        var views = RecordViews(model)
        unsafe views.place(unit, at: loader.slot(slot))
        return views
      }
    }
    var layers: [Layer] = []
    var headParts: [MatrixView] = unsafe []
    var runs: [HeadRun] = []
    var embedding: [MatrixView?] = unsafe []
    var row = 0
    for (index, unit) in residency.units.enumerated() {
      let isResident = residency.weights.places[index] != nil
      let id = model.table.specifications[unit.tensors.lowerBound].id
      switch unit.kind {
      case .layer(let layer):
        layers.append(
          isResident
            ? .resident(views.layer(layer))
            : .streamed(slotViews(unit).map { view in view.layer(layer) }))
      case .head:
        let first = unsafe headParts.count
        if isResident {
          unsafe headParts.append(views.matrix(id))
          if case .resident(let firstRow, let range) = runs.last {
            runs[runs.count - 1] = .resident(
              firstRow: firstRow, views: range.lowerBound..<first + 1)
          } else {
            runs.append(.resident(firstRow: row, views: first..<first + 1))
          }
        } else {
          for view in slotViews(unit) { unsafe headParts.append(view.matrix(id)) }
          runs.append(.streamed(firstRow: row, firstView: first))
        }
        row += model.records[unit.tensors.lowerBound].shape[0]
        if model.configuration.tiesEmbeddings {
          unsafe embedding.append(isResident ? headParts[first] : nil)
        }
      case .embedding:
        unsafe embedding.append(isResident ? views.matrix(id) : nil)
      }
    }
    self.layers = layers
    headRuns = runs
    unsafe self.embedding = unsafe embedding
    unsafe headViews = .allocate(capacity: headParts.count)
    _ = unsafe headViews.initialize(from: headParts)
    self.memory = memory
  }

  deinit { unsafe headViews.deallocate() }

  /// What streaming has come to; nil if everything is in memory.
  var streaming: StreamingStatistics? { loader?.currentStatistics }

  /// Tells the loader what the pass needs.
  public func beginPass(headReadCount: Int) {
    lent = nil
    loader?.beginPass(headReadCount: headReadCount)
  }

  /// Lends the weights of one stored layer, waiting for them if they are streamed.
  public func withLayer(_ index: Int, _ body: (LayerWeights) -> Void) throws(ModelError) {
    switch layers[index] {
    case .resident(let weights): body(weights)
    case .streamed(let views):
      guard let loader else { preconditionFailure("a streamed layer without a loader") }
      if lent?.layer != index {
        lent = (index, try loader.acquire(), layerRepetitions)
      }
      guard let current = lent else { preconditionFailure("no slot") }
      body(views[current.slot])
      // Given back at once, so that it is filled again while other layers run.
      lent = current.usesLeft > 1 ? (index, current.slot, current.usesLeft - 1) : nil
      if lent == nil { loader.release() }
    }
  }

  /// Writes rows of the embedding; in order of their ids, which reads less.
  public func embed(
    _ tokens: UnsafeBufferPointer<Int32>, into output: UnsafeMutablePointer<Float>
  ) throws(ModelError) {
    guard embeddingRows != nil else {
      for position in 0..<tokens.count {
        try unsafe embed(Int(tokens[position]), into: output + position * hiddenSize)
      }
      return
    }
    var last: Int32 = -1
    while let token = unsafe WeightOrder.smallest(of: tokens, above: last) {
      for position in 0..<tokens.count where unsafe tokens[position] == token {
        try unsafe embed(Int(token), into: output + position * hiddenSize)
      }
      last = token
    }
  }

  private func embed(_ token: Int, into output: UnsafeMutablePointer<Float>) throws(ModelError) {
    let (part, row) = token.quotientAndRemainder(dividingBy: TensorTable.rowsPerPart)
    if let matrix = unsafe embedding[part] {
      unsafe matrix.dequantizeRow(row, into: output)
      return
    }
    do throws(BlobError) {
      try unsafe embeddingRows?.read(part: part, row: row, into: output)
    } catch {
      throw .weightsUnreadable(error.description)
    }
  }

  /// Lends the final norm.
  public func withFinalNorm(_ body: (VectorView) -> Void) { body(finalNorm) }

  /// Lends the head: resident parts together, streamed ones as they come.
  public func withHead(_ body: (HeadRows) -> Void) throws(ModelError) {
    for run in headRuns {
      switch run {
      case .resident(let firstRow, let views):
        unsafe body(
          HeadRows(
            firstRow: firstRow, parts: UnsafeBufferPointer(rebasing: headViews[views])))
      case .streamed(let firstRow, let firstView):
        guard let loader else { preconditionFailure("a streamed head without a loader") }
        let view = firstView + (try loader.acquire())
        unsafe body(
          HeadRows(
            firstRow: firstRow, parts: UnsafeBufferPointer(rebasing: headViews[view..<view + 1])))
        loader.release()
      }
    }
  }

  /// Lends the rotary inverse frequencies.
  public func withInverseFrequencies(_ body: (VectorView) -> Void) { body(inverseFrequencies) }
}

/// Ids in ascending order without a sort: chunks are short, and nothing may be allocated.
enum WeightOrder {
  /// The smallest of `tokens` that is larger than `last`.
  static func smallest(of tokens: UnsafeBufferPointer<Int32>, above last: Int32) -> Int32? {
    var result: Int32?
    for index in 0..<tokens.count {
      let token = unsafe tokens[index]
      if token > last, token < result ?? .max { result = token }
    }
    return result
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
