#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletArchitecture
  internal import SwiftletCheckpoint
  internal import SwiftletKernels
  internal import SwiftletModel
  internal import SwiftletSystem
  internal import SwiftletTensor

  /// One layer in float32, which calibration changes before it quantizes it.
  final class LayerValues {
    let layer: Int
    /// (rows, width), width as the moments of their input have it.
    private(set) var matrices: [TensorRole: FloatValues] = [:]
    private(set) var vectors: [TensorRole: FloatValues] = [:]
    /// Vectors that are no longer the checkpoint's.
    private(set) var changedVectors: [TensorRole] = []
    private(set) var sourceByteCount = 0
    private let items: [WeightID: ConversionItem]

    /// The projections that read an input.
    static func readers(of input: BlockInput) -> [TensorRole] {
      switch input {
      case .attention: return [.queryProjection, .keyProjection, .valueProjection]
      case .output: return [.outputProjection]
      case .mlp: return [.gateProjection, .upProjection]
      case .down: return [.downProjection]
      }
    }

    /// Reads a layer.
    init(_ layer: Int, items: [WeightID: ConversionItem], converter: Converter) throws {
      self.layer = layer
      self.items = items
      let budget = converter.budget
      for input in BlockInput.allCases {
        let width = LayerValues.width(of: input, layer, items)
        for role in LayerValues.readers(of: input) {
          guard let item = items[WeightID(role, layer: layer)] else {
            preconditionFailure("layer \(layer) without \(role)")
          }
          matrices[role] = try FloatValues(part: item, width: width, converter: converter)
          sourceByteCount += item.sourceByteCount
        }
      }
      for (id, item) in items where id.layer == layer && item.specification.kind == .vector {
        vectors[id.role] = try FloatValues(try converter.vectorValues(item), budget: budget)
      }
    }

    /// Columns of an input with their padding: whole groups of all that read it.
    private static func width(
      of input: BlockInput, _ layer: Int, _ items: [WeightID: ConversionItem]
    ) -> Int {
      var size = TileLayout.tileRows
      var columns = 0
      for role in readers(of: input) {
        guard let item = items[WeightID(role, layer: layer)] else { continue }
        columns = item.specification.shape[1]
        size = max(size, item.format.groupSize)
      }
      return (columns + size - 1) / size * size
    }

    /// Room for the second moments of the layer's inputs.
    func moments(windowLength: Int, threadCount: Int, budget: MemoryBudget) throws -> LayerMoments {
      var moments: [BlockInput: SecondMoments] = [:]
      var widest = 0
      for input in BlockInput.allCases {
        guard let role = LayerValues.readers(of: input).first, let matrix = matrices[role],
          let item = items[WeightID(role, layer: layer)]
        else { preconditionFailure("no readers of \(input)") }
        moments[input] = try SecondMoments(
          channelCount: item.specification.shape[1], width: matrix.width, budget: budget)
        widest = max(widest, matrix.width)
      }
      let scratch = try MomentsScratch(
        tokenCount: windowLength, width: widest, threadCount: threadCount, budget: budget)
      return LayerMoments(moments: moments, scratch: scratch)
    }

    /// Takes over vectors that calibration has changed before.
    func restore(_ changed: [WeightID: [Float]]) {
      for (role, vector) in vectors {
        guard let values = changed[WeightID(role, layer: layer)], values.count == vector.width
        else {
          continue
        }
        for (index, value) in values.enumerated() { unsafe vector.base[index] = value }
      }
    }

    /// Divides a norm's gains.
    func divide(_ role: TensorRole, by factors: [Float]) {
      guard let vector = vectors[role] else { return }
      for (index, factor) in factors.enumerated() { unsafe vector.base[index] /= factor }
      changedVectors.append(role)
    }

    /// Divides a projection's rows, and its bias if it has one.
    func divide(rowsOf role: TensorRole, bias: TensorRole, by factors: [Float]) {
      guard let matrix = matrices[role] else { return }
      for (row, factor) in factors.enumerated() {
        for column in 0..<matrix.width { unsafe matrix.base[row * matrix.width + column] /= factor }
      }
      divide(bias, by: factors)
    }

    /// The layer for the kernels: matrices of `weights` where it has them, float32 otherwise.
    func packed(budget: MemoryBudget, with weights: CalibratedWeights? = nil) throws -> PackedLayer
    {
      var planes: [TensorRole: CalibratedWeights.Planes] = [:]
      for (role, matrix) in matrices {
        let id = WeightID(role, layer: layer)
        if let found = weights?.matrices[id] {
          planes[role] = found.planes
          continue
        }
        guard let columns = items[id]?.specification.shape[1] else {
          preconditionFailure("no shape of \(id.name)")
        }
        let packed = try matrix.packed(columns: columns, budget: budget)
        planes[role] = packed
      }
      return PackedLayer(planes: planes, vectors: vectors)
    }
  }

  /// A layer as the forward pass takes it.
  struct PackedLayer {
    let planes: [TensorRole: CalibratedWeights.Planes]
    let vectors: [TensorRole: FloatValues]

    /// Views that are valid while this lives.
    var weights: LayerWeights {
      unsafe LayerWeights(
        matrix: { role in
          guard let matrix = planes[role] else { preconditionFailure("a layer without \(role)") }
          return unsafe matrix.view
        },
        vector: { role in vectors[role]?.vector })
    }
  }

  /// The second moments of a layer's inputs.
  struct LayerMoments {
    let moments: [BlockInput: SecondMoments]
    let scratch: MomentsScratch

    subscript(input: BlockInput) -> SecondMoments {
      guard let found = moments[input] else { preconditionFailure("no moments of \(input)") }
      return found
    }

    /// Adds what the tokens of a window put into `input`.
    func add(
      _ input: BlockInput, _ values: UnsafePointer<Float>, stride: Int, count: Int,
      options: Calibration.Options, pool: WorkerPool
    ) {
      unsafe self[input].add(
        values, stride: stride, count: count, leadingCount: options.leadingPositions,
        weight: options.leadingWeight, scratch: scratch, pool: pool)
    }
  }
#endif
