/// What sets the attention of one stored layer apart from that of the others.
public struct LayerAttention: Hashable, Sendable {
  /// Which rotary embedding queries and keys get; raw values are those of blobs.
  public enum Rotary: Int, Sendable {
    /// None: what is attended to depends on positions only through their order.
    case none = 0
    /// The model's, with its scaling.
    case global = 1
    /// The second one, of `ModelConfiguration.localRopeTheta`.
    case local = 2
  }

  /// Which earlier positions a position attends to.
  public enum Reach: Hashable, Sendable {
    /// All of them.
    case all
    /// The last so many, itself included.
    case window(Int)
    /// Those of its own chunk: positions are cut into chunks of so many.
    case chunk(Int)

    /// The first position that `position` attends to.
    public func firstVisible(from position: Int) -> Int {
      switch self {
      case .all: return 0
      case .window(let length): return max(0, position - length + 1)
      case .chunk(let length): return position - position % length
      }
    }

    /// Positions that are attended to at most; nil if there is no such limit.
    public var span: Int? {
      switch self {
      case .all: return nil
      case .window(let length), .chunk(let length): return length
      }
    }
  }

  /// The rotary embedding.
  public var rotary: Rotary
  /// The positions in sight.
  public var reach: Reach

  /// Collects the two.
  public init(rotary: Rotary = .global, reach: Reach = .all) {
    self.rotary = rotary
    self.reach = reach
  }

  /// That of a plain layer.
  public static let plain = LayerAttention()
}

/// Norms of the heads of queries and keys; raw values are those of blobs.
public enum QueryKeyNorm: String, CaseIterable, Sendable {
  /// None.
  case none
  /// RMSNorm with gains, before the rotary embedding.
  case weighted
  /// RMSNorm without gains, after the rotary embedding, in layers that have one.
  case plainAfterRotary = "plain_after_rotary"
}
