import SwiftletJSON
import SwiftletSystem
import Testing
import _SwiftletTestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `swiftlet convert` on every malformed checkpoint of the fixtures.
@Suite(.enabled(if: SharedFixtures.arePresent, SharedFixtures.message))
struct MalformedCheckpointCommandTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let id: String
    let expect: String
    var testDescription: String { id }

    static let all: [Case] = {
      let path = SharedFixtures.path("malformed/manifest.json")
      guard let source = try? FileByteSource(path: path),
        let bytes = try? source.bytes(at: 0, count: source.byteCount),
        let manifest = try? JSONParser.parse(bytes, file: path)
      else { return [] }
      return (manifest.array ?? []).compactMap { entry in
        guard let entry = entry.object, entry["kind"]?.string == "checkpoint",
          let id = entry["id"]?.string, let expect = entry["expect"]?.string
        else { return nil }
        return Case(id: id, expect: expect)
      }
    }()
  }

  @Test(arguments: Case.all) func endsAsTheManifestSays(_ input: Case) throws {
    let folder = try TemporaryFolder()
    let path = SharedFixtures.path("malformed/\(input.id)")
    let run = try CommandRun(
      ["convert", path, "-o", folder.path("a.swiftlet"), "--threads", "1", "--bits", "8"],
      in: folder)
    switch input.expect {
    case "ok": #expect(run.status == 0, "\(run.error)")
    case "error": #expect(run.status == 65 || run.status == 66, "\(run.status) \(run.error)")
    default: #expect([0, 65, 66].contains(run.status), "\(run.status) \(run.error)")
    }
    if run.status == 0 {
      #expect(run.error.isEmpty)
      #expect(try CommandRun(["verify", folder.path("a.swiftlet")], in: folder).status == 0)
    } else {
      // One line that names the file, and nothing written.
      #expect(run.errorLines.count == 1 && run.error.hasPrefix("swiftlet: "), "\(run.error)")
      #expect(run.error.contains(input.id), "\(run.error)")
      #expect(run.output.isEmpty)
      #expect(folder.names.isEmpty)
    }
  }
}
