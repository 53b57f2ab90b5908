import SwiftletArchitecture
import SwiftletCheckpoint
import SwiftletConvert
import SwiftletJSON
import SwiftletSystem
import Testing
import _SwiftletTestSupport

/// One case of the manifest of malformed inputs.
struct MalformedCase: Sendable, CustomTestStringConvertible {
  let id: String
  let expect: String
  let errorClass: String
  var testDescription: String { id }

  /// The manifest's checkpoint cases; empty without the fixtures.
  static let all: [MalformedCase] = {
    guard let manifest = try? readJSON(SharedFixtures.path("malformed/manifest.json")) else {
      return []
    }
    return (manifest.array ?? []).compactMap { entry in
      guard let entry = entry.object, entry["kind"]?.string == "checkpoint",
        let id = entry["id"]?.string, let expect = entry["expect"]?.string,
        let errorClass = entry["class"]?.string
      else { return nil }
      return MalformedCase(id: id, expect: expect, errorClass: errorClass)
    }
  }()

  static func readJSON(_ path: String) throws -> JSONValue {
    let source = try FileByteSource(path: path)
    return try JSONParser.parse(try source.bytes(at: 0, count: source.byteCount), file: path)
  }
}

@Suite(.enabled(if: SharedFixtures.arePresent, SharedFixtures.message))
struct MalformedCheckpointTests {
  /// Opens the folder and reads every weight, as a conversion does; nil if that works.
  private func failure(_ id: String) -> ConversionError? {
    do throws(ConversionError) {
      let model = try CheckpointModel.open(SharedFixtures.path("malformed/\(id)"))
      do throws(CheckpointError) {
        for specification in model.table.specifications {
          guard let tensor = model.tensor(of: specification.id) else {
            #expect(specification.sourceNames.isEmpty)
            continue
          }
          #expect(tensor.shape == specification.shape)
          #expect(try model.folder.source.elements(of: tensor).count == tensor.elementCount)
        }
      } catch {
        throw ConversionError.checkpoint(error)
      }
      return nil
    } catch {
      return error
    }
  }

  /// The error's case in the manifest's spelling: `tensorMissing` is `tensor-missing`.
  private func className(_ error: ConversionError) -> String {
    let inner: Any
    switch error {
    case .checkpoint(let error): inner = error
    case .architecture(let error): inner = error
    default: inner = error
    }
    let name = Mirror(reflecting: inner).children.first?.label ?? "?"
    return name.reduce(into: "") { $0 += $1.isUppercase ? "-" + $1.lowercased() : String($1) }
  }

  @Test func manifestHasCases() {
    #expect(MalformedCase.all.count > 200)
  }

  @Test(arguments: MalformedCase.all)
  func endsAsTheManifestSays(_ input: MalformedCase) {
    let error = failure(input.id)
    if let error {
      let line = error.description
      #expect(line.contains("expected") && line.contains("found") && !line.contains("\n"))
      #expect(!error.fault.file.isEmpty)
    }
    switch input.expect {
    case "ok":
      #expect(error == nil)
    case "error":
      guard let error else {
        Issue.record("accepted")
        return
      }
      #expect(className(error) == input.errorClass)
    default:
      // Either outcome; that the test is still running is the point.
      break
    }
  }

  @Test func picklesRunNothing() throws {
    // Their payload makes this file in the current folder.
    let payload = "PICKLE_PAYLOAD_RAN"
    #expect(throws: ByteSourceError.self) { try FileByteSource(path: payload) }
    let pickles = MalformedCase.all.filter { $0.errorClass == "unsafe-pickle" }
    #expect(pickles.count == 15)
    for input in pickles { #expect(failure(input.id) != nil) }
    #expect(throws: ByteSourceError.self) { try FileByteSource(path: payload) }
  }
}
