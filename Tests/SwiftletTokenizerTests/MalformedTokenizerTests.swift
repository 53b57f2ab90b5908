import SwiftletJSON
import SwiftletSystem
import SwiftletTokenizer
import Testing
import _SwiftletTestSupport

/// One tokenizer of the manifest of malformed inputs.
struct MalformedTokenizer: Sendable, CustomTestStringConvertible {
  let id: String
  let expect: String
  let errorClass: String
  var testDescription: String { id }

  /// The manifest's tokenizer cases; empty without the fixtures.
  static let all: [MalformedTokenizer] = {
    let path = SharedFixtures.path("malformed/manifest.json")
    guard let bytes = try? TestFiles.bytes(path),
      let manifest = try? JSONParser.parse(bytes, file: path)
    else { return [] }
    return (manifest.array ?? []).compactMap { entry in
      guard let entry = entry.object, entry["kind"]?.string == "tokenizer",
        let id = entry["id"]?.string, let expect = entry["expect"]?.string,
        let errorClass = entry["class"]?.string
      else { return nil }
      return MalformedTokenizer(id: id, expect: expect, errorClass: errorClass)
    }
  }()
}

@Suite(.enabled(if: SharedFixtures.arePresent, SharedFixtures.message))
struct MalformedTokenizerTests {
  @Test func manifestHasCases() { #expect(MalformedTokenizer.all.count >= 50) }

  @Test(arguments: MalformedTokenizer.all)
  func endsAsTheManifestSays(_ input: MalformedTokenizer) {
    do throws(TokenizerError) {
      let folder = SharedFixtures.path("malformed/\(input.id)")
      let tokenizer = try Tokenizer.load(folder: folder)
      #expect(input.expect != "error", "accepted")
      #expect(tokenizer != nil)
      // The text on which a backtracking engine would not end.
      let ids = tokenizer?.encode(String(repeating: "a", count: 40) + "b \u{301}é") ?? []
      _ = tokenizer?.decode(ids, skipSpecialTokens: false)
      // No table of the size of an id.
      #expect((tokenizer?.residentByteCount ?? 0) < 1 << 20)
    } catch {
      #expect(input.expect != "ok", "\(error)")
      let line = error.description
      #expect(line.contains("expected") && line.contains("found") && !line.contains("\n"))
      #expect(!error.fault.file.isEmpty)
      guard input.expect == "error" else { return }
      // Expressions are known or not; whether an unknown one is valid is not looked at.
      let isNamed = input.errorClass == "tokenizer-unsupported" || input.id == "tk-pre-bad-regex"
      #expect(error.isUnsupported == isNamed, "\(error)")
    }
  }
}
