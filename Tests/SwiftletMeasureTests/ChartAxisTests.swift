import SwiftletMeasure
import Testing
import _SwiftletTestSupport

@Suite struct ChartAxisTests {
  @Test(arguments: [
    ([3.0, 97], true, ["0", "25", "50", "75", "100"]),
    ([0.12, 0.24], true, ["0.0", "0.1", "0.2", "0.3"]),
    ([46.2, 85.4], false, ["45", "55", "65", "75", "85", "95"]),
  ])
  func ticksAreWhatPeopleCountIn(values: [Double], fromZero: Bool, labels: [String]) {
    let axis = ChartAxis(values, fromZero: fromZero)
    if fromZero { #expect(axis.ticks.map(axis.label) == labels) }
    #expect(axis.low <= values[0] && axis.high >= values[1])
  }

  @Test func everyRangeHasAnAxisThatHoldsIt() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<5000 {
      let scale = Double.random(in: -24...24, using: &generator)
      var factor = 1.0
      for _ in 0..<Int(abs(scale)) { factor *= scale < 0 ? 0.1 : 10 }
      let values = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
        Double.random(in: -1...1, using: &generator) * factor
      }
      let axis = ChartAxis(values, fromZero: Bool.random(using: &generator))
      #expect(axis.low.isFinite && axis.high.isFinite && axis.low < axis.high, "\(values)")
      #expect(axis.ticks.count >= 2 && axis.ticks.count <= 21, "\(values)")
      for value in values {
        let slack = 1e-6 * (axis.high - axis.low)
        #expect(value >= axis.low - slack && value <= axis.high + slack, "\(values)")
        #expect((0...1).contains(axis.share(value)))
      }
    }
  }

  @Test func equalValuesStillHaveAnAxis() {
    let axis = ChartAxis([7, 7], fromZero: false)
    #expect(axis.low < axis.high && axis.low <= 7 && axis.high >= 7)
    #expect(ChartAxis([], fromZero: true).ticks.count >= 2)
  }
}
