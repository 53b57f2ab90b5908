#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletKernels
  internal import SwiftletTensor

  extension QuantizeRows {
    /// Gives each code of the rows, in order, the value that is best as all others are, until none changes or
    /// `sweepCount` times.
    ///
    /// Rounding in order never looks back: what a column's successors came to is not known yet when its turn comes. Here it
    /// is. Of errors e with moments H the error of the output is e H e', and the best of one value alone lies
    /// (e H)[j] / H[j, j] farther on (coordinate descent). Grids stay. Without `rates` it cannot make the error larger, but
    /// for the last bits.
    ///
    /// - Parameters:
    ///   - range: rows, at most a batch.
    ///   - products: (rows, width), overwritten: e H.
    func sweep(_ range: Range<Int>, _ products: UnsafeMutablePointer<Float>) {
      unsafe moments.view(firstRow: 0, rows: width, columns: width)
        .multiply(
          errors + range.lowerBound * width, stride: width, count: range.count, into: products)
      for _ in 0..<sweepCount {
        var changeCount = 0
        // Rows of a batch take turns, so that a group's moments are read once for all.
        for group in 0..<groupCount {
          for row in range where unsafe outcomes[row].refusedColumn < 0 {
            changeCount += unsafe sweep(
              row, group, gradient: products + (row - range.lowerBound) * width)
          }
        }
        if changeCount == 0 { return }
      }
    }

    /// The same for a group of one row, once.
    ///
    /// - Returns: how many codes changed.
    private func sweep(_ row: Int, _ group: Int, gradient: UnsafeMutablePointer<Float>) -> Int {
      let columns = group * groupSize..<min(self.columns, (group + 1) * groupSize)
      let place = row * groupCount + group
      let scale = unsafe HalfPrecision.float(half: scales[place])
      let zero = unsafe Float(zeros[place])
      let (weights, errors) = unsafe (weights + row * width, errors + row * width)
      // What is on its grid stays there, whatever its bits cost.
      guard scale != 0, columns.contains(where: { unsafe errors[$0] != 0 }) else { return 0 }
      let inverse = 1 / scale
      var changeCount = 0
      for column in columns {
        let own = moments.diagonal(column)
        guard own > 0 else { continue }
        let error = unsafe errors[column]
        let wanted = unsafe weights[column] - error + gradient[column] / own
        var code = nearestCode(wanted, inverse, zero)
        if let rates {
          code =
            rates.best(
              wanted * inverse + zero, nearest: code, largest: largest,
              stepCost: own * scale * scale
            ).code
        }
        let place = row * self.columns + column
        guard unsafe codes[place] != UInt8(code) else { continue }
        unsafe codes[place] = UInt8(code)
        unsafe errors[column] = weights[column] - scale * (code - zero)
        unsafe addColumn(
          column, of: moments.tiles, times: errors[column] - error,
          tiles: 0..<width / TileLayout.tileRows, to: gradient)
        changeCount += 1
      }
      return changeCount
    }
  }
#endif
