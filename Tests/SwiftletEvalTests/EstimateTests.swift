import SwiftletEval
import Testing

@Suite struct EstimateTests {
  @Test func meanAndStandardError() {
    let estimate = Estimate([1, 2, 3, 4])
    #expect(estimate.mean == 2.5)
    // Sample variance 5/3 over four observations.
    #expect(abs(estimate.standardError - 0.6454972243679028) < 1e-15)
    #expect(Estimate([7]) == Estimate([7, 7, 7]))
  }

  @Test func quantilesLieBetweenTheNeighbours() {
    #expect(Quantile.value(at: 0.5, of: [1, 2, 4]) == 2)
    #expect(Quantile.value(at: 0.5, of: [1, 2, 4, 8]) == 3)
    #expect(Quantile.value(at: 0, of: [1, 2]) == 1 && Quantile.value(at: 1, of: [1, 2]) == 2)
    #expect(Quantile.value(at: 0.99, of: [5]) == 5)
    // numpy.percentile(range(101), 99) and of range(11): rank 9.9.
    #expect(abs(Quantile.value(at: 0.99, of: (0...100).map(Double.init)) - 99) < 1e-12)
    #expect(abs(Quantile.value(at: 0.99, of: (0...10).map(Double.init)) - 9.9) < 1e-12)
  }

  @Test func proportionsHaveABinomialError() {
    let proportion = Proportion(9, of: 12)
    #expect(proportion.share == 0.75)
    #expect(proportion.standardError == 0.125)
  }

  // The interval's two ends are the roots of (p - share)^2 = z^2 p (1 - p) / n: what it is defined by.
  @Test(arguments: [(8, 10), (1, 3), (50, 100), (999, 1000)])
  func wilsonIntervalSolvesItsEquation(_ count: Int, _ total: Int) {
    let proportion = Proportion(count, of: total)
    let interval = proportion.wilsonInterval
    #expect(interval.low < proportion.share && proportion.share < interval.high)
    for end in [interval.low, interval.high] {
      let left = (end - proportion.share) * (end - proportion.share)
      let right = 1.959963984540054 * 1.959963984540054 * end * (1 - end) / Double(total)
      #expect(abs(left - right) < 1e-12)
    }
  }

  @Test func wilsonIntervalHasThePublishedEnds() {
    // Newcombe (1998), table I: 81 of 263 and 0 of 20.
    let interval = Proportion(81, of: 263).wilsonInterval
    #expect(abs(interval.low - 0.2553) < 5e-5 && abs(interval.high - 0.3662) < 5e-5)
    let none = Proportion(0, of: 20).wilsonInterval
    #expect(none.low == 0 && abs(none.high - 0.1611) < 5e-5)
    let all = Proportion(20, of: 20).wilsonInterval
    #expect(all.high == 1 && abs(all.low - 0.8389) < 5e-5)
  }
}
