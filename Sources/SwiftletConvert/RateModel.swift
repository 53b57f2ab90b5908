#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletKernels
  package import SwiftletTensor

  /// What a code costs in the file, for rounding that weighs it against the error.
  ///
  /// zstd stores codes by their frequencies, so a frequent one costs less than a rare one. Frequencies are those that
  /// rounding without this would give, of some rows; what a bit is worth is in the unit of the outputs' squared error, one
  /// for a whole matrix, so that columns that matter little give up more.
  package struct RateModel: Equatable, Sendable {
    /// Of how many rows one is looked at.
    static let rowStep = 16

    /// Bits of each code, in multiples of 1/64.
    package private(set) var bits = InlineArray<16, Float>(repeating: 0)
    /// Squared error of the outputs for a bit.
    package private(set) var weight: Float = 0

    package static func == (left: RateModel, right: RateModel) -> Bool {
      left.weight == right.weight
        && left.bits.indices.allSatisfy { left.bits[$0] == right.bits[$0] }
    }

    /// The model of a matrix of 4 bits.
    ///
    /// - Parameters:
    ///   - weights: (rows, stride), padding 0.
    ///   - rows: rows of the matrix.
    ///   - width: columns, whole groups.
    ///   - stride: floats from one row to the next.
    ///   - diagonal: what a squared error of each column costs, (stride).
    ///   - scheme: of 4 bits.
    ///   - squaredSteps: what a bit is worth where a column is as important as the mean, in squared steps of its grid.
    package init(
      _ weights: UnsafePointer<Float>, rows: Int, width: Int, stride: Int, diagonal: [Float],
      scheme: QuantizationScheme, squaredSteps: Float
    ) {
      precondition(scheme.bits == .four, "rates of codes of \(scheme.bits) bits")
      let size = scheme.groupSize.rawValue
      let quantizer = GroupQuantizer(scheme)
      var counts = [Int](repeating: 1, count: bits.count)
      var (cost, valueCount) = (0.0, 0)
      var codes = [UInt8](repeating: 0, count: size)
      for row in Swift.stride(from: 0, to: rows, by: RateModel.rowStep) {
        for first in Swift.stride(from: 0, to: width, by: size) {
          let group = unsafe weights + row * stride + first
          guard let choice = unsafe quantizer.choose(group) else { continue }
          unsafe codes.withUnsafeMutableBufferPointer {
            guard let base = $0.baseAddress else { return }
            _ = unsafe quantizer.store(choice, group, into: base)
          }
          for code in codes { counts[Int(code)] += 1 }
          let columns = diagonal[first..<first + size].reduce(0) { $0 + Double($1) }
          cost += Double(choice.scale) * Double(choice.scale) * columns
          valueCount += size
        }
      }
      let total = Double(counts.reduce(0, +))
      for (code, count) in counts.enumerated() {
        // In steps in which machines agree.
        bits[code] = Float((Logarithm.base2(total / Double(count)) * 64).rounded() / 64)
      }
      weight = Float(cost / Double(max(1, valueCount))) * squaredSteps
    }

    /// The code that costs least of those next to `value`, which is counted in steps from 0.
    ///
    /// - Parameters:
    ///   - value: where the code should be, not rounded.
    ///   - nearest: the nearest code.
    ///   - largest: the largest code.
    ///   - stepCost: what a squared step costs.
    /// - Returns: the code and its bits' cost.
    @inline(__always)
    func best(_ value: Float, nearest: Float, largest: Float, stepCost: Float) -> (
      code: Float, cost: Float
    ) {
      var best = (code: nearest, cost: weight * bits[Int(nearest)])
      var least = stepCost * (value - nearest) * (value - nearest) + best.cost
      for code in [nearest - 1, nearest + 1] where code >= 0 && code <= largest {
        let rate = weight * bits[Int(code)]
        let cost = stepCost * (value - code) * (value - code) + rate
        if cost < least {
          least = cost
          best = (code, rate)
        }
      }
      return best
    }
  }
#endif
