import SwiftletMeasure
import Testing

@Suite struct FigureTests {
  @Test func whatIsNotANumberIsUnavailableAndNeverZero() {
    for value in [Double.nan, .infinity, 1e300] {
      let figure = Figure.measured(value, unit: "W", source: "s", covers: "board")
      #expect(figure.kind == .unavailable && figure.value == nil && figure.reason != nil)
    }
    let none = Figure.measured(repetitions: [], unit: "W", source: "s", covers: "board")
    #expect(none.kind == .unavailable && none.value == nil)
  }

  @Test func repetitionsGiveTheMedianAndTheirEnds() {
    let figure = Figure.measured(repetitions: [3, 1, 2], unit: "W", source: "s", covers: "board")
    #expect(figure.value == 2 && figure.interval == 1...3 && figure.repetitions == [3, 1, 2])
    let single = Figure.measured(repetitions: [4], unit: "W", source: "s", covers: "board")
    #expect(single.value == 4 && single.repetitions.isEmpty)
  }

  @Test func anIntervalHoldsItsValue() {
    let figure = Figure.modelled(1, interval: 2...3, unit: "W", source: "s", covers: "board")
    #expect(figure.interval == 1...3)
  }
}
