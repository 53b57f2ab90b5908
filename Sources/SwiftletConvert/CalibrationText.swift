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
  /// Tokens of a window that goes through the model as a whole.
  package static let windowLength = 512

  /// What errors and the report call it.
  public var name: String
  /// The text.
  public var content: Content

  /// Collects both.
  public init(name: String, content: Content) {
    self.name = name
    self.content = content
  }

  /// Windows of `ids` that are spread evenly over them: at most `count` ids, all of them if there are no more.
  ///
  /// - Parameters:
  ///   - ids: the text.
  ///   - count: ids wanted, at least 1.
  ///   - windowLength: ids that stay together.
  /// - Returns: the windows in their order.
  package static func excerpt(
    of ids: [Int32], count: Int, windowLength: Int = CalibrationText.windowLength
  ) -> [Int32] {
    guard ids.count > count else { return ids }
    let length = min(windowLength, count)
    let windowCount = count / length
    let last = ids.count - length
    return (0..<windowCount).flatMap { window -> ArraySlice<Int32> in
      let first = windowCount > 1 ? window * last / (windowCount - 1) : 0
      return ids[first..<first + length]
    }
  }
}
