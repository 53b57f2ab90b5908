public import SwiftletArchitecture
public import SwiftletCheckpoint
import SwiftletSystem

/// A checkpoint folder that has been understood: every tensor of its model has been found.
///
/// Opening reads configuration files and headers, and the values of embedding and head where these may
/// be the same; all other values stay in the files.
public struct CheckpointModel: Sendable {
  /// The folder with its source of values.
  public let folder: CheckpointFolder
  /// The numbers of the model.
  public let configuration: ModelConfiguration
  /// The tensors that a blob of this model has.
  public let table: TensorTable
  /// One line per default that was applied, for the report.
  public let appliedDefaults: [String]
  private let tensors: [WeightID: CheckpointTensor]

  /// Opens the folder at `path`.
  ///
  /// - Throws: `ConversionError` if anything is missing, damaged, not understood or left over.
  public static func open(_ path: String) throws(ConversionError) -> CheckpointModel {
    let folder: CheckpointFolder
    do throws(CheckpointError) {
      folder = try CheckpointFolder.open(path)
    } catch {
      throw .checkpoint(error)
    }
    try PackedWeights.refuse(folder)
    let parsed: ParsedConfiguration
    do throws(ArchitectureError) {
      parsed = try ModelConfiguration.parse(
        config: folder.configuration, generationConfig: folder.generationConfiguration,
        file: folder.configurationFile)
    } catch {
      throw .architecture(error)
    }
    do throws(CheckpointError) {
      return try CheckpointModel(folder, parsed)
    } catch {
      throw .checkpoint(error)
    }
  }

  /// The tensor that holds the values of `id`; nil for a computed tensor or one that the model lacks.
  public func tensor(of id: WeightID) -> CheckpointTensor? { tensors[id] }

  private init(_ folder: CheckpointFolder, _ parsed: ParsedConfiguration) throws(CheckpointError) {
    let ties = parsed.resolvingTies { folder.source.tensor(named: $0) != nil }
    var resolved = ties.parsed
    var table = TensorTable(resolved.configuration)
    let stored = table.specifications.filter { !$0.sourceNames.isEmpty }
    // The parts of a matrix come from one tensor.
    let whole = stored.filter { $0.id.part == 0 }
    var expectations = whole.map {
      TensorExpectation(names: $0.sourceNames, shape: $0.sourceShape)
    }
    let isTied = resolved.configuration.tiesEmbeddings
    if isTied, let head = ties.headToCompare, let embedding = table[WeightID(.embedding)] {
      expectations.append(TensorExpectation(names: [head], shape: embedding.sourceShape))
    }
    let matches = try folder.source.match(
      expectations, file: folder.path, ignoring: table.isIgnorable)
    var tensors: [WeightID: CheckpointTensor] = [:]
    for (specification, tensor) in zip(whole, matches) { tensors[specification.id] = tensor }
    for id in stored.map(\.id) where id.part > 0 { tensors[id] = tensors[WeightID(id.role)] }
    if let head = ties.headToCompare.flatMap(folder.source.tensor(named:)),
      let embedding = tensors[WeightID(.embedding)]
    {
      if try folder.source.haveEqualValues(embedding, head) {
        resolved = resolved.storingHeadOnce()
        for id in table.parts(of: .languageModelHead) { tensors[id] = nil }
        table = TensorTable(resolved.configuration)
      } else if isTied {
        throw .tensorUnexpected(
          InputFault(
            file: head.file, place: "tensor \(head.name)",
            expected: "the values of \(embedding.name), which config.json says are shared",
            found: "other values"))
      }
    }
    self.folder = folder
    self.table = table
    self.tensors = tensors
    configuration = resolved.configuration
    appliedDefaults = resolved.appliedDefaults
  }
}
