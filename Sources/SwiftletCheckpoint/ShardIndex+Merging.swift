import SwiftletSystem

extension ShardIndex {
  /// The tensors of all shards.
  struct Merged<Tensor> {
    /// In the order of the files.
    var names: [String] = []
    var tensors: [String: Tensor] = [:]
    /// The open files by their own names.
    var files: [String: any ByteSource] = [:]
  }

  /// Brings the shards' tensors together.
  ///
  /// - Parameters:
  ///   - shards: the files by the names in the index.
  ///   - read: reads what a file holds.
  /// - Returns: names, tensors and open files.
  /// - Throws: `CheckpointError` unless the shards hold exactly the tensors that the index says.
  func merge<Tensor>(
    _ shards: [String: any ByteSource],
    _ read: (any ByteSource) throws(CheckpointError) -> [(name: String, tensor: Tensor)]
  ) throws(CheckpointError) -> Merged<Tensor> {
    var merged = Merged<Tensor>()
    var unlisted: (name: String, shard: String)?
    for shard in shardNames {
      guard let file = shards[shard] else { preconditionFailure("shard \(shard) is not open") }
      merged.files[file.name] = file
      for (name, tensor) in try read(file) {
        if shardOfTensor[name] == shard {
          merged.names.append(name)
          merged.tensors[name] = tensor
        } else {
          unlisted = unlisted ?? (name, shard)
        }
      }
    }
    if let entry = entries.first(where: { merged.tensors[$0.name] == nil }) {
      throw .tensorMissing(
        InputFault(
          file: file, place: "weight_map.\(entry.name)",
          expected: "a tensor of this name in \(entry.shard)", found: "none"))
    }
    if let unlisted {
      throw .indexInvalid(
        InputFault(
          file: file, place: "weight_map.\(unlisted.name)",
          expected: "\"\(unlisted.shard)\", which has such a tensor",
          found: shardOfTensor[unlisted.name].map { "\"\($0)\"" } ?? "no such key"))
    }
    return merged
  }
}
