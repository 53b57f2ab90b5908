import SwiftletJSON
import SwiftletSystem

/// The index of a sharded checkpoint: which file holds which tensor.
struct ShardIndex {
  /// The most shards: each stays open during the conversion, and the usual limit is 1024 files.
  static let shardLimit = 512

  /// The index file, for messages.
  let file: String
  /// Tensor and shard in file order.
  let entries: [(name: String, shard: String)]
  /// The shard of each tensor.
  let shardOfTensor: [String: String]
  /// Each shard once, in the order of their names, which is the order of the layers.
  let shardNames: [String]

  /// Reads the index and checks that every shard is a plain file name.
  init(_ value: JSONValue, file: String) throws(CheckpointError) {
    guard let map = value.object?["weight_map"]?.object else {
      throw .indexInvalid(
        InputFault(
          file: file, place: "weight_map", expected: "an object",
          found: value.object == nil
            ? value.kind : value.object?["weight_map"]?.kind ?? "no such key"))
    }
    var entries: [(name: String, shard: String)] = []
    var shardOfTensor: [String: String] = [:]
    for (name, value) in map.entries {
      let place = "weight_map.\(name)"
      guard let shard = value.string else {
        throw .indexInvalid(
          InputFault(file: file, place: place, expected: "a file name", found: value.kind))
      }
      try ShardIndex.checkName(shard, file: file, place: place)
      entries.append((name, shard))
      shardOfTensor[name] = shard
    }
    self.file = file
    self.entries = entries
    self.shardOfTensor = shardOfTensor
    shardNames = Set(shardOfTensor.values).sorted()
    guard shardNames.count <= ShardIndex.shardLimit else {
      throw .resourceLimit(
        InputFault(
          file: file, place: "weight_map", expected: "at most \(ShardIndex.shardLimit) files",
          found: "\(shardNames.count)"))
    }
  }

  /// A shard lies beside the index: anything that is more than a name could leave the folder.
  private static func checkName(_ name: String, file: String, place: String)
    throws(CheckpointError)
  {
    let fault = InputFault(
      file: file, place: place, expected: "the name of a file beside the index",
      found: "\"\(name)\"")
    // By bytes: a separator that combines with the character after it is a separator to the system.
    if name.utf8.contains(UInt8(ascii: "/")) || name.utf8.contains(UInt8(ascii: "\\"))
      || name == ".."
    {
      throw .pathEscape(fault)
    }
    if name.isEmpty || name == "." || name.utf8.contains(0) { throw .indexInvalid(fault) }
  }
}
