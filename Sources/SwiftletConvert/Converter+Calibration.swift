internal import SwiftletArchitecture
internal import SwiftletCheckpoint
internal import SwiftletFormat
internal import SwiftletSystem
internal import SwiftletTensor

#if !SWIFTLET_WITHOUT_CALIBRATION
  extension Converter {
    /// What calibration and distillation count in the progress.
    func calibrationByteCount(_ items: [ConversionItem], _ tokens: [Int32]) -> Int {
      guard options.recipe.method == .calibrated else { return 0 }
      return Calibration.sourceByteCount(items)
        + Calibration.distillationByteCount(
          items, tokenCount: tokens.count, passCount: options.distillationPassCount)
    }

    /// Quantizes with a text, if the recipe says so; what it came to is reported.
    func calibrate(
      _ items: [ConversionItem], _ tokens: [Int32], pool: WorkerPool, output: String,
      _ report: inout ConversionReport
    ) throws(ConversionError) -> CalibratedWeights? {
      guard options.recipe.method == .calibrated else { return nil }
      // Scales of 8 bits are made when the matrix is written: distillation tunes them in smaller steps.
      let calibration = Calibration(
        converter: self, items: items.map(\.withFloat16Scales), tokens: tokens,
        sources: report.sources,
        options: Calibration.Options(), pool: pool, output: output)
      let weights = try calibration.run()
      report.calibration = ConversionReport.Calibration(
        name: options.calibration?.name ?? "", tokens: tokens,
        relativeOutputError: weights.relativeOutputError)
      report.distillation = try calibration.distill(
        weights, passCount: options.distillationPassCount)
      return weights
    }

    /// Writes a tensor that calibration made; nil if it did not.
    func write(
      _ item: ConversionItem, of weights: CalibratedWeights?, to writer: BlobWriter,
      _ statistics: inout ErrorStatistics
    ) throws(ConversionError) -> BlobRecord? {
      let id = item.specification.id
      if let vector = weights?.vectors[id] { return try writeVector(item, vector, to: writer) }
      guard let matrix = weights?.matrices[id] else { return nil }
      statistics = matrix.outcome.statistics
      var planes = matrix.planes
      if planes.layout.format != item.format {
        do throws(MemoryBudgetError) {
          planes = try planes.withNarrowScales(budget: budget)
        } catch {
          throw .memoryRefused(
            InputFault(
              file: writer.path, place: id.name, expected: "memory for a matrix",
              found: "\(error)"))
        }
      }
      return try writePlanes(item, planes, to: writer)
    }

    /// Writes a matrix that is in its format already.
    private func writePlanes(
      _ item: ConversionItem, _ planes: CalibratedWeights.Planes, to writer: BlobWriter
    ) throws(ConversionError) -> BlobRecord {
      do throws(BlobError) {
        try writer.beginRecord(
          name: item.specification.id.name, kind: .matrix, shape: item.specification.shape,
          format: item.format, rawByteCount: planes.layout.byteCount)
      } catch {
        throw .blob(error)
      }
      try unsafe append(planes.bytes[...], to: writer)
      try advance(item.specification.id.name, by: item.sourceByteCount, output: writer.path)
      do throws(BlobError) {
        return try writer.endRecord()
      } catch {
        throw .blob(error)
      }
    }

    /// Stores one row of a matrix in its format; a refusal is an error.
    func pack(
      _ values: UnsafeBufferPointer<Float>, _ item: ConversionItem, _ tensor: CheckpointTensor,
      row: Int, _ planes: CalibratedWeights.Planes
    ) throws(ConversionError) {
      let layout = planes.layout
      guard case .quantized(let scheme) = item.format else {
        unsafe layout.pack(floats: values, tileRow: 0, into: planes.bytes)
        return
      }
      let quantizer = BandQuantizer(scheme: scheme, columns: layout.columns)
      var codes = [UInt8](repeating: 0, count: layout.columns)
      var scales = [UInt16](repeating: 0, count: layout.groupsPerRow)
      var zeros = [UInt8](repeating: 0, count: layout.groupsPerRow)
      var statistics = ErrorStatistics()
      let refusal = unsafe codes.withUnsafeMutableBufferPointer { codes in
        unsafe scales.withUnsafeMutableBufferPointer { scales in
          unsafe zeros.withUnsafeMutableBufferPointer { zeros -> BandQuantizer.Refusal? in
            let zeroPoints = unsafe scheme.hasZeroPoints ? zeros : nil
            let refusal = unsafe quantizer.quantize(
              values, codes: codes, scales: scales, zeroPoints: zeroPoints, statistics: &statistics)
            guard refusal == nil else { return refusal }
            unsafe layout.pack(
              codes: UnsafeBufferPointer(codes), scales: UnsafeBufferPointer(scales),
              zeroPoints: zeroPoints.map { UnsafeBufferPointer($0) }, tileRow: 0,
              into: planes.bytes)
            return nil
          }
        }
      }
      if let refusal { throw refused(refusal, item, tensor, row: row) }
    }

    /// What goes into the first block for `token`: a row of the embedding of `item`, as `planes` of one row hold it, or
    /// exactly without them.
    func embed(
      _ token: Int, _ item: ConversionItem, through planes: CalibratedWeights.Planes?,
      into values: UnsafeMutableBufferPointer<Float>
    ) throws {
      guard let tensor = item.tensor else { preconditionFailure("a model without an embedding") }
      unsafe try source.readRows(of: tensor, token..<token + 1, into: values)
      if let planes {
        unsafe try pack(UnsafeBufferPointer(values), item, tensor, row: token, planes)
        unsafe planes.layout.dequantizeRow(
          0, of: UnsafeRawBufferPointer(planes.bytes), into: values)
      }
      unsafe scaleEmbedding(values)
    }

    /// What goes into the first block for `token`, as the blob's embedding has it.
    ///
    /// In `rows` is room for a row of each part, whose formats may differ; it is made where one is needed first.
    func embed(
      _ token: Int, of items: [WeightID: ConversionItem],
      through rows: inout [WeightID: CalibratedWeights.Planes],
      into values: UnsafeMutableBufferPointer<Float>
    ) throws {
      let id = WeightID(.embedding, part: token / TensorTable.rowsPerPart)
      guard let item = items[id],
        let layout = TileLayout(rows: 1, columns: values.count, format: item.format)
      else { preconditionFailure("a model without \(id.name)") }
      let planes =
        try rows[id]
        ?? CalibratedWeights.Planes(layout: layout, budget: budget, owner: "row of the embedding")
      rows[id] = planes
      unsafe try embed(token, item, through: planes, into: values)
    }

    /// Multiplies a row of the embedding with what the model wants it multiplied with.
    func scaleEmbedding(_ values: UnsafeMutableBufferPointer<Float>) {
      let scale = Float(model.configuration.embeddingScale)
      if scale != 1 { for index in values.indices { unsafe values[index] *= scale } }
    }

    /// Removes what calibration left on the disk, once the file is complete.
    func removeCalibrationState(of weights: CalibratedWeights?) { weights?.state?.remove() }
  }
#else
  extension Converter {
    func calibrationByteCount(_ items: [ConversionItem], _ tokens: [Int32]) -> Int { 0 }

    func calibrate(
      _ items: [ConversionItem], _ tokens: [Int32], pool: WorkerPool, output: String,
      _ report: inout ConversionReport
    ) throws(ConversionError) -> CalibratedWeights? { nil }

    func write(
      _ item: ConversionItem, of weights: CalibratedWeights?, to writer: BlobWriter,
      _ statistics: inout ErrorStatistics
    ) throws(ConversionError) -> BlobRecord? { nil }

    func removeCalibrationState(of weights: CalibratedWeights?) {}
  }
#endif
