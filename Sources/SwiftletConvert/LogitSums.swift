#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletKernels
  package import SwiftletSystem

  /// What is kept of rows of logits that come in parts: enough for their divergence from those of a reference.
  package final class LogitSums {
    /// What is kept of one token.
    struct Row {
      /// The largest logit so far.
      var largest: Float = -.infinity
      /// The sum of exponentials of logits above `largest`.
      var sum = 0.0
      /// The sum of the reference's exponentials, above `referenceLargest`, times its logits minus these.
      var difference = 0.0
      /// The reference's largest logit so far.
      var referenceLargest: Float = -.infinity

      /// The logarithm of the sum of exponentials of all logits.
      var normalizer: Double { Double(largest) + Logarithm.natural(sum) }
    }

    private var rows: [Row]

    /// No logits yet of `count` tokens.
    package init(count: Int) { rows = [Row](repeating: Row(), count: count) }

    /// Adds a part of the logits of each token.
    ///
    /// - Parameters:
    ///   - logits: (tokens, width).
    ///   - count: logits of a token in this part.
    ///   - reference: the reference's logits of the same tokens and part.
    ///   - pool: the workers.
    package func add(
      _ logits: FloatValues, count: Int, reference: FloatValues? = nil, pool: WorkerPool
    ) {
      unsafe rows.withUnsafeMutableBufferPointer { rows in
        unsafe pool.run(
          AddLogits(
            rows: rows, logits: logits, reference: reference, count: count, pool: pool))
      }
    }

    /// The sum over tokens of KL(reference || these), from which rounding may take it a little below 0.
    package func divergence(from reference: LogitSums) -> Double {
      var total = 0.0
      for (row, other) in zip(rows, reference.rows) {
        total += row.difference / other.sum - other.normalizer + row.normalizer
      }
      return total
    }

    /// The sum over tokens of KL(these || the same with some logits changed), once all have been added.
    ///
    /// - Parameters:
    ///   - logits: (tokens, width), a part of the logits.
    ///   - changed: the same part, changed.
    ///   - count: logits of a token in the part.
    /// - Returns: the sum, in nats.
    package func divergence(ofPart logits: FloatValues, changed: FloatValues, count: Int) -> Double
    {
      var total = 0.0
      for (token, row) in rows.enumerated() {
        let before = unsafe logits.base + token * logits.width
        let after = unsafe changed.base + token * changed.width
        var (growth, mean) = (0.0, 0.0)
        for index in 0..<count {
          let share = unsafe Double(KernelSet.exp(before[index] - row.largest)) / row.sum
          let change = unsafe after[index] - before[index]
          growth += share * (Double(KernelSet.exp(change)) - 1)
          mean += share * Double(change)
        }
        total += Logarithm.natural(1 + growth) - mean
      }
      return total
    }
  }

  /// Tokens are shared by the workers.
  @safe private struct AddLogits: WorkerJob {
    static let kind = "add logits"
    let rows: UnsafeMutableBufferPointer<LogitSums.Row>
    let logits: FloatValues
    let reference: FloatValues?
    let count: Int
    let pool: WorkerPool

    func run(worker: Int) {
      for token in unsafe pool.share(of: rows.count, worker: worker) {
        let own = unsafe logits.base + token * logits.width
        var row = unsafe rows[token]
        let scaled = unsafe grow(&row.largest, unsafe own)
        row.sum *= scaled
        for index in 0..<count {
          row.sum += unsafe Double(KernelSet.exp(own[index] - row.largest))
        }
        if let reference {
          let other = unsafe reference.base + token * reference.width
          unsafe row.difference *= grow(&row.referenceLargest, unsafe other)
          for index in 0..<count {
            let weight = unsafe Double(KernelSet.exp(other[index] - row.referenceLargest))
            row.difference += unsafe weight * Double(other[index] - own[index])
          }
        }
        unsafe rows[token] = row
      }
    }

    /// Raises `largest` to the largest logit; by what sums above it are to be multiplied.
    private func grow(_ largest: inout Float, _ values: UnsafePointer<Float>) -> Double {
      let before = largest
      for index in 0..<count { largest = unsafe max(largest, values[index]) }
      return before == -.infinity ? 0 : Double(KernelSet.exp(before - largest))
    }
  }
#endif
