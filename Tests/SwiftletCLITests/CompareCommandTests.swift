import SwiftletJSON
import Testing
import _SwiftletTestSupport

/// `swiftlet compare` puts reports side by side.
@Suite(.enabled(if: CommandRun.swiftletPath != nil, "no swiftlet beside the test bundle"))
struct CompareCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A report of a run that decoded at these rates.
  private func report(
    _ name: String, rates: [Double], joules: Double? = nil, model: String = "SmolLM2-135M"
  ) throws {
    let list = rates.map { "\($0)" }.joined(separator: ",")
    let energy =
      joules.map {
        "{\"kind\":\"measured\",\"value\":\($0),\"low\":\($0 * 0.99),\"high\":\($0 * 1.01),"
          + "\"unit\":\"J/token\",\"source\":\"ina226\",\"covers\":\"board\"}"
      } ?? "{\"kind\":\"unavailable\",\"unit\":\"J/token\",\"reason\":\"no meter\"}"
    let text = """
      {"format":"swiftlet-measurement","version":1,"program":"swiftlet 0.1",
      "model":{"name":"\(model)","file":"m.swiftlet","file_bytes":90000000,"parameters":134515008,
      "bits_per_weight":5.4,"recipe":"int4","weight_bytes_per_token":90000000},
      "board":{"model":"Raspberry Pi 5","cores":["4 x Cortex-A76"]},
      "environment":{"kernels":"neon_dotprod","threads":4,"kv":"f16","context":2048,"residency":"resident"},
      "workload":{"name":"short answer","summary":"","prompt_tokens":8,"generated_tokens":64,"turns":1,
      "repetitions":\(rates.count)},
      "memory":{"cap_bytes":134217728,"plan":[],"peak":{"kind":"measured","value":124780544.0,"unit":"B",
      "source":"VmHWM","covers":"this process"}},
      "meters":[],"spans":[],"thermal":{},"samples":{"seconds":[],"columns":[]},"warnings":[],
      "phases":[{"name":"decode","tokens":192,"duration":{"kind":"measured","value":9.0,"unit":"s",
      "source":"clock","covers":"decode"},
      "tokens_per_second":{"kind":"measured","value":\(rates.sorted()[rates.count / 2]),
      "low":\(rates.min() ?? 0),"high":\(rates.max() ?? 0),"unit":"tokens/s","source":"clock",
      "covers":"decode","repetitions":[\(list)]},
      "energy":{"kind":"unavailable","unit":"J","reason":"no meter"},
      "energy_above_idle":{"kind":"unavailable","unit":"J","reason":"no meter"},
      "energy_per_token":\(energy),"meter_energies":[],"counters":{}}]}
      """
    try folder.write(name, text)
  }

  private func compare(_ arguments: [String]) throws -> CommandRun {
    try CommandRun(
      ["compare"] + arguments.map { $0.hasSuffix(".json") ? folder.path($0) : $0 }, in: folder)
  }

  @Test func ratiosAreAgainstTheFirstAndSayWhatTheyAreWorth() throws {
    try report("a.json", rates: [20, 21, 20.5], joules: 0.2)
    try report("b.json", rates: [20.8, 21.5, 21], joules: 0.3)
    try report("c.json", rates: [41, 40, 42])
    let run = try compare(["a.json", "b.json", "c.json", "--json"])
    #expect(run.status == 0 && run.error.isEmpty, "\(run.error)")
    let quantities = try #require(run.json().object?["quantities"]?.array).compactMap(\.object)
    let decode = try #require(quantities.first { $0["name"]?.string == "decode" })
    let entries = try #require(decode["entries"]?.array).compactMap(\.object)
    #expect(
      entries.map { $0["difference"]?.string } == [
        "first", "within the spread", "beyond the spread",
      ])
    #expect(abs((entries[2]["ratio"]?.double ?? 0) - 2) < 1e-12)
    let energy = try #require(quantities.first { $0["name"]?.string == "energy per decoded token" })
    let joules = try #require(energy["entries"]?.array).compactMap(\.object)
    #expect(joules[1]["difference"]?.string == "beyond the spread")
    #expect(joules[2]["difference"]?.string == "not available")
    #expect(joules[2]["ratio"]?.isNull == true)
    #expect(joules[2]["figure"]?.object?["reason"]?.string == "no meter")
  }

  @Test func theTextNamesEveryReportOnce() throws {
    try report("a.json", rates: [20, 21, 20.5])
    try report("b.json", rates: [41, 40, 42])
    let run = try compare(["a.json", "b.json"])
    #expect(run.status == 0, "\(run.error)")
    let lines = run.output.split(separator: "\n")
    #expect(lines.count { $0.hasPrefix("A  ") } == 1 && lines.count { $0.hasPrefix("B  ") } == 1)
    #expect(lines.contains { $0.hasSuffix("beyond the spread") && $0.contains("2.00") })
  }

  @Test func aPageIsWrittenForOneReportAndForSeveral() throws {
    try report("a.json", rates: [20, 21, 20.5])
    try report("b.json", rates: [41, 40, 42], model: "<b>bold</b>")
    for reports in [["a.json"], ["a.json", "b.json"]] {
      let run = try compare(reports + ["--html", folder.path("page.html")])
      #expect(run.status == 0, "\(run.error)")
      let page = try CommandRun(program: "/bin/cat", [folder.path("page.html")], in: folder).output
      #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n"))
      #expect(!page.contains("<b>bold"))
      #expect(page.contains("&lt;b&gt;bold") == (reports.count > 1))
    }
    let refused = try compare(["a.json", "--html", "/nowhere/page.html"])
    #expect(refused.status == 73)
  }

  @Test func whatIsNoReportIsNamed() throws {
    try report("a.json", rates: [20])
    try folder.write("x.json", "{\"format\":\"swiftlet-measurement\",\"version\":1,\"program\":[]}")
    let damaged = try compare(["a.json", "x.json"])
    #expect(damaged.status == 65 && damaged.errorLines.count == 1)
    #expect(damaged.error.contains("x.json: program: expected a text"), "\(damaged.error)")
    #expect(try compare(["a.json", "absent.json"]).status == 66)
    #expect(try compare([]).status == 64)
  }
}
