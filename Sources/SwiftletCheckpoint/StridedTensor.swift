import SwiftletSystem

/// A tensor as torch stores it: a view of a storage with a step per extent.
///
/// Two tensors may share a storage (slices of one matrix), and a tensor may be stored transposed.
struct StridedTensor {
  /// Name, shape and type; the offset is that of the first value.
  let tensor: CheckpointTensor
  /// All values of the storage, as a tensor of one extent.
  private let storage: CheckpointTensor
  /// The first value's place in the storage.
  private let start: Int
  /// Extents that do not lie end to end in the storage, outermost first; at least one.
  private let extents: [Int]
  /// The step of each, in values.
  private let strides: [Int]

  /// The most extents: weights have two.
  static let rankLimit = 8

  /// Describes a view whose every value lies inside `storage`.
  ///
  /// - Throws: `CheckpointError.tensorRangeInvalid` or `.resourceLimit`.
  init(name: String, storage: CheckpointTensor, offset: Int, shape: [Int], strides: [Int])
    throws(CheckpointError)
  {
    func fault(_ expected: String, _ found: String) -> InputFault {
      InputFault(file: storage.file, place: "tensor \(name)", expected: expected, found: found)
    }
    guard shape.count == strides.count, shape.count <= StridedTensor.rankLimit else {
      throw .tensorRangeInvalid(
        fault(
          "a stride for each of at most \(StridedTensor.rankLimit) extents",
          "\(strides.count) for \(shape.count)"))
    }
    guard ([offset] + shape + strides).allSatisfy({ $0 >= 0 }) else {
      throw .tensorRangeInvalid(
        fault("offset, shape and strides from 0 on", "\(offset), \(shape), \(strides)"))
    }
    guard let count = StridedTensor.product(shape) else {
      throw .tensorRangeInvalid(fault("a shape whose product fits 64 bits", "\(shape)"))
    }
    // Strides of 0 can repeat values without end; weights have no use for that.
    guard count <= storage.elementCount else {
      throw count > 1 && strides.contains(0)
        ? .resourceLimit(
          fault("at most the \(storage.elementCount) values of its storage", "\(count)"))
        : .tensorRangeInvalid(
          fault("at most the \(storage.elementCount) values of its storage", "\(count)"))
    }
    var last = offset
    var overflows = false
    for (extent, stride) in zip(shape, strides) where count > 0 {
      let (span, first) = (extent - 1).multipliedReportingOverflow(by: stride)
      let (sum, second) = last.addingReportingOverflow(span)
      overflows = overflows || first || second
      last = sum
    }
    guard count == 0 || (!overflows && last < storage.elementCount) else {
      throw .tensorRangeInvalid(
        fault(
          "values inside its storage of \(storage.elementCount)",
          "offset \(offset), shape \(shape), strides \(strides)"))
    }
    var merged: [(extent: Int, stride: Int)] = []
    for (extent, stride) in zip(shape, strides) where extent != 1 {
      if let outer = merged.last, outer.stride == stride * extent {
        merged[merged.count - 1] = (outer.extent * extent, stride)
      } else {
        merged.append((extent, stride))
      }
    }
    if merged.isEmpty { merged = [(1, 1)] }
    self.storage = storage
    start = offset
    extents = merged.map(\.extent)
    self.strides = merged.map(\.stride)
    tensor = CheckpointTensor(
      name: name, shape: shape, elementType: storage.elementType, file: storage.file,
      offset: storage.offset + (count > 0 ? offset * storage.elementType.byteCount : 0),
      elementCount: count)
  }

  private static func product(_ extents: [Int]) -> Int? {
    if extents.contains(0) { return 0 }
    var product = 1
    for extent in extents {
      let (next, overflow) = product.multipliedReportingOverflow(by: extent)
      if overflow { return nil }
      product = next
    }
    return product
  }

  /// Reads a range of values in row-major order.
  ///
  /// Values that lie side by side are read together; of a transposed matrix that is a column of the
  /// range's rows.
  func read(
    _ range: Range<Int>, from file: any ByteSource,
    into destination: UnsafeMutableBufferPointer<Float>
  ) throws(CheckpointError) {
    var reader = TensorChunkReader(tensor: storage, name: tensor.name, file: file)
    let inner = extents[extents.count - 1]
    let isTransposed = extents.count == 2 && strides[0] == 1
    var column: [Float] = []
    var position = range.lowerBound
    while position < range.upperBound {
      let offset = position - range.lowerBound
      let (row, first) = position.quotientAndRemainder(dividingBy: inner)
      let left = range.upperBound - position
      let width = min(inner - first, left)
      if strides[strides.count - 1] == 1 {
        // 64 Ki values at a time: the widening then runs on what the cache still holds.
        let count = min(width, 1 << 16)
        let place = place(row) + first
        try unsafe reader.read(
          place..<place + count,
          into: UnsafeMutableBufferPointer(rebasing: destination[offset..<offset + count]))
        position += count
        continue
      }
      let rowCount = isTransposed && first == 0 ? max(1, left / inner) : 1
      if column.count < rowCount { column = [Float](repeating: 0, count: rowCount) }
      for index in first..<first + width {
        let place = place(row) + index * strides[strides.count - 1]
        try reader.read(place..<place + rowCount, into: &column)
        for line in 0..<rowCount {
          unsafe destination[offset + line * inner + index - first] = column[line]
        }
      }
      position += rowCount == 1 ? width : rowCount * inner
    }
  }

  /// Where a row begins in the storage, rows counted over all outer extents.
  private func place(_ row: Int) -> Int {
    var place = start
    var row = row
    for index in extents.indices.dropLast().reversed() {
      let (quotient, remainder) = row.quotientAndRemainder(dividingBy: extents[index])
      place += remainder * strides[index]
      row = quotient
    }
    return place
  }
}
