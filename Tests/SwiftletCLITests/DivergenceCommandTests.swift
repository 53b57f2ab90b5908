import SwiftletJSON
import SwiftletSystem
import Testing
import _SwiftletTestSupport

@Suite struct DivergenceCommandTests {
  private static let text = "the cat and the dog, then the other thing\n"

  /// The mini model in `bits` bits, beside that in the standard ones.
  private func converted(_ mini: MiniBlob, bits: Int) throws -> String {
    let path = mini.folder.path("mini-\(bits).swiftlet")
    let run = try CommandRun(
      ["convert", mini.checkpoint.folder.path, "--bits", "\(bits)", "-o", path], in: mini.folder)
    try #require(run.status == 0, "\(run.error)")
    return path
  }

  @Test func modelDoesNotDivergeFromItself() throws {
    let mini = try MiniBlob()
    try mini.folder.write("text", Self.text)
    let run = try mini.run([
      "eval", "divergence", "FILE", "FILE", "--text-file", mini.folder.path("text"), "--window",
      "16", "--json",
    ])
    #expect(run.status == 0 && run.error.isEmpty, "\(run.error)")
    let object = try #require(try run.json().object)
    for key in [
      "mean_kl", "mean_kl_standard_error", "median_kl", "percentile_99_kl", "maximum_kl",
      "top1_agreement_standard_error", "mean_nll_difference",
      "mean_nll_difference_standard_error",
    ] {
      #expect(object[key]?.double == 0, "\(key)")
    }
    #expect(object["top1_agreement"]?.double == 1 && object["perplexity_ratio"]?.double == 1)
    #expect(object["window"]?.integer == 16)
  }

  @Test func figuresAgreeWithPerplexity() throws {
    let mini = try MiniBlob()
    let reference = try converted(mini, bits: 32)
    try mini.folder.write("text", Self.text)
    let text = ["--text-file", mini.folder.path("text"), "--window", "16"]
    let run = try mini.run(["eval", "divergence", reference, "FILE"] + text + ["--json"])
    #expect(run.status == 0 && run.error.isEmpty, "\(run.error)")
    let object = try #require(try run.json().object)
    let kl = try #require(object["mean_kl"]?.double)
    let largest = try #require(object["maximum_kl"]?.double)
    #expect(kl > 0 && largest >= kl)
    for (key, path) in [("reference_perplexity", reference), ("perplexity", mini.path)] {
      let own = try #require(
        try mini.run(["eval", "perplexity", path] + text + ["--json"]).json().object)
      #expect(object[key] == own["perplexity"])
      #expect(object["tokens"] == own["tokens"])
    }
    let words = try mini.run(["eval", "divergence", reference, "FILE"] + text)
    #expect(words.status == 0 && words.output.hasPrefix("KL divergence "))
  }

  @Test func figuresDoNotDependOnTheSetUp() throws {
    let mini = try MiniBlob()
    let reference = try converted(mini, bits: 32)
    try mini.folder.write("text", Self.text)
    let base = ["eval", "divergence", reference, "FILE", "--text-file", mini.folder.path("text")]
    let plain = try mini.run(base + ["--json"])
    #expect(plain.status == 0, "\(plain.error)")
    for options in [
      ["--residency", "streamed"], ["--chunk", "1"], ["--chunk", "100", "--threads", "3"],
      ["--memory-cap", "64M", "--kernels", "scalar"],
    ] {
      let run = try mini.run(base + options + ["--json"])
      #expect(run.output == plain.output && run.status == 0, "\(options): \(run.error)")
    }
  }

  @Test func tokenizersThatDifferAreRefused() throws {
    let mini = try MiniBlob()
    let path = mini.checkpoint.folder.path("tokenizer.json")
    let source = try FileByteSource(path: path)
    let tokenizer = String(
      decoding: try source.bytes(at: 0, count: source.byteCount), as: UTF8.self)
    let parts = tokenizer.split(separator: #","Ġ th"]"#, omittingEmptySubsequences: false)
    try #require(parts.count == 2)
    try mini.checkpoint.folder.write("tokenizer.json", parts.joined(separator: "]"))
    let other = try converted(mini, bits: 8)
    try mini.folder.write("text", "see the cat")
    try mini.expectRefusal(
      ["eval", "divergence", "FILE", other, "--text-file", mini.folder.path("text")], status: 65,
      "tokenizer: expected id 257 at token 3 of")
  }

  @Test func idsNeedNoTokenizer() throws {
    let mini = try MiniBlob(hasTokenizer: false)
    try mini.folder.write("ids", "1 2 3 4 5")
    let run = try mini.run([
      "eval", "divergence", "FILE", "FILE", "--ids-file", mini.folder.path("ids"), "--json",
    ])
    #expect(try run.json().object?["tokens"]?.integer == 4)
  }

  @Test func modelsThatCannotBeComparedAreRefused() throws {
    let mini = try MiniBlob()
    try mini.folder.write("text", Self.text)
    try mini.folder.write("ids", "1 2 3")
    try mini.folder.write("far", "1 2 260")
    let text = ["--text-file", mini.folder.path("text")]
    let ids = ["--ids-file", mini.folder.path("ids")]
    let base = ["eval", "divergence", "FILE"]
    try mini.expectRefusal(base + ids, status: 64)
    try mini.expectRefusal(base + ["FILE"], status: 64, "--text-file")
    try mini.expectRefusal(base + ["FILE", "--window", "1"] + ids, status: 64, "--window")
    try mini.expectRefusal(base + ["/nonexistent"] + ids, status: 66, "/nonexistent")
    try mini.expectRefusal(
      ["eval", "divergence", "/nonexistent", "FILE"] + ids, status: 66, "/nonexistent")
    try mini.expectRefusal(base + [mini.folder.path("ids")] + ids, status: 65, "ids")
    try mini.expectRefusal(
      base + ["FILE", "--ids-file", mini.folder.path("far")], status: 65, "260")
    let silent = try MiniBlob(hasTokenizer: false)
    try mini.expectRefusal(base + [silent.path] + text, status: 65, "--ids-file")
    try mini.expectRefusal(["eval", "divergence", silent.path, "FILE"] + text, status: 65)
    let small = mini.folder.path("small.swiftlet")
    try CapModel.named("one layer").write(to: small)
    try mini.expectRefusal(base + [small] + ids, status: 65, "vocabulary: expected 260 tokens")
    let run = try mini.run(base + ["FILE", "--memory-cap", "3M"] + ids)
    #expect(run.status == 77 && run.output.isEmpty)
  }
}
