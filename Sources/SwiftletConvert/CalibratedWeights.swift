internal import SwiftletArchitecture
internal import SwiftletKernels
internal import SwiftletModel
internal import SwiftletSystem
internal import SwiftletTensor

/// Weights as the blob is going to hold them, made before it is written.
final class CalibratedWeights {
  /// A matrix in its format.
  @safe final class Planes {
    let layout: TileLayout
    let memory: AlignedBuffer

    init(layout: TileLayout, budget: MemoryBudget, owner: String) throws(MemoryBudgetError) {
      self.layout = layout
      memory = try AlignedBuffer(byteCount: layout.byteCount, budget: budget, owner: owner)
    }

    /// All planes.
    var bytes: UnsafeMutableRawBufferPointer { unsafe memory.bytes }
    /// The matrix as the kernels take it, valid while this lives.
    var view: MatrixView {
      unsafe MatrixView(base: UnsafeRawPointer(memory.base), layout: layout)
    }
  }

  /// Matrices that are not to be quantized again.
  var matrices: [WeightID: (planes: Planes, outcome: CalibratedQuantizer.Outcome)] = [:]
  /// Vectors that are not the checkpoint's.
  var vectors: [WeightID: [Float]] = [:]

  /// The root of the squared error in the outputs of all matrices over their energy.
  var relativeOutputError: Double {
    // In a fixed order: sums of floats depend on it.
    let outcomes = matrices.sorted { $0.key.name < $1.key.name }.map(\.value.outcome)
    let energy = outcomes.reduce(0) { $0 + $1.outputEnergy }
    return energy > 0 ? (outcomes.reduce(0) { $0 + $1.outputError } / energy).squareRoot() : 0
  }
}

/// Floats under a reservation: a matrix (rows, width) whose padding is 0, or a vector of one row.
@safe final class FloatValues {
  let rows: Int
  /// Floats from one row to the next.
  let width: Int
  private let memory: AlignedBuffer

  init(rows: Int, width: Int, budget: MemoryBudget) throws(MemoryBudgetError) {
    self.rows = rows
    self.width = width
    memory = try AlignedBuffer(
      byteCount: rows * width * 4, budget: budget, owner: "values of a layer")
  }

  var base: UnsafeMutablePointer<Float> {
    unsafe memory.base.assumingMemoryBound(to: Float.self)
  }

  /// The values as a vector of weights, valid while this lives.
  var vector: VectorView {
    unsafe VectorView(values: UnsafePointer(base), count: width)
  }
}
