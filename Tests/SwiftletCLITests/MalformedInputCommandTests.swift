import SwiftletJSON
import SwiftletSystem
import Testing
import _SwiftletTestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `swiftlet` on every malformed checkpoint, tokenizer and chat template of the fixtures, within 200 MiB and two seconds of
/// processor time.
@Suite(
  .enabled(if: SharedFixtures.arePresent, SharedFixtures.message),
  .enabled(if: PeakMemory.isAvailable, PeakMemory.message))
struct MalformedInputCommandTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let id: String
    let kind: String
    let expect: String
    var testDescription: String { id }
    var path: String { SharedFixtures.path("malformed/\(id)") }

    static let all: [Case] = {
      let path = SharedFixtures.path("malformed/manifest.json")
      guard let source = try? FileByteSource(path: path),
        let bytes = try? source.bytes(at: 0, count: source.byteCount),
        let manifest = try? JSONParser.parse(bytes, file: path)
      else { return [] }
      return (manifest.array ?? []).compactMap { entry in
        guard let entry = entry.object, let kind = entry["kind"]?.string,
          let id = entry["id"]?.string, let expect = entry["expect"]?.string
        else { return nil }
        return Case(id: id, kind: kind, expect: expect)
      }
    }()
  }

  @Test func theManifestHasAllKinds() {
    let kinds = Dictionary(grouping: Case.all, by: \.kind).mapValues(\.count)
    #expect(Set(kinds.keys) == ["checkpoint", "tokenizer", "chat-template"])
    #expect(Case.all.count >= 295)
  }

  @Test(arguments: Case.all) func endsAsTheManifestSays(_ input: Case) throws {
    let folder = try TemporaryFolder()
    let run = try PeakMemory.run(try arguments(input, folder), in: folder)
    #expect(run.peakByteCount < 200 << 20, "\(run.peakByteCount) bytes")
    #expect(run.processorSeconds < 2, "\(run.processorSeconds) s")
    switch input.expect {
    case "ok": #expect(run.status == 0, "\(run.error)")
    case "error": #expect(run.status == 65 || run.status == 66, "\(run.status) \(run.error)")
    default: #expect([0, 65, 66].contains(run.status), "\(run.status) \(run.error)")
    }
    if run.status == 0 {
      #expect(run.error.isEmpty)
      guard input.kind == "checkpoint" else { return }
      #expect(try CommandRun(["verify", folder.path("a.swiftlet")], in: folder).status == 0)
    } else {
      // One line that names the file, and nothing written.
      let lines = run.error.split(separator: "\n")
      #expect(lines.count == 1 && run.error.hasPrefix("swiftlet: "), "\(run.error)")
      #expect(run.error.contains(input.id), "\(run.error)")
      #expect(run.output.isEmpty)
      #expect(folder.names == (input.kind == "chat-template" ? ["messages.json"] : []))
    }
  }

  private func arguments(_ input: Case, _ folder: TemporaryFolder) throws -> [String] {
    switch input.kind {
    case "checkpoint":
      return [
        "convert", input.path, "-o", folder.path("a.swiftlet"), "--threads", "1", "--bits", "8",
      ]
    case "tokenizer":
      // The text on which a backtracking engine would not end.
      return ["tokenize", input.path, "--text", String(repeating: "a", count: 40) + "b"]
    default:
      try folder.write("messages.json", #"[{"role":"user","content":"a"}]"#)
      return [
        "tokenize", SharedFixtures.path("tokenizers/bytelevel-qwen2"), "--messages",
        folder.path("messages.json"), "--template", input.path + "/template.jinja",
      ]
    }
  }
}
