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
    private let segments: [Segment]
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
      memory = try FloatValues(rows: 5, width: count, budget: budget)
    }

    /// The logarithms.
    var values: UnsafeMutablePointer<Float> { unsafe memory.base }
    /// The sums of gradients of the current step.
    var gradients: UnsafeMutablePointer<Float> { unsafe memory.base + count }
    /// The logarithms that are to be gone back to.
    private var kept: UnsafeMutablePointer<Float> { unsafe memory.base + 4 * count }

    /// Forgets the gradients.
    func beginStep() { unsafe gradients.update(repeating: 0, count: count) }

    /// Keeps the values as the best so far.
    func keep() { unsafe kept.update(from: values, count: count) }

    /// Goes back to the values kept last, or to the first.
    func goBack() { unsafe values.update(from: kept, count: count) }

    /// Moves all values against their gradients.
    func step(rate: Float, pool: WorkerPool) {
      meanBias *= TunedParameters.decay.mean
      squareBias *= TunedParameters.decay.square
      for segment in segments {
        let first = segment.range.lowerBound
        unsafe pool.run(
          AdamStep(
            values: values + first, gradients: gradients + first,
            means: memory.base + 2 * count + first, squares: memory.base + 3 * count + first,
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
