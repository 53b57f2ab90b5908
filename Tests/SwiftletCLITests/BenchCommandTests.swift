import SwiftletJSON
import Testing
import _SwiftletTestSupport

@Suite struct BenchCommandTests {
  private static let small = ["--prompt-tokens", "8", "--generate-tokens", "4", "--threads", "2"]

  private func row(_ mini: MiniBlob, _ options: [String]) throws -> JSONObject {
    let run = try mini.run(["bench", "FILE", "--json"] + options)
    try #require(run.status == 0 && run.error.isEmpty, "\(run.error)")
    return try #require(try run.json().object?["results"]?.array?.first?.object)
  }

  @Test func everyRepetitionIsReportedWithItsMedian() throws {
    let row = try row(try MiniBlob(), Self.small + ["--repetitions", "3"])
    for phase in ["prefill", "decode"] {
      let rates = try #require(row["\(phase)_runs"]?.array).compactMap(\.double)
      #expect(rates.count == 3)
      #expect(row["\(phase)_tokens_per_second"]?.double == rates.sorted()[1])
      #expect(
        row["\(phase)_range"]
          == .array([.number(rates.min() ?? 0), .number(rates.max() ?? 0)]))
    }
    #expect(row["threads"]?.integer == 2 && row["kernels"]?.string != nil)
    #expect((row["roofline_share"]?.double ?? 0) > 0)
    #expect(row["profile"] == nil)
  }

  @Test func theProfileTellsPrefillFromDecode() throws {
    let row = try row(try MiniBlob(), Self.small + ["--repetitions", "2", "--profile"])
    var jobs: [Int] = []
    for phase in ["prefill", "decode"] {
      let profile = try #require(row["profile"]?.object?[phase]?.object)
      let kinds = try #require(profile["kinds"]?.array).compactMap(\.object)
      let spent = kinds.reduce(0) {
        $0 + ($1["work_seconds"]?.double ?? .nan) + ($1["barrier_seconds"]?.double ?? .nan)
      }
      // Jobs follow each other, so their times cannot add up to more than the phase took.
      #expect(spent > 0 && spent <= profile["seconds"]?.double ?? 0)
      #expect((0...1).contains(profile["barrier_share"]?.double ?? -1))
      let products = try #require(kinds.first { $0["kind"]?.string == "gate, up" })
      jobs.append(products["jobs"]?.integer ?? 0)
    }
    // Each pass has this job once a layer: twice one pass of eight tokens, twice five passes of one.
    #expect(jobs[0] > 0 && jobs[1] == jobs[0] * 5)
  }

  @Test func aSkippedPhaseHasNoFigures() throws {
    let row = try row(
      try MiniBlob(),
      ["--prompt-tokens", "0", "--generate-tokens", "2", "--repetitions", "1", "--profile"])
    #expect(row["prefill_tokens_per_second"] == .null && row["prefill_runs"] == .array([]))
    #expect(row["profile"]?.object?["prefill"] == .null)
    #expect(row["profile"]?.object?["decode"]?.object != nil)
  }

  @Test func depthFillsTheContextFirst() throws {
    let mini = try MiniBlob()
    let options = ["--generate-tokens", "4", "--prompt-tokens", "0", "--repetitions", "1"]
    // 507 + 1 + 4 positions are all that the model has.
    let deep = try row(mini, options + ["--depth", "507", "--kv", "int8"])
    #expect(deep["depth"]?.integer == 507 && deep["kv"]?.string == "int8")
    #expect(deep["decode_runs"]?.array?.count == 1)
    try mini.expectRefusal(
      ["bench", "FILE", "--depth", "508"] + options, status: 64, "512 positions, found 513")
  }

  @Test func theTextNamesBothPhases() throws {
    let run = try MiniBlob().run(
      ["bench", "FILE", "--repetitions", "1", "--depth", "3", "--profile"] + Self.small)
    #expect(run.status == 0)
    for words in ["2 threads", "depth 3", "prefill ", "decode ", "% of", "outside of jobs"] {
      #expect(run.output.contains(words), "\(words) in \(run.output)")
    }
  }

  @Test func refusesWhatItCannotMeasure() throws {
    let mini = try MiniBlob()
    for options in [
      ["--prompt-tokens", "0", "--generate-tokens", "0"], ["--repetitions", "0"],
      ["--depth=-1"], ["--prompt-tokens", "9223372036854775807"], ["--threads", "1,x"],
      ["--threads", ""], ["--kernels", "abacus"],
    ] {
      try mini.expectRefusal(["bench", "FILE"] + options, status: 64)
    }
  }
}
