import SwiftletCheckpoint
import SwiftletJSON
import SwiftletSystem
import Testing
import _SwiftletTestSupport

@Suite struct CheckpointFolderTests {
  private func shard(_ names: String...) throws -> [UInt8] {
    var builder = SafetensorsBuilder()
    for name in names {
      builder.add(name, "F32", [1], SafetensorsBuilder.littleEndian([Float(name.utf8.count)]))
    }
    return try builder.source.bytes(at: 0, count: builder.source.byteCount)
  }

  private func failure(_ folder: TemporaryFolder) -> String? {
    do throws(CheckpointError) {
      _ = try CheckpointFolder.open(folder.path)
      return nil
    } catch {
      return error.caseName
    }
  }

  @Test func opensASingleFile() throws {
    let folder = try TemporaryFolder()
    try folder.write("config.json", #"{"a":1}"#)
    try folder.write("model.safetensors", try shard("x"))
    let opened = try CheckpointFolder.open(folder.path + "/")
    #expect(opened.path == folder.path)
    #expect(opened.configuration.object?["a"] == .integer(1))
    #expect(opened.generationConfiguration == nil)
    #expect(opened.files == ["config.json", "model.safetensors"].map { folder.path + "/" + $0 })
    #expect(opened.source.tensorNames == ["x"])
  }

  @Test func opensShards() throws {
    let folder = try TemporaryFolder()
    try folder.write("config.json", "{}")
    try folder.write("generation_config.json", #"{"eos_token_id":2}"#)
    try folder.write("2.safetensors", try shard("bb"))
    try folder.write("1.safetensors", try shard("a", "ccc"))
    try folder.write(
      "model.safetensors.index.json",
      #"{"weight_map":{"bb":"2.safetensors","a":"1.safetensors","ccc":"1.safetensors"}}"#)
    let opened = try CheckpointFolder.open(folder.path)
    #expect(opened.generationConfiguration?.object?["eos_token_id"] == .integer(2))
    #expect(opened.source.tensorNames == ["a", "ccc", "bb"])
    #expect(opened.files.count == 5)
    for name in opened.source.tensorNames {
      let tensor = try #require(opened.source.tensor(named: name))
      #expect(try opened.source.elements(of: tensor) == [Float(name.utf8.count)])
    }
  }

  @Test(arguments: [
    (#"{"a":"1.safetensors"}"#, nil),
    (#"{"a":"2.safetensors"}"#, "weightsMissing"),
    (#"{}"#, nil),
    (#"{"a":"1.safetensors","b":"1.safetensors"}"#, "tensorMissing"),
    (#"{"a":""}"#, "indexInvalid"), (#"{"a":"."}"#, "indexInvalid"), (#"{"a":7}"#, "indexInvalid"),
    (#"{"a":"1.safetensors\u0000"}"#, "indexInvalid"), (#"[]"#, "indexInvalid"),
    (#"{"a":".."}"#, "pathEscape"), (#"{"a":"../1.safetensors"}"#, "pathEscape"),
    (#"{"a":"/1.safetensors"}"#, "pathEscape"), (#"{"a":"sub\\1.safetensors"}"#, "pathEscape"),
    (#"{"a":"/\u0301"}"#, "pathEscape"), (#"{"a":"file://1.safetensors"}"#, "pathEscape"),
  ])
  func checksTheIndex(map: String, expected: String?) throws {
    let folder = try TemporaryFolder()
    try folder.write("config.json", "{}")
    try folder.write("1.safetensors", try shard("a"))
    try folder.write("model.safetensors.index.json", #"{"weight_map":\#(map)}"#)
    #expect(failure(folder) == expected)
  }

  @Test func refusesAShardWithTensorsThatTheIndexDoesNotPlaceThere() throws {
    let folder = try TemporaryFolder()
    try folder.write("config.json", "{}")
    try folder.write("1.safetensors", try shard("a", "b"))
    try folder.write("model.safetensors.index.json", #"{"weight_map":{"a":"1.safetensors"}}"#)
    #expect(failure(folder) == "indexInvalid")
  }

  @Test func saysWhatIsMissing() throws {
    let folder = try TemporaryFolder()
    #expect(failure(folder) == "configInvalid")
    try folder.write("config.json", "{}")
    #expect(failure(folder) == "weightsMissing")
    try folder.write("pytorch_model.bin", "")
    #expect(failure(folder) == "binInvalid")
    try folder.write("config.json", "{")
    #expect(failure(folder) == "configInvalid")
    #expect(throws: CheckpointError.self) { try CheckpointFolder.open(folder.path + "/none") }
    let file = #expect(throws: CheckpointError.self) {
      try CheckpointFolder.open(folder.path + "/config.json")
    }
    #expect(file?.caseName == "folderMissing")
  }
}
