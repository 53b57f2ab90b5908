/// The order in which stored layers are executed, and where each execution keeps its keys and values.
///
/// Under layer sharing every stored layer runs twice in a row (0, 0, 1, 1, …). Each repetition attends
/// to its own keys and values, so it has a cache slot of its own.
public struct LayerSchedule: Equatable, Sendable {
  /// One executed block.
  public struct Block: Equatable, Sendable {
    /// The layer whose weights it uses.
    public let storedLayer: Int
    /// The key-value cache it reads and writes; no two blocks share one.
    public let cacheSlot: Int
    /// What its attention looks at.
    public let attention: LayerAttention
  }

  /// The blocks in order of execution.
  public let blocks: [Block]

  /// The schedule of a validated configuration.
  public init(_ configuration: ModelConfiguration) {
    let repetitions = configuration.layerRepetitions
    blocks = (0..<configuration.executedLayerCount).map {
      Block(
        storedLayer: $0 / repetitions, cacheSlot: $0,
        attention: configuration.attention(ofLayer: $0 / repetitions))
    }
  }

  /// Key-value caches that the schedule needs.
  public var cacheSlotCount: Int { blocks.count }
}
