import SwiftletMeasure
import SwiftletRuntime
import Testing

@Suite struct ReportPageTests {
  private static let attack =
    "</title><script>alert(1)</script><img src=x onerror=alert(1)>\"'&\u{202E}\u{7}"

  @Test func thePageNeedsNothingButItself() {
    let page = ReportPage(SyntheticReport.whole()).html
    #expect(page.hasPrefix("<!DOCTYPE html>"))
    #expect(page.contains("default-src 'none'"))
    for forbidden in ["<script", "http:", "https:", "src=", "@import", "onload"] {
      #expect(!page.contains(forbidden), "\(forbidden)")
    }
    #expect(page.contains("prefers-color-scheme:dark") && page.contains("@media print"))
    #expect(page.contains("name=\"viewport\""))
  }

  @Test func everyChartIsThereWithTitleDescriptionAndUnit() {
    let page = ReportPage(SyntheticReport.whole()).html
    for id in [
      "memory", "decode", "prefill", "token-energy", "phase-energy", "power", "heat", "clock",
    ] {
      #expect(page.contains("<title id=\"\(id)-t\">"), "\(id)")
      #expect(page.contains("<desc id=\"\(id)-d\">"), "\(id)")
    }
    for unit in [">MiB<", ">tokens/s<", ">W<", ">°C<", ">GHz<", ">J/token<", ">time in s<"] {
      #expect(page.contains(unit), "\(unit)")
    }
    #expect(page.contains("cap 128 MiB"))
    #expect(page.contains("class=\"throttled\""))
  }

  @Test func everyFigureSaysHowItCameToBe() {
    let page = ReportPage(SyntheticReport.whole()).html
    for kind in ["measured", "modelled", "unavailable"] {
      #expect(page.contains("<span class=\"mark \(kind)\">\(kind)</span>"))
    }
    // An unavailable figure has its reason, and no number.
    #expect(page.contains("the kernel allows none: sysctl kernel.perf_event_paranoid=1 would"))
    #expect(page.contains("assumption of the MobileLLM paper"))
  }

  @Test func namesAreTextAndNothingElse() {
    var report = SyntheticReport.whole()
    report.model.name = Self.attack
    report.board.model = Self.attack
    report.workload.name = Self.attack
    report.workload.summary = Self.attack
    report.environment.kernels = Self.attack
    report.warnings = [Self.attack]
    report.meters[0].name = Self.attack
    report.memory.plan.entries[0].owner = Self.attack
    report.phases[0].energy = .unavailable(Self.attack, unit: Self.attack, covers: Self.attack)
    report.samples = SampleSeries(
      times: report.samples.times,
      columns: report.samples.columns.map {
        .init(quantity: $0.quantity, name: Self.attack, values: $0.values)
      })
    for page in [
      ReportPage(report).html, ComparisonPage(ReportComparison([(Self.attack, report)])).html,
    ] {
      #expect(!page.contains("<script") && !page.contains("<img"))
      #expect(!page.contains("\u{202E}") && !page.contains("\u{7}"))
      #expect(page.contains("&lt;script&gt;"))
    }
  }

  @Test func halfAnHourMakesAPageAsSmallAsAMinute() {
    let minute = ReportPage(SyntheticReport.whole(rowCount: 600)).html
    let day = ReportPage(SyntheticReport.whole(rowCount: 18_000)).html
    #expect(day.utf8.count < 200_000)
    #expect(day.utf8.count < 2 * minute.utf8.count)
  }

  @Test func aReportWithNothingIsStillAPage() {
    let page = ReportPage(SyntheticReport.least()).html
    #expect(page.contains("Tiny-1M on unknown board") && page.contains("not available"))
    #expect(!page.contains("<svg class=\"chart\""))
  }

  @Test func valuesAtTheEndsOfWhatAReportMayHoldAreDrawn() {
    var report = SyntheticReport.whole(rowCount: 50)
    let times = report.samples.times
    for quantity in SampleSeries.Quantity.allCases {
      for value in [1e24, -1e24, 1e-24, 0] {
        report.samples = SampleSeries(
          times: times,
          columns: [
            .init(
              quantity: quantity, name: "x",
              values: times.indices.map { $0 == 7 ? value : $0 % 5 == 0 ? nil : 1 })
          ])
        let page = ReportPage(report).html
        #expect(!page.contains("nan") && !page.contains("\"inf"))
      }
    }
    report.spans = [
      .init(
        phase: .decode, repetition: 0, turn: 0, startSeconds: 1e24, seconds: 1e24,
        tokenCount: 1 << 53)
    ]
    #expect(ReportPage(report).html.contains("</html>"))
    report.samples = SampleSeries(times: [0, 1e24], columns: [])
    #expect(ReportPage(report).html.contains("</html>"))
  }
}
