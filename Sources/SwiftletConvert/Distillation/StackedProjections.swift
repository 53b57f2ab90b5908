#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletArchitecture
  internal import SwiftletKernels
  internal import SwiftletModel
  internal import SwiftletSystem
  internal import SwiftletTensor

  /// The projections that read one input, below each other as one float32 matrix, and its transposed.
  ///
  /// Each projection begins at a whole tile row.
  @safe struct StackedProjections {
    let roles: [TensorRole]
    /// Where each projection's rows begin.
    let firstRows: [Int]
    /// All rows with their padding.
    let rows: Int
    let columns: Int

    init(_ roles: [TensorRole], _ layer: LayerWeights) {
      self.roles = roles
      var firstRows: [Int] = []
      var rows = 0
      for role in roles {
        firstRows.append(rows)
        unsafe rows += layer.matrix(role).layout.paddedRows
      }
      self.firstRows = firstRows
      self.rows = rows
      columns = unsafe layer.matrix(roles[0]).layout.columns
    }

    /// Columns with the padding of a tile.
    var paddedColumns: Int { FloatTiles.padded(columns) }
    /// Floats of the matrix in tiles, and of the transposed.
    var floatCount: Int { rows * paddedColumns }
  }

  /// Unpacks projections into the tiles of the transposed matrix (columns, rows), and of the matrix itself if asked to.
  @safe struct UnpackProjections: WorkerJob {
    static let kind = "unpack weights"
    let stack: StackedProjections
    let layer: LayerWeights
    /// (rows, columns) in tiles; nil where it is not needed.
    let tiles: UnsafeMutablePointer<Float>?
    /// (columns, rows) in tiles.
    let transposed: UnsafeMutablePointer<Float>
    let pool: WorkerPool

    func run(worker: Int) {
      let lanes = FloatTiles.lanes
      let (columns, padded) = (stack.columns, stack.paddedColumns)
      unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: lanes * padded) { rows in
        guard let base = rows.baseAddress else { return }
        for tileRow in pool.share(of: stack.rows / lanes, worker: worker) {
          unsafe base.update(repeating: 0, count: lanes * padded)
          let index = (stack.firstRows.lastIndex { $0 <= tileRow * lanes }) ?? 0
          let matrix = unsafe layer.matrix(stack.roles[index])
          for lane in 0..<lanes {
            let row = tileRow * lanes + lane - stack.firstRows[index]
            guard unsafe row < matrix.layout.rows else { break }
            unsafe matrix.dequantizeRow(row, into: base + lane * padded)
          }
          if let tiles = unsafe tiles {
            unsafe FloatTiles.pack(
              base, stride: padded, rows: lanes, columns: columns, tileRows: 0..<1,
              into: tiles + tileRow * columns * lanes)
          }
          for lane in 0..<lanes {
            unsafe FloatTiles.storeTransposed(
              base + lane * padded, count: columns, row: tileRow * lanes + lane, of: stack.rows,
              into: transposed)
          }
        }
      }
    }
  }

  /// target (count, tile rows x 16) = values (count, stride) x a float matrix.
  @safe struct FloatProduct: WorkerJob {
    static let kind = "product"
    let matrix: MatrixView
    let values: UnsafePointer<Float>
    let stride: Int
    let count: Int
    let target: UnsafeMutablePointer<Float>
    let targetStride: Int
    let pool: WorkerPool

    func run(worker: Int) {
      let tileRows = unsafe pool.share(of: matrix.layout.tileRowCount, worker: worker)
      guard !tileRows.isEmpty else { return }
      unsafe KernelSet.best.matmul(
        into: target, dstStride: targetStride, floats: values, floatStride: stride,
        tokenCount: count, matrix: matrix, tileRows: tileRows)
    }
  }

  /// Turns values (count, stride) over: rows of their transposed, or its tiles.
  @safe struct Turn: WorkerJob {
    static let kind = "transpose"
    let values: UnsafePointer<Float>
    let stride: Int
    let count: Int
    /// Columns, padded.
    let columns: Int
    let target: UnsafeMutablePointer<Float>
    let intoTiles: Bool
    let pool: WorkerPool

    func run(worker: Int) {
      let tiles = pool.share(of: columns / FloatTiles.lanes, worker: worker)
      if intoTiles {
        unsafe FloatTiles.packTransposed(
          values, stride: stride, rows: count, tileRows: tiles, into: target)
      } else {
        unsafe FloatTiles.transpose(
          values, stride: stride, count: count,
          rows: tiles.lowerBound * FloatTiles.lanes..<tiles.upperBound * FloatTiles.lanes,
          into: target)
      }
    }
  }
#endif
