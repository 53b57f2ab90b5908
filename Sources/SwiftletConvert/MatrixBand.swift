internal import SwiftletSystem
internal import SwiftletTensor

/// Some tile rows of one matrix on their way from floats to the tile layout, shared out over threads.
///
/// Every tile row has its own piece of every buffer, so threads never write to the same bytes, and what
/// comes out does not depend on their number.
@safe struct MatrixBand: WorkerJob {
  static let kind = "quantize a band"
  /// What a tile row came to.
  struct Outcome {
    var statistics = ErrorStatistics()
    var refusal: BandQuantizer.Refusal?
  }

  /// The band as a matrix of its own.
  let layout: TileLayout
  /// (rows, stride), the columns first.
  let floats: UnsafeMutablePointer<Float>
  /// Floats from one row to the next.
  let stride: Int
  /// (rows, columns), scratch for quantized formats.
  let codes: UnsafeMutablePointer<UInt8>
  /// (rows, groups), scratch for quantized formats.
  let scales: UnsafeMutablePointer<UInt16>
  /// (rows, groups), scratch for formats with zero points.
  let zeroPoints: UnsafeMutablePointer<UInt8>
  /// All planes of `layout`.
  let planes: UnsafeMutableRawBufferPointer
  /// One for each tile row.
  let outcomes: UnsafeMutablePointer<Outcome>
  /// Whether the source has the very type that is stored, so that there is no error to measure.
  let isExact: Bool
  /// Whether scales are searched.
  let searches: Bool
  /// Threads that share the tile rows.
  let threadCount: Int

  /// Does the share of `worker`.
  func run(worker: Int) {
    let count = layout.tileRowCount
    for tileRow in (count * worker / threadCount)..<(count * (worker + 1) / threadCount) {
      var outcome = Outcome()
      if case .quantized(let scheme) = layout.format {
        quantize(tileRow, scheme, &outcome)
      } else {
        storeFloats(tileRow, &outcome)
      }
      unsafe outcomes[tileRow] = outcome
    }
  }

  private func quantize(_ tileRow: Int, _ scheme: QuantizationScheme, _ outcome: inout Outcome) {
    let rows = layout.rows(ofTileRow: tileRow)
    let quantizer = BandQuantizer(
      scheme: scheme, columns: layout.columns, searches: searches)
    let first = rows.lowerBound * layout.columns
    let count = rows.count * layout.columns
    let firstGroup = rows.lowerBound * layout.groupsPerRow
    let groupCount = rows.count * layout.groupsPerRow
    let codes = unsafe UnsafeMutableBufferPointer(start: codes + first, count: count)
    let scales = unsafe UnsafeMutableBufferPointer(start: scales + firstGroup, count: groupCount)
    let zeros =
      unsafe scheme.hasZeroPoints
      ? UnsafeMutableBufferPointer(start: zeroPoints + firstGroup, count: groupCount) : nil
    outcome.refusal = unsafe quantizer.quantize(
      floats + rows.lowerBound * stride, stride: stride, rowCount: rows.count, codes: codes,
      scales: scales, zeroPoints: zeros, statistics: &outcome.statistics)
    guard outcome.refusal == nil else { return }
    var range: ScaleRange?
    if scheme.scaleBits == .eight, let zeros = unsafe zeros {
      let narrowest = unsafe ScaleRange(covering: UnsafeBufferPointer(scales))
      range = narrowest
      outcome.statistics = ErrorStatistics()
      unsafe quantizer.requantize(
        floats + rows.lowerBound * stride, stride: stride, rowCount: rows.count, codes: codes,
        scales: scales, on: narrowest, zeroPoints: zeros, statistics: &outcome.statistics)
    }
    unsafe layout.pack(
      codes: UnsafeBufferPointer(codes), scales: UnsafeBufferPointer(scales), range: range,
      zeroPoints: zeros.map { UnsafeBufferPointer($0) }, tileRow: tileRow, into: planes)
  }

  private func storeFloats(_ tileRow: Int, _ outcome: inout Outcome) {
    let rows = layout.rows(ofTileRow: tileRow)
    precondition(stride == layout.columns, "floats \(stride) apart in rows of \(layout.columns)")
    let values = unsafe UnsafeBufferPointer(
      start: floats + rows.lowerBound * layout.columns, count: rows.count * layout.columns)
    if let index = unsafe BandQuantizer.firstNonFinite(values) {
      outcome.refusal = refusal(at: index, unsafe values[index])
      return
    }
    outcome.statistics.elementCount = values.count
    if !isExact {
      for index in values.indices {
        let value = unsafe values[index]
        let stored = HalfPrecision.float(half: HalfPrecision.half(value))
        guard stored.isFinite else {
          outcome.refusal = refusal(at: index, value)
          return
        }
        let difference = Double(value) - Double(stored)
        outcome.statistics.energy += Double(value) * Double(value)
        outcome.statistics.squaredError += difference * difference
        outcome.statistics.maximumError = max(outcome.statistics.maximumError, abs(difference))
      }
    }
    unsafe layout.pack(floats: values, tileRow: tileRow, into: planes)
  }

  private func refusal(at index: Int, _ value: Float) -> BandQuantizer.Refusal {
    let (row, column) = index.quotientAndRemainder(dividingBy: layout.columns)
    return BandQuantizer.Refusal(row: row, column: column, value: value)
  }
}
