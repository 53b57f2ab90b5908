/// What quantization is calibrated with: text of the kind that the model is going to see.
public struct CalibrationText: Equatable, Sendable {
  /// The text itself.
  public enum Content: Equatable, Sendable {
    /// For the checkpoint's tokenizer.
    case text(String)
    /// Token ids.
    case ids([Int32])
  }

  /// Fewer tokens say too little about any channel.
  public static let leastTokenCount = 256

  /// What errors and the report call it.
  public var name: String
  /// The text.
  public var content: Content

  /// Collects both.
  public init(name: String, content: Content) {
    self.name = name
    self.content = content
  }
}
