import SwiftletJSON
import SwiftletSystem
import SwiftletTemplate
import Testing
import _SwiftletTestSupport

/// A published template with the reference's renderings.
struct GoldenTemplate: Sendable, CustomTestStringConvertible {
  let name: String
  var testDescription: String { name }
  var folder: String { SharedFixtures.path("chat-templates/\(name)") }

  static let all = ["gemma2", "gemma3", "llama3", "llama3.2", "qwen2.5", "qwen3", "smollm2"].map {
    GoldenTemplate(name: $0)
  }

  static func bytes(_ path: String) throws -> [UInt8] {
    let source = try FileByteSource(path: path)
    return try source.bytes(at: 0, count: source.byteCount)
  }
}

@Suite(.enabled(if: SharedFixtures.arePresent, SharedFixtures.message))
struct ChatTemplateGoldenTests {
  @Test(arguments: GoldenTemplate.all)
  func rendersAsTheReference(_ golden: GoldenTemplate) throws {
    let path = golden.folder + "/golden.json"
    let file = try #require(try JSONParser.parse(GoldenTemplate.bytes(path), file: path).object)
    let variables = ["bos_token", "eos_token"].compactMap { name in
      file[name]?.string.map { (name: name, text: $0) }
    }
    let text = String(
      decoding: try GoldenTemplate.bytes(golden.folder + "/template.jinja"), as: UTF8.self)
    let compiled = try ChatTemplate(text: text, file: golden.name, variables: variables)
    let opened = try ChatTemplate(bytes: compiled.binaryForm, file: golden.name)
    #expect(opened.variables.map(\.text) == variables.map(\.text))
    let cases = try #require(file["cases"]?.array)
    #expect(cases.count >= 26)
    for value in cases {
      let entry = try #require(value.object)
      let name = entry["name"]?.string ?? ""
      var input = ChatTemplate.Input(
        messages: (entry["messages"]?.array ?? []).map { TemplateValue($0) },
        tools: entry["tools"].map { TemplateValue($0) },
        addsGenerationPrompt: entry["add_generation_prompt"]?.bool ?? false)
      input.arguments = (entry["arguments"]?.object?.entries ?? []).map {
        (name: $0.key, value: TemplateValue($0.value))
      }
      for template in [compiled, opened] {
        if let expected = entry["rendered"]?.string {
          let rendered = try template.render(input)
          #expect(rendered.utf8.elementsEqual(expected.utf8), "\(name): \(rendered)")
        } else {
          #expect(throws: TemplateError.self, "\(name)") { try template.render(input) }
        }
      }
    }
  }
}

/// One template of the manifest of malformed inputs.
struct MalformedTemplate: Sendable, CustomTestStringConvertible {
  let id: String
  let expect: String
  let errorClass: String
  var testDescription: String { id }

  /// The manifest's templates; empty without the fixtures.
  static let all: [MalformedTemplate] = {
    let path = SharedFixtures.path("malformed/manifest.json")
    guard let bytes = try? GoldenTemplate.bytes(path),
      let manifest = try? JSONParser.parse(bytes, file: path)
    else { return [] }
    return (manifest.array ?? []).compactMap { entry in
      guard let entry = entry.object, entry["kind"]?.string == "chat-template",
        let id = entry["id"]?.string, let expect = entry["expect"]?.string,
        let errorClass = entry["class"]?.string
      else { return nil }
      return MalformedTemplate(id: id, expect: expect, errorClass: errorClass)
    }
  }()
}

@Suite(.enabled(if: SharedFixtures.arePresent, SharedFixtures.message))
struct MalformedTemplateTests {
  @Test func manifestHasCases() { #expect(MalformedTemplate.all.count >= 14) }

  @Test(arguments: MalformedTemplate.all)
  func endsAsTheManifestSays(_ input: MalformedTemplate) throws {
    let bytes = try GoldenTemplate.bytes(
      SharedFixtures.path("malformed/\(input.id)/template.jinja"))
    let conversation = ChatTemplate.Input(
      messages: [.mapping(of: [("role", .string("user")), ("content", .string("a"))])])
    do throws(TemplateError) {
      let template = try ChatTemplate(
        text: String(decoding: bytes, as: UTF8.self), file: "template.jinja")
      _ = try template.render(conversation)
      #expect(input.expect != "error", "accepted")
    } catch {
      #expect(input.expect != "ok", "\(error)")
      #expect(error.description.contains("expected") && !error.description.contains("\n"))
      let errorClass =
        switch error {
        case .invalid, .unsupported: "template-invalid"
        case .raised, .failed: "template-error"
        case .limitExceeded: "resource-limit"
        case .damagedProgram: "damaged"
        }
      #expect(errorClass == input.errorClass, "\(error)")
    }
  }
}
