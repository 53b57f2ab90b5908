#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletKernels
  internal import SwiftletModel
  internal import SwiftletSystem

  /// RMSNorm of rows, remembering what each was divided by.
  @safe struct NormRows: WorkerJob {
    static let kind = "norm"
    let gains: VectorView
    let epsilon: Float
    /// (count, width).
    let source: UnsafePointer<Float>
    let count: Int
    let width: Int
    /// (count, targetStride).
    let target: UnsafeMutablePointer<Float>
    let targetStride: Int
    /// What each row is multiplied by besides the gains.
    let inverses: UnsafeMutablePointer<Float>
    let pool: WorkerPool

    func run(worker: Int) {
      for row in pool.share(of: count, worker: worker) {
        let values = unsafe source + row * width
        unsafe KernelSet.best.rmsNorm(
          into: target + row * targetStride, from: values, weight: gains.values, count: width,
          epsilon: epsilon)
        unsafe inverses[row] = RMSNormGradient.inverse(values, count: width, epsilon: epsilon)
      }
    }
  }

  /// What the gradients of norms of rows and of heads have in common.
  enum RMSNormGradient {
    /// What an RMSNorm multiplies `values` with besides the gains.
    static func inverse(_ values: UnsafePointer<Float>, count: Int, epsilon: Float) -> Float {
      var sum: Float = 0
      for index in 0..<count { unsafe sum += values[index] * values[index] }
      return 1 / (sum / Float(count) + epsilon).squareRoot()
    }

    /// How much of each value goes off the gradient of its own output, for that all are divided by their size.
    static func share(
      _ values: UnsafePointer<Float>, outputs: UnsafePointer<Float>, gains: UnsafePointer<Float>,
      inverse: Float, count: Int
    ) -> Float {
      var sum: Float = 0
      for index in 0..<count { unsafe sum += values[index] * outputs[index] * gains[index] }
      return inverse * inverse * inverse * sum / Float(count)
    }
  }

  /// Adds to `gradient` what the gradient of a norm's output makes of its input.
  @safe struct NormBackwards: WorkerJob {
    static let kind = "norm, backwards"
    let forward: NormRows
    /// (count, stride): the gradient of the norm's output.
    let outputs: UnsafePointer<Float>
    let stride: Int
    /// (count, width): the gradient of the stream, added to.
    let gradient: UnsafeMutablePointer<Float>

    func run(worker: Int) {
      let width = forward.width
      for row in forward.pool.share(of: forward.count, worker: worker) {
        let values = unsafe forward.source + row * width
        let outer = unsafe outputs + row * stride
        let target = unsafe gradient + row * width
        let inverse = unsafe forward.inverses[row]
        let share = unsafe RMSNormGradient.share(
          values, outputs: outer, gains: forward.gains.values, inverse: inverse, count: width)
        for index in 0..<width {
          unsafe target[index] +=
            inverse * forward.gains.values[index] * outer[index] - share * values[index]
        }
      }
    }
  }

  /// Adds to the gradients of the logarithms of a norm's gains: each the sum over rows of output times its gradient.
  @safe struct AddGainGradients: WorkerJob {
    static let kind = "gain gradients"
    /// (count, stride): the norm's outputs.
    let values: UnsafePointer<Float>
    /// (count, stride): their gradients.
    let outputs: UnsafePointer<Float>
    let stride: Int
    let count: Int
    let width: Int
    let sums: UnsafeMutablePointer<Float>
    let pool: WorkerPool

    func run(worker: Int) {
      // Channels are shared out, not rows: the order of a channel's sum does not depend on the workers.
      for channel in pool.share(of: width, worker: worker) {
        var sum: Float = 0
        for row in 0..<count {
          unsafe sum += values[row * stride + channel] * outputs[row * stride + channel]
        }
        unsafe sums[channel] += sum
      }
    }
  }
#endif
