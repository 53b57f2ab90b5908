#if !SWIFTLET_WITHOUT_CALIBRATION
  package import SwiftletSystem
  package import SwiftletTensor

  /// Quantizes a matrix so that its weights themselves change least, or quickest (`BandQuantizer`); floats are rounded.
  package struct WeightQuantizer: MatrixQuantizer {
    package let layout: TileLayout
    private let searches: Bool
    private let pool: WorkerPool
    private let budget: MemoryBudget

    /// A quantizer for matrices of `layout`.
    ///
    /// - Parameters:
    ///   - layout: shape and format.
    ///   - searches: whether scales and zero points are searched; else every group takes the plain scale of its range.
    ///   - pool: the workers.
    ///   - budget: where memory for the codes of a matrix is reserved.
    package init(layout: TileLayout, searches: Bool, pool: WorkerPool, budget: MemoryBudget) {
      self.layout = layout
      self.searches = searches
      self.pool = pool
      self.budget = budget
    }

    package func quantize(
      _ weights: FloatValues, into planes: UnsafeMutableRawBufferPointer
    ) throws(MemoryBudgetError) -> QuantizationOutcome {
      let (rows, columns, groups) = (layout.rows, layout.columns, layout.groupsPerRow)
      precondition(weights.rows == rows && weights.width >= columns, "\(weights.width) columns")
      precondition(planes.count >= layout.byteCount, "planes of \(planes.count) bytes")
      let work = try AlignedBuffer(
        byteCount: rows * (columns + groups * 3)
          + layout.tileRowCount * MemoryLayout<MatrixBand.Outcome>.stride + 4096,
        budget: budget, owner: "codes of a matrix")
      // In the order of alignment.
      let outcomes = unsafe work.base.bindMemory(
        to: MatrixBand.Outcome.self, capacity: layout.tileRowCount)
      let scales = unsafe UnsafeMutableRawPointer(outcomes + layout.tileRowCount)
        .bindMemory(to: UInt16.self, capacity: rows * groups)
      let zeroPoints = unsafe UnsafeMutableRawPointer(scales + rows * groups)
        .bindMemory(to: UInt8.self, capacity: rows * (groups + columns))
      // What is between the planes is written by nobody.
      unsafe planes.initializeMemory(as: UInt8.self, repeating: 0)
      pool.run(
        unsafe MatrixBand(
          layout: layout, floats: weights.base, stride: weights.width,
          codes: zeroPoints + rows * groups, scales: scales, zeroPoints: zeroPoints,
          planes: planes, outcomes: outcomes, isExact: false, searches: searches,
          threadCount: pool.threadCount))
      var outcome = QuantizationOutcome()
      for tileRow in 0..<layout.tileRowCount {
        let found = unsafe outcomes[tileRow]
        if var refusal = found.refusal {
          refusal.row += tileRow * TileLayout.tileRows
          outcome.refusal = refusal
          return outcome
        }
        outcome.statistics.add(found.statistics)
      }
      return outcome
    }
  }
#endif
