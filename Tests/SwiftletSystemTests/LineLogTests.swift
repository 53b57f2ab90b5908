import SwiftletSystem
import Testing
import _SwiftletTestSupport

@Suite struct LineLogTests {
  private func text(_ path: String) throws -> String {
    let source = try FileByteSource(path: path)
    return String(decoding: try source.bytes(at: 0, count: source.byteCount), as: UTF8.self)
  }

  @Test func linesAreAddedToWhatIsThere() throws {
    let folder = try TemporaryFolder()
    try folder.write("log", "one\nhalf of")
    let log = try LineLog(path: folder.path("log"))
    #expect(try text(log.path) == "one\nhalf of")
    try log.truncate(to: 4)
    try log.append("two")
    // Another writer's lines are not overwritten.
    try LineLog(path: log.path).append("three")
    try log.append("")
    #expect(try text(log.path) == "one\ntwo\nthree\n\n")
    try LineLog(path: folder.path("new")).append("é")
    #expect(try text(folder.path("new")) == "é\n")
    #expect(folder.names == ["log", "new"])
  }

  @Test func whatIsNoFileIsRefused() throws {
    let folder = try TemporaryFolder()
    for path in ["", "a\0b", "/nonexistent/log", folder.path, folder.path("log/inner")] {
      #expect {
        _ = try LineLog(path: path)
      } throws: {
        if case FileWriteError.notCreatable = $0 { true } else { false }
      }
    }
    #expect {
      _ = try LineLog(path: "/dev/null")
    } throws: {
      if case FileWriteError.notARegularFile = $0 { true } else { false }
    }
    #expect(folder.names.isEmpty)
  }
}
