public import SwiftletSystem

/// A checkpoint in safetensors files: one, or shards that an index brings together.
public final class SafetensorsSource: CheckpointSource {
  /// The names of all tensors, in the order of the files.
  public let tensorNames: [String]
  private let tensors: [String: CheckpointTensor]
  /// The open files by the name that messages and `CheckpointTensor.file` use.
  private let files: [String: any ByteSource]

  /// A checkpoint in one file.
  ///
  /// - Throws: `CheckpointError` unless the whole header is valid.
  public init(_ file: any ByteSource) throws(CheckpointError) {
    let header = try SafetensorsHeader(file)
    tensorNames = header.tensors.map(\.name)
    var tensors: [String: CheckpointTensor] = [:]
    for tensor in header.tensors { tensors[tensor.name] = tensor }
    self.tensors = tensors
    files = [file.name: file]
  }

  /// A checkpoint in shards.
  ///
  /// - Parameters:
  ///   - index: which tensor is in which shard.
  ///   - shards: the files by the names in the index.
  /// - Throws: `CheckpointError` unless every header is valid and the shards hold exactly the
  ///   tensors that the index says.
  init(_ index: ShardIndex, shards: [String: any ByteSource]) throws(CheckpointError) {
    let merged = try index.merge(shards) { file throws(CheckpointError) in
      try SafetensorsHeader(file).tensors.map { ($0.name, $0) }
    }
    tensorNames = merged.names
    tensors = merged.tensors
    files = merged.files
  }

  /// The tensor called `name`; nil if there is none.
  public func tensor(named name: String) -> CheckpointTensor? { tensors[name] }

  /// Reads values as float32, in chunks that stay in the cache.
  public func readElements(
    of tensor: CheckpointTensor, _ elements: Range<Int>,
    into destination: UnsafeMutableBufferPointer<Float>
  ) throws(CheckpointError) {
    tensor.checkRead(elements, into: destination.count)
    guard let file = files[tensor.file] else {
      preconditionFailure("reading \(tensor.name) from a checkpoint without \(tensor.file)")
    }
    var reader = TensorChunkReader(tensor: tensor, file: file)
    // 64 Ki values at a time: the widening then runs on what the cache still holds.
    let chunk = 1 << 16
    var start = elements.lowerBound
    while start < elements.upperBound {
      let range = start..<min(start + chunk, elements.upperBound)
      let offset = start - elements.lowerBound
      try unsafe reader.read(
        range,
        into: UnsafeMutableBufferPointer(rebasing: destination[offset..<offset + range.count]))
      start = range.upperBound
    }
  }
}
