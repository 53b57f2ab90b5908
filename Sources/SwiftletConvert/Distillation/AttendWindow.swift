#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletKernels
  internal import SwiftletModel
  internal import SwiftletSystem
  internal import SwiftletTensor

  /// What attention mixes, (tokens, outputStride), of queries, keys and values that are rotated already.
  @safe struct AttendWindow: WorkerJob {
    static let kind = "attention"
    let shape: AttentionShape
    /// (tokens, stride): queries, keys, values.
    let rows: UnsafePointer<Float>
    let output: UnsafeMutablePointer<Float>
    let outputStride: Int
    /// `shape.scratchCount` for each worker.
    let scratch: UnsafeMutablePointer<Float>

    func run(worker: Int) {
      let memory = unsafe HeadMemory(shape, scratch + worker * shape.scratchCount)
      let size = shape.headDimension
      for head in stride(from: worker, to: shape.headCount, by: shape.pool.threadCount) {
        unsafe memory.load(head, rows, turningKeys: false)
        for first in stride(from: 0, to: shape.tokenCount, by: AttentionShape.batch) {
          let range = first..<min(shape.tokenCount, first + AttentionShape.batch)
          unsafe memory.weigh(rows + head * size, range)
          unsafe memory.matrix(
            memory.turnedValues, rows: shape.padded, columns: range.upperBound,
            width: shape.tokenCount
          )
          .multiply(
            memory.weights, stride: shape.scoreStride, count: range.count, into: memory.product)
          for row in range {
            unsafe (output + row * outputStride + head * size).update(
              from: memory.product + (row - first) * shape.padded, count: size)
          }
        }
      }
    }
  }

  /// The gradients of queries, and of keys and values as each query head sees them.
  @safe struct AttendBackwards: WorkerJob {
    static let kind = "attention, backwards"
    let forward: AttendWindow
    /// (tokens, outputStride): gradients of what is mixed.
    let outputs: UnsafePointer<Float>
    /// (tokens, stride): gradients of queries, overwritten.
    let gradient: UnsafeMutablePointer<Float>
    /// (heads, tokens, padded) each, overwritten.
    let keys: UnsafeMutablePointer<Float>
    let values: UnsafeMutablePointer<Float>

    func run(worker: Int) {
      let shape = forward.shape
      let memory = unsafe HeadMemory(shape, forward.scratch + worker * shape.scratchCount)
      for head in stride(from: worker, to: shape.headCount, by: shape.pool.threadCount) {
        unsafe memory.load(head, forward.rows, turningKeys: true)
        let place = head * shape.tokenCount * shape.padded
        unsafe (keys + place).update(repeating: 0, count: shape.tokenCount * shape.padded)
        unsafe (values + place).update(repeating: 0, count: shape.tokenCount * shape.padded)
        for first in stride(from: 0, to: shape.tokenCount, by: AttentionShape.batch) {
          let range = first..<min(shape.tokenCount, first + AttentionShape.batch)
          unsafe run(head, range, memory, keys: keys + place, values: values + place)
        }
      }
    }

    private func run(
      _ head: Int, _ range: Range<Int>, _ memory: HeadMemory, keys: UnsafeMutablePointer<Float>,
      values: UnsafeMutablePointer<Float>
    ) {
      let shape = forward.shape
      let size = shape.headDimension
      let queries = unsafe forward.rows + head * size
      let outer = unsafe outputs + head * size
      unsafe memory.weigh(queries, range)
      // Values: the weights transposed times the outputs' gradients.
      unsafe memory.turn(
        outer + range.lowerBound * forward.outputStride, stride: forward.outputStride,
        count: range.count, into: memory.turnedRows)
      unsafe memory.addTurned(memory.weights, range, to: values)
      // Weights, then scores.
      unsafe memory.matrix(
        memory.values, rows: FloatTiles.padded(range.upperBound), columns: size, width: size
      )
      .multiply(
        outer + range.lowerBound * forward.outputStride, stride: forward.outputStride,
        count: range.count, into: memory.gradients, targetStride: shape.scoreStride)
      for row in 0..<range.count {
        let weights = unsafe memory.weights + row * shape.scoreStride
        let scores = unsafe memory.gradients + row * shape.scoreStride
        let seen = shape.seen(from: range.lowerBound + row)
        var mean: Float = 0
        for index in seen { unsafe mean += weights[index] * scores[index] }
        for index in seen {
          unsafe scores[index] = unsafe weights[index] * (scores[index] - mean) * shape.scale
        }
        for index in 0..<seen.lowerBound { unsafe scores[index] = 0 }
        for index in seen.upperBound..<FloatTiles.padded(range.upperBound) {
          unsafe scores[index] = 0
        }
      }
      // Queries.
      unsafe memory.matrix(
        memory.turnedKeys, rows: shape.padded, columns: range.upperBound, width: shape.tokenCount
      )
      .multiply(
        memory.gradients, stride: shape.scoreStride, count: range.count, into: memory.product)
      for row in range {
        unsafe (gradient + row * shape.stride + head * size).update(
          from: memory.product + (row - range.lowerBound) * shape.padded, count: size)
      }
      // Keys.
      unsafe memory.turn(
        queries + range.lowerBound * shape.stride, stride: shape.stride, count: range.count,
        into: memory.turnedRows)
      unsafe memory.addTurned(memory.gradients, range, to: keys)
    }
  }

  /// Adds up what query heads that share keys and values found, and turns the gradients of queries and keys back where they
  /// were rotated.
  @safe struct GatherHeads: WorkerJob {
    static let kind = "gather heads"
    let backwards: AttendBackwards
    /// (tokens, half): the cosines, and the sines with the other sign; nil without rotary embedding.
    let angles: RotateHeads.Angles?

    func run(worker: Int) {
      let shape = backwards.forward.shape
      let size = shape.headDimension
      let group = shape.headCount / shape.kvHeadCount
      for token in shape.pool.share(of: shape.tokenCount, worker: worker) {
        let row = unsafe backwards.gradient + token * shape.stride
        func gather(_ source: UnsafePointer<Float>, into column: Int) {
          for head in 0..<shape.kvHeadCount {
            let target = unsafe row + column + head * size
            unsafe target.update(repeating: 0, count: size)
            for query in head * group..<(head + 1) * group {
              unsafe KernelSet.best.add(
                source + (query * shape.tokenCount + token) * shape.padded, to: target, count: size)
            }
          }
        }
        unsafe gather(backwards.keys, into: shape.keyColumn)
        unsafe gather(backwards.values, into: shape.valueColumn)
        if let angles { unsafe angles.rotate(row, shape, position: token) }
      }
    }
  }

  /// Rotates queries and keys by their positions.
  @safe struct RotateHeads: WorkerJob {
    static let kind = "rope"
    let shape: AttentionShape
    /// (tokens, stride).
    let rows: UnsafeMutablePointer<Float>
    let angles: Angles

    func run(worker: Int) {
      for token in shape.pool.share(of: shape.tokenCount, worker: worker) {
        unsafe angles.rotate(rows + token * shape.stride, shape, position: token)
      }
    }

    /// Of all positions, (tokens, half) each.
    @safe struct Angles {
      let cosines: UnsafePointer<Float>
      let sines: UnsafePointer<Float>

      /// Rotates all heads of one token's queries and keys.
      func rotate(_ row: UnsafeMutablePointer<Float>, _ shape: AttentionShape, position: Int) {
        let half = shape.headDimension / 2
        shape.forEachHead { _, column, _ in
          let place = unsafe row + column
          unsafe KernelSet.best.rope(
            place, into: place, cosine: cosines + position * half, sine: sines + position * half,
            half: half)
        }
      }
    }
  }
#endif
