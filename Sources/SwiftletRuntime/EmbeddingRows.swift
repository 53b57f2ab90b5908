internal import SwiftletArchitecture
internal import SwiftletFormat
internal import SwiftletKernels
internal import SwiftletSystem
internal import SwiftletTensor

/// Rows of an embedding that stays in the file, read as tokens need them.
///
/// A row lies in one tile row, whose values, scales and zero points are in at most two frames each. Frames
/// are read and checked whole; the last one of each plane is kept, so that tokens taken in order of their
/// ids read a frame once.
@safe final class EmbeddingRows {
  /// Values, scales, zero points.
  private static let planeCount = 3

  private let model: BlobModel
  private let reader: BlobReader
  private let parts: [Int]
  /// A frame for each plane, then one tile row.
  private let memory: AlignedBuffer
  /// The part and frame that each plane's memory holds.
  private var held: (Place?, Place?, Place?) = (nil, nil, nil)

  private struct Place: Equatable {
    let record: Int
    let frame: Int
  }

  /// Bytes of memory for the embedding of `model`.
  static func byteCount(of model: BlobModel) -> Int {
    let tileRow = model.table.parts(of: .embedding).compactMap { id in
      model.record(id).layout.flatMap { layout in
        TileLayout(
          rows: TileLayout.tileRows, columns: layout.columns, format: layout.format)?.byteCount
      }
    }
    return planeCount * BlobLimits.frameByteCount + (tileRow.max() ?? 0)
  }

  /// - Throws: `MemoryBudgetError`.
  init(model: BlobModel, reader: BlobReader, budget: MemoryBudget) throws(MemoryBudgetError) {
    memory = try AlignedBuffer(
      byteCount: EmbeddingRows.byteCount(of: model), budget: budget, owner: "stream buffers")
    self.model = model
    self.reader = reader
    parts = model.table.parts(of: .embedding).compactMap { model.table.position(of: $0) }
  }

  /// Writes row `row` of part `part`, (hidden), to `output`.
  ///
  /// Nothing is allocated.
  ///
  /// - Throws: `BlobError`.
  func read(part: Int, row: Int, into output: UnsafeMutablePointer<Float>) throws(BlobError) {
    let index = parts[part]
    guard let layout = model.records[index].layout,
      let tileRow = TileLayout(
        rows: TileLayout.tileRows, columns: layout.columns, format: layout.format)
    else { preconditionFailure("an embedding that is no matrix") }
    let number = row / TileLayout.tileRows
    let base = unsafe memory.base + EmbeddingRows.planeCount * BlobLimits.frameByteCount
    try unsafe copy(
      index, number * tileRow.valuesByteCount, count: tileRow.valuesByteCount, to: base,
      held: &held.0, plane: 0)
    try unsafe copy(
      index, layout.scalesOffset + number * tileRow.scalesByteCount,
      count: tileRow.scalesByteCount, to: base + tileRow.scalesOffset, held: &held.1, plane: 1)
    try unsafe copy(
      index, layout.zeroPointsOffset + number * tileRow.zeroPointsByteCount,
      count: tileRow.zeroPointsByteCount, to: base + tileRow.zeroPointsOffset, held: &held.2,
      plane: 2)
    let view = unsafe MatrixView(base: UnsafeRawPointer(base), layout: tileRow)
    unsafe view.dequantizeRow(row % TileLayout.tileRows, into: output)
  }

  /// Copies raw bytes of a record out of the frames that hold them.
  private func copy(
    _ index: Int, _ begin: Int, count: Int, to target: UnsafeMutableRawPointer,
    held: inout Place?, plane: Int
  ) throws(BlobError) {
    let record = model.records[index]
    let frameMemory = unsafe memory.base + plane * BlobLimits.frameByteCount
    var done = 0
    while done < count {
      let frame = (begin + done) / BlobLimits.frameByteCount
      let place = Place(record: index, frame: frame)
      if held != place {
        // What a failed read leaves is no frame.
        held = nil
        try unsafe reader.readFrame(
          record, frame,
          into: UnsafeMutableRawBufferPointer(
            start: frameMemory, count: record.rawByteCount(ofFrame: frame)))
        held = place
      }
      let offset = begin + done - record.rawOffset(ofFrame: frame)
      let length = min(count - done, record.rawByteCount(ofFrame: frame) - offset)
      unsafe (target + done).copyMemory(from: frameMemory + offset, byteCount: length)
      done += length
    }
  }
}
