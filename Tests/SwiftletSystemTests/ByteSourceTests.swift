import SwiftletSystem
import Testing

@Suite struct ByteSourceTests {
  @Test func readsInsideAndRefusesOutside() throws {
    let source = MemoryByteSource(name: "memory", contents: [1, 2, 3, 4, 5])
    #expect(try source.bytes(at: 1, count: 3) == [2, 3, 4])
    #expect(try source.bytes(at: 5, count: 0) == [])
    for (offset, count) in [(3, 3), (6, 0), (-1, 1), (0, -1), (Int.max, Int.max)] {
      #expect(throws: ByteSourceError.self) { try source.bytes(at: offset, count: count) }
    }
  }

  @Test func refusesFoldersAndMissingFiles() {
    #expect {
      _ = try FileByteSource(path: "/")
    } throws: {
      if case .notARegularFile? = $0 as? ByteSourceError { return true }
      return false
    }
    #expect {
      _ = try FileByteSource(path: "/no/such/file")
    } throws: {
      if case .notReadable? = $0 as? ByteSourceError { return true }
      return false
    }
  }

  @Test func aMessageStaysOneLine() {
    let fault = InputFault(file: "a\nb", place: "", expected: "x", found: "\u{1B}[0m")
    #expect(fault.line == "a\\u{a}b: expected x, found \\u{1b}[0m")
  }
}
