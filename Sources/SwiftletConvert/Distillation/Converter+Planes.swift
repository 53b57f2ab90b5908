#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletArchitecture
  internal import SwiftletCheckpoint
  internal import SwiftletSystem
  internal import SwiftletTensor

  extension Converter {
    /// A matrix in its format, quantized for the least error of its weights, in memory.
    func planes(of item: ConversionItem, pool: WorkerPool) throws -> (
      planes: CalibratedWeights.Planes, statistics: ErrorStatistics
    ) {
      let (rows, columns) = (item.specification.shape[0], item.specification.shape[1])
      guard let tensor = item.tensor,
        let layout = TileLayout(rows: rows, columns: columns, format: item.format)
      else { preconditionFailure("no matrix \(item.specification.id.name)") }
      let planes = try CalibratedWeights.Planes(
        layout: layout, budget: budget, owner: "head of distillation")
      let floats = try FloatValues(rows: rows, width: columns, budget: budget)
      let groups = layout.groupsPerRow
      let work = try AlignedBuffer(
        byteCount: rows * (columns + groups * 3)
          + layout.tileRowCount * MemoryLayout<MatrixBand.Outcome>.stride + 4096,
        budget: budget, owner: "codes of the head")
      // In the order of alignment.
      let outcomes = unsafe work.base.bindMemory(
        to: MatrixBand.Outcome.self, capacity: layout.tileRowCount)
      let scales = unsafe UnsafeMutableRawPointer(outcomes + layout.tileRowCount)
        .bindMemory(to: UInt16.self, capacity: rows * groups)
      let zeroPoints = unsafe UnsafeMutableRawPointer(scales + rows * groups)
        .bindMemory(to: UInt8.self, capacity: rows * (groups + columns))
      let firstRow = item.specification.firstRow
      unsafe try readRows(
        item, tensor, firstRow..<firstRow + rows,
        into: UnsafeMutableBufferPointer(start: floats.base, count: rows * columns))
      let band = unsafe MatrixBand(
        layout: layout, floats: floats.base, codes: zeroPoints + rows * groups, scales: scales,
        zeroPoints: zeroPoints, planes: planes.bytes, outcomes: outcomes, isExact: false,
        searches: options.recipe.method != .nearest, threadCount: pool.threadCount)
      pool.run(band)
      var statistics = ErrorStatistics()
      for tileRow in 0..<layout.tileRowCount {
        let outcome = unsafe outcomes[tileRow]
        if let refusal = outcome.refusal {
          throw refused(refusal, item, tensor, row: firstRow + tileRow * TileLayout.tileRows)
        }
        statistics.add(outcome.statistics)
      }
      return (planes, statistics)
    }
  }
#endif
