import SwiftletArchitecture
import SwiftletJSON
import Testing
import _SwiftletTestSupport

/// `swiftlet plan` says what `swiftlet run` then does.
@Suite(.enabled(if: CommandRun.swiftletPath != nil, "no swiftlet beside the test bundle"))
struct PlanCommandTests {
  private static let order = ["streamed", "partial", "resident"]
  /// What two processes' own pages differ by, as the system maps more or less of a file around what is
  /// touched.
  private static let noise = 512 << 10

  private func plan(_ subject: CapSubject, _ options: [String]) throws -> CommandRun {
    try CommandRun(["plan", subject.path] + options, in: subject.folder)
  }

  @Test(arguments: ["tiny", "untied, three parts", "compressible", "MobileLLM-350M's layers"])
  func everyPlanOfTheCurveIsThatOfARunUnderItsCap(name: String) throws {
    let subject = try CapSubject(CapModel.named(name))
    let options = ["--context", "400", "--threads", "2", "--kv", "f16"]
    let job = CapJob(promptLength: 5, maxTokens: 2, seed: 1, kv: "f16")
    let curve = try #require(plan(subject, options + ["--json"]).json().object)
    let plans = try #require(curve["plans"]?.array).compactMap(\.object)
    #expect(plans.count >= 1)
    let peaks = try plans.map { try #require($0["planned_peak_bytes"]?.integer) }
    #expect(peaks == peaks.sorted() && Set(peaks).count == peaks.count)
    let residencies = try plans.map { plan in
      try #require(plan["residency"]?.string.flatMap(Self.order.firstIndex))
    }
    #expect(residencies == residencies.sorted() && residencies.last == 2)
    let layers = try plans.map { try #require($0["resident_layers"]?.integer) }
    #expect(layers.last == subject.model.configuration.layerCount)
    let shares = try plans.map {
      try #require($0["modelled_share_of_full_speed"]?.double)
    }
    #expect(shares.allSatisfy { $0 > 0 && $0 <= 1.0001 })
    #expect(shares.last.map { abs($0 - 1) < 0.0001 } == true)
    let smallest = try #require(curve["smallest_cap_bytes"]?.integer)
    #expect(smallest >= peaks[0] && smallest - peaks[0] < 2 << 20)
    for (plan, peak) in zip(plans, peaks) {
      let owners = try #require(plan["owners"]?.object)
      #expect(owners.entries.reduce(0) { $0 + ($1.value.integer ?? 0) } == peak)
      // A process that is larger by the noise has that much less for units of weights.
      let cap = peak + Self.noise
      let figures = try CapFigures(subject.run(job, options + ["--memory-cap", "\(cap)"]))
      #expect(figures.peak <= cap)
      #expect(figures.planned > peak - 2 * Self.noise || figures.residency == "resident")
      let residency = try #require(Self.order.firstIndex(of: figures.residency))
      let planned = try #require(plan["residency"]?.string.flatMap(Self.order.firstIndex))
      #expect(residency >= planned, "\(cap)")
    }
    let figures = try CapFigures(subject.run(job, options + ["--memory-cap", "\(smallest)"]))
    #expect(figures.peak <= smallest)
    #expect(figures.ids == (try subject.expectedIDs(job)))
  }

  @Test func aPlanUnderACapHasTheOwnersOfTheRun() throws {
    let subject = try CapSubject(CapModel.named("MobileLLM-125M's layers"))
    let options = ["--context", "300", "--threads", "3", "--kv", "int8"]
    let job = CapJob(promptLength: 5, maxTokens: 2, seed: 1, kv: "int8")
    for residency in Self.order {
      let options = options + ["--residency", residency]
      let object = try #require(plan(subject, options + ["--json"]).json().object)
      let figures = try CapFigures(subject.run(job, options))
      #expect(object["residency"]?.string == residency && figures.residency == residency)
      let planned = try #require(object["planned_peak_bytes"]?.integer)
      // The process that plans has measured speed as well, and so has touched more of the program: the plan is
      // promised within 1 MiB, and may rather be too large than too small.
      #expect((-Self.noise...1 << 20).contains(planned - figures.planned), "\(residency)")
    }
    let refused = try plan(subject, options + ["--memory-cap", "1", "--json"])
    let refusal = try CapRefusal(refused)
    #expect(refusal.smallestCapByteCount > 1 << 20)
  }

  @Test func theTextHasARowForEachPlanAndTheSmallestCap() throws {
    let subject = try CapSubject(CapModel.named("MobileLLM-350M's layers"))
    let run = try plan(subject, ["--context", "400", "--threads", "1"])
    #expect(run.status == 0 && run.error.isEmpty, "\(run.error)")
    let lines = run.output.split(separator: "\n").map { $0.split(separator: " ") }
    let residencies = lines.compactMap { line in
      line.count > 2 && line[0].last == "M" ? Self.order.firstIndex { line.contains($0[...]) } : nil
    }
    #expect(residencies.count >= 3 && residencies == residencies.sorted(), "\(run.output)")
    #expect(residencies.last == 2)
    #expect(run.output.contains("The smallest cap that works: "), "\(run.output)")
    #expect(run.output.contains("modelled from measured rates"))
    let capped = try plan(subject, ["--context", "400", "--memory-cap", "1G"])
    for words in ["weights", "process", "in all", "resident", "tokens/s"] {
      #expect(capped.output.contains(words), "\(capped.output)")
    }
  }

  @Test func aCurveIsMadeForOneTokenAndForManyThreads() throws {
    let subject = try CapSubject(CapModel.named("one layer"))
    for options in [["--context", "1"], ["--threads", "256"], ["--chunk", "5000"]] {
      let run = try plan(subject, options + ["--json"])
      #expect(run.status == 0, "\(options): \(run.error)")
      #expect(try run.json().object?["plans"]?.array?.isEmpty == false, "\(options)")
    }
  }

  @Test func aBoardsSpeedAndEnergyAreModelledWithTheirIntervals() throws {
    let subject = try CapSubject(CapModel.named("MobileLLM-350M's layers"))
    var rates: [Double] = []
    for board in ["pi-zero-2-w", "pi-4b", "pi-5"] {
      let run = try plan(subject, ["--board", board, "--context", "400", "--json"])
      let object = try #require(run.json().object)
      #expect(object["board"]?.object?["name"]?.string == board)
      let rule = try #require(object["paper_rule"]?.object)
      #expect(rule["name"]?.string?.contains("assumption") == true)
      let resident = try #require(object["plans"]?.array?.last?.object?["modelled"]?.object)
      for token in ["generated", "prompt"] {
        for key in ["tokens_per_second", "energy_per_token", "energy_above_idle_per_token"] {
          let figure = try #require(resident[token]?.object?[key]?.object)
          let value = try #require(figure["value"]?.double)
          #expect(figure["kind"]?.string == "modelled" && value > 0)
          #expect(try #require(figure["low"]?.double) < value)
          #expect(try #require(figure["high"]?.double) >= value)
          #expect(figure["source"]?.string == "board file \(board)")
        }
      }
      let generated = resident["generated"]?.object?["tokens_per_second"]?.object
      rates.append(try #require(generated?["value"]?.double))
    }
    #expect(rates == rates.sorted() && rates[0] < rates[2])
  }

  @Test func aBoardFileOfOnesOwnWorksAndADamagedOneIsNamed() throws {
    let subject = try CapSubject(CapModel.named("tiny"))
    let run = try plan(subject, ["--board", Checkout.path + "/configs/boards/pi-4b.json"])
    #expect(run.status == 0 && run.error.isEmpty, "\(run.error)")
    #expect(run.output.contains("Raspberry Pi 4B, 4 threads on Cortex-A72"))
    #expect(run.output.contains("modelled, not measured"))
    try subject.folder.write(
      "mine.json", "{\"format\":\"swiftlet-board\",\"version\":1,\"name\":7}")
    let damaged = try plan(subject, ["--board", subject.folder.path("mine.json")])
    #expect(damaged.status == 65 && damaged.error.contains("name: expected"), "\(damaged.error)")
    let unknown = try plan(subject, ["--board", "pi-9"])
    #expect(unknown.status == 64 && unknown.error.contains("pi-zero-2-w"), "\(unknown.error)")
    let missing = try plan(subject, ["--board", "nowhere.json"])
    #expect(missing.status == 66)
  }

  @Test func aPlanUnderACapNamesWhatATokenWaitsFor() throws {
    let subject = try CapSubject(CapModel.named("MobileLLM-350M's layers"))
    let run = try plan(
      subject, ["--board", "pi-5", "--context", "400", "--residency", "streamed"])
    #expect(run.status == 0, "\(run.error)")
    let line = run.output.split(separator: "\n").first { $0.hasPrefix("generated") }
    #expect(line?.hasSuffix("storage") == true, "\(run.output)")
  }
}
