extension TileLayout {
  /// The layout of the same matrix with scales of 8 bits; its groups must have zero points.
  public var withNarrowScales: TileLayout {
    guard case .quantized(var scheme) = format else { preconditionFailure("floats have no scales") }
    scheme.scaleBits = .eight
    guard let layout = TileLayout(rows: rows, columns: columns, format: .quantized(scheme)) else {
      preconditionFailure("scales of 8 bits without zero points")
    }
    return layout
  }

  /// Copies a packed matrix and rounds its scales to 8 bits, each tile row's to the narrowest range; codes stay.
  ///
  /// - Parameters:
  ///   - planes: All planes of this layout, which has float16 scales, finite and not negative.
  ///   - narrow: All planes of `withNarrowScales`, 2-byte aligned, filled.
  public func narrowScales(
    of planes: UnsafeRawBufferPointer, into narrow: UnsafeMutableRawBufferPointer
  ) {
    let target = withNarrowScales
    precondition(format != target.format, "scales of 8 bits already")
    precondition(planes.count >= byteCount, "planes of \(planes.count) bytes for \(byteCount)")
    precondition(narrow.count >= target.byteCount, "\(narrow.count) bytes for \(target.byteCount)")
    unsafe narrow.initializeMemory(as: UInt8.self, repeating: 0)
    unsafe narrow.copyMemory(from: UnsafeRawBufferPointer(rebasing: planes[..<valuesByteCount]))
    unsafe UnsafeMutableRawBufferPointer(rebasing: narrow[target.zeroPointsOffset...]).copyMemory(
      from: UnsafeRawBufferPointer(
        rebasing: planes[zeroPointsOffset..<zeroPointsOffset + zeroPointsByteCount]))
    let count = TileLayout.tileRows * groupsPerRow
    unsafe withUnsafeTemporaryAllocation(of: UInt16.self, capacity: count) { scales in
      for tileRow in 0..<tileRowCount {
        for index in 0..<count {
          let offset = scalesOffset + (tileRow * count + index) * 2
          unsafe scales.initializeElement(
            at: index,
            to: UInt16(
              littleEndian: planes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)))
        }
        let range = unsafe ScaleRange(covering: UnsafeBufferPointer(scales))
        let start = target.scalesOffset + tileRow * target.tileRowScalesByteCount
        unsafe range.store(at: start, of: narrow)
        for index in 0..<count {
          unsafe narrow[start + ScaleRange.byteCount + index] = range.byte(nearest: scales[index])
        }
      }
    }
  }
}
