import SwiftletJSON
import SwiftletSystem
import Testing
import _SwiftletTestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite struct EvalCommandTests {
  // MARK: - Logits

  @Test func logitsAreASafetensorsFileOfTheStatedShape() throws {
    let mini = try MiniBlob()
    let path = mini.folder.path("logits.safetensors")
    let run = try mini.run(["eval", "logits", "FILE", "--ids", "1,2,3", "-o", path, "--json"])
    #expect(run.status == 0 && run.error.isEmpty, "\(run.error)")
    #expect(try run.json().object?["tokens"]?.integer == 3)
    let source = try FileByteSource(path: path)
    let bytes = try source.bytes(at: 0, count: source.byteCount)
    let length = (0..<8).reduce(0) { $0 | Int(bytes[$1]) << (8 * $1) }
    let header = try JSONParser.parse(Array(bytes[8..<8 + length]), file: path)
    let tensor = try #require(header.object?["logits"]?.object)
    #expect(tensor["dtype"]?.string == "F32")
    #expect(tensor["shape"] == .array([.integer(3), .integer(260)]))
    #expect(bytes.count == 8 + length + 3 * 260 * 4)
  }

  @Test func logitsRefuseWhatTheyCannotDo() throws {
    let mini = try MiniBlob()
    let out = mini.folder.path("out.safetensors")
    let logits = ["eval", "logits", "FILE"]
    try mini.expectRefusal(logits + ["-o", out], status: 64, "--ids")
    try mini.expectRefusal(logits + ["-o", out, "--ids", ""], status: 64, "--ids")
    try mini.expectRefusal(logits + ["--ids", "1"], status: 64, "--output")
    try mini.expectRefusal(logits + ["-o", out, "--ids", "1,260"], status: 65, "260")
    try mini.expectRefusal(
      logits + ["-o", out, "--ids", "1,2,3", "--context", "2"], status: 64, "--context")
    let tooMany = [String](repeating: "1", count: 513).joined(separator: ",")
    try mini.expectRefusal(logits + ["-o", out, "--ids", tooMany], status: 64, "512")
    for target in ["/nonexistent/out", mini.folder.path, "/dev/full", ""] {
      try mini.expectRefusal(logits + ["-o", target, "--ids", "1"], status: 73)
    }
    #expect(mini.folder.names == ["mini.swiftlet"])
  }

  @Test func logitsNeverReplaceTheModel() throws {
    let mini = try MiniBlob()
    let link = mini.folder.path("link.swiftlet")
    #expect(unsafe symlink(mini.path, link) == 0)
    for target in [mini.path, link, mini.folder.path + "/./mini.swiftlet"] {
      try mini.expectRefusal(
        ["eval", "logits", "FILE", "--ids", "1", "-o", target], status: 73, "another file")
    }
    #expect(try mini.run(["verify", "FILE"]).status == 0)
  }

  @Test func fullDiskLeavesNoLogits() throws {
    let mini = try MiniBlob()
    let folder = try TemporaryFolder()
    let ids = [String](repeating: "1", count: 100).joined(separator: ",")
    let run = try CommandRun(
      ["eval", "logits", mini.path, "--ids", ids, "-o", folder.path("out")], in: mini.folder,
      fileBlocks: 8)
    #expect(run.status == 73)
    #expect(run.errorLines.count == 1)
    #expect(folder.names.isEmpty)
  }

  // MARK: - Perplexity

  @Test func perplexityIsTheExponentialOfTheMean() throws {
    let mini = try MiniBlob()
    try mini.folder.write("text.txt", "the cat and the dog\n")
    let run = try mini.run([
      "eval", "perplexity", "FILE", "--text-file", mini.folder.path("text.txt"), "--window", "8",
      "--json",
    ])
    #expect(run.status == 0 && run.error.isEmpty, "\(run.error)")
    let object = try #require(try run.json().object)
    let mean = try #require(object["mean_nll"]?.double)
    let perplexity = try #require(object["perplexity"]?.double)
    // Both are printed with all their digits; exp is good to a unit in the last place.
    #expect(abs(exp(mean) - perplexity) <= 1e-12 * perplexity)
    #expect(object["standard_error"]?.double != nil)
    #expect(object["tokens"]?.integer ?? 0 > 0)
  }

  @Test func idsComeAsAListOrAsWords() throws {
    let mini = try MiniBlob()
    try mini.folder.write("a", "1, 2 3\n4,5")
    try mini.folder.write("b", "[1, 2, 3, 4, 5]")
    let runs = try ["a", "b"].map {
      try mini.run([
        "eval", "perplexity", "FILE", "--ids-file", mini.folder.path($0), "--json",
      ])
    }
    #expect(runs[0].output == runs[1].output && runs[0].status == 0)
    #expect(try runs[0].json().object?["tokens"]?.integer == 4)
  }

  @Test(arguments: [
    ("", 65), ("1", 65), ("1,2,x", 65), ("1 -2", 65), ("[1", 65), (#"[1, "a"]"#, 65),
    ("[1, 99999999999]", 65), ("[1, 1.5]", 65), ("1 260", 65),
    // Targets before the model has seen them: at the end, and at the end of a chunk of 32.
    ("1 2 3 2000000000", 65),
    ([String](repeating: "1", count: 32).joined(separator: " ") + " 2000000000 1 1", 65),
    ("\u{FF}\u{0}", 65),
  ])
  func idsThatCannotBeAreRefused(_ text: String, _ status: Int32) throws {
    let mini = try MiniBlob()
    try mini.folder.write("ids", text)
    try mini.expectRefusal(
      ["eval", "perplexity", "FILE", "--ids-file", mini.folder.path("ids")], status: status, "ids")
  }

  @Test func perplexityRefusesWhatItCannotDo() throws {
    let mini = try MiniBlob()
    try mini.folder.write("ids", "1 2 3")
    try mini.folder.write("bad", [0xFF, 0xFF])
    let ids = ["--ids-file", mini.folder.path("ids")]
    let base = ["eval", "perplexity", "FILE"]
    try mini.expectRefusal(base, status: 64, "--text-file")
    try mini.expectRefusal(base + ids + ["--text-file", "a"], status: 64)
    for window in ["1", "0", "-1", "513", "9223372036854775807"] {
      try mini.expectRefusal(base + ids + ["--window=\(window)"], status: 64)
    }
    try mini.expectRefusal(
      base + ids + ["--window", "100", "--context", "50"], status: 64, "--window")
    try mini.expectRefusal(base + ["--ids-file", "/nonexistent"], status: 66)
    try mini.expectRefusal(base + ["--text-file", mini.folder.path], status: 66)
    try mini.expectRefusal(base + ["--text-file", mini.folder.path("bad")], status: 65, "UTF-8")
    let run = try mini.run(base + ids + ["--memory-cap", "3M"])
    #expect(run.status == 77 && run.output.isEmpty)
  }

  @Test func textThatDoesNotFitUnderTheCapIsRefused() throws {
    let mini = try MiniBlob()
    try mini.folder.write("text", [UInt8](repeating: 0x61, count: 64 << 20))
    try mini.expectRefusal(
      [
        "eval", "perplexity", "FILE", "--text-file", mini.folder.path("text"), "--memory-cap",
        "100M",
      ], status: 77, "input text")
  }

  @Test func modelWithoutATokenizerRefusesText() throws {
    let mini = try MiniBlob(hasTokenizer: false)
    try mini.folder.write("text", "hello there")
    try mini.expectRefusal(
      ["eval", "perplexity", "FILE", "--text-file", mini.folder.path("text")], status: 65,
      "--ids-file")
  }
}
