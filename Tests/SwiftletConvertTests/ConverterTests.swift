import SwiftletArchitecture
import SwiftletCheckpoint
import SwiftletConvert
import SwiftletFormat
import SwiftletSystem
import SwiftletTensor
import Testing
import _SwiftletTestSupport

/// A checkpoint of the fixtures, converted and opened again.
private struct Conversion {
  let folder: TemporaryFolder
  let model: CheckpointModel
  let report: ConversionReport
  let reader: BlobReader

  init(_ name: String, _ recipe: Recipe, threadCount: Int = 2, budget: MemoryBudget? = nil) throws {
    folder = try TemporaryFolder()
    model = try CheckpointModel.open(SharedFixtures.path("checkpoints/\(name)"))
    var options = Converter.Options(recipe: recipe, threadCount: threadCount)
    options.compressionLevel = 1
    let converter = Converter(
      model: model, options: options, budget: budget ?? MemoryBudget(capByteCount: .max))
    let path = folder.path("model.swiftlet")
    report = try converter.convert(to: path)
    reader = try BlobReader(source: FileByteSource(path: path))
    try reader.verify()
  }

  /// All values of a record as a reader sees them.
  func values(_ name: String) throws -> [Float] {
    let record = try #require(reader.directory[name])
    var planes = [UInt8](repeating: 0, count: record.rawByteCount)
    try unsafe planes.withUnsafeMutableBytes { try unsafe reader.read(record, into: $0) }
    guard let layout = record.layout else {
      return unsafe planes.withUnsafeBytes { raw in
        (0..<raw.count / 4).map { unsafe raw.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
      }
    }
    var values = [Float](repeating: 0, count: layout.rows * layout.columns)
    for row in 0..<layout.rows {
      unsafe values.withUnsafeMutableBufferPointer { values in
        let begin = row * layout.columns
        let rowValues = unsafe UnsafeMutableBufferPointer(
          rebasing: values[begin..<begin + layout.columns])
        unsafe planes.withUnsafeBytes {
          unsafe layout.dequantizeRow(row, of: $0, into: rowValues)
        }
      }
    }
    return values
  }
}

@Suite(.enabled(if: SharedFixtures.arePresent, SharedFixtures.message))
struct ConverterTests {
  static let names = [
    "mobilellm-tied", "llama-rope-llama3", "llama-bias-linear", "smollm2-like",
  ]

  static func recipe(_ bits: Int) throws -> Recipe { try #require(Recipe.builtIn(bits: bits)) }

  @Test(arguments: names) func keepsEveryValueAt32Bits(_ name: String) throws {
    let conversion = try Conversion(name, ConverterTests.recipe(32))
    for specification in conversion.model.table.specifications {
      let stored = try conversion.values(specification.id.name)
      let source =
        try conversion.model.tensor(of: specification.id)
        .map { try conversion.model.folder.source.elements(of: $0) }
        ?? conversion.model.configuration.inverseFrequencies
      #expect(stored == source, "\(specification.id.name)")
    }
    #expect(conversion.report.statistics.squaredError == 0)
  }

  @Test(arguments: names) func keepsSixteenBitSourcesAt16Bits(_ name: String) throws {
    let conversion = try Conversion(name, ConverterTests.recipe(16))
    for tensor in conversion.report.tensors where tensor.isMatrix {
      let statistics = try #require(tensor.statistics)
      switch tensor.sourceType {
      case "BF16":
        #expect(tensor.format == .bfloat16 && statistics.squaredError == 0)
      case "F16":
        #expect(tensor.format == .float16 && statistics.squaredError == 0)
      default:
        #expect(tensor.format == .float16)
        // Half a unit in 2^11 for normal values; weights near zero are subnormal and smaller still.
        #expect(statistics.relativeRMSError <= 0x1p-11)
      }
    }
  }

  @Test(arguments: names, [4, 8]) func errorStatisticsAreThoseOfTheFile(_ name: String, _ bits: Int)
    throws
  {
    let conversion = try Conversion(name, ConverterTests.recipe(bits))
    var isQuantized = false
    for tensor in conversion.report.tensors where tensor.isMatrix {
      let id = try #require(WeightID(name: tensor.name))
      let source = try conversion.model.folder.source.elements(
        of: #require(conversion.model.tensor(of: id)))
      let stored = try conversion.values(tensor.name)
      var energy = 0.0
      var error = 0.0
      for (value, stored) in zip(source, stored) {
        energy += Double(value) * Double(value)
        error += (Double(value) - Double(stored)) * (Double(value) - Double(stored))
      }
      let statistics = try #require(tensor.statistics)
      let relative = (error / energy).squareRoot()
      // Sums over a group are in float32.
      #expect(abs(statistics.relativeRMSError - relative) <= 1e-4 * relative)
      #expect(statistics.elementCount == source.count)
      // Normal weights in groups of 32: 0.076 at 4 bits with zero points, 0.005 at 8 bits.
      #expect(relative < (tensor.format.bits == 4 ? 0.085 : 0.006))
      isQuantized = isQuantized || tensor.format.bits == bits
    }
    #expect(isQuantized)
  }

  @Test func blobHasConfigurationTableAndProvenance() throws {
    let conversion = try Conversion("llama-bias-linear", ConverterTests.recipe(4))
    let configuration = try ModelConfiguration(
      metadata: conversion.reader.metadata(RecordNames.configuration), file: "blob")
    #expect(configuration == conversion.model.configuration)
    let tensors = conversion.reader.directory.records.filter {
      $0.kind == .matrix || $0.kind == .vector
    }
    #expect(tensors.map(\.name) == TensorTable(configuration).specifications.map(\.id.name))
    let provenance = try conversion.reader.metadata(RecordNames.provenance)
    #expect(provenance == conversion.report.provenance)
    #expect(provenance.strings("source.names")?.contains("model.safetensors") == true)
    let names = provenance.strings("source.names") ?? []
    // The folder's own path stays out of the file.
    #expect(names.allSatisfy { !$0.contains("/") })
  }

  @Test func sourcesAreHashedWhole() throws {
    let conversion = try Conversion("smollm2-like", ConverterTests.recipe(8))
    for source in conversion.report.sources {
      let file = try FileByteSource(
        path: SharedFixtures.path("checkpoints/smollm2-like/\(source.name)"))
      let bytes = try file.bytes(at: 0, count: file.byteCount)
      #expect(source.sha256 == SHA256.hexadecimal(SHA256.hash(bytes)))
      #expect(source.byteCount == bytes.count)
    }
    #expect(conversion.report.sources.map(\.name).contains("config.json"))
  }

  /// A conversion takes the digests from what it reads anyway.
  @Test(arguments: [
    "llama-rope-llama3", "llama-bias-linear", "llama4-text-r1", "mobilellm-layer-share",
    "smollm2-like",
    "mobilellm-untied-sharded",
  ]) func everyByteOfTheWeightsIsReadOnce(_ name: String) throws {
    let conversion = try Conversion(name, ConverterTests.recipe(8))
    for file in conversion.model.folder.weightFiles {
      #expect(file.readByteCount == file.byteCount, "\(file.name)")
    }
  }

  @Test func resultDoesNotDependOnTheNumberOfThreads() throws {
    let one = try Conversion("mobilellm-tied", ConverterTests.recipe(4), threadCount: 1)
    let three = try Conversion("mobilellm-tied", ConverterTests.recipe(4), threadCount: 3)
    #expect(one.reader.header.digest == three.reader.header.digest)
    #expect(one.report.tensors == three.report.tensors)
  }

  @Test func buffersAreSmallerThanTwoTensors() throws {
    let budget = MemoryBudget(capByteCount: 1 << 30)
    let conversion = try Conversion(
      "llama-bias-linear", ConverterTests.recipe(4), budget: budget)
    let largest = conversion.report.tensors.map { $0.elementCount * 4 }.max() ?? 0
    // Reading hashes 256 KiB at a time; buffers are whole pages.
    #expect(budget.peakByteCount <= 2 * largest + (256 << 10) + 8 * 4096)
    #expect(budget.peakByteCount == conversion.report.peakBufferByteCount)
    #expect(budget.reservedByteCount == 0)
  }

  @Test func stoppingLeavesNothingBehind() throws {
    let folder = try TemporaryFolder()
    let model = try CheckpointModel.open(SharedFixtures.path("checkpoints/smollm2-like"))
    for steps in 0..<12 {
      var left = steps
      let converter = Converter(
        model: model, options: Converter.Options(recipe: try ConverterTests.recipe(8)),
        isStopped: {
          left -= 1
          return left < 0
        })
      let path = folder.path("model.swiftlet")
      do throws(ConversionError) {
        _ = try converter.convert(to: path)
        Issue.record("not stopped after \(steps) steps")
      } catch {
        guard case .interrupted = error else {
          Issue.record("\(error)")
          return
        }
      }
      #expect(folder.names.isEmpty)
    }
  }

  @Test func progressEndsAtItsTotal() throws {
    let folder = try TemporaryFolder()
    let model = try CheckpointModel.open(SharedFixtures.path("checkpoints/mobilellm-tied"))
    var seen: [Converter.Progress] = []
    let converter = Converter(
      model: model, options: Converter.Options(recipe: try ConverterTests.recipe(8)),
      progress: { seen.append($0) })
    _ = try converter.convert(to: folder.path("model.swiftlet"))
    #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.doneByteCount <= $1.doneByteCount })
    #expect(seen.last?.doneByteCount == seen.last?.totalByteCount)
  }
}
