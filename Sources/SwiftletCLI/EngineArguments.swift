public import ArgumentParser
public import SwiftletArchitecture
import SwiftletModel
import SwiftletRuntime
import SwiftletSystem

/// The options of every command that runs a model.
struct EngineArguments: ParsableArguments {
  @Argument(help: ArgumentHelp("A .swiftlet file.", valueName: "file")) var file: String

  @Option(
    help: ArgumentHelp(
      "The most memory the process may take, like 96M or 1.5G; without it three quarters of what the "
        + "machine and its control group have free."))
  var memoryCap: String?

  @Flag(
    help: ArgumentHelp(
      "Make the system hold the cap too, with a control group where one can be made, else RLIMIT_DATA: "
        + "beyond it the process is killed or refused memory."))
  var enforce = false

  @Option(
    help: "Positions to allocate; without it the trained length, at most 2048.")
  var context: Int?

  @Option(help: "How keys and values are stored: f16, int8, or f32 for comparisons.")
  var kv: KVCacheFormat?

  @Option(
    help:
      "What stays in memory of the weights: auto (all if the cap allows), resident, partial, streamed."
  )
  var residency = "auto"

  @Option(help: "Tokens of a prompt that go through a layer together; without it the plan chooses.")
  var chunk: Int?

  @Option(help: "Threads; without it one for each core that the process may use, or each big one.")
  var threads: Int?

  @Option(help: "The kernel set, like scalar; without it the best that the processor has.")
  var kernels: String?

  /// The engine's options.
  ///
  /// - Parameter standardKV: the KV cache where nothing was asked for.
  /// - Returns: options whose texts have been parsed; the engine checks the numbers.
  /// - Throws: `CommandFailure`.
  func options(standardKV: KVCacheFormat = .float16) throws -> EngineOptions {
    var options = EngineOptions()
    options.memoryCapByteCount = try memoryCap.map { text in
      guard let byteCount = ByteSize.parse(text), byteCount > 0 else {
        throw CommandFailure.usage("--memory-cap: expected a size like 96M, found \(text)")
      }
      return byteCount
    }
    options.memoryCapByteCount = options.memoryCapByteCount ?? EngineArguments.standardCap
    options.residency = Residency(rawValue: residency)
    guard options.residency != nil || residency == "auto" else {
      throw CommandFailure.usage(
        "--residency: expected auto, resident, partial or streamed, found \(residency)")
    }
    if let chunk, chunk < 1 {
      throw CommandFailure.usage("--chunk: expected 1 or more, found \(chunk)")
    }
    options.chunkLength = chunk
    options.context = context
    options.kvFormat = kv ?? standardKV
    options.mayLowerKVFormat = kv == nil && standardKV == .float16
    options.threadCount =
      threads ?? min(CoreSelection.current.threadCount, EngineOptions.threadLimit)
    options.kernels = kernels
    return options
  }

  /// The cap without a request: what the process holds, and three quarters of what it may still take.
  ///
  /// The rest is for everybody else on the machine, and for the page cache.
  static var standardCap: Int? {
    guard let available = SystemMemory.current().availableByteCount else { return nil }
    let resident = ProcessMemory.current()?.residentByteCount ?? 0
    return resident + available / 4 * 3
  }

  /// Opens the blob and loads the model.
  ///
  /// - Parameters:
  ///   - options: the set-up.
  ///   - first: an engine that stays: this one shares its budget and gets what that has left.
  /// - Returns: the loaded model.
  /// - Throws: `CommandFailure` for what the engine refuses, and the readers' errors.
  func engine(_ options: EngineOptions, beside first: Engine? = nil) throws -> Engine {
    let source = try FileByteSource(path: file)
    var options = options
    if let budget = first?.budget {
      // A plan counts what the process holds, and the first engine's memory is part of that.
      options.memoryCapByteCount =
        budget.capByteCount - budget.reservedByteCount
        + (ProcessMemory.current()?.residentByteCount ?? 0)
    }
    return try explaining {
      try Engine(
        model: BlobModel(source: source), options: options, budget: first?.budget,
        beforeLoading: { plan in
          guard enforce, first == nil else { return }
          try Enforcement.begin(options.memoryCapByteCount ?? plan.peakByteCount)
        },
        isCancelled: { Interrupts.wasRequested })
    }
  }

  /// Turns the engine's errors into failures with their exit status.
  func explaining<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try EngineArguments.explaining(file: file, body)
    } catch var failure as CommandFailure where failure.status == .overMemoryCap {
      if memoryCap == nil {
        failure.details =
          (failure.details ?? "")
          + "\nThe cap is three quarters of what the machine has free; --memory-cap sets another."
      }
      throw failure
    }
  }

  /// Turns the engine's errors into failures with their exit status.
  static func explaining<Result>(file: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as OverMemoryCap {
      throw CommandFailure(
        status: .overMemoryCap, description: error.summary, details: error.details)
    } catch let error as EngineError {
      throw CommandFailure(
        status: error == .interrupted ? .interrupted : .usage, description: error.description)
    } catch let error as MemoryEnforcementError {
      throw CommandFailure(status: .overMemoryCap, description: error.description)
    } catch let error as ModelError {
      throw CommandFailure(status: .badInput, description: "\(file): \(error)")
    } catch let error as SamplerError {
      throw CommandFailure(status: .badInput, description: "\(file): \(error)")
    }
  }

  /// Throws unless the model has a row for each of `ids`.
  ///
  /// - Parameters:
  ///   - ids: ids of the user's, or of a tokenizer that may know more tokens than the model.
  ///   - place: where they come from.
  ///   - engine: the loaded model.
  /// - Throws: `CommandFailure`.
  func check(_ ids: [Int32], from place: String, _ engine: Engine) throws {
    let vocabulary = engine.configuration.vocabularySize
    guard let id = ids.first(where: { $0 < 0 || Int($0) >= vocabulary }) else { return }
    throw CommandFailure.badInput(
      InputFault(
        file: file, place: place,
        expected: "ids below \(vocabulary), the size of the vocabulary", found: "\(id)"))
  }
}

extension KVCacheFormat: ExpressibleByArgument {}
