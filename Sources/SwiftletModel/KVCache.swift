public import SwiftletArchitecture
internal import SwiftletKernels
public import SwiftletSystem

/// The shape of a KV cache; every byte of it follows from these numbers.
public struct KVCacheShape: Equatable, Sendable {
  /// Executed blocks: under layer sharing each repetition has keys and values of its own.
  public var slotCount: Int
  /// Key-value heads per block.
  public var kvHeadCount: Int
  /// Values per head.
  public var headDimension: Int
  /// Positions that fit.
  public var capacity: Int
  /// Element format.
  public var format: KVCacheFormat

  /// Collects the numbers.
  public init(
    slotCount: Int, kvHeadCount: Int, headDimension: Int, capacity: Int, format: KVCacheFormat
  ) {
    self.slotCount = slotCount
    self.kvHeadCount = kvHeadCount
    self.headDimension = headDimension
    self.capacity = capacity
    self.format = format
  }

  /// Head vectors of all keys: slots x heads x positions.
  var vectorCount: Int { slotCount * kvHeadCount * capacity }
  /// Bytes of one value.
  private var valueByteCount: Int {
    switch format {
    case .float32: return 4
    case .float16: return 2
    case .int8: return 1
    }
  }
  /// Bytes of all keys, or of all values, without scales; a multiple of 64.
  var planeByteCount: Int { (vectorCount * headDimension * valueByteCount + 63) / 64 * 64 }
  /// Bytes of the scales of all keys, or of all values; a multiple of 64.
  var scalesByteCount: Int { format == .int8 ? (vectorCount * 2 + 63) / 64 * 64 : 0 }
  /// Bytes of the whole cache.
  public var byteCount: Int { 2 * (planeByteCount + scalesByteCount) }
}

/// Keys and values of all executed blocks, (slot, kv head, position, head dimension), allocated once.
///
/// Positions of one head lie side by side, so attention reads memory in order.
public struct KVCache: ~Copyable {
  /// The shape it was made with.
  public let shape: KVCacheShape
  /// Positions filled so far.
  public private(set) var count = 0
  private let memory: AlignedBuffer

  /// Reserves and maps the cache.
  ///
  /// - Throws: `MemoryBudgetError` if it does not fit the budget.
  public init(shape: KVCacheShape, budget: MemoryBudget) throws(MemoryBudgetError) {
    self.shape = shape
    self.memory = try AlignedBuffer(
      byteCount: shape.byteCount, budget: budget, owner: "KV cache")
  }

  /// Forgets the positions from `count` on.
  public mutating func truncate(to count: Int) {
    precondition(count >= 0 && count <= self.count, "truncate to \(count) of \(self.count)")
    self.count = count
  }

  /// Counts `tokenCount` positions as filled.
  mutating func advance(by tokenCount: Int) {
    precondition(count + tokenCount <= shape.capacity, "KV cache is full")
    count += tokenCount
  }

  /// Where the vectors of one head start.
  var pointers: KVPointers { unsafe KVPointers(base: memory.base, shape: shape) }
}

/// One head of one executed block.
struct KVPlace {
  let slot: Int
  let head: Int
}

/// The addresses inside a cache, for the length of one forward pass.
@safe struct KVPointers {
  enum Plane {
    case keys, values
  }

  let base: UnsafeMutableRawPointer
  let shape: KVCacheShape

  private func vector(_ place: KVPlace, position: Int = 0) -> Int {
    (place.slot * shape.kvHeadCount + place.head) * shape.capacity + position
  }

  private func start(_ plane: Plane) -> UnsafeMutableRawPointer {
    unsafe base + (plane == .values ? shape.planeByteCount + shape.scalesByteCount : 0)
  }

  private func floats(_ plane: Plane, _ vector: Int) -> UnsafeMutablePointer<Float> {
    unsafe start(plane).assumingMemoryBound(to: Float.self) + vector * shape.headDimension
  }

  private func halves(_ plane: Plane, _ vector: Int) -> UnsafeMutablePointer<UInt16> {
    unsafe start(plane).assumingMemoryBound(to: UInt16.self) + vector * shape.headDimension
  }

  private func codes(_ plane: Plane, _ vector: Int) -> UnsafeMutablePointer<Int8> {
    unsafe start(plane).assumingMemoryBound(to: Int8.self) + vector * shape.headDimension
  }

  private func scales(_ plane: Plane, _ vector: Int) -> UnsafeMutablePointer<UInt16> {
    unsafe (start(plane) + shape.planeByteCount).assumingMemoryBound(to: UInt16.self) + vector
  }

  /// Stores one head vector at `position`.
  func store(
    _ source: UnsafePointer<Float>, _ plane: Plane, _ place: KVPlace, position: Int,
    _ kernels: KernelSet
  ) {
    let vector = vector(place, position: position)
    switch shape.format {
    case .float32:
      unsafe floats(plane, vector).update(from: source, count: shape.headDimension)
    case .float16:
      unsafe kernels.storeFloat16(
        source, into: halves(plane, vector), count: shape.headDimension)
    case .int8:
      unsafe kernels.storeInt8(
        source, codes: codes(plane, vector), scale: scales(plane, vector),
        count: shape.headDimension)
    }
  }

  /// Writes scores[p] = (query, key[p]) * scale for the first `count` positions.
  func scores(
    _ scores: UnsafeMutablePointer<Float>, query: UnsafePointer<Float>, _ place: KVPlace,
    count: Int, scale: Float, _ kernels: KernelSet
  ) {
    let first = vector(place)
    switch shape.format {
    case .float32:
      unsafe kernels.attentionScores(
        into: scores, query: query, keys: floats(.keys, first), positionCount: count,
        headDimension: shape.headDimension, scale: scale)
    case .float16:
      unsafe kernels.attentionScores(
        into: scores, query: query, keys: halves(.keys, first), positionCount: count,
        headDimension: shape.headDimension, scale: scale)
    case .int8:
      unsafe kernels.attentionScores(
        into: scores, query: query, keys: codes(.keys, first), keyScales: scales(.keys, first),
        positionCount: count, headDimension: shape.headDimension, scale: scale)
    }
  }

  /// output = sum over the first `count` positions of weights[p] * value[p].
  func mix(
    _ output: UnsafeMutablePointer<Float>, weights: UnsafePointer<Float>, _ place: KVPlace,
    count: Int, _ kernels: KernelSet
  ) {
    let first = vector(place)
    switch shape.format {
    case .float32:
      unsafe kernels.attentionMix(
        into: output, weights: weights, values: floats(.values, first), positionCount: count,
        headDimension: shape.headDimension)
    case .float16:
      unsafe kernels.attentionMix(
        into: output, weights: weights, values: halves(.values, first), positionCount: count,
        headDimension: shape.headDimension)
    case .int8:
      unsafe kernels.attentionMix(
        into: output, weights: weights, values: codes(.values, first),
        valueScales: scales(.values, first), positionCount: count,
        headDimension: shape.headDimension)
    }
  }
}
