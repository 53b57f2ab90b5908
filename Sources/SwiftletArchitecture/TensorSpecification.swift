/// One row of the tensor table: what a model of some configuration has to have.
public struct TensorSpecification: Equatable, Sendable {
  /// How a blob stores the tensor.
  public enum Kind: Sendable {
    /// Plain float32 values.
    case vector
    /// A weight matrix in tile layout.
    case matrix
  }

  /// How a blob's values come from the checkpoint's.
  public enum Transform: Equatable, Sendable {
    /// They are the same.
    case none
    /// One is added to each: a norm multiplies by 1 + w.
    case addingOne
    /// Rows 2j and 2j + 1 of each head of so many rows become rows j and j + half.
    ///
    /// So a model that rotates neighbours is one that rotates halves; queries and keys in the same order
    /// have the same products.
    case pairsToHalves(headDimension: Int)

    /// The checkpoint's row (or value, of a vector) that is `row` in the blob.
    public func sourceRow(_ row: Int) -> Int {
      guard case .pairsToHalves(let size) = self else { return row }
      let (head, index) = row.quotientAndRemainder(dividingBy: size)
      let half = size / 2
      return head * size + (index < half ? 2 * index : 2 * (index - half) + 1)
    }
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
  /// What the converter does to the values.
  public let transform: Transform
  /// Names in a checkpoint, the usual one first; empty for a tensor that is computed.
  public let sourceNames: [String]
  /// The fewest bits per value that a recipe may choose.
  public let lowestBits: Int

  /// Values in the tensor; inside 64 bits for every validated configuration.
  public var elementCount: Int { shape.reduce(1, *) }
}
