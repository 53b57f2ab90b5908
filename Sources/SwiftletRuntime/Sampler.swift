internal import SwiftletKernels
public import SwiftletSystem

/// Why no token could be chosen.
public enum SamplerError: Error, Equatable, CustomStringConvertible {
  /// A logit is NaN or infinite: the weights or the input overflow.
  case nonfiniteLogits(token: Int)

  /// One line.
  public var description: String {
    switch self {
    case .nonfiniteLogits(let token):
      return "logits: expected finite numbers, found a non-finite one for token \(token)"
    }
  }
}

/// Chooses tokens from logits.
///
/// Nothing is allocated after `init`.
@safe public struct Sampler: ~Copyable {
  /// The options it was made with.
  public let options: SamplingOptions
  private let vocabularySize: Int
  private var generator: SplitMix64
  /// (vocabulary) candidates, then (vocabulary) bytes that mark tokens seen before.
  private let memory: AlignedBuffer

  private struct Candidate {
    var weight: Float
    var token: Int32

    /// More likely first; of equals the lower id, so that the order is total.
    static func precedes(_ left: Candidate, _ right: Candidate) -> Bool {
      left.weight > right.weight || (left.weight == right.weight && left.token < right.token)
    }
  }

  /// Bytes that a sampler over `vocabularySize` tokens reserves.
  public static func byteCount(vocabularySize: Int) -> Int {
    vocabularySize * (MemoryLayout<Candidate>.stride + 1)
  }

  /// Reserves the working memory.
  ///
  /// - Throws: `MemoryBudgetError`.
  public init(options: SamplingOptions, vocabularySize: Int, budget: MemoryBudget)
    throws(MemoryBudgetError)
  {
    precondition(options.defect == nil, "sampling options were not validated")
    self.options = options
    self.vocabularySize = vocabularySize
    generator = SplitMix64(seed: options.seed)
    memory = try AlignedBuffer(
      byteCount: Sampler.byteCount(vocabularySize: vocabularySize), budget: budget,
      owner: "sampler")
  }

  private var candidates: UnsafeMutablePointer<Candidate> {
    unsafe memory.base.assumingMemoryBound(to: Candidate.self)
  }

  private var seen: UnsafeMutablePointer<UInt8> {
    unsafe (memory.base + vocabularySize * MemoryLayout<Candidate>.stride)
      .assumingMemoryBound(to: UInt8.self)
  }

  /// Marks a token as seen, for the repetition penalty.
  public mutating func observe(_ token: Int32) {
    guard token >= 0, token < vocabularySize else { return }
    unsafe seen[Int(token)] = 1
  }

  /// Chooses a token; `logits` (vocabulary) are changed by the penalty.
  ///
  /// - Throws: `SamplerError.nonfiniteLogits`.
  /// - Complexity: O(vocabulary) and no full sort.
  public mutating func sample(_ logits: UnsafeMutableBufferPointer<Float>) throws(SamplerError)
    -> Int32
  {
    precondition(logits.count == vocabularySize, "sample: \(logits.count) logits")
    if options.repetitionPenalty != 1 { unsafe penalize(logits) }
    let best = try unsafe LargestLogit.index(in: UnsafeBufferPointer(logits))
    guard options.temperature > 0 else { return Int32(best) }
    let largest = unsafe logits[best]
    var total = 0.0
    for token in 0..<vocabularySize {
      let weight = unsafe KernelSet.exp((logits[token] - largest) / options.temperature)
      unsafe candidates[token] = Candidate(weight: weight, token: Int32(token))
      total += Double(weight)
    }
    return draw(total: total)
  }

  private func penalize(_ logits: UnsafeMutableBufferPointer<Float>) {
    for token in 0..<vocabularySize where unsafe seen[token] != 0 {
      let logit = unsafe logits[token]
      // What is not finite comes from the model and is reported as such.
      guard logit.isFinite else { continue }
      let penalized =
        logit > 0 ? logit / options.repetitionPenalty : logit * options.repetitionPenalty
      let limit = Float.greatestFiniteMagnitude
      unsafe logits[token] = max(-limit, min(limit, penalized))
    }
  }

  /// Draws from the candidates that top-k, top-p and min-p leave.
  private mutating func draw(total: Double) -> Int32 {
    var kept = vocabularySize
    var total = total
    let sorted = (options.topK > 0 && options.topK < vocabularySize) || options.topP < 1
    // Sorted candidates gather at the end of the array, the most likely one last.
    if sorted {
      let limit = options.topK > 0 ? min(options.topK, vocabularySize) : vocabularySize
      (kept, total) = selectLargest(limit: limit, total: total)
    }
    if options.minP > 0 {
      var sum = 0.0
      var count = 0
      // The most likely weight is exp(0) = 1, so the relative bound is the bound itself.
      for index in (vocabularySize - kept)..<vocabularySize {
        let candidate = unsafe candidates[index]
        guard candidate.weight >= options.minP else { continue }
        unsafe candidates[vocabularySize - kept + count] = candidate
        sum += Double(candidate.weight)
        count += 1
      }
      return pick(first: vocabularySize - kept, count: count, total: sum)
    }
    return pick(first: vocabularySize - kept, count: kept, total: total)
  }

  private mutating func pick(first: Int, count: Int, total: Double) -> Int32 {
    var rest = generator.nextUnit() * total
    for index in first..<first + count {
      let candidate = unsafe candidates[index]
      rest -= Double(candidate.weight)
      if rest < 0 { return candidate.token }
    }
    // Rounding left a crumb: the last candidate with weight takes it.
    var index = first + count - 1
    while index > first, unsafe candidates[index].weight == 0 { index -= 1 }
    return unsafe candidates[index].token
  }

  /// Pops the most likely candidates off a heap to the end of the array until `limit` or top-p is met.
  ///
  /// - Returns: how many were popped and the sum of their weights.
  private func selectLargest(limit: Int, total: Double) -> (Int, Double) {
    let count = vocabularySize
    for start in stride(from: count / 2 - 1, through: 0, by: -1) {
      siftDown(from: start, count: count)
    }
    var popped = 0
    var sum = 0.0
    // With top-k, the probabilities that top-p adds up are those among the k.
    let bound = limit == count ? total * Double(options.topP) : .infinity
    while popped < limit, popped == 0 || sum < bound {
      let last = count - popped - 1
      let top = unsafe candidates[0]
      unsafe candidates[0] = candidates[last]
      unsafe candidates[last] = top
      siftDown(from: 0, count: last)
      popped += 1
      sum += Double(top.weight)
    }
    guard limit < count, options.topP < 1 else { return (popped, sum) }
    var kept = 0
    var keptSum = 0.0
    while kept < popped, kept == 0 || keptSum < sum * Double(options.topP) {
      unsafe keptSum += Double(candidates[count - 1 - kept].weight)
      kept += 1
    }
    return (kept, keptSum)
  }

  private func siftDown(from start: Int, count: Int) {
    var parent = start
    let candidates = unsafe candidates
    while true {
      var child = 2 * parent + 1
      guard child < count else { return }
      if child + 1 < count, unsafe Candidate.precedes(candidates[child + 1], candidates[child]) {
        child += 1
      }
      guard unsafe Candidate.precedes(candidates[child], candidates[parent]) else { return }
      let moved = unsafe candidates[parent]
      unsafe candidates[parent] = candidates[child]
      unsafe candidates[child] = moved
      parent = child
    }
  }
}
