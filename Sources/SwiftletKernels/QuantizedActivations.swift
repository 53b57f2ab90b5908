internal import SwiftletTensor

/// Room for activations quantized to int8 in groups of 32 columns, as the kernels take them.
///
/// A group's codes of all tokens lie side by side, so that a kernel reaches its tokens at constant
/// distances. It borrows the memory: whoever makes one keeps the buffers alive while it is used.
@unsafe public struct QuantizedActivations {
  /// Codes (groups, tokenStride, 32).
  public let codes: UnsafeMutablePointer<Int8>
  /// Scales (groups, tokenStride).
  public let scales: UnsafeMutablePointer<Float>
  /// Minus the sum of each group's codes (groups, tokenStride).
  public let negativeSums: UnsafeMutablePointer<Int32>
  /// Columns of a token: a multiple of 32.
  public let columns: Int
  /// Tokens from one group to the next.
  public let tokenStride: Int

  /// Collects the buffers.
  ///
  /// - Parameters:
  ///   - codes: (columns / 32, tokenStride, 32).
  ///   - scales: (columns / 32, tokenStride).
  ///   - negativeSums: (columns / 32, tokenStride).
  ///   - columns: A multiple of 32, at least the padded columns of the matrices to come.
  ///   - tokenStride: Tokens that fit.
  public init(
    codes: UnsafeMutablePointer<Int8>, scales: UnsafeMutablePointer<Float>,
    negativeSums: UnsafeMutablePointer<Int32>, columns: Int, tokenStride: Int
  ) {
    precondition(
      columns > 0 && columns.isMultiple(of: TileLayout.tileColumns) && tokenStride > 0,
      "activations: \(tokenStride) tokens of \(columns) columns")
    unsafe self.codes = unsafe codes
    unsafe self.scales = unsafe scales
    unsafe self.negativeSums = unsafe negativeSums
    unsafe self.columns = columns
    unsafe self.tokenStride = tokenStride
  }

  /// The same buffers from token `first` on.
  public func tokens(from first: Int) -> QuantizedActivations {
    precondition(unsafe (0..<tokenStride).contains(first), "activations: token \(first)")
    return unsafe QuantizedActivations(
      dropping: first, of: self)
  }

  /// The same tokens, columns `range` alone: whole groups.
  public func columns(_ range: Range<Int>) -> QuantizedActivations {
    precondition(
      unsafe range.lowerBound >= 0 && range.upperBound <= columns
        && range.lowerBound.isMultiple(of: TileLayout.tileColumns), "activations: columns \(range)")
    let slot = unsafe range.lowerBound / TileLayout.tileColumns * tokenStride
    return unsafe QuantizedActivations(
      codes: codes + slot * TileLayout.tileColumns, scales: scales + slot,
      negativeSums: negativeSums + slot, columns: range.count, tokenStride: tokenStride)
  }

  private init(dropping first: Int, of all: QuantizedActivations) {
    unsafe codes = all.codes + first * TileLayout.tileColumns
    unsafe scales = all.scales + first
    unsafe negativeSums = all.negativeSums + first
    unsafe columns = all.columns
    unsafe tokenStride = all.tokenStride
  }

  /// The fewest columns that serve matrices of `columns` columns in every group size: whole groups of 128.
  public static func paddedColumns(for columns: Int) -> Int {
    let largestGroup = QuantizationScheme.GroupSize.columns128.rawValue
    return (columns + largestGroup - 1) / largestGroup * largestGroup
  }
}
