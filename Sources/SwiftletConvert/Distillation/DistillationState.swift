#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletFormat
  internal import SwiftletSystem
  internal import SwiftletTensor

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// How far distillation has come, on the disk beside the output, so that a conversion that was stopped goes on there.
  ///
  /// A file in the format of a blob like those of finished layers (`CalibrationState`), `OUTPUT.distillation`, complete or
  /// absent, which counts only under the same key.
  struct DistillationState {
    /// Steps from one time that it is written to the next: half a minute or more for a model of any size.
    static let interval = 8
    private static let keyEntry = "distillation.key"
    private static let stepEntry = "distillation.step"
    private static let divergencesEntry = "distillation.divergences"

    /// What is to be gone on with, beside the parameters.
    struct Progress: Equatable {
      /// Steps that are done.
      var step: Int
      /// The divergence on held-out text before the first step.
      var before: Double
      /// The least that there was behind a pass, or before the first.
      var best: Double
    }

    private let path: String
    private let key: String

    /// The state of a conversion to `output`; `key` stands for all that decides about its steps.
    init(output: String, key: String) {
      path = "\(output).distillation"
      self.key = key
    }

    /// Writes parameters and progress in place of what was written before.
    func save(_ progress: Progress, _ parameters: TunedParameters) throws(BlobError) {
      let writer = try BlobWriter(
        path: path, compression: .speed, compressionLevel: 1, replacing: true)
      var table = MetadataTable()
      table[DistillationState.keyEntry] = .string(key)
      table[DistillationState.stepEntry] = .integer(Int64(progress.step))
      table[DistillationState.divergencesEntry] = .floats([progress.before, progress.best])
      for (name, row) in TunedParameters.stateRows {
        try unsafe writer.append(
          name: name, kind: .vector, shape: parameters.stateShape, format: .float32,
          raw: UnsafeRawBufferPointer(parameters.bytes(ofRow: row)))
      }
      try writer.append(name: RecordNames.provenance, metadata: table)
      _ = try writer.finish()
    }

    /// Reads parameters and progress back.
    ///
    /// - Returns: the progress; nil if there is no such file under the same key, whole and undamaged. The parameters are
    ///   then as they were.
    func restore(_ parameters: TunedParameters) -> Progress? {
      do {
        let reader = try BlobReader(source: FileByteSource(path: path))
        let table = try reader.metadata(RecordNames.provenance)
        guard table.string(DistillationState.keyEntry) == key,
          let step = table.integer(DistillationState.stepEntry).flatMap(Int.init(exactly:)),
          let divergences = table.floats(DistillationState.divergencesEntry), step > 0,
          divergences.count == 2, divergences.allSatisfy(\.isFinite)
        else { return nil }
        for (name, row) in TunedParameters.stateRows {
          guard
            let record = reader.directory.records.first(where: { $0.name == name }),
            record.kind == .vector, record.shape == parameters.stateShape
          else { throw Unusable() }
          try unsafe reader.read(record, into: parameters.bytes(ofRow: row))
        }
        parameters.resume(behind: step)
        return Progress(step: step, before: divergences[0], best: divergences[1])
      } catch {
        // No such file, or one that cannot be trusted: distillation begins anew.
        parameters.reset()
        return nil
      }
    }

    private struct Unusable: Error {}

    /// Removes the file.
    func remove() { unsafe unlink(path) }
  }
#endif
