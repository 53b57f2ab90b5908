import SwiftletJSON
import SwiftletSystem
import Testing
import _SwiftletTestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite struct RunCommandTests {
  private static let short = ["run", "FILE", "--max-tokens", "4", "--ignore-eos"]

  @Test func textAloneIsOnStandardOutputAndStatisticsOnStandardError() throws {
    let mini = try MiniBlob()
    let json = try mini.run(Self.short + ["--prompt", "the", "--json"])
    #expect(json.status == 0 && json.error.isEmpty, "\(json.error)")
    let object = try #require(try json.json().object)
    let text = try #require(object["text"]?.string)
    let plain = try mini.run(Self.short + ["--prompt", "the"])
    #expect(plain.status == 0)
    #expect(plain.output == text + "\n")
    #expect(plain.error.contains("tokens/s") && plain.error.contains("memory: planned"))
  }

  @Test func jsonHasTheKeysOfTheContract() throws {
    let mini = try MiniBlob()
    let run = try mini.run(Self.short + ["--ids", "1,2,3", "--json", "--memory-cap", "1G"])
    let object = try #require(try run.json().object)
    for key in [
      "text", "token_ids", "prompt_tokens", "prefill_tokens_per_second",
      "decode_tokens_per_second", "time_to_first_token_seconds", "peak_resident_bytes",
      "planned_peak_bytes", "memory_cap_bytes", "residency", "kernels", "stop_reason",
    ] {
      #expect(object[key] != nil, "\(key)")
    }
    #expect(object["token_ids"]?.array?.count == 4)
    #expect(object["prompt_tokens"]?.integer == 3)
    #expect(object["memory_cap_bytes"]?.integer == 1 << 30)
    #expect(object["stop_reason"]?.string == "max_tokens")
    let planned = try #require(object["planned_peak_bytes"]?.integer)
    let peak = try #require(object["peak_resident_bytes"]?.integer)
    #expect(planned >= peak)
  }

  @Test func sameSeedGivesTheSameTextAndAnotherSeedAnother() throws {
    let mini = try MiniBlob()
    func output(_ seed: String) throws -> String {
      try mini.run([
        "run", "FILE", "--ids", "1", "--max-tokens", "24", "--ignore-eos", "--temperature", "2",
        "--seed", seed,
      ]).output
    }
    #expect(try output("7") == output("7"))
    // 260 tokens, nearly equally likely: 24 equal draws do not happen.
    #expect(try output("7") != output("8"))
  }

  @Test func emptyPromptStartsWithTheModelsFirstToken() throws {
    let mini = try MiniBlob()
    let empty = try mini.run(Self.short + ["--prompt", "", "--json"]).json().object
    let first = try mini.run(Self.short + ["--ids", "258", "--json"]).json().object
    #expect(empty?["token_ids"] == first?["token_ids"])
    #expect(empty?["prompt_tokens"]?.integer == 1)
  }

  @Test func promptFileMayHoldAnyText() throws {
    let mini = try MiniBlob()
    try mini.folder.write("prompt.txt", "a\u{0}b")
    let run = try mini.run(
      Self.short + ["--prompt-file", mini.folder.path("prompt.txt"), "--json"])
    #expect(try run.json().object?["prompt_tokens"]?.integer == 3)
    #expect(run.status == 0)
  }

  @Test func noTokensAreAllowedAndSoAreMoreThanFit() throws {
    let mini = try MiniBlob()
    let none = try mini.run(["run", "FILE", "--ids", "1", "--max-tokens", "0", "--json"])
    #expect(none.status == 0)
    #expect(try none.json().object?["token_ids"]?.array?.isEmpty == true)
    let all = try mini.run([
      "run", "FILE", "--ids", "1", "--max-tokens", "9223372036854775807", "--context", "8",
      "--ignore-eos", "--json",
    ])
    #expect(try all.json().object?["stop_reason"]?.string == "context_full")
    #expect(try all.json().object?["token_ids"]?.array?.count == 8)
  }

  @Test func aShiftedContextLetsMoreTokensThroughThanFit() throws {
    let mini = try MiniBlob()
    let run = try mini.run([
      "run", "FILE", "--ids", "1", "--max-tokens", "40", "--context", "8", "--context-shift", "1",
      "--ignore-eos", "--json",
    ])
    let object = try #require(try run.json().object)
    #expect(object["stop_reason"]?.string == "max_tokens")
    #expect(object["token_ids"]?.array?.count == 40)
    // 1 of 8 positions is the prompt's; each shift keeps 1 and 3 of the other 7 and makes room for 4.
    #expect(object["context_shifts"]?.integer == 8)
  }

  @Test(arguments: [
    ["--temperature=nan"], ["--temperature=inf"], ["--temperature=-1"], ["--temperature=x"],
    ["--top-p=nan"], ["--top-p=0"], ["--top-p=1.5"], ["--top-k=-1"], ["--min-p=nan"],
    ["--min-p=2"], ["--repeat-penalty=0"], ["--repeat-penalty=nan"], ["--seed=-1"],
    ["--max-tokens=-1"], ["--max-tokens=99999999999999999999"], ["--threads=0"],
    ["--threads=9223372036854775807"], ["--kernels=none"], ["--kernels=a\nb"], ["--kv=int4"],
    ["--residency=none"], ["--chunk=0"], ["--residency=a\nb"], ["--memory-cap=0"],
    ["--memory-cap=-5"],
    ["--memory-cap=1MB"], ["--memory-cap=a\nb"], ["--memory-cap=99999999T"], ["--context=0"],
    ["--context=-1"], ["--context=513"], ["--context=9223372036854775807"], ["--prompt=a"],
    ["--prompt-file=a"], ["--unknown"], ["--unknown\nline"], ["--context-shift=-1"],
    ["--context-shift=512"], ["--context-shift=x"], ["--context=8", "--context-shift=8"],
  ])
  func wrongOptionIsAUsageErrorOfOneLine(_ option: [String]) throws {
    try MiniBlob().expectRefusal(["run", "FILE", "--ids", "1"] + option, status: 64)
  }

  @Test(arguments: [
    ["--temperature=1e-45"], ["--temperature=3e38"], ["--temperature=1", "--top-p=1e-45"],
    ["--temperature=1", "--min-p=1"], ["--temperature=1", "--top-k=9223372036854775807"],
    ["--repeat-penalty=1e-38"], ["--repeat-penalty=3e38"], ["--threads=17"],
    ["--memory-cap=9223372036854775807"], ["--memory-cap=8000000T"], ["--stop", ""],
    ["--context-shift=511"], ["--context=4", "--context-shift=3"],
  ])
  func extremesOfEachOptionWork(_ option: [String]) throws {
    let run = try MiniBlob().run(Self.short + ["--ids", "1,84,104"] + option)
    #expect(run.status == 0, "\(option): \(run.error)")
  }

  @Test func promptsThatCannotBeAreRefused() throws {
    let mini = try MiniBlob()
    let folder = mini.folder
    try folder.write("bad.txt", [0xFF, 0xFE])
    try folder.write("long.txt", [UInt8](repeating: 0x61, count: 600))
    try folder.write("huge.txt", [UInt8](repeating: 0x61, count: 1 << 20))
    let file = { (name: String) in ["run", "FILE", "--prompt-file", folder.path(name)] }
    try mini.expectRefusal(["run", "FILE"], status: 64, "--prompt-file")
    try mini.expectRefusal(file("none.txt"), status: 66, "none.txt")
    try mini.expectRefusal(["run", "FILE", "--prompt-file", folder.path], status: 66)
    try mini.expectRefusal(["run", "FILE", "--prompt-file", "/dev/zero"], status: 66)
    try mini.expectRefusal(file("bad.txt"), status: 65, "UTF-8")
    try mini.expectRefusal(file("long.txt"), status: 64, "600 tokens")
    try mini.expectRefusal(file("huge.txt"), status: 64, "1048576 bytes")
    for ids in ["", "1,,2", "-1", "x", "99999999999", "1.5"] {
      try mini.expectRefusal(["run", "FILE", "--ids=\(ids)"], status: 64, "--ids")
    }
    try mini.expectRefusal(["run", "FILE", "--ids=260"], status: 65, "260")
  }

  @Test func modelWithoutATokenizerTakesIDsAlone() throws {
    let mini = try MiniBlob(hasTokenizer: false)
    try mini.expectRefusal(["run", "FILE", "--prompt", "a"], status: 65, "no tokenizer")
    let run = try mini.run(Self.short + ["--ids", "1,2"])
    #expect(run.status == 0)
    // What cannot be written as text is written as ids.
    #expect(run.output.split(separator: ",").count == 4)
  }

  @Test func modelThatIsNoneIsRefused() throws {
    let mini = try MiniBlob()
    try mini.folder.write("text", "hello")
    try mini.folder.write("empty", "")
    for (name, status) in [("text", 65), ("empty", 65), ("none", 66), ("", 66)] as [(String, Int32)]
    {
      try mini.expectRefusal(
        ["run", name.isEmpty ? "" : mini.folder.path(name), "--ids", "1"], status: status)
    }
    try mini.expectRefusal(["run", "/dev/zero", "--ids", "1"], status: 66)
    // A name that would end the line, and one that would colour a terminal, or end its line.
    try mini.expectRefusal(["run", "no\nsuch", "--ids", "1"], status: 66, #"no\u{a}such"#)
    try mini.expectRefusal(
      ["run", "no\u{9B}31m\u{2028}\u{85}", "--ids", "1"], status: 66, #"no\u{9b}31m\u{2028}\u{85}"#)
  }

  @Test func capBelowThePlanIsRefusedWithTheTable() throws {
    let run = try MiniBlob().run(["run", "FILE", "--ids", "1", "--memory-cap", "3M", "--json"])
    #expect(run.status == 77)
    #expect(run.output.isEmpty)
    #expect(run.errorLines.first?.hasPrefix("swiftlet: memory cap: expected at least") == true)
    #expect(run.errorLines.filter { $0.hasPrefix("swiftlet:") }.count == 1)
    for words in ["KV cache", "in all", "smallest cap that works"] {
      #expect(run.error.contains(words), "\(run.error)")
    }
  }

  @Test(arguments: [
    (["--json"], ">&-"), ([], ">&-"), (["--json"], ">/dev/full"), ([], ">/dev/full"),
  ])
  func outputThatTakesNothingIsCannotWrite(_ option: [String], _ redirection: String) throws {
    let run = try MiniBlob().run(Self.short + ["--ids", "1"] + option, redirection: redirection)
    #expect(run.status == 73)
    #expect(run.errorLines.count == 1 && run.error.contains("standard output"), "\(run.error)")
  }

  @Test func readerThatGoesAwayIsCannotWrite() throws {
    // `true` ends at once; what is left of the pipe has no reader. The shell's own end is the last
    // command's, so the status goes through standard error.
    let mini = try MiniBlob()
    let script = #"{ "$0" "$@"; echo "status $?" >&2; } | true"#
    guard let swiftlet = CommandRun.swiftletPath else { return }
    let run = try CommandRun(
      program: "/bin/sh",
      ["-c", script, swiftlet, "run", mini.path, "--ids", "1", "--ignore-eos"], in: mini.folder)
    #expect(run.error.contains("status 73"), "\(run.error)")
  }

  @Test func interruptEndsGenerationWithWhatWasPrinted() throws {
    // A model large enough that its context takes seconds to fill.
    let checkpoint = try SyntheticCheckpoint(
      hiddenSize: 512, intermediateSize: 1024, layerCount: 12, vocabularySize: 4096,
      contextLength: 8192)
    let folder = try TemporaryFolder()
    let path = folder.path("a.swiftlet")
    #expect(
      try CommandRun(["convert", checkpoint.folder.path, "-o", path], in: folder).status == 0)
    let prompt = [String](repeating: "5", count: 4000).joined(separator: ",")
    let json = try RunningCommand(
      [
        "run", path, "--ids", prompt, "--max-tokens", "4000", "--ignore-eos", "--json",
        "--context", "8192",
      ], in: folder)
    usleep(300_000)
    json.send(SIGINT)
    let run = try json.wait()
    // The signal may come before the model is loaded: then there is no text to report.
    #expect(run.status == 130)
    #expect(run.errorLines == ["swiftlet: interrupted"], "\(run.error)")
    if !run.output.isEmpty {
      #expect(try run.json().object?["stop_reason"]?.string == "interrupted")
    }
  }

  @Test func interruptKeepsTheTextSoFar() throws {
    let mini = try MiniBlob()
    let running = try RunningCommand(
      [
        "run", mini.path, "--ids", "1", "--ignore-eos", "--max-tokens", "511", "--threads", "64",
      ], in: mini.folder)
    running.waitForOutput()
    running.send(SIGINT)
    let run = try running.wait()
    // It may have been at its end already.
    #expect([130, 0].contains(run.status), "\(run.error)")
    #expect(run.output.utf8.last == UInt8(ascii: "\n") && run.output.utf8.count > 1)
    if run.status == 130 { #expect(run.errorLines.last == "swiftlet: interrupted") }
  }
}
