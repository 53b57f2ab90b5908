import SwiftletSystem
import Testing

@Suite struct TextTableTests {
  @Test func columnsAreAligned() {
    let lines = TextTable.lines(
      [["name", "bytes"], ["a", "10"], ["long name", "7"]], leftAligned: [0])
    #expect(lines == ["name       bytes", "a             10", "long name      7"])
    #expect(TextTable.lines([["a", "b"], ["c", ""]], leftAligned: [0, 1]) == ["a  b", "c"])
    #expect(TextTable.lines([], leftAligned: []).isEmpty)
  }
}

@Suite struct DecimalTests {
  @Test(arguments: [
    (0, 2, "0.00"), (1.005, 1, "1.0"), (2.5, 0, "3"), (0.999, 2, "1.00"), (-1.25, 1, "-1.3"),
    (1234.5678, 3, "1234.568"), (.infinity, 2, "inf"), (1e300, 2, "1e+300"), (.nan, 1, "nan"),
  ])
  func roundsToTheDecimalsAskedFor(_ value: Double, _ digits: Int, _ text: String) {
    #expect(Decimal.text(value, digits: digits) == text)
  }
}
