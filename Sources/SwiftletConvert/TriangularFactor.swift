#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletKernels
  package import SwiftletSystem
  internal import SwiftletTensor

  /// H = U D U' with a unit upper triangle U and a diagonal D, of a positive definite matrix.
  ///
  /// An error e of a row of weights then costs the sum over j of D[j] (e[j] + sum over i < j of e[i] U[i, j])^2: column by
  /// column, what was rounded before is made up for as well as it can be, which is GPTQ (Frantar et al., 2023; in this form
  /// the LDLQ of Chee et al., 2023) without the inverse of H.
  @safe package final class TriangularFactor {
    /// Rows and columns.
    package let width: Int
    /// D, (width).
    package let diagonal: [Float]
    private let memory: AlignedBuffer

    /// Factors `moments`; nil where they are not positive definite to float precision.
    ///
    /// Costs width^3 / 6 multiplications, and three times width^2 floats while it runs.
    package init?(_ moments: SecondMoments, budget: MemoryBudget) throws(MemoryBudgetError) {
      let width = moments.width
      let lanes = TileLayout.tileRows
      let memory = try AlignedBuffer(
        byteCount: width * width * 4, budget: budget, owner: "triangular factor")
      let work = try AlignedBuffer(
        byteCount: (2 * width + lanes) * width * 4, budget: budget, owner: "factorization")
      let factor = unsafe memory.base.assumingMemoryBound(to: Float.self)
      // U D as rows, U in tiles of rows; both complete to the right of the tile that is worked on.
      let rows = unsafe work.base.assumingMemoryBound(to: Float.self)
      let rowTiles = unsafe rows + width * width
      let products = unsafe rowTiles + width * width
      var diagonal = [Float](repeating: 0, count: width)
      for tile in stride(from: width / lanes - 1, through: 0, by: -1) {
        let first = tile * lanes
        let end = first + lanes
        let column = unsafe factor + tile * width * lanes
        unsafe column.update(from: moments.tiles + tile * width * lanes, count: end * lanes)
        if end < width {
          let later = unsafe MatrixView(
            tiles: rowTiles + end * lanes, width: width, firstRow: first, rows: lanes,
            columns: width - end)
          unsafe later.multiply(rows + end, stride: width, count: end, into: products)
          for index in 0..<end * lanes { unsafe column[index] -= products[index] }
        }
        for lane in stride(from: lanes - 1, through: 0, by: -1) {
          let pivot = unsafe column[(first + lane) * lanes + lane]
          guard pivot > 0, pivot.isFinite else { return nil }
          diagonal[first + lane] = pivot
          var others = SIMD16<Float>()
          for other in 0..<lane {
            others[other] = unsafe column[(first + other) * lanes + lane] / pivot
          }
          for row in 0..<first + lane {
            let place = unsafe UnsafeMutableRawPointer(column + row * lanes)
            var values = unsafe place.loadUnaligned(as: SIMD16<Float>.self)
            let below = values[lane]
            values -= below * others
            values[lane] = below / pivot
            unsafe place.storeBytes(of: values, as: SIMD16<Float>.self)
          }
        }
        for row in 0..<end {
          for lane in 0..<lanes {
            if row >= first + lane {
              unsafe column[row * lanes + lane] = row == first + lane ? 1 : 0
            }
            let value = unsafe column[row * lanes + lane]
            unsafe rows[row * width + first + lane] = value * diagonal[first + lane]
            unsafe rowTiles[(row / lanes * width + first + lane) * lanes + row % lanes] = value
          }
        }
        for index in end * lanes..<width * lanes { unsafe column[index] = 0 }
      }
      self.width = width
      self.diagonal = diagonal
      self.memory = memory
    }

    /// U by columns: value (row, column) at `(column / 16 * width + row) * 16 + column % 16`.
    package var tiles: UnsafePointer<Float> {
      unsafe UnsafePointer(memory.base.assumingMemoryBound(to: Float.self))
    }
  }
#endif
