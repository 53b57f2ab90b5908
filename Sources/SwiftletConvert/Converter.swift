internal import SwiftletArchitecture
public import SwiftletCheckpoint
public import SwiftletFormat
public import SwiftletSystem
internal import SwiftletTensor

/// Turns a checkpoint into a `.swiftlet` file.
///
/// Tensors are read, quantized and written in bands of rows, so memory holds a few megabytes of one
/// tensor, its scales, and what the threads need; never a whole model. The file appears under its name
/// complete or not at all.
public final class Converter {
  /// What may be chosen about a conversion.
  public struct Options: Sendable {
    /// Which matrices are stored in how many bits.
    public var recipe: Recipe
    /// Threads that quantize; the result does not depend on it.
    public var threadCount: Int
    /// Which frames of weights are compressed.
    public var compression: WeightCompression
    /// zstd's level, 1 to 19.
    public var compressionLevel: Int
    /// Whether a file of the output's name is replaced.
    public var isReplacing: Bool
    /// Text that quantization is calibrated with, for recipes that need one (`Recipe.needsText`).
    public var calibration: CalibrationText?
    /// The most tokens of it that are used, in windows evenly out of the text.
    public var calibrationTokenLimit = Options.defaultCalibrationTokenLimit

    /// Tokens of a calibration text where nothing else is asked for.
    ///
    /// Time grows with them. How much they gain depends on the text: on a 135M model at 4 bits 5,600 tokens of a text
    /// like the one evaluated cost 0.6 % more perplexity than 20,400; of one that is of all kinds more are needed.
    public static let defaultCalibrationTokenLimit = 49_152
    /// The level of compression where nothing else is asked for.
    ///
    /// Codes are nearly random, so higher levels gain little: on a 135M model at 4 bits level 1 saves
    /// 6.4 %, 6 saves 7.2 %, 19 saves 8.0 % in three times the time of the whole conversion.
    public static let defaultCompressionLevel = 6

    /// How often the calibration text is gone through to tune gains and scales; 0 leaves them.
    public var distillationPassCount: Int

    /// How often where nothing else is asked for: a second time costs as much and gains a fraction.
    public static let defaultDistillationPassCount = 1

    /// Collects the choices.
    public init(
      recipe: Recipe, threadCount: Int = 1, compression: WeightCompression = .speed,
      compressionLevel: Int = Options.defaultCompressionLevel, isReplacing: Bool = false,
      calibration: CalibrationText? = nil, distillationPassCount: Int = 0
    ) {
      self.recipe = recipe
      self.threadCount = threadCount
      self.compression = compression
      self.compressionLevel = compressionLevel
      self.isReplacing = isReplacing
      self.calibration = calibration
      self.distillationPassCount = distillationPassCount
    }
  }

  /// How far a conversion is.
  public struct Progress: Equatable, Sendable {
    /// What is worked on: a file that is hashed, or a tensor's name.
    public var subject: String
    /// Source bytes done, hashed or converted.
    public var doneByteCount: Int
    /// Source bytes in all.
    public var totalByteCount: Int
  }

  let model: CheckpointModel
  let source: any CheckpointSource
  let options: Options
  let budget: MemoryBudget
  /// Asked between two pieces of work of some milliseconds.
  private let isStopped: () -> Bool
  private let onProgress: (Progress) -> Void
  /// What tensors use one after the other, by its owner's name.
  var buffers: [String: ReusedBuffer] = [:]
  private var progress = Progress(subject: "", doneByteCount: 0, totalByteCount: 0)

  /// Prepares a conversion; nothing is read yet.
  ///
  /// - Parameters:
  ///   - model: The checkpoint.
  ///   - source: Its values, where they shall not come from the model's folder.
  ///   - options: The choices.
  ///   - budget: Where every large buffer is reserved.
  ///   - isStopped: Asked often; when it says true, the conversion ends with `.interrupted`.
  ///   - progress: Told often how far the conversion is.
  public init(
    model: CheckpointModel, source: (any CheckpointSource)? = nil, options: Options,
    budget: MemoryBudget = MemoryBudget(capByteCount: .max),
    isStopped: @escaping () -> Bool = { false },
    progress: @escaping (Progress) -> Void = { _ in }
  ) {
    self.model = model
    self.source = source ?? model.folder.source
    self.options = options
    self.budget = budget
    self.isStopped = isStopped
    self.onProgress = progress
  }

  /// Converts to a file at `path`.
  ///
  /// - Returns: What was stored and how well.
  /// - Throws: `ConversionError`; no file of that name has been made or changed then.
  public func convert(to path: String) throws(ConversionError) -> ConversionReport {
    var items = try items()
    let files = try ConversionSources.files(of: model.folder)
    if let file = files.first(where: { $0.isFile(at: path) }) {
      throw .outputIsInput(
        InputFault(
          file: path, place: "", expected: "another file than those of the checkpoint",
          found: file.name))
    }
    let prepared = try prepareTokenizer()
    let tokens = try calibrationTokens(prepared)
    let writer: BlobWriter
    do throws(BlobError) {
      writer = try BlobWriter(
        path: path, compression: options.compression, compressionLevel: options.compressionLevel,
        replacing: options.isReplacing)
    } catch {
      throw .blob(error)
    }
    var report = ConversionReport(path: path, recipe: options.recipe)
    report.appliedDefaults = model.appliedDefaults + prepared.notes
    // Calibration reads in the order of execution, and what it did is written without reading.
    let followed = tokens == nil ? followedFiles : [:]
    progress.totalByteCount =
      files.reduce(0) { $0 + (followed[$1.name] == nil ? $1.byteCount : 0) }
      + items.reduce(0) { $0 + $1.sourceByteCount }

    let pool = WorkerPool(threadCount: options.threadCount)
    if options.recipe.target != nil {
      progress.totalByteCount += Converter.sensitivityByteCount(items)
    }
    if let tokens { progress.totalByteCount += calibrationByteCount(items, tokens) }
    // Layers kept of an earlier attempt are taken only where the sources are the same.
    if tokens != nil { report.sources = try hash(files, followed, output: path) }
    if let tokens, let target = options.recipe.target {
      items = try chooseFormats(
        items, target, tokens: tokens, otherByteCount: prepared.byteCount, pool: pool, output: path)
    }
    var calibrated: CalibratedWeights?
    if let tokens { calibrated = try calibrate(items, tokens, pool: pool, output: path, &report) }
    try write(prepared.configuration.metadata, as: RecordNames.configuration, to: writer)
    if let tokenizer = prepared.tokenizer {
      try write(tokenizer, as: RecordNames.tokenizer, to: writer)
      report.tokenizerByteCount = tokenizer.count
    }
    if let template = prepared.chatTemplate {
      try write(template, as: RecordNames.chatTemplate, to: writer)
    }
    for file in followed.values { file.beginDigest() }
    try setAside(items, in: writer)
    for item in inSourceOrder(items) {
      try write(item, to: writer, pool: pool, calibrated: calibrated, &report)
    }
    report.sortTensors(like: items)
    if tokens == nil { report.sources = try hash(files, followed, output: path) }
    try write(report.provenance, as: RecordNames.provenance, to: writer)
    do throws(BlobError) {
      report.fileByteCount = try writer.finish().fileByteCount
    } catch {
      throw .blob(error)
    }
    removeCalibrationState(of: calibrated)
    report.peakBufferByteCount = budget.peakByteCount
    return report
  }

  // MARK: - Progress

  /// Tells the progress, and ends the conversion if it was asked to stop.
  func advance(_ subject: String, by byteCount: Int, output: String) throws(ConversionError) {
    progress.subject = subject
    progress.doneByteCount += byteCount
    onProgress(progress)
    guard !isStopped() else {
      throw .interrupted(
        InputFault(
          file: output, place: subject, expected: "to finish", found: "a request to stop"))
    }
  }
}
