internal import SwiftletSystem

/// The reference's logits of one chunk, kept while the model's are computed.
@safe final class ReferenceRows {
  /// A chunk has at most so many rows: products of 32 tokens are as fast as any, and with a vocabulary of
  /// 128,256 the rows take 16 MiB.
  static let rowLimit = 32

  /// Bytes of `rowLimit` rows.
  static func byteCount(vocabularySize: Int) -> Int {
    AlignedBuffer.mappedByteCount(for: rowLimit * vocabularySize * MemoryLayout<Float>.stride)
  }

  private let vocabularySize: Int
  private let memory: AlignedBuffer
  private var normalizers = [Double](repeating: 0, count: ReferenceRows.rowLimit)

  /// Reserves the rows.
  ///
  /// - Throws: `MemoryBudgetError`.
  init(vocabularySize: Int, budget: MemoryBudget) throws(MemoryBudgetError) {
    self.vocabularySize = vocabularySize
    memory = try AlignedBuffer(
      byteCount: ReferenceRows.byteCount(vocabularySize: vocabularySize), budget: budget,
      owner: "reference logits")
  }

  /// Copies a row and returns its normalizer.
  func keep(_ logits: UnsafeBufferPointer<Float>, at row: Int) -> Double {
    precondition(row < ReferenceRows.rowLimit && logits.count == vocabularySize, "row \(row)")
    let target = unsafe memory.bytes.bindMemory(to: Float.self)
    _ = unsafe UnsafeMutableBufferPointer(rebasing: target[(row * vocabularySize)...])
      .update(from: logits)
    normalizers[row] = unsafe LogProbabilities.normalizer(logits)
    return normalizers[row]
  }

  /// A row that was kept, valid until the next is kept in its place, and its normalizer.
  func row(_ row: Int) -> (logits: UnsafeBufferPointer<Float>, normalizer: Double) {
    let all = unsafe UnsafeBufferPointer(memory.bytes.bindMemory(to: Float.self))
    let range = row * vocabularySize..<(row + 1) * vocabularySize
    return unsafe (UnsafeBufferPointer(rebasing: all[range]), normalizers[row])
  }
}
