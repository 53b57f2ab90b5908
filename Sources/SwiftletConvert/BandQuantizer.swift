public import SwiftletKernels
public import SwiftletTensor

/// Quantizes rows of a matrix, group by group along the columns.
///
/// Codes come out row-major as `TileLayout.pack` takes them. A last group that the columns do not fill is
/// filled up with zeros for the search.
public struct BandQuantizer: Sendable {
  /// A value that cannot be stored.
  public struct Refusal: Equatable, Sendable {
    /// The row, counted in the values given.
    public var row: Int
    /// The column.
    public var column: Int
    /// The value: not finite, or too large for a float16 scale.
    public var value: Float
  }

  /// The scheme that groups are stored in.
  public let scheme: QuantizationScheme
  /// Columns of the matrix.
  public let columns: Int
  private let quantizer: GroupQuantizer

  /// A quantizer for rows of `columns` values; what it stores does not depend on the kernels.
  ///
  /// Unless it `searches`, every group takes the plain scale of its range.
  public init(
    scheme: QuantizationScheme, columns: Int, searches: Bool = true, kernels: KernelSet = .best
  ) {
    precondition(columns > 0, "quantizing rows of \(columns) columns")
    self.scheme = scheme
    self.columns = columns
    quantizer = GroupQuantizer(scheme, searches: searches, kernels: kernels)
  }

  /// Groups in a row.
  public var groupsPerRow: Int {
    (columns + scheme.groupSize.rawValue - 1) / scheme.groupSize.rawValue
  }

  /// Quantizes `values` into codes, scales and zero points.
  ///
  /// - Parameters:
  ///   - values: (rows, columns).
  ///   - codes: (rows, columns), filled.
  ///   - scales: (rows, groupsPerRow), filled with float16 bits.
  ///   - zeroPoints: The same shape, filled; nil exactly when the scheme has none.
  ///   - statistics: What the rows add to the error of the tensor is added here.
  /// - Returns: the first value that is not finite or too large, where the work stopped; nil if all is
  ///   done.
  public func quantize(
    _ values: UnsafeBufferPointer<Float>, codes: UnsafeMutableBufferPointer<UInt8>,
    scales: UnsafeMutableBufferPointer<UInt16>,
    zeroPoints: UnsafeMutableBufferPointer<UInt8>?, statistics: inout ErrorStatistics
  ) -> Refusal? {
    let rows = values.count / columns
    precondition(rows * columns == values.count, "\(values.count) values in rows of \(columns)")
    guard let base = values.baseAddress else { return nil }
    return unsafe quantize(
      base, stride: columns, rowCount: rows, codes: codes, scales: scales, zeroPoints: zeroPoints,
      statistics: &statistics)
  }

  /// The same for rows that lie `stride` values apart.
  func quantize(
    _ values: UnsafePointer<Float>, stride: Int, rowCount: Int,
    codes: UnsafeMutableBufferPointer<UInt8>, scales: UnsafeMutableBufferPointer<UInt16>,
    zeroPoints: UnsafeMutableBufferPointer<UInt8>?, statistics: inout ErrorStatistics
  ) -> Refusal? {
    precondition(stride >= columns, "rows of \(columns) columns \(stride) apart")
    precondition(codes.count == rowCount * columns, "codes: \(codes.count)")
    precondition(scales.count == rowCount * groupsPerRow, "scales: \(scales.count)")
    if let zeroPoints = unsafe zeroPoints {
      precondition(zeroPoints.count == scales.count, "zero points: \(zeroPoints.count)")
    }
    precondition(unsafe (zeroPoints != nil) == scheme.hasZeroPoints, "zero points")
    guard let codeBase = codes.baseAddress else { return nil }
    for row in 0..<rowCount {
      let values = unsafe UnsafeBufferPointer(start: values + row * stride, count: columns)
      if let column = unsafe BandQuantizer.firstNonFinite(values) {
        return unsafe Refusal(row: row, column: column, value: values[column])
      }
    }
    let groupSize = scheme.groupSize.rawValue
    for row in 0..<rowCount {
      let values = unsafe values + row * stride
      for group in 0..<groupsPerRow {
        let column = group * groupSize
        let count = min(groupSize, columns - column)
        let result = unsafe quantizeGroup(
          values + column, count, into: codeBase + row * columns + column, statistics: &statistics)
        guard let result else {
          let group = column..<column + count
          let place = group.max { unsafe abs(values[$0]) < abs(values[$1]) } ?? column
          return unsafe Refusal(row: row, column: place, value: values[place])
        }
        let index = row * groupsPerRow + group
        unsafe scales[index] = HalfPrecision.half(result.scale)
        if let zeroPoints = unsafe zeroPoints { unsafe zeroPoints[index] = UInt8(result.zero) }
      }
    }
    return nil
  }

  /// Makes the codes of rows anew for their scales as `range` stores them.
  ///
  /// - Parameters:
  ///   - values: (rows, stride), the columns first.
  ///   - stride: Values from one row to the next.
  ///   - rowCount: The rows, of one tile row.
  ///   - codes: (rows, columns), filled.
  ///   - scales: (rows, groupsPerRow), float16 bits, rounded.
  ///   - range: What the tile row's scales are stored as.
  ///   - zeroPoints: The same shape, which stay.
  ///   - statistics: What the rows add to the error of the tensor is added here.
  func requantize(
    _ values: UnsafePointer<Float>, stride: Int, rowCount: Int,
    codes: UnsafeMutableBufferPointer<UInt8>, scales: UnsafeMutableBufferPointer<UInt16>,
    on range: ScaleRange, zeroPoints: UnsafeMutableBufferPointer<UInt8>,
    statistics: inout ErrorStatistics
  ) {
    guard let codeBase = codes.baseAddress else { return }
    let groupSize = scheme.groupSize.rawValue
    for index in 0..<rowCount * groupsPerRow {
      let (row, group) = index.quotientAndRemainder(dividingBy: groupsPerRow)
      let column = group * groupSize
      unsafe scales[index] = range[range.byte(nearest: scales[index])]
      let grid = unsafe (
        scale: HalfPrecision.float(half: scales[index]), zero: Float(zeroPoints[index])
      )
      _ = unsafe quantizeGroup(
        values + row * stride + column, min(groupSize, columns - column), on: grid,
        into: codeBase + row * columns + column, statistics: &statistics)
    }
  }

  /// Quantizes a group, on a grid that is chosen unless it is given.
  @inline(__always)
  private func quantizeGroup(
    _ values: UnsafePointer<Float>, _ count: Int, on grid: (scale: Float, zero: Float)? = nil,
    into codes: UnsafeMutablePointer<UInt8>, statistics: inout ErrorStatistics
  ) -> GroupQuantizer.Choice? {
    if count == quantizer.count {
      return unsafe quantizeFullGroup(
        values, on: grid, into: codes, count: count, statistics: &statistics)
    }
    return unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: quantizer.count) {
      padded in
      unsafe padded.initialize(repeating: 0)
      return unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: quantizer.count) {
        paddedCodes -> GroupQuantizer.Choice? in
        guard let source = padded.baseAddress, let target = paddedCodes.baseAddress else {
          return nil
        }
        unsafe source.update(from: values, count: count)
        let choice = unsafe quantizeFullGroup(
          source, on: grid, into: target, count: count, statistics: &statistics)
        unsafe codes.update(from: target, count: count)
        return choice
      }
    }
  }

  @inline(__always)
  private func quantizeFullGroup(
    _ values: UnsafePointer<Float>, on grid: (scale: Float, zero: Float)?,
    into codes: UnsafeMutablePointer<UInt8>, count: Int, statistics: inout ErrorStatistics
  ) -> GroupQuantizer.Choice? {
    let found = grid.map { unsafe quantizer.choice(values, scale: $0.scale, zero: $0.zero) }
    guard let choice = unsafe found ?? quantizer.choose(values) else { return nil }
    let stored = unsafe quantizer.store(choice, values, into: codes)
    statistics.elementCount += count
    statistics.energy += Double(stored.energy)
    statistics.squaredError += Double(choice.error)
    statistics.maximumError = max(statistics.maximumError, Double(stored.largestError))
    return choice
  }

  /// The position of the first value that is infinite or not a number; nil if there is none.
  public static func firstNonFinite(_ values: UnsafeBufferPointer<Float>) -> Int? {
    guard let base = values.baseAddress else { return nil }
    let magnitude = SIMD16<UInt32>(repeating: 0x7FFF_FFFF)
    let infinity = SIMD16<UInt32>(repeating: 0x7F80_0000)
    var index = 0
    while index + 16 <= values.count {
      let bits = unsafe UnsafeRawPointer(base + index).loadUnaligned(as: SIMD16<UInt32>.self)
      if any((bits & magnitude) .>= infinity) { break }
      index += 16
    }
    while index < values.count {
      if unsafe !values[index].isFinite { return index }
      index += 1
    }
    return nil
  }
}
