#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletKernels
  package import SwiftletSystem
  package import SwiftletTensor

  /// Quantizes a matrix so that what it computes from calibration inputs changes least.
  ///
  /// Column by column, where each rounding makes up for those before as well as it can (`TriangularFactor`); the grid of a
  /// group is chosen when its turn comes, for what the columns before have left of it. Behind the last column, codes are
  /// gone through again (`QuantizeRows.sweep`). Rows do not depend on each other, so neither does the result on the number
  /// of threads.
  package struct CalibratedQuantizer: MatrixQuantizer {
    package let layout: TileLayout
    private let scheme: QuantizationScheme
    private let moments: SecondMoments
    private let factor: TriangularFactor
    private let pool: WorkerPool
    private let budget: MemoryBudget
    /// What a bit of the file is worth, in squared steps of the grid; 0 for rounding to the least error.
    private let bitWorth: Float
    private let sweepCount: Int

    /// A quantizer for matrices of `layout`, whose format is quantized.
    ///
    /// - Parameters:
    ///   - layout: shape and format.
    ///   - moments: of the inputs, complete.
    ///   - factor: of the moments.
    ///   - pool: the workers.
    ///   - budget: where memory for the errors of a matrix is reserved.
    ///   - bitWorth: squared steps of the grid that a bit of the file is worth; counts for 4 bits alone.
    ///   - sweepCount: times that all codes are gone through again.
    package init(
      layout: TileLayout, moments: SecondMoments, factor: TriangularFactor, pool: WorkerPool,
      budget: MemoryBudget, bitWorth: Float = 0, sweepCount: Int = 0
    ) {
      guard case .quantized(let scheme) = layout.format else {
        preconditionFailure("calibrating a matrix of floats")
      }
      self.layout = layout
      self.scheme = scheme
      self.moments = moments
      self.factor = factor
      self.pool = pool
      self.budget = budget
      self.bitWorth = scheme.bits == .four ? bitWorth : 0
      self.sweepCount = sweepCount
    }

    /// Weights are as wide as the moments.
    package func quantize(
      _ weights: FloatValues, into planes: UnsafeMutableRawBufferPointer
    ) throws(MemoryBudgetError) -> QuantizationOutcome {
      let rows = layout.rows
      let width = moments.width
      let groupCount = layout.groupsPerRow
      precondition(weights.rows == rows && weights.width == width, "\(weights.width) columns")
      let weights = unsafe weights.base
      precondition(width >= layout.paddedColumns && factor.width == width, "\(width) columns")
      let floatsPerWorker = QuantizeRows.floatsPerWorker(
        width: width, groupSize: scheme.groupSize.rawValue)
      let work = try AlignedBuffer(
        byteCount: rows * (width * 4 + width + groupCount * 3 + 16) + 4096
          + pool.threadCount * floatsPerWorker * 4,
        budget: budget, owner: "errors of a matrix")
      // In the order of alignment: outcomes, errors, products, scales, zero points, codes.
      let outcomes = unsafe work.base.bindMemory(to: QuantizeRows.RowOutcome.self, capacity: rows)
      let errors = unsafe (work.base + rows * 16).bindMemory(
        to: Float.self, capacity: rows * width)
      let products = unsafe errors + rows * width
      let scales = unsafe UnsafeMutableRawPointer(
        products + pool.threadCount * floatsPerWorker
      ).bindMemory(to: UInt16.self, capacity: rows * groupCount)
      let zeros = unsafe UnsafeMutableRawPointer(scales + rows * groupCount)
        .bindMemory(to: UInt8.self, capacity: rows * (groupCount + width))
      let codes = unsafe zeros + rows * groupCount
      let rates =
        unsafe bitWorth > 0
        ? RateModel(
          weights, rows: rows, width: layout.groupsPerRow * scheme.groupSize.rawValue,
          stride: width, diagonal: factor.diagonal, scheme: scheme, squaredSteps: bitWorth) : nil
      let job = unsafe factor.diagonal.withUnsafeBufferPointer { diagonal in
        let job = unsafe QuantizeRows(
          rows: rows, columns: layout.columns, width: width, groupCount: groupCount,
          scheme: scheme, weights: weights, moments: moments, factor: factor.tiles,
          diagonal: diagonal,
          outcomes: outcomes, errors: errors, products: products, scales: scales, zeros: zeros,
          codes: codes, rates: rates, sweepCount: sweepCount, threadCount: pool.threadCount)
        pool.run(job)
        return job
      }
      var outcome = QuantizationOutcome()
      for row in 0..<rows {
        let found = unsafe outcomes[row]
        if found.refusedColumn >= 0 {
          let column = Int(found.refusedColumn)
          outcome.refusal = unsafe BandQuantizer.Refusal(
            row: row, column: column, value: weights[row * width + column])
          return outcome
        }
        outcome.outputError += Double(found.error)
        outcome.outputEnergy += Double(found.energy)
        for column in 0..<layout.columns {
          let error = unsafe Double(errors[row * width + column])
          let weight = unsafe Double(weights[row * width + column])
          outcome.statistics.energy += weight * weight
          outcome.statistics.squaredError += error * error
          outcome.statistics.maximumError = max(outcome.statistics.maximumError, abs(error))
        }
      }
      outcome.statistics.elementCount = rows * layout.columns
      unsafe pack(job, into: planes)
      return outcome
    }

    private func pack(_ job: QuantizeRows, into planes: UnsafeMutableRawBufferPointer) {
      let (columns, groups) = (layout.columns, layout.groupsPerRow)
      unsafe planes.initializeMemory(as: UInt8.self, repeating: 0)
      for tileRow in 0..<layout.tileRowCount {
        let rows = layout.rows(ofTileRow: tileRow)
        let firstGroup = rows.lowerBound * groups
        let groupCount = rows.count * groups
        unsafe layout.pack(
          codes: UnsafeBufferPointer(
            start: job.codes + rows.lowerBound * columns, count: rows.count * columns),
          scales: UnsafeBufferPointer(start: job.scales + firstGroup, count: groupCount),
          zeroPoints: scheme.hasZeroPoints
            ? UnsafeBufferPointer(start: job.zeros + firstGroup, count: groupCount) : nil,
          tileRow: tileRow, into: planes)
      }
    }
  }

  /// Rows of one matrix, a share by each worker.
  @safe struct QuantizeRows: WorkerJob {
    static let kind = "quantize rows"
    /// Rows whose products are made together.
    static let batch = 32
    /// Scales that are tried, in relation to the one with the least error of the weights alone.
    static let factors: [Float] = [0.8, 0.86, 0.92, 0.96, 1.04, 1.08]

    /// Those that are tried as well where bits cost something.
    static let coarseFactors: [Float] = [1.14, 1.22, 1.32, 1.44, 1.6]

    /// Products of a worker: of a batch with the moments, or of a group, and one more group.
    static func floatsPerWorker(width: Int, groupSize: Int) -> Int {
      max(batch * width, (batch + 1) * groupSize)
    }

    /// What a row came to.
    struct RowOutcome {
      var error: Float = 0
      var energy: Float = 0
      /// The column of a value that cannot be stored, or -1.
      var refusedColumn: Int32 = -1
    }

    let rows: Int
    let columns: Int
    /// Columns with the padding.
    let width: Int
    let groupCount: Int
    let scheme: QuantizationScheme
    /// (rows, width).
    let weights: UnsafePointer<Float>
    let moments: SecondMoments
    let factor: UnsafePointer<Float>
    let diagonal: UnsafeBufferPointer<Float>
    /// One for each row.
    let outcomes: UnsafeMutablePointer<RowOutcome>
    /// Weights minus what is stored, (rows, width).
    let errors: UnsafeMutablePointer<Float>
    /// `floatsPerWorker` of each worker.
    let products: UnsafeMutablePointer<Float>
    /// (rows, groups).
    let scales: UnsafeMutablePointer<UInt16>
    /// (rows, groups).
    let zeros: UnsafeMutablePointer<UInt8>
    /// (rows, columns).
    let codes: UnsafeMutablePointer<UInt8>
    /// What codes cost in the file; nil where that does not count.
    let rates: RateModel?
    /// Times that codes are gone through behind the first rounding.
    let sweepCount: Int
    let threadCount: Int

    var groupSize: Int { scheme.groupSize.rawValue }
    var largest: Float { Float(scheme.largestCode) }

    func run(worker: Int) {
      let products =
        unsafe self.products
        + worker * QuantizeRows.floatsPerWorker(width: width, groupSize: groupSize)
      let quantizer = GroupQuantizer(scheme)
      let batches = (rows + QuantizeRows.batch - 1) / QuantizeRows.batch
      for batch in stride(from: worker, to: batches, by: threadCount) {
        let first = batch * QuantizeRows.batch
        let range = first..<min(rows, first + QuantizeRows.batch)
        for row in range { unsafe outcomes[row] = RowOutcome() }
        for group in 0..<groupCount {
          unsafe round(range, group, products, quantizer)
        }
        if sweepCount > 0 { unsafe sweep(range, products) }
        unsafe measure(range, products)
      }
    }

    /// A group of each row: its grid, then its codes in order.
    private func round(
      _ range: Range<Int>, _ group: Int, _ products: UnsafeMutablePointer<Float>,
      _ quantizer: GroupQuantizer
    ) {
      let first = group * groupSize
      if first > 0 {
        let before = unsafe MatrixView(
          tiles: factor, width: width, firstRow: first, rows: groupSize, columns: first)
        unsafe before.multiply(
          errors + range.lowerBound * width, stride: width, count: range.count, into: products)
      } else {
        unsafe products.update(repeating: 0, count: range.count * groupSize)
      }
      for row in range where unsafe outcomes[row].refusedColumn < 0 {
        let target = unsafe products + (row - range.lowerBound) * groupSize
        let source = unsafe weights + row * width + first
        unsafe KernelSet.best.add(source, to: target, count: groupSize)
        guard let choice = unsafe quantizer.choose(target) else {
          let column = (0..<groupSize).max { unsafe abs(target[$0]) < abs(target[$1]) } ?? 0
          unsafe outcomes[row].refusedColumn = Int32(min(columns - 1, first + column))
          continue
        }
        var (scale, zero) = (choice.scale, choice.zero)
        // What is on a grid stays there, whatever its bits cost.
        let rates = choice.error > 0 ? rates : nil
        if choice.error > 0 {
          (scale, zero) = unsafe bestGrid(choice, target, row, group, trial: products + batchCount)
        }
        let place = row * groupCount + group
        unsafe scales[place] = HalfPrecision.half(scale)
        unsafe zeros[place] = UInt8(zero)
        _ = unsafe roundGroup(scale, zero, target, row, group, rates: rates)
      }
    }

    /// Floats of a batch's products; behind them a worker has room for one more group.
    private var batchCount: Int { QuantizeRows.batch * groupSize }

    /// Of grids around `choice` the one under which rounding in order costs least.
    private func bestGrid(
      _ choice: GroupQuantizer.Choice, _ target: UnsafePointer<Float>, _ row: Int, _ group: Int,
      trial: UnsafeMutablePointer<Float>
    ) -> (scale: Float, zero: Float) {
      var best: (scale: Float, zero: Float, loss: Float) = (0, 0, .infinity)
      let middle = largest / 2
      func attempt(_ scale: Float, _ zero: Float) {
        let stored = GroupQuantizer.stored(scale)
        guard stored.isFinite, zero >= 0, zero <= largest else { return }
        unsafe trial.update(from: target, count: groupSize)
        let loss = unsafe roundGroup(
          stored, zero, trial, row, group, rates: rates, limit: best.loss)
        if loss < best.loss { best = (stored, zero, loss) }
      }
      attempt(choice.scale, choice.zero)
      for factor in QuantizeRows.factors + (rates == nil ? [] : QuantizeRows.coarseFactors) {
        let scale = choice.scale * factor
        guard scheme.hasZeroPoints else {
          attempt(scale, choice.zero)
          continue
        }
        // The value in the middle of the codes stays there.
        let centre = middle - (middle - choice.zero) / factor
        let zero = GroupQuantizer.nearest(centre)
        attempt(scale, zero)
        attempt(scale, centre > zero ? zero + 1 : zero - 1)
      }
      return (best.scale, best.zero)
    }

    /// Rounds a group in order, each value after what those before it left.
    ///
    /// What the group's values should be is in `target`, which is changed; beyond a cost of `limit` it gives up. With
    /// `rates` each takes the code that is cheapest with its bits.
    private func roundGroup(
      _ scale: Float, _ zero: Float, _ target: UnsafeMutablePointer<Float>, _ row: Int,
      _ group: Int, rates: RateModel?, limit: Float = .infinity
    ) -> Float {
      let first = group * groupSize
      let source = unsafe weights + row * width
      let inverse = scale == 0 ? 0 : 1 / scale
      var loss: Float = 0
      for column in first..<first + groupSize {
        guard column < columns else {
          unsafe errors[row * width + column] = 0
          continue
        }
        let wanted = unsafe target[column - first]
        var code = nearestCode(wanted, inverse, zero)
        if let rates {
          let found = unsafe rates.best(
            wanted * inverse + zero, nearest: code, largest: largest,
            stepCost: diagonal[column] * scale * scale)
          code = found.code
          loss += found.cost
        }
        let stored = scale * (code - zero)
        unsafe codes[row * columns + column] = UInt8(code)
        let error = unsafe source[column] - stored
        unsafe errors[row * width + column] = error
        loss += unsafe diagonal[column] * (wanted - stored) * (wanted - stored)
        if loss >= limit { return loss }
        unsafe spread(error, column, group, into: target)
      }
      return loss
    }

    /// target += amount * row `column` of the factor, for the columns of the group from that one's tile on.
    @inline(__always)
    private func spread(
      _ amount: Float, _ column: Int, _ group: Int, into target: UnsafeMutablePointer<Float>
    ) {
      let firstTile = group * groupSize / TileLayout.tileRows
      unsafe addColumn(
        column, of: factor, times: amount,
        tiles: column / TileLayout.tileRows..<firstTile + groupSize / TileLayout.tileRows,
        to: target - firstTile * TileLayout.tileRows)
    }

    /// target += amount * column `column` of `values` (width, width), in the rows of `tiles`.
    @inline(__always)
    func addColumn(
      _ column: Int, of values: UnsafePointer<Float>, times amount: Float, tiles: Range<Int>,
      to target: UnsafeMutablePointer<Float>
    ) {
      let lanes = TileLayout.tileRows
      for tile in tiles {
        let source = unsafe UnsafeRawPointer(values + (tile * width + column) * lanes)
          .loadUnaligned(as: SIMD16<Float>.self)
        let place = unsafe UnsafeMutableRawPointer(target + tile * lanes)
        let sums = unsafe place.loadUnaligned(as: SIMD16<Float>.self)
        unsafe place.storeBytes(of: sums + amount * source, as: SIMD16<Float>.self)
      }
    }

    @inline(__always)
    func nearestCode(_ value: Float, _ inverse: Float, _ zero: Float) -> Float {
      GroupQuantizer.nearest(min(max(value * inverse + zero, 0), largest))
    }

    /// The error and the energy of each row's output.
    private func measure(_ range: Range<Int>, _ products: UnsafeMutablePointer<Float>) {
      unsafe moments.addEnergies(
        of: errors + range.lowerBound * width, count: range.count, columns: groupCount * groupSize,
        groupSize: groupSize, products: products
      ) { row, energy in unsafe outcomes[range.lowerBound + row].error += energy }
      unsafe moments.addEnergies(
        of: weights + range.lowerBound * width, count: range.count, columns: groupCount * groupSize,
        groupSize: groupSize, products: products
      ) { row, energy in unsafe outcomes[range.lowerBound + row].energy += energy }
    }
  }
#endif
