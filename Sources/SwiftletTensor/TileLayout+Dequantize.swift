extension TileLayout {
  /// Reads one row of a packed matrix as floats: the embedding lookup, and the reference of the kernels.
  ///
  /// Quantized values are `scale * (code - zero point)`, rounded once to float32; a scale of 0 gives 0.
  /// Allocates nothing.
  /// - Parameters:
  ///   - row: A row of the matrix, below `rows`.
  ///   - planes: All planes of the matrix, `byteCount` bytes, as `pack` wrote them.
  ///   - destination: `columns` floats.
  public func dequantizeRow(
    _ row: Int, of planes: UnsafeRawBufferPointer,
    into destination: UnsafeMutableBufferPointer<Float>
  ) {
    precondition((0..<rows).contains(row), "row \(row) of \(rows)")
    precondition(planes.count >= byteCount, "planes of \(planes.count) bytes for \(byteCount)")
    precondition(destination.count >= columns, "\(destination.count) floats for \(columns)")
    switch format {
    case .float32:
      for column in 0..<columns {
        let bits = unsafe planes.loadUnaligned(
          fromByteOffset: valueIndex(row: row, column: column) * 4, as: UInt32.self)
        unsafe destination[column] = Float(bitPattern: UInt32(littleEndian: bits))
      }
    case .float16:
      for column in 0..<columns {
        let bits = unsafe half(planes, valueIndex(row: row, column: column) * 2)
        unsafe destination[column] = HalfPrecision.float(half: bits)
      }
    case .bfloat16:
      for column in 0..<columns {
        let bits = unsafe half(planes, valueIndex(row: row, column: column) * 2)
        unsafe destination[column] = HalfPrecision.float(bfloat: bits)
      }
    case .quantized(let scheme):
      for group in 0..<groupsPerRow {
        unsafe dequantizeGroup(group, row: row, scheme: scheme, of: planes, into: destination)
      }
    }
  }

  private func dequantizeGroup(
    _ group: Int, row: Int, scheme: QuantizationScheme, of planes: UnsafeRawBufferPointer,
    into destination: UnsafeMutableBufferPointer<Float>
  ) {
    let scale = unsafe HalfPrecision.float(half: self.scale(row: row, group: group, of: planes))
    var zeroPoint = scheme.symmetricZeroPoint
    if scheme.hasZeroPoints {
      let place = zeroPointPlace(row: row, group: group)
      let byte = unsafe Int(planes[zeroPointsOffset + place.byte])
      zeroPoint = byte >> place.shift & scheme.largestCode
    }
    let start = group * format.groupSize
    for column in start..<Swift.min(start + format.groupSize, columns) {
      let place = valueIndex(row: row, column: column)
      let code: Int
      switch scheme.bits {
      case .eight: code = Int(unsafe planes[place] ^ TileLayout.signBit)
      case .four: code = Int(unsafe planes[place / 2] >> UInt8(4 * (place % 2))) & 15
      }
      unsafe destination[column] = scale * Float(code - zeroPoint)
    }
  }

  /// The scale of a group, as float16 bits.
  private func scale(row: Int, group: Int, of planes: UnsafeRawBufferPointer) -> UInt16 {
    guard case .quantized(let scheme) = format, scheme.scaleBits == .eight else {
      return unsafe half(planes, scalesOffset + groupIndex(row: row, group: group) * 2)
    }
    let (tileRow, r) = row.quotientAndRemainder(dividingBy: TileLayout.tileRows)
    let start = scalesOffset + tileRow * tileRowScalesByteCount
    let range = unsafe ScaleRange(at: start, of: planes)
    return unsafe range[
      planes[start + ScaleRange.byteCount + group * TileLayout.tileRows + r]]
  }

  private func half(_ planes: UnsafeRawBufferPointer, _ byteOffset: Int) -> UInt16 {
    UInt16(
      littleEndian: unsafe planes.loadUnaligned(fromByteOffset: byteOffset, as: UInt16.self))
  }
}
