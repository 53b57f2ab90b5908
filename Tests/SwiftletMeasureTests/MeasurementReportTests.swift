import SwiftletJSON
import SwiftletMeasure
import SwiftletRuntime
import SwiftletSystem
import Testing
import _SwiftletTestSupport

@Suite struct MeasurementReportTests {
  private static func parsed(_ text: String) throws -> MeasurementReport {
    try MeasurementReport(json: JSONParser.parse(Array(text.utf8), file: "r"), file: "r")
  }

  @Test func aReportWithEverythingReadsBackEqual() throws {
    let report = SyntheticReport.whole()
    #expect(try Self.parsed(report.json.text) == report)
    #expect(try Self.parsed(report.json.prettyText) == report)
    let folder = try TemporaryFolder()
    try folder.write("report.json", report.json.prettyText)
    #expect(try MeasurementReport.read(path: folder.path("report.json")) == report)
  }

  @Test func aReportWithNothingButTheLeastReadsBackEqual() throws {
    let report = SyntheticReport.least()
    #expect(try Self.parsed(report.json.text) == report)
    // What is not known is absent, never zero.
    #expect(report.json.object?["idle"] == nil && report.json.object?["battery"] == nil)
    let peak = report.json.object?["memory"]?.object?["peak"]?.object
    #expect(peak?["value"] == nil && peak?["reason"]?.string == "the kernel does not say")
  }

  @Test func samplesThatWereNotSeenStayAbsent() throws {
    let series = SampleSeries(
      times: [0, 0.1, 0.1],
      columns: [.init(quantity: .watts, name: "ina226", values: [1.5, nil, 2])])
    var report = SyntheticReport.least()
    report.samples = series
    #expect(report.json.text.contains("[1.5,null,2.0]"))
    #expect(try Self.parsed(report.json.text).samples == series)
  }

  @Test func anotherVersionIsRefused() throws {
    let text = SyntheticReport.least().json.text.replacing("\"version\":1", with: "\"version\":2")
    #expect(throws: MeasurementError.self) { try Self.parsed(text) }
    do {
      _ = try Self.parsed(text)
    } catch let error as MeasurementError {
      #expect(error.description == "r: version: expected the version 1, found the number 2")
    }
  }

  @Test func aKeyOfALaterProgramIsIgnored() throws {
    let text = SyntheticReport.least().json.text.replacing(
      "\"warnings\":", with: "\"haste\":{\"a\":[1]},\"warnings\":")
    #expect(try Self.parsed(text) == SyntheticReport.least())
  }

  @Test(arguments: [
    ("\"parameters\":134515008", "\"parameters\":-1", "model.parameters"),
    ("\"parameters\":134515008", "\"parameters\":9007199254740993", "model.parameters"),
    ("\"sha256\":\"0a", "\"sha256\":\"xy", "model.sha256"),
    ("\"bits_per_weight\":5.4", "\"bits_per_weight\":1e300", "model.bits_per_weight"),
    ("\"seconds\":[0.0,0.1", "\"seconds\":[0.1,0.0", "samples.seconds"),
    ("\"seconds\":[0.0,", "\"seconds\":[", "samples.columns[0].values"),
    ("\"quantity\":\"tokens\"", "\"quantity\":\"hopes\"", "samples.columns[4].quantity"),
    ("\"name\":\"prefill\"", "\"name\":\"load\"", "phases[1].name"),
    ("\"kind\":\"modelled\"", "\"kind\":\"guessed\"", "phases[1].energy_per_token.kind"),
    ("\"low\":0.015", "\"low\":0.03", "phases[1].energy_per_token.low"),
    ("\"low\":0.015,", "", "phases[1].energy_per_token.low"),
    ("\"reason\":\"the sensor vanished\"", "\"reason\":7", "phases[2].meter_energies[1].reason"),
    ("\"plan\":[", "\"plan\":[7,", "memory.plan[0]"),
    ("\"format\":\"swiftlet-measurement\"", "\"format\":\"other\"", "format"),
  ])
  func damageIsNamedByItsPlace(old: String, new: String, place: String) throws {
    let text = SyntheticReport.whole(rowCount: 20).json.text
    #expect(text.contains(old))
    let range = try #require(text.firstRange(of: old))
    do {
      _ = try Self.parsed(text.replacingCharacters(in: range, with: new))
      Issue.record("\(new) was accepted")
    } catch let error as MeasurementError {
      #expect(error.fault.place == place, "\(error)")
      #expect(error.fault.file == "r")
    }
  }

  @Test func noDamagedByteCrashesTheReader() throws {
    let bytes = Array(SyntheticReport.whole(rowCount: 12).json.text.utf8)
    var generator = SeededGenerator(seed: 7)
    var refused = 0
    for _ in 0..<3000 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let index = Int.random(in: 0..<damaged.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: damaged[index] = UInt8.random(in: 32..<127, using: &generator)
        case 1: damaged.remove(at: index)
        default: damaged.insert(UInt8(ascii: "9"), at: index)
        }
      }
      do {
        _ = try MeasurementReport(json: JSONParser.parse(damaged, file: "r"), file: "r")
      } catch is JSONError {
        refused += 1
      } catch let error as MeasurementError {
        refused += 1
        #expect(!error.fault.expected.isEmpty)
      }
    }
    #expect(refused > 1000)
  }

  @Test func aFileThatIsNotThereIsUnreadable() {
    #expect {
      try MeasurementReport.read(path: "/nowhere/report.json")
    } throws: { error in
      if case .unreadable? = error as? MeasurementError { return true }
      return false
    }
  }

  @Test func thePapersRuleStandsBesideTheFigure() throws {
    let report = SyntheticReport.whole(joulesPerToken: 0.0269030016)
    let rule = PaperRule(report)
    #expect(abs(rule.joulesPerToken - 0.0134515008) < 1e-12)
    #expect(abs((rule.ratio ?? 0) - 2) < 1e-9)
    let object = try #require(report.json.object?["paper_rule"]?.object)
    #expect(object["name"]?.string?.contains("assumption") == true)
    #expect(PaperRule(SyntheticReport.least()).ratio == nil)
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
  }
}
