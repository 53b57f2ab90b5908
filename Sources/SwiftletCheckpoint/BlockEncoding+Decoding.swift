import SwiftletTensor

/// Blocks to float32, exactly as ggml does it.
///
/// Scales are float16 and codes have at most 8 bits, so every product is exact in float32; only the sum
/// with a minimum rounds, once. Fused or separate operations therefore give the same values. Source:
/// `dequantize_row_*` in `ggml-quants.c`.
extension BlockEncoding {
  /// Decodes whole blocks.
  ///
  /// - Parameters:
  ///   - bytes: blocks, `byteCount` bytes each.
  ///   - destination: `valueCount` floats for each of them.
  func decode(_ bytes: UnsafeRawBufferPointer, into destination: UnsafeMutableBufferPointer<Float>)
  {
    let count = bytes.count / byteCount
    precondition(
      count * byteCount == bytes.count && count * valueCount == destination.count,
      "decoding \(bytes.count) bytes of \(rawValue) into \(destination.count) floats")
    guard let source = bytes.baseAddress, let target = destination.baseAddress else { return }
    for block in 0..<count {
      let source = unsafe Block(bytes: source + block * byteCount)
      let target = unsafe target + block * valueCount
      switch self {
      case .q4_0: unsafe source.decodeQ4_0(target)
      case .q4_1: unsafe source.decodeQ4_1(target)
      case .q5_0: unsafe source.decodeQ5_0(target)
      case .q5_1: unsafe source.decodeQ5_1(target)
      case .q8_0: unsafe source.decodeQ8_0(target)
      case .q4_K: unsafe source.decodeQ4_K(target)
      case .q5_K: unsafe source.decodeQ5_K(target)
      case .q6_K: unsafe source.decodeQ6_K(target)
      }
    }
  }
}

/// The bytes of one block.
@safe private struct Block {
  let bytes: UnsafeRawPointer

  /// The byte at `offset`.
  @inline(__always)
  func byte(_ offset: Int) -> Int { unsafe Int(bytes.load(fromByteOffset: offset, as: UInt8.self)) }

  /// The signed byte at `offset`.
  @inline(__always)
  func signed(_ offset: Int) -> Int {
    unsafe Int(bytes.load(fromByteOffset: offset, as: Int8.self))
  }

  /// The float16 at `offset`.
  @inline(__always)
  func half(_ offset: Int) -> Float {
    HalfPrecision.float(half: UInt16(byte(offset) | byte(offset + 1) << 8))
  }

  /// Bit `index` of the 32-bit number at `offset`.
  @inline(__always)
  func bit(_ offset: Int, _ index: Int) -> Int { byte(offset + index / 8) >> (index % 8) & 1 }

  /// d, 16 bytes: the low halves are the first 16 codes.
  func decodeQ4_0(_ values: UnsafeMutablePointer<Float>) {
    let scale = half(0)
    for index in 0..<16 {
      let code = byte(2 + index)
      unsafe values[index] = Float(code & 15 - 8) * scale
      unsafe values[index + 16] = Float(code >> 4 - 8) * scale
    }
  }

  /// d, m, 16 bytes.
  func decodeQ4_1(_ values: UnsafeMutablePointer<Float>) {
    let (scale, minimum) = (half(0), half(2))
    for index in 0..<16 {
      let code = byte(4 + index)
      unsafe values[index] = Float(code & 15) * scale + minimum
      unsafe values[index + 16] = Float(code >> 4) * scale + minimum
    }
  }

  /// d, 32 fifth bits, 16 bytes.
  func decodeQ5_0(_ values: UnsafeMutablePointer<Float>) {
    let scale = half(0)
    for index in 0..<16 {
      let code = byte(6 + index)
      unsafe values[index] = Float((code & 15 | bit(2, index) << 4) - 16) * scale
      unsafe values[index + 16] = Float((code >> 4 | bit(2, index + 16) << 4) - 16) * scale
    }
  }

  /// d, m, 32 fifth bits, 16 bytes.
  func decodeQ5_1(_ values: UnsafeMutablePointer<Float>) {
    let (scale, minimum) = (half(0), half(2))
    for index in 0..<16 {
      let code = byte(8 + index)
      unsafe values[index] = Float(code & 15 | bit(4, index) << 4) * scale + minimum
      unsafe values[index + 16] = Float(code >> 4 | bit(4, index + 16) << 4) * scale + minimum
    }
  }

  /// d, 32 signed bytes.
  func decodeQ8_0(_ values: UnsafeMutablePointer<Float>) {
    let scale = half(0)
    for index in 0..<32 { unsafe values[index] = Float(signed(2 + index)) * scale }
  }

  /// The 6-bit scale and minimum of group `index`, out of the 12 bytes at 4.
  private func scaleAndMinimum(_ index: Int) -> (scale: Int, minimum: Int) {
    if index < 4 { return (byte(4 + index) & 63, byte(8 + index) & 63) }
    let low = byte(8 + index)
    return (low & 15 | (byte(index) >> 6) << 4, low >> 4 | (byte(4 + index) >> 6) << 4)
  }

  /// d, dmin, 12 bytes of scales, 128 bytes: 32 of them hold two groups of 32 in their halves.
  func decodeQ4_K(_ values: UnsafeMutablePointer<Float>) {
    let (scale, minimum) = (half(0), half(2))
    for group in 0..<8 {
      let factors = scaleAndMinimum(group)
      let step = scale * Float(factors.scale)
      let offset = minimum * Float(factors.minimum)
      for index in 0..<32 {
        let code = byte(16 + group / 2 * 32 + index)
        unsafe values[group * 32 + index] =
          step * Float(group % 2 == 0 ? code & 15 : code >> 4) - offset
      }
    }
  }

  /// d, dmin, 12 bytes of scales, 32 bytes of fifth bits (bit g of group g), 128 bytes.
  func decodeQ5_K(_ values: UnsafeMutablePointer<Float>) {
    let (scale, minimum) = (half(0), half(2))
    for group in 0..<8 {
      let factors = scaleAndMinimum(group)
      let step = scale * Float(factors.scale)
      let offset = minimum * Float(factors.minimum)
      for index in 0..<32 {
        let code = byte(48 + group / 2 * 32 + index)
        let fifth = (byte(16 + index) >> group & 1) << 4
        unsafe values[group * 32 + index] =
          step * Float((group % 2 == 0 ? code & 15 : code >> 4) + fifth) - offset
      }
    }
  }

  /// 128 bytes of low halves, 64 bytes of two upper bits, 16 signed scales, d.
  func decodeQ6_K(_ values: UnsafeMutablePointer<Float>) {
    let scale = half(208)
    for part in 0..<2 {
      for quarter in 0..<4 {
        for index in 0..<32 {
          let low = byte(part * 64 + quarter % 2 * 32 + index)
          let high = byte(128 + part * 32 + index) >> (2 * quarter) & 3
          let code = (quarter < 2 ? low & 15 : low >> 4) | high << 4
          let factor = signed(192 + part * 8 + quarter * 2 + index / 16)
          unsafe values[part * 128 + quarter * 32 + index] =
            scale * Float(factor) * Float(code - 32)
        }
      }
    }
  }
}
