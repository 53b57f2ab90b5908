internal import SwiftletArchitecture
internal import SwiftletFormat
internal import SwiftletKernels
internal import SwiftletModel
internal import SwiftletSystem
internal import SwiftletTensor

/// Views of a model's records at the places where they were read.
@safe struct RecordViews {
  let model: BlobModel
  private var places: [WeightID: UnsafeMutableRawPointer] = unsafe [:]

  init(_ model: BlobModel) { self.model = model }

  /// Says that `unit` lies at `base`.
  mutating func place(_ unit: WeightUnit, at base: UnsafeMutableRawPointer) {
    for (index, offset) in zip(unit.tensors, unit.places) {
      unsafe places[model.table.specifications[index].id] = base + offset
    }
  }

  /// Says that the tensor `id` lies at `place`.
  mutating func place(_ id: WeightID, at place: UnsafeMutableRawPointer) {
    unsafe places[id] = place
  }

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

  func layer(_ layer: Int) -> LayerWeights {
    unsafe LayerWeights(
      matrix: { role in unsafe matrix(WeightID(role, layer: layer)) },
      vector: { role in
        let id = WeightID(role, layer: layer)
        return model.table[id] == nil ? nil : vector(id)
      })
  }
}
