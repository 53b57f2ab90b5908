import SwiftletMeasure
import Testing

@Suite struct TokenRateTests {
  @Test func aSteadyRateIsSeenInEveryWindow() {
    let times = (0...600).map { Double($0) / 10 }
    let tokens: [Double?] = times.map { $0 * 20 }
    let windows = TokenRate.windows(times: times, tokens: tokens, from: 10, to: 50, 4)
    #expect(windows.count == 10)
    #expect(windows.allSatisfy { abs($0.rate - 20) < 1e-9 })
    #expect(windows.first?.from == 10 && windows.last.map { abs($0.to - 50) < 1e-9 } == true)
  }

  @Test func aDropIsSeenWhereItIs() {
    let times = (0...600).map { Double($0) / 10 }
    let tokens: [Double?] = times.map { $0 < 30 ? $0 * 20 : 600 + ($0 - 30) * 10 }
    let windows = TokenRate.windows(times: times, tokens: tokens, from: 0, to: 60, 6)
    #expect(windows.prefix(5).allSatisfy { abs($0.rate - 20) < 0.4 })
    #expect(windows.suffix(5).allSatisfy { abs($0.rate - 10) < 0.4 })
  }

  @Test func whatWasNotSeenHasNoRate() {
    let times = (0...100).map(Double.init)
    let tokens: [Double?] = times.map { $0 > 40 && $0 < 60 ? nil : $0 }
    let windows = TokenRate.windows(times: times, tokens: tokens, from: 0, to: 100, 5)
    #expect(!windows.contains { $0.from > 41 && $0.to < 59 })
    #expect(windows.count >= 14)
    #expect(TokenRate.windows(times: [], tokens: [], from: 0, to: 1, 0.1).isEmpty)
  }
}
