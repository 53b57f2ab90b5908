#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletArchitecture
  internal import SwiftletModel
  internal import SwiftletSystem

  /// A layer whose matrices are all rounded, and what each has to do with what that changes.
  struct RoundedLayer {
    /// All matrices rounded in the reference format, as float32.
    let packed: PackedLayer
    /// For each matrix and candidate the share of the layer's loss; those of the reference add up to 1.
    let shares: [TensorRole: [Double]]

    /// Rounds a layer.
    ///
    /// - Parameters:
    ///   - values: the layer.
    ///   - plain: the same for the kernels.
    ///   - inputs: mean squares of what its matrices are multiplied with.
    ///   - sensitivity: who asks.
    ///   - distance: what a layer does to its output, as a squared distance.
    /// - Throws: `MemoryBudgetError`, and what `distance` throws.
    init(
      _ values: LayerValues, plain: PackedLayer, inputs: MeanSquares, sensitivity: Sensitivity,
      distance: (PackedLayer) throws -> Double
    ) throws {
      var planes = plain.planes
      var shares: [TensorRole: [Double]] = [:]
      var distances: [TensorRole: Double] = [:]
      var sum = 0.0
      for input in BlockInput.allCases {
        let squares = inputs[input]
        for role in LayerValues.readers(of: input) {
          guard let matrix = values.matrices[role] else { continue }
          let rounded = try FloatValues(
            rows: matrix.rows, width: matrix.width, budget: sensitivity.budget)
          let errors = RoundedRows.errors(
            of: matrix, columns: squares.count, inputs: squares, into: rounded,
            pool: sensitivity.pool)
          planes[role] = try rounded.packed(columns: squares.count, budget: sensitivity.budget)
          var alone = plain.planes
          alone[role] = planes[role]
          let distance = try distance(PackedLayer(planes: alone, vectors: plain.vectors))
          distances[role] = distance
          sum += distance
          shares[role] = RoundedLayer.relative(errors)
        }
      }
      for (role, distance) in distances {
        shares[role] = shares[role]?.map { sum > 0 ? $0 * distance / sum : 0 }
      }
      packed = PackedLayer(planes: planes, vectors: plain.vectors)
      self.shares = shares
    }

    /// Errors in relation to that of the reference.
    ///
    /// Where the reference makes none, it is on its grid: the others count as they are, which is much.
    static func relative(_ errors: [Double]) -> [Double] {
      let reference = errors[SizeTarget.reference]
      return errors.map { reference > 0 ? $0 / reference : $0 }
    }
  }
#endif
