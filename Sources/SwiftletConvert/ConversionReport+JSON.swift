internal import SwiftletArchitecture
public import SwiftletJSON
internal import SwiftletTensor

extension ConversionReport {
  /// The report as one JSON object; sizes in bytes.
  public var json: JSONValue {
    .object(
      JSONObject([
        ("file", .string(path)),
        ("file_bytes", .integer(fileByteCount)),
        ("converter", .string("swiftlet \(ConverterVersion.text)")),
        ("recipe", recipe.json),
        ("parameters", .integer(parameterCount)),
        ("raw_bytes", .integer(rawByteCount)),
        ("stored_bytes", .integer(storedByteCount)),
        ("bits_per_weight", .number(bitsPerWeight)),
        ("stored_bits_per_weight", .number(storedBitsPerWeight)),
        ("compression_gain", .number(compressionGain)),
        ("relative_rms_error", .number(statistics.relativeRMSError)),
        ("sqnr_db", statistics.sqnrDecibels.map { .number($0) } ?? .null),
        ("tokenizer_bytes", tokenizerByteCount.map { .integer($0) } ?? .null),
        ("calibration", calibration.map(ConversionReport.json) ?? .null),
        ("distillation", distillation.map(ConversionReport.json) ?? .null),
        ("applied_defaults", .array(appliedDefaults.map { .string($0) })),
        ("sources", .array(sources.map(ConversionReport.json))),
        ("tensors", .array(tensors.map(ConversionReport.json))),
        ("peak_buffer_bytes", .integer(peakBufferByteCount)),
      ]))
  }

  private static func json(_ calibration: Calibration) -> JSONValue {
    .object(
      JSONObject([
        ("name", .string(calibration.name)), ("tokens", .integer(calibration.tokenCount)),
        ("sha256", .string(calibration.sha256)),
        ("relative_output_error", .number(calibration.relativeOutputError)),
      ]))
  }

  private static func json(_ distillation: Distillation) -> JSONValue {
    switch distillation {
    case .tuned(let before, let after):
      return .object(
        JSONObject([
          ("divergence_before", .number(before)), ("divergence_after", .number(after)),
        ]))
    case .skipped(let reason): return .object(JSONObject([("skipped", .string(reason))]))
    }
  }

  private static func json(_ source: SourceFile) -> JSONValue {
    .object(
      JSONObject([
        ("name", .string(source.name)), ("bytes", .integer(source.byteCount)),
        ("sha256", .string(source.sha256)),
      ]))
  }

  private static func json(_ tensor: Tensor) -> JSONValue {
    var object = JSONObject([
      ("name", .string(tensor.name)),
      ("source", tensor.sourceName.map { .string($0) } ?? .null),
      ("source_type", tensor.sourceType.map { .string($0) } ?? .null),
      ("shape", .array(tensor.shape.map { .integer($0) })),
      ("format", .string(tensor.format.name)),
      ("raw_bytes", .integer(tensor.rawByteCount)),
      ("stored_bytes", .integer(tensor.storedByteCount)),
      ("bits_per_weight", .number(tensor.bitsPerWeight)),
    ])
    if let statistics = tensor.statistics {
      object["relative_rms_error"] = .number(statistics.relativeRMSError)
      object["maximum_error"] = .number(statistics.maximumError)
      object["sqnr_db"] = statistics.sqnrDecibels.map { .number($0) } ?? .null
    }
    return .object(object)
  }
}
