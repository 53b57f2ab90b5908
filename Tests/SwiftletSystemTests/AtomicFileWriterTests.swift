import Foundation
import SwiftletSystem
import Testing
import _SwiftletTestSupport

@Suite struct AtomicFileWriterTests {
  @Test func appearsCompleteAndOnlyAtCommit() throws {
    try withFolder { folder in
      let path = folder + "/model.bin"
      let writer = try AtomicFileWriter(path: path)
      try writer.append([0, 0, 0, 0])
      var expected: [UInt8] = [9, 8, 0, 0]
      var generator = SeededGenerator(seed: 3)
      // Sizes below, at and above the buffer, so that order survives both ways of writing.
      for count in [1, 70_000, 5, AtomicFileWriter.bufferByteCount, 65_535, 1, 200_000, 0] {
        let piece = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
        try writer.append(piece)
        expected += piece
      }
      #expect(writer.byteCount == expected.count)
      try writer.overwrite(at: 0, with: [9, 8])
      #expect(!FileManager.default.fileExists(atPath: path))
      #expect(contents(of: folder).count == 1)
      try writer.commit()
      #expect(contents(of: folder) == ["model.bin"])
      let source = try FileByteSource(path: path)
      #expect(try source.bytes(at: 0, count: source.byteCount) == expected)
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      // 0644 less the process's mask: readable by its owner, executable by nobody.
      #expect(mode.map { $0 & ~0o644 == 0 && $0 & 0o600 == 0o600 } == true)
    }
  }

  @Test func writesAtAnyPlaceAndReadsBack() throws {
    try withFolder { folder in
      let path = folder + "/a"
      let writer = try AtomicFileWriter(path: path)
      try writer.append([1, 2])
      try unsafe [UInt8]([7, 8, 9]).withUnsafeBytes { try unsafe writer.write($0, at: 5) }
      #expect(writer.byteCount == 8)
      try unsafe [UInt8]([3]).withUnsafeBytes { try unsafe writer.write($0, at: 2) }
      try writer.append([10])
      var read: [UInt8] = [0, 0, 0, 0]
      try unsafe read.withUnsafeMutableBytes { try unsafe writer.read(at: 5, into: $0) }
      #expect(read == [7, 8, 9, 10])
      try writer.truncate(to: 7)
      try writer.append([11])
      try writer.commit()
      let source = try FileByteSource(path: path)
      #expect(try source.bytes(at: 0, count: source.byteCount) == [1, 2, 3, 0, 0, 7, 8, 11])
    }
  }

  @Test func droppingLeavesNothing() throws {
    try withFolder { folder in
      do {
        let writer = try AtomicFileWriter(path: folder + "/a")
        try writer.append([UInt8](repeating: 1, count: 100_000))
        #expect(contents(of: folder).count == 1)
      }
      #expect(contents(of: folder).isEmpty)
    }
  }

  @Test func refusesAnExistingFileUnlessReplacing() throws {
    try withFolder { folder in
      let path = folder + "/a"
      try Data([1]).write(to: URL(fileURLWithPath: path))
      #expect {
        _ = try AtomicFileWriter(path: path)
      } throws: {
        if case .targetExists? = $0 as? FileWriteError { return true }
        return false
      }
      let writer = try AtomicFileWriter(path: path, replacing: true)
      try writer.append([2, 3])
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data([1]))
      try writer.commit()
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data([2, 3]))
      #expect(contents(of: folder) == ["a"])
    }
  }

  @Test func refusesAFileThatAppearedMeanwhile() throws {
    try withFolder { folder in
      let path = folder + "/a"
      let writer = try AtomicFileWriter(path: path)
      try writer.append([2, 3])
      try Data([1]).write(to: URL(fileURLWithPath: path))
      #expect {
        try writer.commit()
      } throws: {
        if case .targetExists? = $0 as? FileWriteError { return true }
        return false
      }
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data([1]))
      #expect(contents(of: folder) == ["a"])
    }
  }

  @Test func refusesFoldersAndMissingFolders() throws {
    try withFolder { folder in
      for path in [folder, folder + "/none/a", folder + "/", "", ".", "a\0b"] {
        #expect(throws: FileWriteError.self) { _ = try AtomicFileWriter(path: path) }
        #expect(throws: FileWriteError.self) {
          _ = try AtomicFileWriter(path: path, replacing: true)
        }
      }
      #expect(throws: FileWriteError.self) {
        _ = try AtomicFileWriter(path: "/dev/null", replacing: true)
      }
      #expect(contents(of: folder).isEmpty)
    }
  }

  @Test func aLongNameStillHasAPartialName() throws {
    try withFolder { folder in
      let name = String(repeating: "é", count: 120)
      let writer = try AtomicFileWriter(path: folder + "/" + name)
      try writer.append([1])
      try writer.commit()
      #expect(contents(of: folder) == [name])
    }
  }

  @Test func aFullDiskIsNamedAndLeavesNothing() async {
    // A limit on the size of files stands for the full disk; it needs a process of its own.
    await #expect(processExitsWith: .success) {
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 4096, rlim_max: 4096)
      unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      let folder = NSTemporaryDirectory() + "swiftlet-full-\(getpid())"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let writer = try AtomicFileWriter(path: folder + "/a")
      do throws(FileWriteError) {
        try writer.append([UInt8](repeating: 1, count: 100_000))
        exit(1)
      } catch .noSpace {
        let left = try FileManager.default.contentsOfDirectory(atPath: folder)
        if !left.isEmpty { exit(2) }
      } catch {
        exit(3)
      }
    }
  }

  @Test func aKilledProcessLeavesOnlyThePartialFile() async throws {
    let folder = AtomicFileWriterTests.killedFolder(of: getpid())
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    await #expect(processExitsWith: .signal(SIGKILL)) {
      let folder = AtomicFileWriterTests.killedFolder(of: getppid())
      let writer = try AtomicFileWriter(path: folder + "/a")
      try writer.append([UInt8](repeating: 1, count: 100_000))
      kill(getpid(), SIGKILL)
      try writer.commit()
    }
    let left = contents(of: folder)
    #expect(left.count == 1)
    #expect(left.first?.hasPrefix(".a.") == true && left.first?.hasSuffix(".partial") == true)
  }

  /// A folder that a process and its child agree upon by the parent's number.
  private static func killedFolder(of parent: pid_t) -> String {
    NSTemporaryDirectory() + "swiftlet-killed-\(parent)"
  }

  private func contents(of folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + "swiftlet-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }
}
