/// The names of the records that are no tensors.
public enum RecordNames {
  /// The model's configuration.
  public static let configuration = "configuration"
  /// The compiled tokenizer; a model without one takes ids alone.
  public static let tokenizer = "tokenizer"
  /// The compiled chat template; a model without one continues texts.
  public static let chatTemplate = "chat-template"
  /// Where the blob comes from.
  public static let provenance = "provenance"
}
