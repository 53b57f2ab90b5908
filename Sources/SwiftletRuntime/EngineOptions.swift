public import SwiftletArchitecture

/// What a run is allowed and how it is set up.
public struct EngineOptions: Equatable, Sendable {
  /// The most bytes that the process may have resident; nil sets no cap.
  public var memoryCapByteCount: Int?
  /// Positions to allocate; nil takes the trained context length, at most `defaultContextLimit`.
  public var context: Int?
  /// How keys and values are stored.
  public var kvFormat = KVCacheFormat.float16
  /// Whether int8 is taken instead of `kvFormat` where all weights would not stay in memory beside that.
  public var mayLowerKVFormat = false
  /// The most tokens of a generation that goes on when the context is full; nil if none will.
  public var contextShiftTokenLimit: Int?
  /// Whether a conversation is held, which takes memory of its own (`Conversation`).
  public var holdsConversation = false
  /// Bytes that a measurement beside the run takes.
  public var measurementByteCount = 0
  /// Worker threads, the caller's included.
  public var threadCount = 1
  /// The kernel set by name; nil takes the best that the CPU offers.
  public var kernels: String?
  /// Tokens that go through a layer together in prefill; nil lets the planner choose.
  ///
  /// The bits of a result do not depend on it.
  public var chunkLength: Int?
  /// How much of the weights stays in memory; nil lets the planner choose: all if they fit under the cap.
  ///
  /// With `.partial` and memory for everything, two layers are streamed.
  public var residency: Residency?
  /// Rows of logits computed together: 1 to generate, more to evaluate every position.
  public var logitsRowCount = 1

  /// The context without a request: enough for a conversation, 22 to 68 MiB of int8 cache for
  /// models of 125M to 1.5B parameters.
  public static let defaultContextLimit = 2048

  /// Threads beyond this are refused: no board has more cores.
  public static let threadLimit = 256

  /// The defaults.
  public init() {}
}
