#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletArchitecture
  internal import SwiftletFormat
  internal import SwiftletJSON
  internal import SwiftletSystem
  internal import SwiftletTensor

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// Layers that are calibrated already, on the disk beside the output, so that a conversion that was stopped goes on there.
  ///
  /// Each is a file in the format of a blob, `OUTPUT.layer-3`, complete or absent, and damage is found as in any blob. It
  /// counts only under the same key: a hash of all that decides about the layer's bytes. The files go when the conversion
  /// is complete.
  struct CalibrationState {
    private static let keyEntry = "calibration.key"

    private let output: String
    private let key: String
    private let layerCount: Int

    /// The state of a conversion to `output`.
    ///
    /// - Parameters:
    ///   - output: the file that the conversion is going to write.
    ///   - recipe: the recipe.
    ///   - sources: the files read, with their hashes.
    ///   - tokens: the text.
    ///   - items: all tensors with their formats.
    ///   - options: the method's constants.
    init(
      output: String, recipe: Recipe, sources: [SourceFile], tokens: [Int32],
      items: [ConversionItem], options: Calibration.Options
    ) {
      self.output = output
      layerCount = 1 + (items.compactMap(\.specification.id.layer).max() ?? -1)
      var hash = SHA256()
      func add(_ text: String) {
        var bytes = Array(text.utf8)
        bytes.append(0)
        unsafe bytes.withUnsafeBytes { unsafe hash.update($0) }
      }
      add("swiftlet \(ConverterVersion.text)")
      add(recipe.json.text)
      for source in sources { add("\(source.name) \(source.sha256)") }
      for item in items { add("\(item.specification.id.name) \(item.format.name)") }
      add(
        "\(options.windowLength) \(options.leadingPositions) \(options.damping) \(options.headDamping) "
          + "\(options.sweepCount) \(options.leadingWeight)"
      )
      for token in tokens {
        unsafe withUnsafeBytes(of: token.littleEndian) { unsafe hash.update($0) }
      }
      key = SHA256.hexadecimal(hash.finalized())
    }

    private func path(_ layer: Int) -> String { "\(output).layer-\(layer)" }

    /// That of the distillation behind it.
    func distillation(of options: Distillation.Options) -> DistillationState {
      DistillationState(output: output, key: "\(key) \(Distillation.mostWindowCount) \(options)")
    }

    /// Writes a layer's quantized matrices and changed vectors.
    func save(_ layer: Int, _ weights: CalibratedWeights) throws(BlobError) {
      let writer = try BlobWriter(
        path: path(layer), compression: .speed, compressionLevel: 1, replacing: true)
      var table = MetadataTable()
      table[CalibrationState.keyEntry] = .string(key)
      let ids = weights.matrices.keys.filter { $0.layer == layer }.sorted { $0.name < $1.name }
      for id in ids {
        guard let (planes, outcome) = weights.matrices[id] else { continue }
        table["\(id.name).outcome"] = .floats(outcome.figures)
        try unsafe writer.append(
          name: id.name, kind: .matrix, shape: [planes.layout.rows, planes.layout.columns],
          format: planes.layout.format, raw: UnsafeRawBufferPointer(planes.bytes))
      }
      for (id, vector) in weights.vectors.sorted(by: { $0.key.name < $1.key.name })
      where id.layer == layer {
        let bits = vector.map { $0.bitPattern.littleEndian }
        var failure: BlobError?
        unsafe bits.withUnsafeBytes { raw in
          do throws(BlobError) {
            try unsafe writer.append(
              name: id.name, kind: .vector, shape: [vector.count], format: .float32, raw: raw)
          } catch {
            failure = error
          }
        }
        if let failure { throw failure }
      }
      try writer.append(name: RecordNames.provenance, metadata: table)
      _ = try writer.finish()
    }

    /// Reads a layer back into `weights`.
    ///
    /// - Returns: whether there was one under the same key, whole and undamaged; if not, nothing has changed.
    func restore(
      _ layer: Int, _ items: [WeightID: ConversionItem], into weights: CalibratedWeights,
      budget: MemoryBudget
    ) throws(MemoryBudgetError) -> Bool {
      var matrices: [WeightID: (CalibratedWeights.Planes, QuantizationOutcome)] = [:]
      var vectors: [WeightID: [Float]] = [:]
      do {
        let reader = try BlobReader(source: FileByteSource(path: path(layer)))
        let table = try reader.metadata(RecordNames.provenance)
        guard table.string(CalibrationState.keyEntry) == key else { return false }
        for record in reader.directory.records where record.kind != .metadata {
          guard let id = WeightID(name: record.name), let item = items[id],
            item.specification.shape == record.shape
          else { return false }
          if record.kind == .vector {
            var bits = [UInt32](repeating: 0, count: record.shape[0])
            try unsafe bits.withUnsafeMutableBytes { try unsafe reader.read(record, into: $0) }
            vectors[id] = bits.map { Float(bitPattern: UInt32(littleEndian: $0)) }
            continue
          }
          guard let layout = record.layout, layout.format == item.format,
            let figures = table.floats("\(id.name).outcome"),
            let outcome = QuantizationOutcome(figures: figures)
          else { return false }
          let planes = try CalibratedWeights.Planes(
            layout: layout, budget: budget, owner: "quantized layers")
          try unsafe reader.read(record, into: planes.bytes)
          matrices[id] = (planes, outcome)
        }
      } catch let error as MemoryBudgetError {
        throw error
      } catch {
        // No such file, or one that cannot be trusted: the layer is calibrated again.
        return false
      }
      for item in items.values where item.specification.id.layer == layer {
        guard case .quantized = item.format else { continue }
        guard matrices[item.specification.id] != nil else { return false }
      }
      weights.matrices.merge(matrices) { $1 }
      weights.vectors.merge(vectors) { $1 }
      return true
    }

    /// Removes the files of all layers, and that of the distillation.
    func remove() {
      for layer in 0..<layerCount { unsafe unlink(path(layer)) }
      distillation(of: Distillation.Options()).remove()
    }
  }

  extension QuantizationOutcome {
    /// The figures in a fixed order.
    var figures: [Double] {
      [
        Double(statistics.elementCount), statistics.energy, statistics.squaredError,
        statistics.maximumError, outputError, outputEnergy,
      ]
    }

    /// An outcome of those figures; nil if they are none.
    init?(figures: [Double]) {
      guard figures.count == 6, figures.allSatisfy({ $0 >= 0 && $0.isFinite }),
        let count = Int(exactly: figures[0])
      else { return nil }
      self.init()
      statistics.elementCount = count
      statistics.energy = figures[1]
      statistics.squaredError = figures[2]
      statistics.maximumError = figures[3]
      outputError = figures[4]
      outputEnergy = figures[5]
    }
  }
#endif
