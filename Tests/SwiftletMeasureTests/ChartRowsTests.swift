import SwiftletMeasure
import Testing
import _SwiftletTestSupport

@Suite struct ChartRowsTests {
  private static let times = (0..<18_000).map { Double($0) / 10 }

  @Test func aPeakOfOneSampleStaysInHalfAnHour() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<50 {
      var values: [Double?] = Self.times.map { _ in Double.random(in: 1...2, using: &generator) }
      let (high, low) = (
        Int.random(in: 0..<18_000, using: &generator), Int.random(in: 0..<18_000, using: &generator)
      )
      values[low] = 0
      values[high] = 9
      let rows = ChartRows.selected(times: Self.times, values: values)
      #expect(rows.contains(high) && (rows.contains(low) || low == high))
      #expect(rows.count <= 4 * ChartRows.partCount && rows == rows.sorted())
      #expect(Set(rows).count == rows.count && rows.first == 0 && rows.last == 17_999)
      let parts = ChartRows.parts(times: Self.times, values: values) ?? []
      #expect(parts.map(\.high).max() == 9 && parts.count <= ChartRows.partCount)
      #expect(low == high || parts.map(\.low).min() == 0)
    }
  }

  @Test func aGapStaysAGap() {
    let values: [Double?] = Self.times.map { $0 > 600 && $0 < 900 ? nil : 5 }
    let rows = ChartRows.selected(times: Self.times, values: values)
    #expect(rows.contains { values[$0] == nil })
    let parts = ChartRows.parts(times: Self.times, values: values) ?? []
    #expect(parts.contains { $0.mean == nil && $0.time > 600 && $0.time < 900 })
    #expect(parts.allSatisfy { $0.mean == nil || $0.mean == 5 })
  }

  @Test func aMeanIsThatOfItsPart() {
    // 150 rows a part, the first of them larger.
    let values: [Double?] = Self.times.indices.map { $0 % 150 == 0 ? 151 : 1 }
    let parts = ChartRows.parts(times: Self.times, values: values) ?? []
    let means = parts.compactMap(\.mean)
    #expect(means.count == ChartRows.partCount && abs(means.reduce(0, +) / 120 - 2) < 0.05)
  }

  @Test func fewRowsAreAllDrawn() {
    let times = [0.0, 1, 2]
    #expect(ChartRows.selected(times: times, values: [1, nil, 3]) == [0, 1, 2])
    #expect(ChartRows.parts(times: times, values: [1, nil, 3]) == nil)
    #expect(ChartRows.selected(times: [], values: []) == [])
  }

  @Test func rowsAtOneMomentDoNotLoseTheLast() {
    // A clock that stands still for the whole series.
    let times = [Double](repeating: 4, count: 5000)
    let values: [Double?] = (0..<5000).map(Double.init)
    let rows = ChartRows.selected(times: times, values: values)
    #expect(rows.contains(4999) && rows.contains(0))
    #expect((ChartRows.parts(times: times, values: values) ?? []).map(\.high).max() == 4999)
  }
}
