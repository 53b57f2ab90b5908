public import Testing

/// The checkpoint of SmolLM2-135M-Instruct that `tools/smollm2-checkpoint` makes.
///
/// Tests that need it carry `.enabled(if: RealModel.isPresent, RealModel.message)`.
public enum RealModel {
  /// The folder: `$SWIFTLET_SMOLLM2`, or the place in the cache where the tool puts it.
  public static let checkpoint: String =
    Environment.value("SWIFTLET_SMOLLM2") ?? Environment.cacheFolder + "/SmolLM2-135M-Instruct"

  /// Whether the folder is there.
  public static let isPresent: Bool = Environment.isReadable(checkpoint + "/model.safetensors")

  /// Why a test was skipped.
  public static let message: Comment =
    "the real model is not in the cache (run tools/smollm2-checkpoint)"

  /// The GGUF file that the checkpoint was made from, which the tool leaves beside it.
  public static let gguf: String = checkpoint + ".Q4_1.gguf"

  /// Whether that file is there.
  public static let hasGGUF: Bool = Environment.isReadable(gguf)
}
