internal import SwiftletModel
internal import SwiftletRuntime

/// Two models on the way through a text: what each scored token adds to `Divergence`.
struct LogitsComparison {
  let reference: Engine
  let model: Engine
  let rows: ReferenceRows
  private var divergences: [Double] = []
  private var referenceLosses: [Double] = []
  private var losses: [Double] = []
  private var agreementCount = 0

  /// Nothing compared yet.
  init(reference: Engine, model: Engine, rows: ReferenceRows) {
    self.reference = reference
    self.model = model
    self.rows = rows
  }

  /// Takes the memory for `count` tokens at once.
  mutating func reserveCapacity(_ count: Int) {
    divergences.reserveCapacity(count)
    referenceLosses.reserveCapacity(count)
    losses.reserveCapacity(count)
  }

  /// Appends the tokens `range` to both sequences and scores what follows each.
  ///
  /// - Throws: `Divergence.Failure`, `ModelError`.
  mutating func compare(_ range: Range<Int>, of ids: [Int32]) throws {
    try unsafe ids.withUnsafeBufferPointer { pointer in
      let inputs = unsafe UnsafeBufferPointer(rebasing: pointer[range])
      let targets = unsafe UnsafeBufferPointer(
        rebasing: pointer[range.lowerBound + 1..<range.upperBound + 1])
      try unsafe reference.forward(inputs, request: .all) { row, logits in
        let normalizer = unsafe rows.keep(UnsafeBufferPointer(logits), at: row)
        referenceLosses.append(unsafe normalizer - Double(logits[Int(targets[row])]))
      }
      try unsafe model.forward(inputs, request: .all) { row, logits in
        unsafe add(UnsafeBufferPointer(logits), row: row, target: Int(targets[row]))
      }
    }
    for index in divergences.count - range.count..<divergences.count
    where !(divergences[index] + referenceLosses[index] + losses[index]).isFinite {
      throw Divergence.Failure.nonfiniteLogits(
        position: range.upperBound - (divergences.count - index))
    }
  }

  private mutating func add(_ logits: UnsafeBufferPointer<Float>, row: Int, target: Int) {
    let normalizer = unsafe LogProbabilities.normalizer(logits)
    let expected = unsafe rows.row(row)
    losses.append(unsafe normalizer - Double(logits[target]))
    divergences.append(
      unsafe LogProbabilities.divergence(
        expected.logits, logits, normalizers: (expected.normalizer, normalizer)))
    let isAgreed =
      unsafe LogProbabilities.largest(logits)
      == LogProbabilities.largest(expected.logits)
    if isAgreed { agreementCount += 1 }
  }

  /// The figures over what has been compared, at least one token.
  var result: Divergence {
    let sorted = divergences.sorted()
    return Divergence(
      kl: Estimate(divergences), medianKL: Quantile.value(at: 0.5, of: sorted),
      percentile99KL: Quantile.value(at: 0.99, of: sorted),
      maximumKL: Quantile.value(at: 1, of: sorted),
      agreement: Proportion(agreementCount, of: divergences.count),
      referenceNLL: Estimate(referenceLosses), nll: Estimate(losses),
      nllDifference: Estimate(zip(losses, referenceLosses).map { $0 - $1 }))
  }
}
