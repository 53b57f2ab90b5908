#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletArchitecture
  internal import SwiftletKernels
  internal import SwiftletModel
  internal import SwiftletSystem
  internal import SwiftletTensor

  /// Adds to the gradient of each scale: the sum, over its group, of weight times the weight's own gradient.
  ///
  /// The gradient of a weight is the sum over tokens of its output's gradient times its input.
  @safe struct AddScaleGradients: WorkerJob {
    static let kind = "scale gradients"
    /// Rows of a product; what is between the kernel's blocks of tokens and the size of a cache.
    static let batch = 48
    let stack: StackedProjections
    let parameters: ParameterLayout
    /// (columns, rows) in tiles: the weights.
    let transposed: UnsafePointer<Float>
    /// (rows, tokens): gradients of outputs.
    let outputs: UnsafePointer<Float>
    /// (columns, tokens) in tiles: inputs.
    let inputs: UnsafePointer<Float>
    let tokenCount: Int
    /// The layer's parameters.
    let sums: UnsafeMutablePointer<Float>
    /// (batch, padded columns) for each worker.
    let products: UnsafeMutablePointer<Float>
    let pool: WorkerPool

    func run(worker: Int) {
      let lanes = FloatTiles.lanes
      let padded = stack.paddedColumns
      let product = unsafe products + worker * Self.batch * padded
      let matrix = unsafe MatrixView(
        tiles: inputs, width: tokenCount, firstRow: 0, rows: padded, columns: tokenCount)
      let batches = (stack.rows + Self.batch - 1) / Self.batch
      for batch in stride(from: worker, to: batches, by: pool.threadCount) {
        let range = batch * Self.batch..<min(stack.rows, (batch + 1) * Self.batch)
        unsafe matrix.multiply(
          outputs + range.lowerBound * tokenCount, stride: tokenCount, count: range.count,
          into: product)
        for row in range {
          let gradient = unsafe product + (row - range.lowerBound) * padded
          for column in 0..<padded / lanes {
            let weights = unsafe FloatTiles.load(transposed + (column * stack.rows + row) * lanes)
            let place = unsafe gradient + column * lanes
            unsafe FloatTiles.store(FloatTiles.load(place) * weights, to: place)
          }
          unsafe addGroups(row, gradient)
        }
      }
    }

    /// Adds up the groups of a row of the stack.
    private func addGroups(_ row: Int, _ terms: UnsafePointer<Float>) {
      let index = (stack.firstRows.lastIndex { $0 <= row }) ?? 0
      let role = stack.roles[index]
      let layout = parameters.layout(of: role)
      let own = row - stack.firstRows[index]
      guard own < layout.rows else { return }
      let size = layout.format.groupSize
      let target = unsafe sums + parameters.offset(of: role) + own * layout.groupsPerRow
      for group in 0..<layout.groupsPerRow {
        var sum: Float = 0
        for column in group * size..<min((group + 1) * size, layout.columns) {
          unsafe sum += terms[column]
        }
        unsafe target[group] += sum
      }
    }
  }
#endif
