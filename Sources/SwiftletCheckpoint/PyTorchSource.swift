public import SwiftletSystem

/// A checkpoint in files of `torch.save`: one, or shards that an index brings together.
///
/// Nothing that the files' pickles ask for is run; see `PickleMachine`.
public final class PyTorchSource: CheckpointSource {
  /// The names of all tensors, in the order of the files.
  public let tensorNames: [String]
  private let tensors: [String: StridedTensor]
  /// The open files by the name that messages and `CheckpointTensor.file` use.
  private let files: [String: any ByteSource]

  /// A checkpoint in one file.
  ///
  /// - Throws: `CheckpointError` unless directory, pickle and all ranges are valid.
  public init(_ file: any ByteSource) throws(CheckpointError) {
    var tensors: [String: StridedTensor] = [:]
    var names: [String] = []
    for tensor in try PyTorchArchive(file).tensors {
      names.append(tensor.tensor.name)
      tensors[tensor.tensor.name] = tensor
    }
    tensorNames = names
    self.tensors = tensors
    files = [file.name: file]
  }

  /// A checkpoint in shards.
  ///
  /// - Parameters:
  ///   - index: which tensor is in which shard.
  ///   - shards: the files by the names in the index.
  /// - Throws: `CheckpointError` unless every file is valid and the shards hold exactly the tensors that
  ///   the index says.
  init(_ index: ShardIndex, shards: [String: any ByteSource]) throws(CheckpointError) {
    let merged = try index.merge(shards) { file throws(CheckpointError) in
      try PyTorchArchive(file).tensors.map { ($0.tensor.name, $0) }
    }
    tensorNames = merged.names
    tensors = merged.tensors
    files = merged.files
  }

  /// The tensor called `name`; nil if there is none.
  public func tensor(named name: String) -> CheckpointTensor? { tensors[name]?.tensor }

  /// Reads values as float32, in chunks that stay in the cache.
  public func readElements(
    of tensor: CheckpointTensor, _ elements: Range<Int>,
    into destination: UnsafeMutableBufferPointer<Float>
  ) throws(CheckpointError) {
    tensor.checkRead(elements, into: destination.count)
    guard let strided = tensors[tensor.name], let file = files[tensor.file] else {
      preconditionFailure("reading \(tensor.name) from a checkpoint without it")
    }
    try unsafe strided.read(elements, from: file, into: destination)
  }
}
