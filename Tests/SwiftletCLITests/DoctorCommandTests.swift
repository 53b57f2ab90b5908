import SwiftletJSON
import SwiftletSystem
import Testing
import _SwiftletTestSupport

@Suite struct DoctorCommandTests {
  @Test func thisMachineIsDescribed() throws {
    let mini = try MiniBlob()
    let run = try mini.run(["doctor", "FILE"])
    #expect(run.status == 0 && run.error.isEmpty, "\(run.error)")
    for heading in ["board", "cores", "kernels", "pages", "memory", "swap", "temperature", "disk"] {
      #expect(
        run.output.contains("\n\(heading) ") || run.output.hasPrefix("\(heading) "), "\(heading)")
    }
  }

  @Test func jsonHasEveryFigure() throws {
    let mini = try MiniBlob()
    let run = try mini.run(["doctor", "FILE", "--json"])
    #expect(run.status == 0 && run.error.isEmpty, "\(run.error)")
    let object = try #require(run.json().object)
    #expect(try #require(object["memory_bytes"]?.integer) > 0)
    #expect(try #require(object["page_bytes"]?.integer) >= 4096)
    #expect(try #require(object["threads"]?.integer) >= 1)
    #expect(object["kernels"]?.string?.isEmpty == false)
    #expect(try #require(object["storage"]?.object?["bytes_per_second"]?.double) > 0)
  }

  @Test func withoutAFileNothingIsSaidOfDisks() throws {
    let folder = try TemporaryFolder()
    let run = try CommandRun(["doctor", "--json"], in: folder)
    #expect(run.status == 0)
    #expect(try run.json().object?["storage"] == .null)
  }

  @Test func anotherRootIsReadInItsPlace() throws {
    let folder = try TemporaryFolder()
    // Nothing is there: nothing is known, and nothing made up.
    let run = try CommandRun(["doctor", "--root", folder.path("none"), "--json"], in: folder)
    #expect(run.status == 0 && run.error.isEmpty, "\(run.error)")
    let object = try #require(run.json().object)
    #expect(object["model"] == .null && object["memory_bytes"] == .null)
    #expect(object["throttling_bits"] == .null && object["cores"] == .array([]))
    let text = try CommandRun(["doctor", "--root", folder.path("none")], in: folder)
    #expect(text.output.contains("Nothing is wrong."))
  }

  @Test func aFileThatIsNoModelIsRefused() throws {
    let mini = try MiniBlob()
    try mini.expectRefusal(["doctor", "/nonexistent"], status: 66)
    try mini.expectRefusal(["doctor", "/proc/self/status"], status: 65)
  }
}
