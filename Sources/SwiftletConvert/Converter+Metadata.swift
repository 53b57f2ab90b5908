public import SwiftletFormat
internal import SwiftletJSON

extension Converter {
  /// Writes a table as the record `name`.
  func write(_ table: MetadataTable, as name: String, to writer: BlobWriter)
    throws(ConversionError)
  {
    do throws(BlobError) {
      try writer.append(name: name, metadata: table)
    } catch {
      throw .blob(error)
    }
  }

  /// Writes bytes as the record `name`.
  func write(_ bytes: [UInt8], as name: String, to writer: BlobWriter) throws(ConversionError) {
    do throws(BlobError) {
      try writer.append(name: name, bytes: bytes)
    } catch {
      throw .blob(error)
    }
  }
}

extension ConversionReport {
  /// The contents of the provenance record.
  ///
  /// Lists of the same prefix run in parallel. Names are those inside the checkpoint folder: where the
  /// folder was is nobody's business.
  public var provenance: MetadataTable {
    var table = MetadataTable()
    table["converter"] = .string("swiftlet \(ConverterVersion.text)")
    table["recipe"] = .string(recipe.json.text)
    table["source.names"] = .strings(sources.map(\.name))
    table["source.byte_counts"] = .integers(sources.map { Int64($0.byteCount) })
    table["source.sha256"] = .strings(sources.map(\.sha256))
    if let calibration {
      table["calibration.name"] = .string(calibration.name)
      table["calibration.tokens"] = .integer(Int64(calibration.tokenCount))
      table["calibration.sha256"] = .string(calibration.sha256)
      table["calibration.relative_output_error"] = .float(calibration.relativeOutputError)
    }
    if case .tuned(let before, let after) = distillation {
      table["distillation.divergence_before"] = .float(before)
      table["distillation.divergence_after"] = .float(after)
    }
    table["applied_defaults"] = .strings(appliedDefaults)
    let measured = tensors.compactMap { tensor in tensor.statistics.map { (tensor, $0) } }
    table["tensor.names"] = .strings(measured.map(\.0.name))
    table["tensor.source_names"] = .strings(measured.map { $0.0.sourceName ?? "" })
    table["tensor.source_types"] = .strings(measured.map { $0.0.sourceType ?? "" })
    table["tensor.relative_rms_errors"] = .floats(measured.map(\.1.relativeRMSError))
    table["tensor.maximum_errors"] = .floats(measured.map(\.1.maximumError))
    table["relative_rms_error"] = .float(statistics.relativeRMSError)
    return table
  }
}
