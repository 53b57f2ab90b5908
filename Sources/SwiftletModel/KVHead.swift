internal import SwiftletArchitecture
internal import SwiftletKernels
internal import SwiftletTensor

/// Keys and values of one head of one executed block, as matrices in tiles.
@safe struct KVHead {
  let base: UnsafeMutableRawPointer
  let layout: KVHeadLayout

  private var values: UnsafeMutableRawPointer { unsafe base + layout.valuesOffset }
  private var keyScales: UnsafeMutablePointer<UInt16> {
    unsafe (base + layout.keyScalesOffset).assumingMemoryBound(to: UInt16.self)
  }
  private var valueScales: UnsafeMutablePointer<UInt16> {
    unsafe (base + layout.valueScalesOffset).assumingMemoryBound(to: UInt16.self)
  }

  /// Stores the key of `position`, a row of the keys.
  func storeKey(_ source: UnsafePointer<Float>, position: Int, _ kernels: KernelSet) {
    let (tileRow, row) = layout.place(position)
      .quotientAndRemainder(dividingBy: TileLayout.tileRows)
    let first = tileRow * TileLayout.tileRows * layout.keyColumns
    guard layout.format == .int8 else {
      unsafe storeFloats(source, base, first + row, .floatRow, kernels)
      return
    }
    let codes = unsafe base.assumingMemoryBound(to: Int8.self) + first + row * 4
    let scales = unsafe keyScales + tileRow * TileLayout.tileRows * layout.keyGroupCount + row
    unsafe kernels.store(
      source, into: codes, at: .int8Row, scale: scales, count: layout.dimension)
    for group in 1..<max(1, layout.keyGroupCount) {
      unsafe scales[group * TileLayout.tileRows] = scales[0]
    }
  }

  /// Stores the value of `position`, a column of the values.
  func storeValue(_ source: UnsafePointer<Float>, position: Int, _ kernels: KernelSet) {
    let place = layout.place(position)
    guard layout.format == .int8 else {
      unsafe storeFloats(
        source, values, place * TileLayout.tileRows,
        .floatColumn(tileRowColumns: layout.capacity), kernels)
      return
    }
    let (quad, column) = place.quotientAndRemainder(dividingBy: 4)
    let codes = unsafe values.assumingMemoryBound(to: Int8.self) + quad * 64 + column
    unsafe kernels.store(
      source, into: codes, at: .int8Column(tileRowColumns: layout.capacity),
      scale: valueScales + place, count: layout.dimension)
  }

  private func storeFloats(
    _ source: UnsafePointer<Float>, _ plane: UnsafeMutableRawPointer, _ first: Int,
    _ places: StorePlaces, _ kernels: KernelSet
  ) {
    if layout.format == .float32 {
      unsafe kernels.store(
        source, into: plane.assumingMemoryBound(to: Float.self) + first, at: places,
        count: layout.dimension)
    } else {
      unsafe kernels.store(
        source, into: plane.assumingMemoryBound(to: UInt16.self) + first, at: places,
        count: layout.dimension)
    }
  }

  /// Keys of `count` positions of one block from `position`, a multiple of 16: (positions, dimension).
  func keys(from position: Int, count: Int) -> MatrixView {
    let start = layout.place(position)
    return unsafe MatrixView(
      values: base + start * layout.keyColumns * layout.valueByteCount,
      scales: layout.format == .int8 ? keyScales + start * layout.keyGroupCount : nil,
      layout: tiles(rows: count, columns: layout.dimension, layout.keyFormat),
      tileRowColumns: layout.keyColumns)
  }

  /// Values of `count` positions of one block from `position`, a multiple of 32: (dimension, positions).
  func values(from position: Int, count: Int) -> MatrixView {
    let start = layout.place(position)
    return unsafe MatrixView(
      values: values + start * TileLayout.tileRows * layout.valueByteCount, scales: nil,
      layout: tiles(rows: layout.dimension, columns: count, layout.valueFormat),
      tileRowColumns: layout.capacity)
  }

  /// What the weights of a block's positions from `position` on are multiplied by, if anything.
  func valueScales(from position: Int) -> UnsafePointer<UInt16>? {
    unsafe layout.format == .int8 ? UnsafePointer(valueScales + layout.place(position)) : nil
  }

  private func tiles(rows: Int, columns: Int, _ format: WeightFormat) -> TileLayout {
    guard let tiles = TileLayout(rows: rows, columns: columns, format: format) else {
      preconditionFailure("\(rows) x \(columns) keys or values")
    }
    return tiles
  }
}
