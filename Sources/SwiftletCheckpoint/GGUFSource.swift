import SwiftletJSON
public import SwiftletSystem

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A checkpoint in a GGUF file, under the tensor names of a checkpoint folder.
///
/// Query and key rows come in the order of a folder too, whatever the file's, and gains of norms without what a family
/// adds to them.
public final class GGUFSource: CheckpointSource {
  /// The names of all tensors, in the order of the file.
  public let tensorNames: [String]
  /// The key-value part of the file.
  public let metadata: GGUFMetadata
  /// What a `config.json` of the model would say.
  let configuration: JSONValue
  private let tensors: [String: StoredTensor]
  private let file: any ByteSource

  private struct StoredTensor {
    let tensor: CheckpointTensor
    /// Rows of a head whose pairs are neighbours in the file; nil where rows are in order.
    let pairedRowCount: Int?
    /// What the file's values have too much.
    let offset: Float
  }

  /// Opens the GGUF file at `path`; nil if that is a folder or has another beginning.
  static func file(at path: String) throws(CheckpointError) -> FileByteSource? {
    var status = stat()
    guard unsafe !path.utf8.contains(0) && stat(path, &status) == 0,
      status.st_mode & S_IFMT == S_IFREG
    else { return nil }
    let file: FileByteSource
    let start: [UInt8]
    do throws(ByteSourceError) {
      file = try FileByteSource(path: path)
      start = try file.bytes(at: 0, count: min(file.byteCount, 64))
    } catch {
      throw .reading(error)
    }
    if start.starts(with: "GGUF".utf8) { return file }
    if let kind = ForeignFile.kind(start) {
      throw .headerInvalid(
        InputFault(
          file: path, place: "", expected: "a checkpoint folder or a GGUF file", found: kind))
    }
    return nil
  }

  /// Reads and validates header and configuration of `file`.
  ///
  /// - Throws: `CheckpointError`.
  public init(_ file: any ByteSource) throws(CheckpointError) {
    let header = try GGUFHeader(file)
    let translation = try GGUFConfiguration(header, file: file.name)
    let heads = ["attn_q": try translation.headCount, "attn_k": try translation.kvHeadCount]
    var names: [String] = []
    var tensors: [String: StoredTensor] = [:]
    var factors: [Float]?
    for stored in header.tensors {
      if stored.name == GGUFArchitecture.frequencyFactors {
        factors = try GGUFSource.factors(stored, file)
        continue
      }
      let name = translation.architecture.sourceName(stored.name)
      var pairedRowCount: Int?
      let parts = stored.name.split(separator: ".")
      if translation.architecture.pairsRows, parts.count == 4, let count = heads[String(parts[2])] {
        let rows = stored.shape.first ?? 0
        guard count >= 1, rows % count == 0, rows / count % 2 == 0 else {
          throw .tensorShapeMismatch(
            InputFault(
              file: file.name, place: "tensor \(stored.name)",
              expected: "rows that are pairs of \(count) heads", found: "\(rows)"))
        }
        pairedRowCount = rows / count
      }
      let tensor = CheckpointTensor(
        name: name, shape: stored.shape, elementType: stored.elementType, file: stored.file,
        offset: stored.offset, elementCount: stored.elementCount)
      guard
        tensors.updateValue(
          StoredTensor(
            tensor: tensor, pairedRowCount: pairedRowCount,
            offset: name.hasSuffix("norm.weight") ? translation.architecture.gainOffset : 0),
          forKey: name) == nil
      else {
        throw .headerInvalid(
          InputFault(
            file: file.name, place: "tensor \(stored.name)", expected: "one tensor of this meaning",
            found: "two"))
      }
      names.append(name)
    }
    metadata = header.metadata
    configuration = try translation.json(factors: factors)
    tensorNames = names
    self.tensors = tensors
    self.file = file
  }

  /// The rotary factors, of which there are half as many as values in a head.
  private static func factors(_ tensor: CheckpointTensor, _ file: any ByteSource)
    throws(CheckpointError) -> [Float]
  {
    // Heads of published models have at most 256 values.
    guard tensor.elementType == .float32, (1...4096).contains(tensor.elementCount) else {
      throw .tensorShapeMismatch(
        InputFault(
          file: file.name, place: "tensor \(tensor.name)", expected: "up to 4096 values in F32",
          found: "\(tensor.elementCount) in \(tensor.elementType.name)"))
    }
    var values = [Float](repeating: 0, count: tensor.elementCount)
    var reader = TensorChunkReader(tensor: tensor, file: file)
    try reader.read(0..<values.count, into: &values)
    return values
  }

  /// The tensor called `name`; nil if there is none.
  public func tensor(named name: String) -> CheckpointTensor? { tensors[name]?.tensor }

  /// Reads values as float32, blocks unpacked and rows in order.
  public func readElements(
    of tensor: CheckpointTensor, _ elements: Range<Int>,
    into destination: UnsafeMutableBufferPointer<Float>
  ) throws(CheckpointError) {
    tensor.checkRead(elements, into: destination.count)
    guard let stored = tensors[tensor.name] else {
      preconditionFailure("reading \(tensor.name) from a checkpoint without it")
    }
    var reader = BlockReader(tensor: tensor, file: file)
    guard let paired = stored.pairedRowCount else {
      try unsafe reader.read(elements, into: destination)
      if stored.offset != 0 {
        for index in 0..<elements.count { unsafe destination[index] -= stored.offset }
      }
      return
    }
    let width = tensor.rowElementCount
    var position = elements.lowerBound
    while position < elements.upperBound {
      let (row, column) = position.quotientAndRemainder(dividingBy: width)
      let count = min(width - column, elements.upperBound - position)
      let (head, index) = row.quotientAndRemainder(dividingBy: paired)
      let (half, pair) = index.quotientAndRemainder(dividingBy: paired / 2)
      let place = (head * paired + 2 * pair + half) * width + column
      let offset = position - elements.lowerBound
      try unsafe reader.read(
        place..<place + count,
        into: UnsafeMutableBufferPointer(rebasing: destination[offset..<offset + count]))
      position += count
    }
  }
}
