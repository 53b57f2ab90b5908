#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletTensor

  /// Float32 matrices in the kernels' tiles, made of values that lie row after row.
  ///
  /// Value (row, column) of a matrix is at `(row / 16 * columns + column) * 16 + row % 16`; rows are padded to whole tiles
  /// with zeros.
  enum FloatTiles {
    /// Rows of a tile.
    static let lanes = TileLayout.tileRows

    /// `count` rounded up to whole tiles.
    static func padded(_ count: Int) -> Int { (count + lanes - 1) / lanes * lanes }

    /// Some tile rows of the matrix (rows, columns) whose rows lie `stride` floats apart.
    static func pack(
      _ source: UnsafePointer<Float>, stride: Int, rows: Int, columns: Int, tileRows: Range<Int>,
      into tiles: UnsafeMutablePointer<Float>
    ) {
      for tileRow in tileRows {
        let target = unsafe tiles + tileRow * columns * lanes
        for lane in 0..<lanes {
          let row = tileRow * lanes + lane
          guard row < rows else {
            for column in 0..<columns { unsafe target[column * lanes + lane] = 0 }
            continue
          }
          let values = unsafe source + row * stride
          for column in 0..<columns { unsafe target[column * lanes + lane] = unsafe values[column] }
        }
      }
    }

    /// Some tile rows of the matrix (columns, rows): what lies in the rows of `source`, transposed.
    ///
    /// `stride` is at least `columns` padded; what the padding holds is taken along.
    static func packTransposed(
      _ source: UnsafePointer<Float>, stride: Int, rows: Int, tileRows: Range<Int>,
      into tiles: UnsafeMutablePointer<Float>
    ) {
      for tileRow in tileRows {
        let target = unsafe tiles + tileRow * rows * lanes
        let values = unsafe source + tileRow * lanes
        for row in 0..<rows { unsafe store(load(values + row * stride), to: target + row * lanes) }
      }
    }

    /// Rows `rows` of the transposed: (columns, count) of (count, stride).
    static func transpose(
      _ source: UnsafePointer<Float>, stride: Int, count: Int, rows: Range<Int>,
      into target: UnsafeMutablePointer<Float>
    ) {
      // In blocks, so that what is read with a stride is still in the cache for the next row.
      for first in Swift.stride(from: 0, to: count, by: lanes) {
        let end = min(count, first + lanes)
        for row in rows {
          let place = unsafe target + row * count
          for index in first..<end { unsafe place[index] = unsafe source[index * stride + row] }
        }
      }
    }

    /// Stores a row, whose padding is 0, as column `row` of the transposed, which has `rows` columns.
    static func storeTransposed(
      _ values: UnsafePointer<Float>, count: Int, row: Int, of rows: Int,
      into tiles: UnsafeMutablePointer<Float>
    ) {
      for column in 0..<padded(count) / lanes {
        unsafe store(load(values + column * lanes), to: tiles + (column * rows + row) * lanes)
      }
    }

    /// Sixteen floats.
    @inline(__always)
    static func load(_ source: UnsafePointer<Float>) -> SIMD16<Float> {
      unsafe UnsafeRawPointer(source).loadUnaligned(as: SIMD16<Float>.self)
    }

    /// Stores sixteen floats.
    @inline(__always)
    static func store(_ values: SIMD16<Float>, to target: UnsafeMutablePointer<Float>) {
      unsafe UnsafeMutableRawPointer(target).storeBytes(of: values, as: SIMD16<Float>.self)
    }
  }
#endif
