/// One row of the tensor table: what a model of some configuration has to have.
public struct TensorSpecification: Equatable, Sendable {
  /// How a blob stores the tensor.
  public enum Kind: Sendable {
    /// Plain float32 values.
    case vector
    /// A weight matrix in tile layout.
    case matrix
  }

  /// Role and layer; `id.name` is the name in a blob.
  public let id: WeightID
  /// Extents, outermost first: (values) or (rows, columns) with rows = outputs.
  public let shape: [Int]
  /// Vector or matrix; follows from the rank.
  public var kind: Kind { shape.count == 1 ? .vector : .matrix }
  /// Extents of the checkpoint's tensor, of whose rows this may be a part.
  public let sourceShape: [Int]
  /// The tensor's row that is this part's first.
  public let firstRow: Int
  /// Names in a checkpoint, the usual one first; empty for a tensor that is computed.
  public let sourceNames: [String]
  /// The fewest bits per value that a recipe may choose.
  public let lowestBits: Int

  /// Values in the tensor; inside 64 bits for every validated configuration.
  public var elementCount: Int { shape.reduce(1, *) }
}
