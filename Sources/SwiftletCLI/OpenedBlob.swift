import SwiftletArchitecture
import SwiftletConvert
import SwiftletFormat
import SwiftletSystem
import SwiftletTokenizer

/// A blob whose tables have been read: what `inspect`, `verify` and `tokenize` start from.
struct OpenedBlob {
  let reader: BlobReader
  let configuration: ModelConfiguration

  init(path: String) throws {
    reader = try BlobReader(source: FileByteSource(path: path))
    configuration = try ModelConfiguration(
      metadata: reader.metadata(RecordNames.configuration), file: path)
  }

  /// The tokenizer; nil if the model has none.
  func tokenizer() throws -> Tokenizer? {
    guard reader.directory[RecordNames.tokenizer] != nil else { return nil }
    return try Tokenizer(bytes: reader.bytes(RecordNames.tokenizer), file: reader.source.name)
  }

  /// Where the weights come from; nil in a blob that does not say.
  func provenance() throws -> MetadataTable? {
    guard reader.directory[RecordNames.provenance] != nil else { return nil }
    return try reader.metadata(RecordNames.provenance)
  }

  /// The records of the model's tensors, in the order of the file.
  var tensors: [BlobRecord] {
    reader.directory.records.filter { $0.kind == .matrix || $0.kind == .vector }
  }

  /// Throws unless the blob has exactly the tensors of its configuration.
  func checkTensors() throws {
    let table = TensorTable(configuration)
    let found = Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, $0.shape) })
    for specification in table.specifications
    where found[specification.id.name] != specification.shape {
      let shape = found[specification.id.name].map { "\($0)" } ?? "no such tensor"
      throw CommandFailure.badInput(
        InputFault(
          file: reader.source.name, place: "record \(specification.id.name)",
          expected: "\(specification.shape)", found: shape))
    }
    guard found.count == table.specifications.count else {
      let names = Set(table.specifications.map(\.id.name))
      let extra = tensors.map(\.name).filter { !names.contains($0) }
      throw CommandFailure.badInput(
        InputFault(
          file: reader.source.name, place: "records", expected: "the tensors of the configuration",
          found: "also " + extra.prefix(5).joined(separator: ", ")))
    }
  }
}
