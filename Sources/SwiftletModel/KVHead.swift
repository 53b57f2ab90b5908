internal import SwiftletArchitecture
internal import SwiftletKernels
internal import SwiftletTensor

/// Keys and values of one head of one executed block, as matrices in tiles.
@safe struct KVHead {
  let base: UnsafeMutableRawPointer
  let shape: KVCacheShape

  private var values: UnsafeMutableRawPointer { unsafe base + shape.keysByteCount }
  private var keyScales: UnsafeMutablePointer<UInt16> {
    unsafe (values + shape.valuesByteCount).assumingMemoryBound(to: UInt16.self)
  }
  private var valueScales: UnsafeMutablePointer<UInt16> {
    unsafe keyScales + shape.keyScalesByteCount / 2
  }

  /// Stores the key of `position`, a row of the keys.
  func storeKey(_ source: UnsafePointer<Float>, position: Int, _ kernels: KernelSet) {
    let (tileRow, row) = position.quotientAndRemainder(dividingBy: TileLayout.tileRows)
    let first = tileRow * TileLayout.tileRows * shape.keyColumns
    guard shape.format == .int8 else {
      unsafe storeFloats(source, base, first + row, .floatRow, kernels)
      return
    }
    let codes = unsafe base.assumingMemoryBound(to: Int8.self) + first + row * 4
    let scales = unsafe keyScales + tileRow * TileLayout.tileRows * shape.keyGroupCount + row
    unsafe kernels.store(
      source, into: codes, at: .int8Row, scale: scales, count: shape.headDimension)
    for group in 1..<max(1, shape.keyGroupCount) {
      unsafe scales[group * TileLayout.tileRows] = scales[0]
    }
  }

  /// Stores the value of `position`, a column of the values.
  func storeValue(_ source: UnsafePointer<Float>, position: Int, _ kernels: KernelSet) {
    guard shape.format == .int8 else {
      unsafe storeFloats(
        source, values, position * TileLayout.tileRows,
        .floatColumn(tileRowColumns: shape.paddedCapacity), kernels)
      return
    }
    let (quad, column) = position.quotientAndRemainder(dividingBy: 4)
    let codes = unsafe values.assumingMemoryBound(to: Int8.self) + quad * 64 + column
    unsafe kernels.store(
      source, into: codes, at: .int8Column(tileRowColumns: shape.paddedCapacity),
      scale: valueScales + position, count: shape.headDimension)
  }

  private func storeFloats(
    _ source: UnsafePointer<Float>, _ plane: UnsafeMutableRawPointer, _ first: Int,
    _ places: StorePlaces, _ kernels: KernelSet
  ) {
    if shape.format == .float32 {
      unsafe kernels.store(
        source, into: plane.assumingMemoryBound(to: Float.self) + first, at: places,
        count: shape.headDimension)
    } else {
      unsafe kernels.store(
        source, into: plane.assumingMemoryBound(to: UInt16.self) + first, at: places,
        count: shape.headDimension)
    }
  }

  /// Keys of `count` positions from `start`, a multiple of 16: (positions, dimension).
  func keys(from start: Int, count: Int) -> MatrixView {
    unsafe MatrixView(
      values: base + start * shape.keyColumns * shape.valueByteCount,
      scales: shape.format == .int8 ? keyScales + start * shape.keyGroupCount : nil,
      layout: layout(rows: count, columns: shape.headDimension, shape.keyFormat),
      tileRowColumns: shape.keyColumns)
  }

  /// Values of `count` positions from `start`, a multiple of 32: (dimension, positions).
  func values(from start: Int, count: Int) -> MatrixView {
    unsafe MatrixView(
      values: values + start * TileLayout.tileRows * shape.valueByteCount, scales: nil,
      layout: layout(rows: shape.headDimension, columns: count, shape.valueFormat),
      tileRowColumns: shape.paddedCapacity)
  }

  /// What the weights of the positions from `start` on are multiplied by, if anything.
  func valueScales(from start: Int) -> UnsafePointer<UInt16>? {
    unsafe shape.format == .int8 ? UnsafePointer(valueScales + start) : nil
  }

  private func layout(rows: Int, columns: Int, _ format: WeightFormat) -> TileLayout {
    guard let layout = TileLayout(rows: rows, columns: columns, format: format) else {
      preconditionFailure("\(rows) x \(columns) keys or values")
    }
    return layout
  }
}
