internal import SwiftletArchitecture
internal import SwiftletCheckpoint
internal import SwiftletJSON
internal import SwiftletSystem

/// Recognition of checkpoints whose weights another tool has packed, by their `quantization_config`.
enum PackedWeights {
  /// Refuses a checkpoint with packed weights, and says what would work instead.
  ///
  /// - Throws: `ConversionError.architecture(.configUnsupported)`.
  static func refuse(_ folder: CheckpointFolder) throws(ConversionError) {
    guard let value = folder.configuration.object?["quantization_config"], !value.isNull,
      value.object?.entries.isEmpty != true
    else { return }
    let method = value.object?["quant_method"]?.string
    throw .architecture(
      .configUnsupported(
        InputFault(
          file: folder.configurationFile, place: "quantization_config",
          expected:
            "weights in F32, F16 or BF16: the checkpoint that this one was made from, or its "
            + "GGUF file",
          found: method.map { "weights packed by \(names[$0] ?? $0)" }
            ?? "packed weights, by no quant_method")))
  }

  /// What people call the methods; others go by their own name.
  private static let names = [
    "bitsandbytes": "bitsandbytes", "gptq": "GPTQ", "awq": "AWQ", "aqlm": "AQLM", "hqq": "HQQ",
    "compressed-tensors": "compressed-tensors", "fp8": "FP8", "mxfp4": "MXFP4", "eetq": "EETQ",
    "torchao": "torchao", "quanto": "Quanto",
  ]
}
