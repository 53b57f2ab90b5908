#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletArchitecture
  package import SwiftletKernels
  internal import SwiftletModel
  package import SwiftletSystem
  package import SwiftletTensor

  /// Weights as the blob is going to hold them, made before it is written.
  package final class CalibratedWeights {
    /// A matrix in its format.
    @safe package final class Planes {
      package let layout: TileLayout
      let memory: AlignedBuffer

      package init(layout: TileLayout, budget: MemoryBudget, owner: String)
        throws(MemoryBudgetError)
      {
        self.layout = layout
        memory = try AlignedBuffer(byteCount: layout.byteCount, budget: budget, owner: owner)
      }

      /// All planes.
      package var bytes: UnsafeMutableRawBufferPointer { unsafe memory.bytes }
      /// The matrix as the kernels take it, valid while this lives.
      package var view: MatrixView {
        unsafe MatrixView(base: UnsafeRawPointer(memory.base), layout: layout)
      }

      /// The same matrix with its float16 scales rounded to 8 bits.
      func withNarrowScales(budget: MemoryBudget) throws(MemoryBudgetError) -> Planes {
        let narrow = try Planes(layout: layout.withNarrowScales, budget: budget, owner: "scales")
        unsafe layout.narrowScales(
          of: UnsafeRawBufferPointer(bytes), into: narrow.bytes)
        return narrow
      }
    }

    /// Matrices that are not to be quantized again.
    var matrices: [WeightID: (planes: Planes, outcome: QuantizationOutcome)] = [:]
    /// What is on the disk until they are written.
    var state: CalibrationState?
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
  @safe package final class FloatValues {
    package let rows: Int
    /// Floats from one row to the next.
    package let width: Int
    private let memory: AlignedBuffer

    package init(rows: Int, width: Int, budget: MemoryBudget) throws(MemoryBudgetError) {
      self.rows = rows
      self.width = width
      memory = try AlignedBuffer(
        byteCount: rows * width * 4, budget: budget, owner: "values of a layer")
    }

    package var base: UnsafeMutablePointer<Float> {
      unsafe memory.base.assumingMemoryBound(to: Float.self)
    }

    /// The values as a vector of weights, valid while this lives.
    var vector: VectorView {
      unsafe VectorView(values: UnsafePointer(base), count: width)
    }

    /// The first `columns` columns as a matrix of float32 in tiles.
    func packed(columns: Int, budget: MemoryBudget) throws(MemoryBudgetError)
      -> CalibratedWeights.Planes
    {
      guard let layout = TileLayout(rows: rows, columns: columns, format: .float32) else {
        preconditionFailure("a matrix of \(rows) rows and \(columns) columns")
      }
      let packed = try CalibratedWeights.Planes(
        layout: layout, budget: budget, owner: "float32 layer")
      for tileRow in 0..<layout.tileRowCount {
        let rows = layout.rows(ofTileRow: tileRow)
        if width == columns {
          unsafe layout.pack(
            floats: UnsafeBufferPointer(
              start: base + rows.lowerBound * columns, count: rows.count * columns),
            tileRow: tileRow, into: packed.bytes)
          continue
        }
        var compact: [Float] = []
        for row in rows {
          for column in 0..<columns { compact.append(unsafe base[row * width + column]) }
        }
        unsafe compact.withUnsafeBufferPointer {
          unsafe layout.pack(floats: $0, tileRow: tileRow, into: packed.bytes)
        }
      }
      return packed
    }

    /// A vector of those elements.
    convenience init(_ elements: [Float], budget: MemoryBudget) throws(MemoryBudgetError) {
      try self.init(rows: 1, width: elements.count, budget: budget)
      for (index, element) in elements.enumerated() { unsafe base[index] = element }
    }

    /// Reads a matrix, or the part of one that is stored by itself: (rows, width), padding 0.
    ///
    /// - Throws: `ConversionError` for values that are not finite, `CheckpointError`, `MemoryBudgetError`.
    convenience init(part item: ConversionItem, width: Int, converter: Converter) throws {
      let (rows, columns) = (item.specification.shape[0], item.specification.shape[1])
      guard let tensor = item.tensor else {
        preconditionFailure("\(item.specification.id.name) from nowhere")
      }
      precondition(width >= columns, "\(columns) columns in \(width)")
      try self.init(rows: rows, width: width, budget: converter.budget)
      let first = item.specification.firstRow
      for row in 0..<rows {
        let place = unsafe UnsafeMutableBufferPointer(start: base + row * width, count: columns)
        try unsafe converter.readRows(item, tensor, first + row..<first + row + 1, into: place)
        if let column = unsafe BandQuantizer.firstNonFinite(UnsafeBufferPointer(place)) {
          throw unsafe converter.refused(
            BandQuantizer.Refusal(row: row, column: column, value: place[column]), item, tensor,
            row: first)
        }
      }
    }

    /// The same values in memory of their own.
    func copy(budget: MemoryBudget) throws(MemoryBudgetError) -> FloatValues {
      let copy = try FloatValues(rows: rows, width: width, budget: budget)
      unsafe copy.base.update(from: base, count: rows * width)
      return copy
    }

    /// The sum of the squares of what differs.
    func squaredDistance(from other: FloatValues) -> Double {
      precondition(other.rows == rows && other.width == width, "\(other.rows) rows")
      var sum = 0.0
      for index in 0..<rows * width {
        let difference = unsafe Double(base[index] - other.base[index])
        sum += difference * difference
      }
      return sum
    }
  }
#else
  /// Weights of a calibration, which this program has not.
  enum CalibratedWeights {}
#endif
