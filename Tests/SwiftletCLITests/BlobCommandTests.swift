import SwiftletFormat
import SwiftletJSON
import SwiftletSystem
import Testing
import _SwiftletTestSupport

/// `inspect`, `verify` and `tokenize` on a small blob.
@Suite struct BlobCommandTests {
  private static func blob(in folder: TemporaryFolder) throws -> String {
    let checkpoint = try SyntheticCheckpoint(
      hiddenSize: 32, intermediateSize: 48, layerCount: 2, vocabularySize: 64)
    let path = folder.path("a.swiftlet")
    let run = try CommandRun(["convert", checkpoint.folder.path, "-o", path], in: folder)
    #expect(run.status == 0, "\(run.error)")
    return path
  }

  @Test func inspectShowsConfigurationScheduleAndOrigin() throws {
    let folder = try TemporaryFolder()
    let path = try Self.blob(in: folder)
    let text = try CommandRun(["inspect", path], in: folder)
    #expect(text.status == 0 && text.error.isEmpty)
    for word in ["vocab_size", "model.safetensors", "swiftlet 0.1.0", "2 stored, 2 executed"] {
      #expect(text.output.contains(word), "\(word)")
    }
    #expect(!text.output.contains("layers.1.mlp.down"))
    let table = try CommandRun(["inspect", path, "--tensors"], in: folder)
    #expect(table.output.contains("layers.1.mlp.down"))
    let json = try #require(try CommandRun(["inspect", path, "--json"], in: folder).json().object)
    #expect(json["configuration"]?.object?["vocab_size"]?.integer == 64)
    #expect(json["schedule"]?.object?["order"]?.array == [.integer(0), .integer(1)])
    #expect(json["provenance"]?.object?["recipe"]?.object?["name"]?.string == "int4")
    #expect(json["tensors"] == nil)
    #expect(json["file_bytes"]?.integer == (try FileByteSource(path: path).byteCount))
  }

  @Test func verifyAcceptsTheGoodAndRefusesTheDamaged() throws {
    let folder = try TemporaryFolder()
    let path = try Self.blob(in: folder)
    let good = try CommandRun(["verify", path, "--json"], in: folder)
    #expect(good.status == 0)
    #expect(try good.json().object?["ok"]?.bool == true)
    let source = try FileByteSource(path: path)
    let bytes = try source.bytes(at: 0, count: source.byteCount)
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<10 {
      var damaged = bytes
      damaged[Int.random(in: damaged.indices, using: &generator)] ^= 1 << 3
      try folder.write("damaged.swiftlet", damaged)
      let run = try CommandRun(["verify", folder.path("damaged.swiftlet")], in: folder)
      #expect(run.status == 65)
      #expect(run.errorLines.count == 1 && run.error.contains("damaged.swiftlet"))
    }
    try folder.write("damaged.swiftlet", Array(bytes.dropLast(7)))
    #expect(
      try CommandRun(["verify", folder.path("damaged.swiftlet")], in: folder).status == 65)
  }

  @Test func modelWithoutATokenizerRefusesText() throws {
    let folder = try TemporaryFolder()
    let path = try Self.blob(in: folder)
    let run = try CommandRun(["tokenize", path, "--text", "a"], in: folder)
    #expect(run.status == 65)
    #expect(run.errorLines.count == 1 && run.error.contains("ids"))
  }
}

@Suite(.enabled(if: SharedFixtures.arePresent, SharedFixtures.message))
struct TokenizeCommandTests {
  private static func json(_ path: String) throws -> JSONValue {
    let source = try FileByteSource(path: path)
    return try JSONParser.parse(
      source.bytes(at: 0, count: source.byteCount), file: path)
  }

  @Test(arguments: ["tokenizers/bytelevel-smollm2", "tokenizers/bytelevel-llama3"])
  func givesTheReferencesIdsAndTexts(_ name: String) throws {
    let folder = try TemporaryFolder()
    let path = SharedFixtures.path(name)
    let strings = SharedFixtures.path("tokenizers/strings.json")
    let golden = try #require(
      try Self.json(path + "/golden.json").object?["cases"]?.array)
    for isPlain in [false, true] {
      let run = try CommandRun(
        ["tokenize", path, "--file", strings, "--json"] + (isPlain ? ["--no-special"] : []),
        in: folder)
      #expect(run.status == 0, "\(run.error)")
      let results = try #require(try run.json().array)
      #expect(results.count == golden.count)
      for (result, golden) in zip(results, golden) {
        let (result, golden) = (try #require(result.object), try #require(golden.object))
        #expect(result["text"] == golden["text"])
        let ids = isPlain ? golden["ids_plain"] ?? golden["ids"] : golden["ids"]
        #expect(result["ids"] == ids)
        guard !isPlain else { continue }
        #expect(result["decoded"] == golden["decoded"])
        #expect(
          result["decoded_skip_special"] == golden["decoded_skip_special"] ?? golden["decoded"])
      }
    }
  }

  @Test func decodesIds() throws {
    let folder = try TemporaryFolder()
    let path = SharedFixtures.path("tokenizers/bytelevel-smollm2")
    let text = "Hello,  world \u{1F600}"
    let encoded = try CommandRun(["tokenize", path, "--text", text], in: folder)
    #expect(encoded.status == 0)
    let ids = String(encoded.output.dropLast())
    let decoded = try CommandRun(["tokenize", path, "--ids", ids], in: folder)
    #expect(decoded.output == text + "\n")
    let json = try CommandRun(["tokenize", path, "--ids", ids, "--json"], in: folder).json()
    #expect(json.array?.first?.object?["text"] == .null)
    #expect(json.array?.first?.object?["decoded"]?.string == text)
    for (list, status) in [("1,,2", 64), ("1,x", 64), ("-1", 64), ("99999999", 65), ("1 2", 64)]
      as [(String, Int32)]
    {
      let run = try CommandRun(["tokenize", path, "--ids=\(list)"], in: folder)
      #expect(run.status == status, "\(list): \(run.error)")
      #expect(run.errorLines.count == 1)
    }
  }
}

@Suite(.enabled(if: SharedFixtures.arePresent, SharedFixtures.message))
struct BlobTokenizerTests {
  @Test func blobTokenizesLikeTheFolderItCameFrom() throws {
    let checkpoint = try SyntheticCheckpoint(
      hiddenSize: 32, intermediateSize: 48, layerCount: 1, vocabularySize: 4096)
    let tokenizer = SharedFixtures.path("tokenizers/bytelevel-llama3")
    let source = try FileByteSource(path: tokenizer + "/tokenizer.json")
    try checkpoint.folder.write(
      "tokenizer.json", source.bytes(at: 0, count: source.byteCount))
    let folder = try TemporaryFolder()
    let path = folder.path("a.swiftlet")
    let run = try CommandRun(["convert", checkpoint.folder.path, "-o", path, "--json"], in: folder)
    #expect(run.status == 0, "\(run.error)")
    let report = try #require(try run.json().object)
    #expect(report["tokenizer_bytes"]?.integer ?? 0 > 1000)
    let names = (report["sources"]?.array ?? []).compactMap { $0.object?["name"]?.string }
    #expect(names.contains("tokenizer.json"))
    let strings = SharedFixtures.path("tokenizers/strings.json")
    let ofBlob = try CommandRun(["tokenize", path, "--file", strings, "--json"], in: folder)
    let ofFolder = try CommandRun(
      ["tokenize", tokenizer, "--file", strings, "--json"], in: folder)
    #expect(ofBlob.status == 0 && ofBlob.output == ofFolder.output)
    #expect(try CommandRun(["verify", path], in: folder).status == 0)
  }

  @Test func tokenizerLargerThanTheEmbeddingIsRefused() throws {
    let checkpoint = try SyntheticCheckpoint(
      hiddenSize: 32, intermediateSize: 48, layerCount: 1, vocabularySize: 64)
    let source = try FileByteSource(
      path: SharedFixtures.path("tokenizers/bytelevel-smollm2/tokenizer.json"))
    try checkpoint.folder.write(
      "tokenizer.json", source.bytes(at: 0, count: source.byteCount))
    let folder = try TemporaryFolder()
    let run = try CommandRun(
      ["convert", checkpoint.folder.path, "-o", folder.path("a.swiftlet")], in: folder)
    #expect(run.status == 65)
    #expect(run.errorLines.count == 1 && run.error.contains("at most 64 tokens"), "\(run.error)")
    #expect(folder.names.isEmpty)
  }
}
