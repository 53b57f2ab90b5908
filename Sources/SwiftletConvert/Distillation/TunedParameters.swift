#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletKernels
  internal import SwiftletSystem

  /// The logarithms of factors that distillation tunes, and the state of their tuning (Adam; Kingma and Ba, 2015).
  ///
  /// A step divides each gradient's running mean by the root of its running mean square, so it is `rate` at most, about:
  /// parameters move by shares of their value, whatever their gradients' size.
  @safe final class TunedParameters {
    /// Decay of the running means of gradients and of their squares.
    ///
    /// Steps are few, so both forget fast.
    static let decay: (mean: Float, square: Float) = (0.9, 0.95)
    /// No factor leaves e to the power of this, either way.
    static let limit: Float = 0.35

    /// Parameters that lie together and move alike.
    struct Segment {
      let range: Range<Int>
      /// What a step is multiplied by.
      let pace: Float
    }

    let count: Int
    /// `count` and what fills it up to rows of `stateWidth`.
    private let stride: Int
    private static let stateWidth = 4096
    private let segments: [Segment]
    /// (5, stride): values, gradients, running means, running mean squares, values that are kept.
    private let memory: FloatValues
    private var meanBias: Float = 1
    private var squareBias: Float = 1

    /// - Parameters:
    ///   - segments: all parameters, in order and without gaps.
    ///   - budget: where memory is reserved.
    /// - Throws: `MemoryBudgetError`.
    init(segments: [Segment], budget: MemoryBudget) throws(MemoryBudgetError) {
      let count = segments.last?.range.upperBound ?? 0
      self.count = count
      self.segments = segments
      let width = TunedParameters.stateWidth
      stride = (count + width - 1) / width * width
      memory = try FloatValues(rows: 5, width: stride, budget: budget)
    }

    /// The logarithms.
    var values: UnsafeMutablePointer<Float> { unsafe memory.base }
    /// The sums of gradients of the current step.
    var gradients: UnsafeMutablePointer<Float> { unsafe memory.base + stride }
    /// The logarithms that are to be gone back to.
    private var kept: UnsafeMutablePointer<Float> { unsafe memory.base + 4 * stride }

    /// Forgets the gradients.
    func beginStep() { unsafe gradients.update(repeating: 0, count: count) }

    /// Keeps the values as the best so far.
    func keep() { unsafe kept.update(from: values, count: count) }

    /// Goes back to the values kept last, or to the first.
    func goBack() { unsafe values.update(from: kept, count: count) }

    /// All that the next steps depend on, by name: rows of the memory.
    static let stateRows = [("values", 0), ("means", 2), ("squares", 3), ("kept", 4)]

    /// A row of the memory; its shape is `stateShape`.
    func bytes(ofRow row: Int) -> UnsafeMutableRawBufferPointer {
      unsafe UnsafeMutableRawBufferPointer(start: memory.base + row * stride, count: stride * 4)
    }

    /// Rows of floats in a row of the memory, and their width.
    var stateShape: [Int] { [stride / TunedParameters.stateWidth, TunedParameters.stateWidth] }

    /// Goes on behind so many steps, whose state is in place.
    func resume(behind steps: Int) {
      (meanBias, squareBias) = (1, 1)
      for _ in 0..<steps { age() }
    }

    /// Forgets everything.
    func reset() {
      for (_, row) in TunedParameters.stateRows {
        unsafe bytes(ofRow: row).initializeMemory(as: UInt8.self, repeating: 0)
      }
      resume(behind: 0)
    }

    private func age() {
      meanBias *= TunedParameters.decay.mean
      squareBias *= TunedParameters.decay.square
    }

    /// Moves all values against their gradients.
    func step(rate: Float, pool: WorkerPool) {
      age()
      for segment in segments {
        let first = segment.range.lowerBound
        unsafe pool.run(
          AdamStep(
            values: values + first, gradients: gradients + first,
            means: memory.base + 2 * stride + first, squares: memory.base + 3 * stride + first,
            count: segment.range.count, rate: rate * segment.pace, meanScale: 1 / (1 - meanBias),
            squareScale: 1 / (1 - squareBias), pool: pool))
      }
    }
  }

  @safe private struct AdamStep: WorkerJob {
    static let kind = "step"
    let values: UnsafeMutablePointer<Float>
    let gradients: UnsafePointer<Float>
    let means: UnsafeMutablePointer<Float>
    let squares: UnsafeMutablePointer<Float>
    let count: Int
    let rate: Float
    let meanScale: Float
    let squareScale: Float
    let pool: WorkerPool

    func run(worker: Int) {
      let decay = TunedParameters.decay
      for index in pool.share(of: count, worker: worker) {
        let gradient = unsafe gradients[index]
        // A parameter of nothing, as the scale of a group of zeros, stays; so does one whose gradient overflowed.
        guard gradient.isFinite else { continue }
        let mean = unsafe decay.mean * means[index] + (1 - decay.mean) * gradient
        let square = unsafe decay.square * squares[index] + (1 - decay.square) * gradient * gradient
        unsafe means[index] = mean
        unsafe squares[index] = square
        guard square > 0 else { continue }
        let step = rate * mean * meanScale / (square * squareScale).squareRoot()
        unsafe values[index] = unsafe min(
          max(values[index] - step, -TunedParameters.limit), TunedParameters.limit)
      }
    }
  }
#endif
