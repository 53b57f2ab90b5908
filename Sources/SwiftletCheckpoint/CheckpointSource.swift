/// The tensors of a checkpoint, whatever files hold them.
///
/// Sources read values on demand into the caller's memory and keep none, so that a conversion holds
/// only the tensor it works on.
public protocol CheckpointSource: AnyObject, Sendable {
  /// The names of all tensors, in the order of the files.
  var tensorNames: [String] { get }

  /// The tensor called `name`; nil if there is none.
  func tensor(named name: String) -> CheckpointTensor?

  /// Reads values as float32, in row-major order.
  ///
  /// - Parameters:
  ///   - tensor: a tensor of this source.
  ///   - elements: the range of values, inside `0..<tensor.elementCount`.
  ///   - destination: exactly `elements.count` floats.
  /// - Throws: `CheckpointError.dtypeUnsupported` unless the values are F32, F16 or BF16,
  ///   `.nonfiniteWeights` at an infinity or NaN, or an error of reading.
  func readElements(
    of tensor: CheckpointTensor, _ elements: Range<Int>,
    into destination: UnsafeMutableBufferPointer<Float>
  ) throws(CheckpointError)
}

extension CheckpointSource {
  /// Reads whole rows, that is, indices of the outermost extent, as float32.
  ///
  /// - Parameters:
  ///   - tensor: a tensor of this source with at least one extent.
  ///   - rows: the range of rows, inside `0..<tensor.shape[0]`.
  ///   - destination: exactly `rows.count * tensor.rowElementCount` floats.
  /// - Throws: as `readElements`.
  public func readRows(
    of tensor: CheckpointTensor, _ rows: Range<Int>,
    into destination: UnsafeMutableBufferPointer<Float>
  ) throws(CheckpointError) {
    let width = tensor.rowElementCount
    try unsafe readElements(
      of: tensor, rows.lowerBound * width..<rows.upperBound * width, into: destination)
  }

  /// All values of a tensor as float32; for small tensors, since it allocates them.
  public func elements(of tensor: CheckpointTensor) throws(CheckpointError) -> [Float] {
    var result = [Float](repeating: 0, count: tensor.elementCount)
    try fill(&result, from: tensor, 0..<tensor.elementCount)
    return result
  }

  /// Whether two tensors have the same shape and the same values, bit for bit as float32.
  ///
  /// Takes two chunks of memory and one pass over both.
  ///
  /// - Throws: as `readElements`.
  public func haveEqualValues(_ first: CheckpointTensor, _ second: CheckpointTensor)
    throws(CheckpointError) -> Bool
  {
    guard first.shape == second.shape else { return false }
    let chunk = min(first.elementCount, 1 << 16)
    var left = [Float](repeating: 0, count: chunk)
    var right = left
    var start = 0
    while start < first.elementCount {
      let range = start..<min(start + chunk, first.elementCount)
      try fill(&left, from: first, range)
      try fill(&right, from: second, range)
      let isEqual = range.indices.allSatisfy {
        left[$0 - start].bitPattern == right[$0 - start].bitPattern
      }
      guard isEqual else { return false }
      start = range.upperBound
    }
    return true
  }

  /// Reads a range into the front of an array, which is at least as long.
  private func fill(_ array: inout [Float], from tensor: CheckpointTensor, _ range: Range<Int>)
    throws(CheckpointError)
  {
    var failure: CheckpointError?
    unsafe array.withUnsafeMutableBufferPointer { buffer in
      do throws(CheckpointError) {
        try unsafe readElements(
          of: tensor, range, into: UnsafeMutableBufferPointer(rebasing: buffer[..<range.count]))
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }
}
