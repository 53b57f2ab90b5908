internal import SwiftletArchitecture
internal import SwiftletFormat
internal import SwiftletSystem

/// How much of a model's weights stays in memory.
public enum Residency: String, Sendable, CaseIterable {
  /// All of them.
  case resident
  /// Some units; the others are read each time they are needed.
  case partial
  /// None but norms of the whole model; everything else is read each time it is needed.
  case streamed
}

/// Which units of a model stay in memory, where they lie there, and through how many slots the others go.
struct ResidencyPlan {
  /// Where resident weights lie in the memory of the owner "weights".
  struct Placement {
    /// By unit; nil for those that do not stay.
    var places: [Int?] = []
    /// Vectors outside of all units.
    var vectors: [(id: WeightID, offset: Int)] = []
    var byteCount = 0
  }

  let units: [WeightUnit]
  let weights: Placement
  /// Slots for streamed units, 0 if there are none.
  let slotCount: Int
  /// Bytes of a slot.
  let slotByteCount: Int
  let streamedLayers: [WeightUnit]
  let streamedHeadParts: [WeightUnit]
  /// Whether a part of the embedding stays in the file and is not streamed as head either.
  let readsEmbeddingRows: Bool

  var streamsUnits: Bool { slotCount > 0 }

  /// How much stays.
  var residency: Residency {
    if !streamsUnits, !readsEmbeddingRows { return .resident }
    return weights.places.contains { $0 != nil } ? .partial : .streamed
  }

  /// Raw bytes that a token reads from the file when it is decoded.
  var streamedByteCountPerToken: Int { streamedLayerByteCount + streamedHeadByteCount }
  /// Raw bytes of the streamed layers: what a chunk of a prompt reads.
  var streamedLayerByteCount: Int { streamedLayers.reduce(0) { $0 + $1.rawByteCount } }
  private var streamedHeadByteCount: Int { streamedHeadParts.reduce(0) { $0 + $1.rawByteCount } }

  /// - Parameters:
  ///   - model: the blob.
  ///   - units: its units.
  ///   - stays: by unit, whether it stays in memory.
  ///   - slotCount: slots if units are streamed.
  init(model: BlobModel, units: [WeightUnit], stays: [Bool], slotCount: Int) {
    self.units = units
    let streamed = zip(units, stays).filter { !$1 }.map(\.0)
    streamedLayers = streamed.filter { if case .layer = $0.kind { true } else { false } }
    streamedHeadParts = streamed.filter { if case .head = $0.kind { true } else { false } }
    slotByteCount = (streamedLayers + streamedHeadParts).map(\.memoryByteCount).max() ?? 0
    self.slotCount = slotByteCount > 0 ? slotCount : 0
    // Of tied parts that are streamed as head, tokens read single rows as well.
    readsEmbeddingRows =
      model.configuration.tiesEmbeddings
      ? !streamedHeadParts.isEmpty
      : streamed.contains { if case .embedding = $0.kind { true } else { false } }
    weights = ResidencyPlan.place(model, units, stays)
  }

  private static func place(_ model: BlobModel, _ units: [WeightUnit], _ stays: [Bool])
    -> Placement
  {
    var placement = Placement()
    var end = 0
    for role in [TensorRole.inverseFrequencies, .finalNorm] {
      placement.vectors.append((WeightID(role), end))
      end += (model.record(WeightID(role)).rawByteCount + 63) / 64 * 64
    }
    // The last resident unit that one read brings, and where it lies.
    var previous: (extent: WeightUnit.Extent, place: Int)?
    for (unit, stays) in zip(units, stays) {
      guard stays else {
        placement.places.append(nil)
        continue
      }
      let alignment = UncachedFileSource.alignment
      var place = (end + alignment - 1) / alignment * alignment
      if let extent = unit.extent, let last = previous {
        // Neighbours in the file that share a block of it share that block of memory too: each read
        // brings the same bytes.
        let distance = extent.fileOffset - last.extent.fileOffset
        if (0...last.extent.byteCount).contains(distance) { place = last.place + distance }
      }
      previous = unit.extent.map { ($0, place) }
      placement.places.append(place)
      end = max(end, place + unit.memoryByteCount)
    }
    placement.byteCount = end
    return placement
  }
}
