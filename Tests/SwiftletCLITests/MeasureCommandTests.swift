import SwiftletJSON
import SwiftletSystem
import Testing
import _SwiftletTestSupport

@Suite struct MeasureCommandTests {
  private func report(_ mini: MiniBlob, _ options: [String]) throws -> JSONObject {
    let output = mini.folder.path("out-\(UInt32.random(in: 0 ... .max))")
    let run = try mini.run(["measure", "FILE", "-o", output, "--idle", "0"] + options)
    try #require(run.status == 0, "\(run.error)")
    for name in ["samples.csv", "report.html"] {
      #expect(try FileByteSource(path: output + "/" + name).byteCount > 10)
    }
    let path = output + "/report.json"
    let file = try FileByteSource(path: path)
    return try #require(
      JSONParser.parse(file.bytes(at: 0, count: file.byteCount), file: path).object)
  }

  private func workload(_ mini: MiniBlob, _ json: String) throws -> String {
    try mini.folder.write("workload.json", json)
    return mini.folder.path("workload.json")
  }

  @Test func reportsPhasesTokensAndExactCounts() throws {
    let mini = try MiniBlob()
    let file = try workload(
      mini,
      #"{"format":"swiftlet-workload","version":1,"name":"two","repetitions":2,"turns":[{"prompt_tokens":5,"generated_tokens":4},{"prompt_tokens":3,"generated_tokens":2}]}"#
    )
    let report = try report(mini, ["--workload", file, "--rate", "50"])
    let phases = try #require(report["phases"]?.array).compactMap(\.object)
    #expect(phases.map { $0["name"]?.string } == ["load", "prefill", "decode"])
    // The first generated token of a turn comes out of the prompt.
    #expect(phases[1]["tokens"]?.integer == 16 && phases[2]["tokens"]?.integer == 8)
    #expect(report["workload"]?.object?["repetitions"]?.integer == 2)
    let work = try #require(phases[2]["work"]?.object)
    let perToken = try #require(report["model"]?.object?["weight_bytes_per_token"]?.integer)
    #expect(work["weight_bytes"]?.integer == 8 * perToken)
    // No sensor and no board file here: no zero either.
    let energy = try #require(phases[2]["energy"]?.object)
    #expect(energy["kind"]?.string != "measured" || energy["value"] != nil)
    #expect(try #require(report["sampler"]?.object)["samples"]?.integer ?? 0 > 0)
  }

  @Test func theTimelinesPeakIsTheKernels() throws {
    let mini = try MiniBlob()
    let report = try report(mini, ["--repetitions", "20", "--rate", "50"])
    let peak = try #require(report["memory"]?.object?["peak"]?.object?["value"]?.double)
    let columns = try #require(report["samples"]?.object?["columns"]?.array).compactMap(\.object)
    let resident = try #require(columns.first { $0["quantity"]?.string == "resident_bytes" })
    let highest = try #require(resident["values"]?.array).compactMap(\.double).max() ?? 0
    #expect(abs(peak - highest) <= 0x1p20, "\(peak) \(highest)")
  }

  @Test func aMeterGivesJoulesAndABatteryTokens() throws {
    let mini = try MiniBlob()
    let root = mini.folder.path("root")
    for part in [
      "root", "root/sys", "root/sys/class", "root/sys/class/hwmon", "root/sys/class/hwmon/hwmon0",
    ] {
      try mini.folder.makeFolder(part)
    }
    try mini.folder.write("root/sys/class/hwmon/hwmon0/name", "ina219\n")
    try mini.folder.write("root/sys/class/hwmon/hwmon0/power1_input", "3000000\n")
    let report = try report(
      mini,
      [
        "--root", root, "--repetitions", "3", "--rate", "50", "--battery-wh", "10", "--duration",
        "2s",
      ]
      .filter { !["--repetitions", "3"].contains($0) })
    let decode = try #require(
      report["phases"]?.array?.compactMap(\.object).first { $0["name"]?.string == "decode" })
    let energy = try #require(decode["energy"]?.object)
    let seconds = try #require(decode["duration"]?.object?["value"]?.double)
    #expect(energy["kind"]?.string == "measured")
    let joules = try #require(energy["value"]?.double)
    #expect(abs(joules - 3 * seconds) < 0.03 * joules, "\(joules) J in \(seconds) s")
    let tokens = try #require(report["battery"]?.object?["tokens_per_charge"]?.object)
    #expect(tokens["kind"]?.string == "measured" && tokens["value"]?.double ?? 0 > 0)
  }

  @Test func aBoardsCoefficientsModelWhatNoMeterTells() throws {
    let mini = try MiniBlob()
    let report = try report(mini, ["--board", "pi-4b", "--repetitions", "1"])
    let decode = try #require(
      report["phases"]?.array?.compactMap(\.object).first { $0["name"]?.string == "decode" })
    #expect(decode["energy"]?.object?["kind"]?.string == "modelled")
    #expect(report["board"]?.object?["profile"]?.string == "pi-4b")
  }

  /// Reports whose energies follow from the coefficients of a made-up board give these back.
  @Test func calibrationWritesABoardFile() throws {
    let mini = try MiniBlob()
    var files: [String] = []
    for (index, options) in [
      ["--repetitions", "1"], ["--repetitions", "9"], ["--repetitions", "20"],
    ].enumerated() {
      var report = try report(mini, ["--board", "pi-4b"] + options)
      let phases = try #require(report["phases"]?.array).enumerated().map { place, phase in
        var phase = phase.object ?? JSONObject()
        guard let work = phase["work"]?.object else { return JSONValue.object(phase) }
        let seconds = Double(1 + (3 * index + 2 * place) % 5)
        let count = 1e10 * Double(1 + (index + place) % 3)
        let bytes =
          (work["weight_bytes"]?.double ?? 0) + (work["kv_bytes"]?.double ?? 0)
        func figure(_ value: Double, _ unit: String) -> JSONValue {
          .object(
            JSONObject([
              ("kind", .string("measured")), ("unit", .string(unit)), ("value", .number(value)),
              ("source", .string("made up")), ("covers", .string("board")),
            ]))
        }
        phase["duration"] = figure(seconds, "s")
        phase["counters"] = .object(JSONObject([("instructions", figure(count, "1"))]))
        phase["energy"] = figure(2 * seconds + 1e-10 * count + 2e-9 * bytes, "J")
        return JSONValue.object(phase)
      }
      report["phases"] = .array(phases)
      try mini.folder.write("report-\(index).json", JSONValue.object(report).text)
      files.append(mini.folder.path("report-\(index).json"))
    }
    let output = mini.folder.path("board.json")
    let run = try mini.run(
      ["calibrate"] + files + ["--board", "pi-4b", "--name", "my-board", "-o", output])
    #expect(run.status == 0, "\(run.error)")
    let source = try FileByteSource(path: output)
    let board = try #require(
      JSONParser.parse(source.bytes(at: 0, count: source.byteCount), file: output).object)
    #expect(board["name"]?.string == "my-board")
    let idle = try #require(board["idle_power"]?.object?["value"]?.double)
    #expect(abs(idle - 2) < 0.01, "\(run.output)")
    let plan = try mini.run(["plan", "FILE", "--board", output])
    #expect(plan.status == 0, "\(plan.error)")
    try mini.expectRefusal(
      ["calibrate", files[0], "--board", "pi-4b", "-o", mini.folder.path("b2.json")], status: 65,
      "at least four phases")
  }

  @Test func refusesWhatMakesNoSense() throws {
    let mini = try MiniBlob()
    try mini.expectRefusal(["measure", "FILE", "--duration", "x"], status: 64, "30m")
    try mini.expectRefusal(["measure", "FILE", "--rate", "0"], status: 64, "--rate")
    try mini.expectRefusal(["measure", "FILE", "--board", "no-such"], status: 64, "--board")
    let bad = try workload(
      mini, #"{"format":"swiftlet-workload","version":1,"name":"x","turns":[]}"#)
    try mini.expectRefusal(["measure", "FILE", "--workload", bad], status: 65, "at least one turn")
    let existing = mini.folder.path("existing")
    try mini.folder.makeFolder("existing")
    try mini.folder.write("existing/report.json", "{}")
    try mini.expectRefusal(["measure", "FILE", "-o", existing], status: 73, "--force")
  }
}
