/// One tensor of a checkpoint: where it lies and how it is stored.
///
/// Values stay in the file.
public struct CheckpointTensor: Equatable, Sendable {
  /// The name in the checkpoint.
  public let name: String
  /// Extents, outermost first; row-major.
  public let shape: [Int]
  /// How values are stored.
  public let elementType: ElementType
  /// The file that holds the values, as messages name it.
  public let file: String
  /// Where the values start in the file, in bytes.
  public let offset: Int
  /// Values in the tensor; the reader has checked that the product of the extents fits 64 bits.
  public let elementCount: Int
  /// Bytes of all values.
  public var byteCount: Int { elementType.byteCount(of: elementCount) }

  /// Values in one index of the outermost extent; 1 for a scalar.
  public var rowElementCount: Int { shape.dropFirst().reduce(1, *) }

  /// Traps unless `elements` are values of this tensor and as many as there is room for.
  func checkRead(_ elements: Range<Int>, into count: Int) {
    precondition(
      elements.lowerBound >= 0 && elements.upperBound <= elementCount && count == elements.count,
      "reading \(elements) of \(shape) into \(count) floats")
  }
}
