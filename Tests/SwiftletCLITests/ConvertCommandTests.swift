import SwiftletJSON
import SwiftletSystem
import Testing
import _SwiftletTestSupport

@Suite struct ConvertCommandTests {
  private static func tiny() throws -> SyntheticCheckpoint {
    try SyntheticCheckpoint(
      hiddenSize: 32, intermediateSize: 48, layerCount: 2, vocabularySize: 64)
  }

  @Test func writesABlobAndSaysWhatItCost() throws {
    let checkpoint = try Self.tiny()
    let folder = try TemporaryFolder()
    let path = folder.path("a.swiftlet")
    let run = try CommandRun(["convert", checkpoint.folder.path, "-o", path, "--json"], in: folder)
    #expect(run.status == 0)
    // No terminal, so no progress; nothing to complain about either.
    #expect(run.error.isEmpty)
    let report = try #require(try run.json().object)
    let file = try FileByteSource(path: path)
    #expect(report["file_bytes"]?.integer == file.byteCount)
    #expect(report["recipe"]?.object?["name"]?.string == "int4")
    let sources = report["sources"]?.array ?? []
    #expect(sources.allSatisfy { $0.object?["sha256"]?.string?.count == 64 })
    #expect(sources.count == 2)
    let bits = try #require(report["bits_per_weight"]?.double)
    #expect(bits > 4.5 && bits < 12)
    #expect(report["tokenizer_bytes"] == .null)
    #expect(folder.names == ["a.swiftlet"])
  }

  @Test func calibratesWithATextOrIDs() throws {
    let checkpoint = try MiniCheckpoint()
    let folder = try TemporaryFolder()
    let path = folder.path("a.swiftlet")
    try folder.write(
      "ids.json", "[" + (0..<300).map { "\($0 * 7 % 260)" }.joined(separator: ",") + "]")
    try folder.write(
      "text.txt", String(repeating: "the thin thread and the other thing. ", count: 20))
    for name in ["ids.json", "text.txt", nil] {
      let text = name.map { ["--calibration", folder.path($0)] } ?? []
      let run = try CommandRun(
        [
          "convert", checkpoint.folder.path, "-o", path, "--force", "--method", "calibrated",
          "--json",
        ]
          + text, in: folder)
      #expect(run.status == 0, "\(run.error)")
      let report = try #require(try run.json().object)
      #expect(report["recipe"]?.object?["method"]?.string == "calibrated")
      let calibration = try #require(report["calibration"]?.object)
      #expect(calibration["sha256"]?.string?.count == 64)
      #expect((calibration["tokens"]?.integer ?? 0) >= 256)
      #expect(try #require(calibration["relative_output_error"]?.double) < 0.2)
      #expect(try CommandRun(["verify", path], in: folder).status == 0)
    }
  }

  // The program for boards does not choose formats.
  #if !SWIFTLET_WITHOUT_CALIBRATION
    @Test func filesHaveTheSizeAskedFor() throws {
      let checkpoint = try MiniCheckpoint()
      let folder = try TemporaryFolder()
      let path = folder.path("a.swiftlet")
      for arguments in [["--target-bpw", "8"], ["--target-size", "130K", "--method", "search"]] {
        let run = try CommandRun(
          ["convert", checkpoint.folder.path, "-o", path, "--force", "--json"] + arguments,
          in: folder)
        #expect(run.status == 0, "\(run.error)")
        let report = try #require(try run.json().object)
        let tensors = try #require(report["tensors"]?.array)
        let formats = Set(tensors.compactMap { $0.object?["format"]?.string?.prefix(4) })
        #expect(formats == ["floa", "int4", "int8"])
      }
      #expect(try FileByteSource(path: path).byteCount <= 130 << 10)
      let run = try CommandRun(
        ["convert", checkpoint.folder.path, "-o", path, "--force", "--target-size", "10K"],
        in: folder)
      #expect(run.status == 65)
      #expect(run.errorLines.count == 1 && run.error.contains("expected at least"))
    }
  #endif

  @Test func calibrationThatDoesNotGoTogetherIsRefused() throws {
    let checkpoint = try MiniCheckpoint(hasTokenizer: false)
    let folder = try TemporaryFolder()
    try folder.write(
      "text.txt", String(repeating: "the thin thread and the other thing. ", count: 20))
    try folder.write("short.json", "[1,2,3]")
    try folder.write("wrong.json", "[" + String(repeating: "999,", count: 300) + "1]")
    let text = ["--calibration", folder.path("text.txt")]
    for (arguments, status) in [
      (["--method", "search"] + text, 64), (["--method", "gptq"], 64),
      (["--bits", "16"] + text, 64),
      (text, 65), (["--calibration", folder.path("short.json")], 65),
      (["--calibration", folder.path("wrong.json")], 65),
      (["--calibration", folder.path("absent.txt")], 66),
    ] as [([String], Int32)] {
      let run = try CommandRun(
        ["convert", checkpoint.folder.path, "-o", folder.path("a.swiftlet")] + arguments,
        in: folder)
      #expect(run.status == status, "\(arguments): \(run.error)")
      #expect(!folder.names.contains("a.swiftlet"))
    }
  }

  @Test func keepsAnExistingFileUnlessForced() throws {
    let checkpoint = try Self.tiny()
    let folder = try TemporaryFolder()
    let path = folder.path("a.swiftlet")
    try folder.write("a.swiftlet", "precious")
    let run = try CommandRun(["convert", checkpoint.folder.path, "-o", path], in: folder)
    #expect(run.status == 73)
    #expect(run.errorLines.count == 1 && run.error.contains(path))
    #expect(try FileByteSource(path: path).byteCount == 8)
    let forced = try CommandRun(
      ["convert", checkpoint.folder.path, "-o", path, "--force"], in: folder)
    #expect(forced.status == 0)
    #expect(try CommandRun(["verify", path], in: folder).status == 0)
  }

  @Test func neverReplacesWhatItReads() throws {
    let checkpoint = try Self.tiny()
    let folder = try TemporaryFolder()
    for name in ["model.safetensors", "config.json"] {
      let path = checkpoint.folder.path(name)
      let before = try FileByteSource(path: path)
      let run = try CommandRun(
        ["convert", checkpoint.folder.path, "-o", path, "--force"], in: folder)
      #expect(run.status == 73)
      #expect(run.errorLines.count == 1 && run.error.contains("another file"), "\(run.error)")
      #expect(before.isFile(at: path))
    }
    #expect(checkpoint.folder.names == ["config.json", "model.safetensors"])
  }

  @Test func recipeFileDecides() throws {
    let checkpoint = try Self.tiny()
    let folder = try TemporaryFolder()
    try folder.write("r.json", #"{"name": "mine", "default": {"bits": 8, "group_size": 64}}"#)
    let path = folder.path("a.swiftlet")
    let run = try CommandRun(
      ["convert", checkpoint.folder.path, "-o", path, "--recipe", folder.path("r.json")],
      in: folder)
    #expect(run.status == 0, "\(run.error)")
    let inspection = try CommandRun(["inspect", path, "--tensors", "--json"], in: folder).json()
    let tensors = inspection.object?["tensors"]?.array ?? []
    let formats = Set(tensors.compactMap { $0.object?["format"]?.string })
    #expect(formats == ["float32", "int8 g64"])

    try folder.write("r.json", #"{"name": "mine", "default": {"bits": 8, "grupo": 64}}"#)
    let refused = try CommandRun(
      [
        "convert", checkpoint.folder.path, "-o", path, "--recipe", folder.path("r.json"), "--force",
      ],
      in: folder)
    #expect(refused.status == 65)
    #expect(refused.error.contains("grupo") && refused.errorLines.count == 1)
  }

  @Test(
    arguments: [
      (["convert", "missing", "-o", "OUT"], 66),
      (["convert", "/dev/null", "-o", "OUT"], 66),
      (["convert", "IN", "-o", "/nowhere/at/all.swiftlet"], 73),
      (["convert", "IN", "-o", "/dev/full"], 73),
      (["convert", "IN", "-o", "OUT", "--recipe", "missing"], 66),
      (["convert", "IN"], 64),
      (["convert", "-o", "OUT"], 64),
      (["convert", "IN", "-o", "OUT", "--bits", "5"], 64),
      (["convert", "IN", "-o", "OUT", "--bits", "x"], 64),
      (["convert", "IN", "-o", "OUT", "--group-size", "16"], 64),
      (["convert", "IN", "-o", "OUT", "--group-size", "32", "--bits", "16"], 64),
      (["convert", "IN", "-o", "OUT", "--bits", "4", "--recipe", "r"], 64),
      (["convert", "IN", "-o", "OUT", "--threads", "0"], 64),
      (["convert", "IN", "-o", "OUT", "--calibration", "c", "--method", "search"], 64),
      (["convert", "IN", "-o", "OUT", "--target-bpw", "4.5", "--bits", "4"], 64),
      (["convert", "IN", "-o", "OUT", "--target-bpw", "4.5", "--target-size", "1M"], 64),
      (["convert", "IN", "-o", "OUT", "--target-bpw", "0"], 64),
      (["convert", "IN", "-o", "OUT", "--target-size", "70MB"], 64),
      (["convert", "IN", "-o", "OUT", "--calibration-tokens", "100"], 64),
      (["convert", "IN", "-o", "OUT", "--bit-worth", "2"], 64),
      (["convert", "IN", "-o", "OUT", "--bit-worth", "0.1"], 64),
      (["convert", "IN", "-o", "OUT", "--distill-passes", "1"], 64),
      (["convert", "IN", "-o", "OUT", "--distill-passes", "101"], 64),
      (["convert", "IN", "-o", "OUT", "--frobnicate"], 64),
      (["frobnicate"], 64),
      (["inspect", "missing"], 66),
      (["inspect", "IN"], 66),
      (["verify", "missing"], 66),
      (["verify", "/dev/null"], 66),
      (["tokenize", "missing", "--text", "a"], 66),
      (["tokenize", "IN", "--text", "a"], 66),
      (["tokenize", "IN"], 64),
      (["tokenize", "IN", "--text", "a", "--ids", "1"], 64),
      (["tokenize", "IN", "--messages", "m", "--text", "x"], 64),
    ] as [([String], Int32)])
  func badUseIsOneLineAndAStatus(_ arguments: [String], _ status: Int32) throws {
    let checkpoint = try Self.tiny()
    let folder = try TemporaryFolder()
    let arguments = arguments.map {
      $0 == "IN" ? checkpoint.folder.path : $0 == "OUT" ? folder.path("a.swiftlet") : $0
    }
    let run = try CommandRun(arguments, in: folder)
    #expect(run.status == status, "\(run.error)")
    #expect(run.errorLines.count == 1 && run.error.hasPrefix("swiftlet: "), "\(run.error)")
    #expect(run.output.isEmpty)
    #expect(folder.names.isEmpty)
  }

  @Test func versionAndHelpAreNoErrors() throws {
    let folder = try TemporaryFolder()
    let version = try CommandRun(["--version"], in: folder)
    #expect(version.status == 0 && version.output == "0.1.0\n")
    let help = try CommandRun(["convert", "--help"], in: folder)
    #expect(help.status == 0 && help.output.contains("--group-size"))
    #expect(help.error.isEmpty)
  }
}
