#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletKernels
  internal import SwiftletSystem
  internal import SwiftletTensor

  /// Rows of a matrix as plain rounding with a search leaves them, and the error that inputs make of it.
  @safe struct RoundedRows: WorkerJob {
    static let kind = "round rows"
    let values: FloatValues
    let columns: Int
    let scheme: QuantizationScheme
    /// Weights of the columns' squared errors, (columns).
    let inputs: UnsafePointer<Float>
    /// Where the rounded values go, (rows, width of `values`); nil if they are not wanted.
    let rounded: UnsafeMutablePointer<Float>?
    /// The weighted squared error of each row, (rows); infinite where a group has no scale.
    let errors: UnsafeMutablePointer<Float>
    /// The weighted squares of each row, (rows).
    let energies: UnsafeMutablePointer<Float>
    let pool: WorkerPool

    /// Rounds all rows.
    ///
    /// - Parameters:
    ///   - values: (rows, width), width in whole groups, padding 0.
    ///   - columns: those without the padding.
    ///   - scheme: the scheme.
    ///   - inputs: the mean square of what each column is multiplied with.
    ///   - rounded: where the rounded values go.
    ///   - pool: the workers.
    /// - Returns: the sums over rows and columns of squared error, and of squared value, times `inputs`.
    private static func run(
      _ values: FloatValues, columns: Int, scheme: QuantizationScheme, inputs: [Float],
      into rounded: FloatValues?, pool: WorkerPool
    ) -> (error: Double, energy: Double) {
      let size = scheme.groupSize.rawValue
      precondition(
        inputs.count == columns && (columns + size - 1) / size * size <= values.width,
        "\(columns) columns in \(values.width)")
      var sums = [Float](repeating: 0, count: 2 * values.rows)
      unsafe sums.withUnsafeMutableBufferPointer { sums in
        unsafe inputs.withUnsafeBufferPointer { inputs in
          guard let errors = sums.baseAddress, let inputs = inputs.baseAddress else { return }
          unsafe pool.run(
            RoundedRows(
              values: values, columns: columns, scheme: scheme, inputs: inputs,
              rounded: rounded?.base, errors: errors, energies: errors + values.rows, pool: pool))
        }
      }
      func sum(_ part: ArraySlice<Float>) -> Double { part.reduce(0) { $0 + Double($1) } }
      return (sum(sums[..<values.rows]), sum(sums[values.rows...]))
    }

    /// The error in each of `SizeTarget.candidates`, as `run` measures it; rows come out as those of the reference.
    static func errors(
      of values: FloatValues, columns: Int, inputs: [Float], into rounded: FloatValues,
      pool: WorkerPool
    ) -> [Double] {
      let measured = SizeTarget.measured.enumerated().map { index, scheme in
        run(
          values, columns: columns, scheme: scheme, inputs: inputs,
          into: index == SizeTarget.reference ? rounded : nil, pool: pool)
      }
      return measured.map(\.error)
        + SizeTarget.narrowed.map {
          measured[$0.origin].error + scaleRounding * measured[$0.origin].energy
        }
    }

    /// What scales of 8 bits add to the error, as a share of the squares.
    ///
    /// Calibrated codes are not made for the scale that is stored, so it is the mean square of what rounding changes scales
    /// by: up to half a step, which is 1 % where the scales of 16 rows lie within a factor of 8.
    static let scaleRounding = 0.01 * 0.01 / 12

    func run(worker: Int) {
      let size = scheme.groupSize.rawValue
      let quantizer = GroupQuantizer(scheme)
      unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: size) { codes in
        guard let codes = codes.baseAddress else { return }
        for row in pool.share(of: values.rows, worker: worker) {
          var sum: Float = 0
          var energy: Float = 0
          for first in stride(from: 0, to: columns, by: size) {
            let offset = row * values.width + first
            let source = unsafe values.base + offset
            guard let choice = unsafe quantizer.choose(source) else {
              sum = .infinity
              continue
            }
            _ = unsafe quantizer.store(choice, source, into: codes)
            for index in 0..<min(size, columns - first) {
              let value = unsafe choice.scale * (Float(codes[index]) - choice.zero)
              let error = unsafe source[index] - value
              sum += unsafe error * error * inputs[first + index]
              energy += unsafe source[index] * source[index] * inputs[first + index]
              if let rounded = unsafe rounded { unsafe rounded[offset + index] = value }
            }
          }
          unsafe errors[row] = sum
          unsafe energies[row] = energy
        }
      }
    }
  }
#endif
