import SwiftletRuntime
import SwiftletSystem
import Testing
import _SwiftletTestSupport

@Suite struct SamplerTests {
  private func draws(
    _ options: SamplingOptions, _ logits: [Float], count: Int, seen: [Int32] = []
  ) throws -> [Int32] {
    let budget = MemoryBudget(capByteCount: 1 << 24)
    var sampler = try Sampler(options: options, vocabularySize: logits.count, budget: budget)
    for token in seen { sampler.observe(token) }
    var result: [Int32] = []
    for _ in 0..<count {
      var copy = logits
      result.append(
        try unsafe copy.withUnsafeMutableBufferPointer { try unsafe sampler.sample($0) })
    }
    return result
  }

  private func options(_ change: (inout SamplingOptions) -> Void) -> SamplingOptions {
    var options = SamplingOptions()
    options.temperature = 1
    change(&options)
    return options
  }

  /// Three binomial standard deviations around the expected share, of `count` draws.
  private func isPlausible(_ hits: Int, of count: Int, probability: Double) -> Bool {
    let deviation = (Double(count) * probability * (1 - probability)).squareRoot()
    return abs(Double(hits) - Double(count) * probability) <= 4 * deviation + 1
  }

  @Test func greedyTakesTheFirstOfTheLargest() throws {
    #expect(try draws(SamplingOptions(), [1, 3, 3, 2], count: 2) == [1, 1])
  }

  @Test func greedyFindsTheLargestAnywhere() throws {
    var generator = SeededGenerator(seed: 31)
    for count in [1, 2, 15, 16, 17, 40, 333] {
      for place in [0, count / 2, count - 1] {
        var logits = (0..<count).map { _ in Float.random(in: -9 ... -1, using: &generator) }
        logits[place] = -0.5
        #expect(try draws(SamplingOptions(), logits, count: 1) == [Int32(place)])
        // Of two that are equal the first counts, in whichever vector it lies.
        logits[count - 1] = -0.5
        #expect(try draws(SamplingOptions(), logits, count: 1) == [Int32(place)])
        for broken in [Float.nan, .infinity, -.infinity] {
          logits[place] = broken
          #expect(throws: SamplerError.nonfiniteLogits(token: place)) {
            try draws(SamplingOptions(), logits, count: 1)
          }
        }
      }
    }
  }

  @Test func frequenciesFollowTheSoftmax() throws {
    let logits: [Float] = [0, 1, 2, -1]
    let count = 20_000
    let drawn = try draws(options { $0.seed = 3 }, logits, count: count)
    // e to the powers 0, 1, 2, -1.
    let weights = [1, 2.718281828459045, 7.38905609893065, 0.36787944117144233]
    let total = weights.reduce(0, +)
    for token in 0..<4 {
      let hits = drawn.count { $0 == Int32(token) }
      #expect(isPlausible(hits, of: count, probability: weights[token] / total))
      // The check is able to fail.
      #expect(!isPlausible(hits, of: count, probability: weights[token] / total + 0.05))
    }
  }

  @Test func theSeedDecidesTheSequence() throws {
    let logits = (0..<50).map { Float($0 % 7) }
    let first = try draws(options { $0.seed = 9 }, logits, count: 100)
    #expect(try draws(options { $0.seed = 9 }, logits, count: 100) == first)
    #expect(try draws(options { $0.seed = 10 }, logits, count: 100) != first)
  }

  @Test func topKTopPAndMinPKeepTheRightTokens() throws {
    // Probabilities 0.5, 0.25, 0.125, 0.0625, 0.0625 in a shuffled order.
    let logits: [Float] = [-3, 0, -1, -4, -2, -4].map { $0 * 0.6931472 }
    func kept(_ change: (inout SamplingOptions) -> Void) throws -> Set<Int32> {
      Set(try draws(options(change), logits, count: 3000))
    }
    #expect(try kept { _ in } == [0, 1, 2, 3, 4, 5])
    #expect(try kept { $0.topK = 2 } == [1, 2])
    #expect(try kept { $0.topK = 1 } == [1])
    #expect(try kept { $0.topP = 0.4 } == [1])
    #expect(try kept { $0.topP = 0.7 } == [1, 2])
    #expect(try kept { $0.minP = 0.2 } == [1, 2, 4])
    #expect(
      try kept {
        $0.topK = 4
        $0.minP = 0.4
      } == [1, 2])
    // Among the top two, the first has 2/3 of the weight.
    #expect(
      try kept {
        $0.topK = 2
        $0.topP = 0.6
      } == [1])
    #expect(try kept { $0.topK = 100 } == [0, 1, 2, 3, 4, 5])
  }

  @Test func theRepetitionPenaltyLowersTokensSeenBefore() throws {
    var greedy = SamplingOptions()
    greedy.repetitionPenalty = 2
    #expect(try draws(greedy, [3, 2, -1], count: 1, seen: [0]) == [1])
    #expect(try draws(greedy, [-1, -1.5, -4], count: 1, seen: [0]) == [1])
    #expect(try draws(greedy, [3, 1, -1], count: 1, seen: [0, 99, -1]) == [0])
  }

  @Test func nonfiniteLogitsAreAnErrorNotAToken() {
    for bad in [Float.nan, .infinity, -.infinity] {
      #expect(throws: SamplerError.nonfiniteLogits(token: 2)) {
        _ = try draws(SamplingOptions(), [0, 1, bad], count: 1)
      }
    }
  }

  @Test func optionsOutOfRangeAreNamed() {
    #expect(options { $0.temperature = -1 }.defect?.option == "temperature")
    #expect(options { $0.temperature = .nan }.defect?.option == "temperature")
    #expect(options { $0.topK = -1 }.defect?.option == "top-k")
    #expect(options { $0.topP = 0 }.defect?.option == "top-p")
    #expect(options { $0.minP = 1.5 }.defect?.option == "min-p")
    #expect(options { $0.repetitionPenalty = 0 }.defect?.option == "repeat-penalty")
    #expect(options { _ in }.defect == nil)
  }
}
