/// Row-major values into the planes of a `TileLayout`, one tile row at a time, and rows back out.
///
/// Packing writes every byte of the tile row in every plane, padding included: padding bytes, scales and
/// zero points are 0 (of scales of 8 bits their byte). Bytes between the planes are never touched; the caller zeroes the
/// buffer once.
/// A row is read back with `dequantizeRow`; together with the quantizer this is the reference that
/// kernels are compared with.
extension TileLayout {
  /// The rows of the matrix in tile row `tileRow`: 16, or fewer in the last one.
  public func rows(ofTileRow tileRow: Int) -> Range<Int> {
    let start = tileRow * TileLayout.tileRows
    return start..<Swift.min(start + TileLayout.tileRows, rows)
  }

  /// Packs the codes of one tile row of a quantized matrix.
  ///
  /// - Parameters:
  ///   - codes: (rows of the tile row, columns), one code a byte, each at most `largestCode`.
  ///   - scales: (rows of the tile row, groupsPerRow), float16 bits; rounded where the format has 8 bits, then not negative.
  ///   - range: What scales of 8 bits are stored as; the narrowest one if nil.
  ///   - zeroPoints: The same shape, each at most `largestCode`; nil exactly when the format has none.
  ///   - tileRow: Which tile row.
  ///   - planes: All planes of the matrix, `byteCount` bytes, 2-byte aligned.
  public func pack(
    codes: UnsafeBufferPointer<UInt8>, scales: UnsafeBufferPointer<UInt16>,
    range: ScaleRange? = nil, zeroPoints: UnsafeBufferPointer<UInt8>?, tileRow: Int,
    into planes: UnsafeMutableRawBufferPointer
  ) {
    guard case .quantized(let scheme) = format else {
      preconditionFailure("codes for a float matrix")
    }
    let band = rows(ofTileRow: tileRow)
    precondition(!band.isEmpty && tileRow >= 0, "tile row \(tileRow) of \(tileRowCount)")
    precondition(planes.count >= byteCount, "planes of \(planes.count) bytes for \(byteCount)")
    precondition(codes.count == band.count * columns, "codes: \(codes.count)")
    precondition(scales.count == band.count * groupsPerRow, "scales: \(scales.count)")
    precondition(unsafe (zeroPoints != nil) == scheme.hasZeroPoints, "zero points")
    if let zeroPoints = unsafe zeroPoints {
      precondition(zeroPoints.count == scales.count, "zero points: \(zeroPoints.count)")
    }
    let values = unsafe UnsafeMutableRawBufferPointer(
      rebasing: planes[tileRow * tileRowByteCount..<(tileRow + 1) * tileRowByteCount])
    // Rows and columns of padding, which nothing else writes to.
    if band.count < TileLayout.tileRows || !columns.isMultiple(of: TileLayout.tileColumns) {
      unsafe values.initializeMemory(as: UInt8.self, repeating: 0)
    }
    for (r, _) in band.enumerated() {
      let row = unsafe UnsafeBufferPointer(rebasing: codes[r * columns..<(r + 1) * columns])
      switch scheme.bits {
      case .four: unsafe packNibbles(row, lane: r, into: values)
      case .eight: unsafe packBytes(row, lane: r, into: values)
      }
    }
    switch scheme.scaleBits {
    case .sixteen: unsafe packScales(scales, band: band, tileRow: tileRow, into: planes)
    case .eight:
      let range = unsafe range ?? ScaleRange(covering: scales)
      unsafe packScales(scales, on: range, band: band, tileRow: tileRow, into: planes)
    }
    if let zeroPoints = unsafe zeroPoints {
      unsafe packZeroPoints(
        zeroPoints, band: band, largest: UInt8(scheme.largestCode), tileRow: tileRow, into: planes)
    }
  }

  /// Packs one tile row of a float matrix, rounding to the format's 16 bits where it has 16.
  ///
  /// - Parameters:
  ///   - floats: (rows of the tile row, columns).
  ///   - tileRow: Which tile row.
  ///   - planes: All planes of the matrix, `byteCount` bytes, aligned to 4.
  public func pack(
    floats: UnsafeBufferPointer<Float>, tileRow: Int, into planes: UnsafeMutableRawBufferPointer
  ) {
    let band = rows(ofTileRow: tileRow)
    precondition(!band.isEmpty && tileRow >= 0, "tile row \(tileRow) of \(tileRowCount)")
    precondition(planes.count >= byteCount, "planes of \(planes.count) bytes for \(byteCount)")
    precondition(floats.count == band.count * columns, "floats: \(floats.count)")
    let values = unsafe UnsafeMutableRawBufferPointer(
      rebasing: planes[tileRow * tileRowByteCount..<(tileRow + 1) * tileRowByteCount])
    switch format {
    case .float32: unsafe packLanes(floats, band: band, into: values) { $0 }
    case .float16: unsafe packLanes(floats, band: band, into: values) { HalfPrecision.half($0) }
    case .bfloat16: unsafe packLanes(floats, band: band, into: values) { HalfPrecision.bfloat($0) }
    case .quantized: preconditionFailure("floats for a quantized matrix")
    }
  }

  private func packNibbles(
    _ codes: UnsafeBufferPointer<UInt8>, lane: Int, into values: UnsafeMutableRawBufferPointer
  ) {
    // Columns 8j+b and 8j+4+b share a byte; tiles of 32 columns follow each other, so j runs on.
    let whole = columns / 8
    let raw = UnsafeRawBufferPointer(codes)
    for eight in 0..<whole {
      let low = unsafe raw.loadUnaligned(fromByteOffset: eight * 8, as: UInt32.self)
      let high = unsafe raw.loadUnaligned(fromByteOffset: eight * 8 + 4, as: UInt32.self)
      unsafe values.storeBytes(
        of: low & 0x0F0F_0F0F | (high & 0x0F0F_0F0F) << 4,
        toByteOffset: eight * 64 + lane * 4, as: UInt32.self)
    }
    for column in whole * 8..<columns {
      let byte = (column / 8) * 64 + lane * 4 + column % 4
      unsafe values[byte] |= column % 8 < 4 ? codes[column] & 15 : codes[column] << 4
    }
  }

  private func packBytes(
    _ codes: UnsafeBufferPointer<UInt8>, lane: Int, into values: UnsafeMutableRawBufferPointer
  ) {
    let whole = columns / 4
    let signs = UInt32(TileLayout.signBit) * 0x0101_0101
    let raw = UnsafeRawBufferPointer(codes)
    for four in 0..<whole {
      let word = unsafe raw.loadUnaligned(fromByteOffset: four * 4, as: UInt32.self)
      unsafe values.storeBytes(
        of: word ^ signs, toByteOffset: four * 64 + lane * 4, as: UInt32.self)
    }
    for column in whole * 4..<columns {
      unsafe values[(column / 4) * 64 + lane * 4 + column % 4] =
        codes[column] ^ TileLayout.signBit
    }
  }

  /// (rows, groups) to (group, 16 rows), with zeros in the padding rows.
  private func packScales(
    _ source: UnsafeBufferPointer<UInt16>, band: Range<Int>, tileRow: Int,
    into planes: UnsafeMutableRawBufferPointer
  ) {
    for group in 0..<groupsPerRow {
      for r in 0..<TileLayout.tileRows {
        let index = (tileRow * groupsPerRow + group) * TileLayout.tileRows + r
        let value = r < band.count ? unsafe source[r * groupsPerRow + group] : 0
        unsafe planes.storeBytes(
          of: value.littleEndian, toByteOffset: scalesOffset + index * 2, as: UInt16.self)
      }
    }
  }

  /// The same in bytes, behind their range.
  private func packScales(
    _ source: UnsafeBufferPointer<UInt16>, on range: ScaleRange, band: Range<Int>, tileRow: Int,
    into planes: UnsafeMutableRawBufferPointer
  ) {
    let start = scalesOffset + tileRow * tileRowScalesByteCount
    unsafe range.store(at: start, of: planes)
    for group in 0..<groupsPerRow {
      for r in 0..<TileLayout.tileRows {
        let place = start + ScaleRange.byteCount + group * TileLayout.tileRows + r
        unsafe planes[place] =
          r < band.count ? range.byte(nearest: source[r * groupsPerRow + group]) : 0
      }
    }
  }

  /// (rows, groups) to (group, 16 rows), in bytes or nibbles, with zeros in the padding rows.
  private func packZeroPoints(
    _ source: UnsafeBufferPointer<UInt8>, band: Range<Int>, largest: UInt8, tileRow: Int,
    into planes: UnsafeMutableRawBufferPointer
  ) {
    let byteCount = zeroPointsByteCount / tileRowCount
    let start = zeroPointsOffset + tileRow * byteCount
    unsafe UnsafeMutableRawBufferPointer(rebasing: planes[start..<start + byteCount])
      .initializeMemory(as: UInt8.self, repeating: 0)
    for (r, row) in band.enumerated() {
      for group in 0..<groupsPerRow {
        let zeroPoint = unsafe source[r * groupsPerRow + group]
        precondition(zeroPoint <= largest, "zero point \(zeroPoint) of \(largest)")
        let place = zeroPointPlace(row: row, group: group)
        unsafe planes[zeroPointsOffset + place.byte] |= zeroPoint << UInt8(place.shift)
      }
    }
  }

  /// (rows, columns) to (column, 16 rows), with zeros in the padding rows.
  private func packLanes<Element>(
    _ source: UnsafeBufferPointer<Float>, band: Range<Int>,
    into values: UnsafeMutableRawBufferPointer,
    _ convert: (Float) -> Element
  ) {
    let size = MemoryLayout<Element>.size
    for column in 0..<columns {
      for r in 0..<TileLayout.tileRows {
        let value = r < band.count ? unsafe source[r * columns + column] : 0
        unsafe values.storeBytes(
          of: convert(value), toByteOffset: (column * TileLayout.tileRows + r) * size,
          as: Element.self)
      }
    }
  }
}
