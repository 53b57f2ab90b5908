import SwiftletJSON
import Testing
import _SwiftletTestSupport

/// `tools/blob-reader`, written from FORMAT.md alone, reads what `convert` wrote as `inspect` does.
@Suite(.enabled(if: CommandRun.swiftletPath != nil, "no swiftlet beside the test bundle"))
struct SecondReaderTests {
  @Test(arguments: ["4", "8", "16", "32"])
  func bothReadersAgreeOnAConvertedModel(_ bits: String) throws {
    let checkpoint = try MiniCheckpoint()
    let folder = checkpoint.folder
    let blob = folder.path("model.swiftlet")
    let convert = try CommandRun(["convert", folder.path, "-o", blob, "--bits", bits], in: folder)
    #expect(convert.status == 0, "\(convert.error)")
    let ours = try #require(
      CommandRun(["inspect", blob, "--json", "--tensors"], in: folder).json().object)
    let run = try CommandRun(
      program: "/usr/bin/env",
      ["python3", SharedFixtures.checkout + "/tools/blob-reader", blob, "--json"], in: folder)
    #expect(run.status == 0, "\(run.error)")
    let theirs = try #require(run.json().object)
    let header = try #require(theirs["header"]?.object)
    #expect(ours["file_bytes"] == header["file_bytes"])
    #expect(ours["raw_bytes"] == header["raw_bytes"])
    #expect(ours["sha256"] == header["sha256"])
    let records = try #require(theirs["records"]?.array).compactMap { $0.object }
    let configuration = try #require(records.first { $0["name"] == .string("configuration") })
    #expect(ours["configuration"] == configuration["table"])
    let tensors = try #require(ours["tensors"]?.array).compactMap { $0.object }
    let others = records.filter {
      $0["kind"] == .string("matrix") || $0["kind"] == .string("vector")
    }
    #expect(tensors.count == others.count && tensors.count == 30)
    for (tensor, other) in zip(tensors, others) {
      for key in ["name", "shape", "raw_bytes", "stored_bytes"] {
        #expect(tensor[key] == other[key], "\(key)")
      }
    }
  }
}
