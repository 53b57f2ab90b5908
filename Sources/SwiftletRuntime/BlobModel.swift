public import SwiftletArchitecture
public import SwiftletFormat
public import SwiftletSystem
public import SwiftletTemplate
public import SwiftletTokenizer

/// Why a blob that is sound as a container is no model that can run.
public enum ModelFileError: InputError {
  /// A tensor of the model's table is not in the blob.
  case tensorMissing(InputFault)
  /// A tensor is there with another shape or kind than the configuration says.
  case tensorShapeMismatch(InputFault)
  /// The blob has a tensor that the model's table does not list.
  case tensorUnexpected(InputFault)
  /// The tokenizer has more entries than the model has embeddings.
  case tokenizerTooLarge(InputFault)
  /// A tensor holds a value that the model cannot compute with.
  case tensorValueOutOfRange(InputFault)

  /// File, place, expected, found.
  public var fault: InputFault {
    switch self {
    case .tensorMissing(let fault), .tensorShapeMismatch(let fault),
      .tensorUnexpected(let fault), .tokenizerTooLarge(let fault),
      .tensorValueOutOfRange(let fault):
      return fault
    }
  }
}

/// A blob opened as a model: configuration, tensor table and the record of each tensor, all checked.
public struct BlobModel {
  /// The container.
  public let reader: BlobReader
  /// The model's numbers.
  public let configuration: ModelConfiguration
  /// The model's tensors in execution order.
  public let table: TensorTable
  /// The record of each row of `table`, in its order.
  public let records: [BlobRecord]

  /// Opens `source`.
  ///
  /// - Parameter source: the blob.
  /// - Throws: `BlobError`, `ArchitectureError`, `ModelFileError`.
  public init(source: any ByteSource) throws {
    reader = try BlobReader(source: source)
    configuration = try ModelConfiguration(
      metadata: reader.metadata(RecordNames.configuration), file: source.name)
    table = TensorTable(configuration)
    records = try BlobModel.match(table, reader.directory, file: source.name)
  }

  /// Bytes of weights that one decoded token reads.
  ///
  /// Every layer as often as it is executed, the final norm and the head; the embedding's one row is
  /// not counted.
  public var weightBytesPerToken: Int {
    zip(table.specifications, records).reduce(0) { sum, pair in
      let (specification, record) = pair
      if specification.id.layer != nil {
        return sum + record.rawByteCount * configuration.layerRepetitions
      }
      let isHead =
        specification.id.role == (configuration.tiesEmbeddings ? .embedding : .languageModelHead)
      return isHead || specification.id.role == .finalNorm ? sum + record.rawByteCount : sum
    }
  }

  /// The tokenizer's record, if the blob has one.
  public var tokenizerRecord: BlobRecord? { reader.directory[RecordNames.tokenizer] }

  /// The tokenizer; nil if the model has none.
  ///
  /// - Returns: a tokenizer that holds the record's bytes.
  /// - Throws: `BlobError`, `TokenizerError`, `ModelFileError`.
  public func tokenizer() throws -> Tokenizer? {
    guard let record = tokenizerRecord else { return nil }
    let tokenizer = try Tokenizer(bytes: reader.bytes(record.name), file: reader.source.name)
    guard tokenizer.vocabularySize <= configuration.vocabularySize else {
      throw ModelFileError.tokenizerTooLarge(
        InputFault(
          file: reader.source.name, place: "record \(record.name)",
          expected: "at most \(configuration.vocabularySize) entries, the model's vocabulary",
          found: "\(tokenizer.vocabularySize)"))
    }
    return tokenizer
  }

  /// The chat template; nil if the model has none.
  ///
  /// - Returns: the template, all of it checked.
  /// - Throws: `BlobError`, `TemplateError`.
  public func chatTemplate() throws -> ChatTemplate? {
    guard let record = reader.directory[RecordNames.chatTemplate] else { return nil }
    return try ChatTemplate(bytes: reader.bytes(record.name), file: reader.source.name)
  }

  /// Where the weights come from; nil in a blob that does not say.
  ///
  /// - Returns: the table as the converter wrote it.
  /// - Throws: `BlobError`.
  public func provenance() throws -> MetadataTable? {
    guard reader.directory[RecordNames.provenance] != nil else { return nil }
    return try reader.metadata(RecordNames.provenance)
  }

  /// The record of a tensor that the table lists.
  func record(_ id: WeightID) -> BlobRecord {
    guard let index = table.position(of: id) else {
      preconditionFailure("\(id.name) is not in the table")
    }
    return records[index]
  }

  private static func match(_ table: TensorTable, _ directory: BlobDirectory, file: String)
    throws(ModelFileError) -> [BlobRecord]
  {
    var records: [BlobRecord] = []
    records.reserveCapacity(table.specifications.count)
    for specification in table.specifications {
      let name = specification.id.name
      guard let record = directory[name] else {
        throw .tensorMissing(
          InputFault(
            file: file, place: name, expected: "a tensor \(specification.shape)", found: "none"))
      }
      let kind: BlobRecord.Kind = specification.kind == .vector ? .vector : .matrix
      guard record.kind == kind, record.shape == specification.shape else {
        throw .tensorShapeMismatch(
          InputFault(
            file: file, place: name, expected: "a \(kind) \(specification.shape)",
            found: "a \(record.kind) \(record.shape)"))
      }
      records.append(record)
    }
    for record in directory.records where record.kind == .vector || record.kind == .matrix {
      guard let id = WeightID(name: record.name), table[id] != nil else {
        throw .tensorUnexpected(
          InputFault(
            file: file, place: record.name, expected: "the tensors of the model alone",
            found: "a tensor that it does not have"))
      }
    }
    return records
  }
}
