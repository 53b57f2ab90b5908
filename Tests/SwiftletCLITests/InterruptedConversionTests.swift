import SwiftletSystem
import Testing
import _SwiftletTestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite(.serialized) struct InterruptedConversionTests {
  /// Some 20 MB of weights: a conversion of a few tenths of a second.
  private static func checkpoint() throws -> SyntheticCheckpoint {
    try SyntheticCheckpoint(
      hiddenSize: 256, intermediateSize: 768, layerCount: 5, vocabularySize: 4096)
  }

  /// How long one conversion takes here and now, in microseconds.
  private static func conversionTime(_ checkpoint: SyntheticCheckpoint) throws -> UInt32 {
    let folder = try TemporaryFolder()
    let clock = ContinuousClock()
    let begin = clock.now
    let run = try CommandRun(
      ["convert", checkpoint.folder.path, "-o", folder.path("a.swiftlet")], in: folder)
    #expect(run.status == 0, "\(run.error)")
    return UInt32(min(5e6, (clock.now - begin) / .microseconds(1)))
  }

  @Test(arguments: [SIGKILL, SIGINT])
  func neverLeavesABadFileUnderTheFinalName(_ signal: CInt) throws {
    let checkpoint = try Self.checkpoint()
    let time = try Self.conversionTime(checkpoint)
    var generator = SeededGenerator(seed: UInt64(signal))
    var stopped = 0
    for round in 0..<12 {
      let folder = try TemporaryFolder()
      let run = try RunningCommand(
        ["convert", checkpoint.folder.path, "-o", folder.path("a.swiftlet")], in: folder)
      usleep(UInt32.random(in: 0...time, using: &generator))
      run.send(signal)
      let result = try run.wait()
      let isThere = folder.names.contains("a.swiftlet")
      // The signal may come before the handler is in place, or after the end.
      let expected: Set<CInt> = signal == SIGKILL ? [-SIGKILL, 0] : [130, -signal, 0]
      #expect(expected.contains(result.status), "round \(round): \(result.status) \(result.error)")
      if result.status != 0 { stopped += 1 }
      if result.status == 130 {
        #expect(!isThere && folder.names.isEmpty, "round \(round): \(folder.names)")
        #expect(result.errorLines.count == 1, "\(result.error)")
      }
      if isThere {
        let verification = try CommandRun(["verify", folder.path("a.swiftlet")], in: folder)
        #expect(verification.status == 0, "round \(round): \(verification.error)")
      } else {
        #expect(result.status != 0)
      }
    }
    // The moments are spread over the whole run; if none hits, the test has shown nothing.
    #expect(stopped > 0)
  }

  @Test func replacedFileStaysWhenTheConversionIsKilled() throws {
    let checkpoint = try Self.checkpoint()
    let folder = try TemporaryFolder()
    let path = folder.path("a.swiftlet")
    try folder.write("a.swiftlet", "what was there before")
    let run = try RunningCommand(
      ["convert", checkpoint.folder.path, "-o", path, "--force"], in: folder)
    usleep(50_000)
    run.send(SIGKILL)
    #expect(try run.wait().status == -SIGKILL)
    let source = try FileByteSource(path: path)
    let text = String(decoding: try source.bytes(at: 0, count: source.byteCount), as: UTF8.self)
    #expect(text == "what was there before")
  }

  @Test(arguments: [0, 1, 100, 2000])
  func fullDiskLeavesNothingBehind(_ blocks: Int) throws {
    let checkpoint = try SyntheticCheckpoint(
      hiddenSize: 256, intermediateSize: 768, layerCount: 2, vocabularySize: 4096)
    let folder = try TemporaryFolder()
    let logs = try TemporaryFolder()
    // The limit is on every file the process writes, its standard error too: the line is short enough
    // from one block on.
    let run = try CommandRun(
      ["convert", checkpoint.folder.path, "-o", folder.path("a.swiftlet")], in: logs,
      fileBlocks: blocks)
    #expect(run.status == 73, "\(run.error)")
    if blocks > 0 { #expect(run.errorLines.count == 1) }
    #expect(folder.names.isEmpty)
  }
}
