import SwiftletMeasure
import Testing

@Suite struct ReportComparisonTests {
  private static func quantity(_ name: String, _ comparison: ReportComparison) throws
    -> ReportComparison.Quantity
  {
    try #require(comparison.quantities.first { $0.name == name })
  }

  @Test func aDifferenceCountsWhereTheRepetitionsDoNotTouch() throws {
    let comparison = ReportComparison([
      ("a.json", SyntheticReport.whole(rate: 20)), ("b.json", SyntheticReport.whole(rate: 20.3)),
      ("c.json", SyntheticReport.whole(rate: 30)),
    ])
    let decode = try Self.quantity("decode", comparison)
    #expect(decode.entries.map(\.letter) == ["A", "B", "C"])
    #expect(decode.entries.map(\.difference) == [.first, .withinSpread, .beyondSpread])
    #expect(abs((decode.entries[2].ratio ?? 0) - 1.5) < 1e-9)
    #expect(decode.isBetterHigher == true)
  }

  @Test func whatWasMeasuredOnceHasNoSpread() throws {
    let comparison = ReportComparison([
      ("a", SyntheticReport.whole()), ("b", SyntheticReport.whole()),
    ])
    #expect(try Self.quantity("load", comparison).entries[1].difference == .spreadUnknown)
  }

  @Test func aBoardIsNotComparedWithARail() throws {
    var other = SyntheticReport.whole(joulesPerToken: 0.3)
    for index in other.phases.indices {
      other.phases[index].energyPerToken = .measured(
        0.3, unit: "J/token", source: "ina226", covers: "board", interval: 0.29...0.31)
    }
    let comparison = ReportComparison([("a", SyntheticReport.whole()), ("b", other)])
    let energy = try Self.quantity("energy per decoded token", comparison)
    #expect(energy.entries[1].difference == .notComparable)
  }

  @Test func whatIsMissingIsNotAvailableAndHasNoRatio() throws {
    let comparison = ReportComparison([
      ("a", SyntheticReport.whole()), ("b", SyntheticReport.least()),
    ])
    let decode = try Self.quantity("decode", comparison)
    #expect(decode.entries[1].difference == .unavailable && decode.entries[1].ratio == nil)
    #expect(decode.entries[1].figure.reason != nil)
    #expect(comparison.notes.contains { $0.contains("another workload") })
  }

  @Test func degreesHaveNoRatio() throws {
    let comparison = ReportComparison([
      ("a", SyntheticReport.whole()), ("b", SyntheticReport.whole()),
    ])
    #expect(try Self.quantity("hottest", comparison).entries[1].ratio == nil)
    #expect(comparison.notes.contains { $0.contains("held down") })
  }

  @Test func thePageHasAChartForEachQuantity() throws {
    let comparison = ReportComparison([
      ("a", SyntheticReport.whole()), ("b", SyntheticReport.whole(rate: 30)),
    ])
    let page = ComparisonPage(comparison).html
    #expect(
      page.split(separator: "<svg class=\"chart\"").count == comparison.quantities.count + 1)
    #expect(page.contains("beyond the spread") && page.contains("1.50 times A"))
  }
}
