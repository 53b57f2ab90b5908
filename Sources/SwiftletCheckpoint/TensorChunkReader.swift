import SwiftletSystem

/// Reads ranges of one tensor as float32, with one chunk of scratch for the 16-bit types.
struct TensorChunkReader {
  let tensor: CheckpointTensor
  /// What messages call the tensor.
  let name: String
  let file: any ByteSource
  private var scratch: [UInt16] = []

  init(tensor: CheckpointTensor, name: String? = nil, file: any ByteSource) {
    self.tensor = tensor
    self.name = name ?? tensor.name
    self.file = file
  }

  /// Reads `range` into the front of an array, which is at least as long.
  mutating func read(_ range: Range<Int>, into array: inout [Float]) throws(CheckpointError) {
    var failure: CheckpointError?
    unsafe array.withUnsafeMutableBufferPointer { buffer in
      do throws(CheckpointError) {
        try unsafe read(
          range, into: UnsafeMutableBufferPointer(rebasing: buffer[..<range.count]))
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  /// Reads `range` into as many floats.
  mutating func read(_ range: Range<Int>, into destination: UnsafeMutableBufferPointer<Float>)
    throws(CheckpointError)
  {
    if case .other(let type, _) = tensor.elementType {
      throw .dtypeUnsupported(
        InputFault(
          file: tensor.file, place: "tensor \(name)", expected: "dtype F32, F16 or BF16",
          found: type))
    }
    let isFinite: Bool
    do throws(ByteSourceError) {
      isFinite = try unsafe readBits(offset(range.lowerBound), into: destination)
    } catch {
      throw .reading(error)
    }
    guard isFinite else { throw nonfinite(range) }
  }

  private func offset(_ element: Int) -> Int {
    tensor.offset + element * tensor.elementType.byteCount
  }

  private mutating func readBits(
    _ offset: Int, into destination: UnsafeMutableBufferPointer<Float>
  ) throws(ByteSourceError) -> Bool {
    if tensor.elementType == .float32 {
      try unsafe file.read(at: offset, into: UnsafeMutableRawBufferPointer(destination))
      return unsafe FloatWidening.areFinite(destination)
    }
    let isHalf = tensor.elementType == .float16
    let count = destination.count
    if scratch.count < count { scratch = [UInt16](repeating: 0, count: count) }
    var failure: ByteSourceError?
    var isFinite = true
    let file = self.file
    unsafe scratch.withUnsafeMutableBufferPointer { buffer in
      let bits = unsafe UnsafeMutableBufferPointer(rebasing: buffer[..<count])
      do throws(ByteSourceError) {
        try unsafe file.read(at: offset, into: UnsafeMutableRawBufferPointer(bits))
      } catch {
        failure = error
        return
      }
      let source = UnsafeBufferPointer(bits)
      isFinite =
        unsafe isHalf
        ? FloatWidening.widen(half: source, into: destination)
        : FloatWidening.widen(bfloat: source, into: destination)
    }
    if let failure { throw failure }
    return isFinite
  }

  /// The error that names the first infinity or NaN of `range`, found by reading it again.
  private func nonfinite(_ range: Range<Int>) -> CheckpointError {
    let width = tensor.elementType.byteCount
    let bytes: [UInt8]
    do throws(ByteSourceError) {
      bytes = try file.bytes(at: offset(range.lowerBound), count: range.count * width)
    } catch {
      return .reading(error)
    }
    // Little-endian: the exponent is in the last two bytes of a value.
    let exponent: UInt16 = tensor.elementType == .float16 ? 0x7C00 : 0x7F80
    var index = range.lowerBound
    for start in stride(from: 0, to: bytes.count, by: width) {
      let high = UInt16(bytes[start + width - 1]) << 8 | UInt16(bytes[start + width - 2])
      if high & exponent == exponent {
        let fraction =
          high & 0x7FFF != exponent || (width == 4 && bytes[start...start + 1] != [0, 0])
        let found = fraction ? "NaN" : high & 0x8000 == 0 ? "infinity" : "minus infinity"
        return .nonfiniteWeights(
          InputFault(
            file: tensor.file, place: "tensor \(name), value \(index)",
            expected: "a finite number", found: found))
      }
      index += 1
    }
    return .readFailed(
      InputFault(
        file: tensor.file, place: "tensor \(name)",
        expected: "the same bytes at each reading",
        found: "a file that changes"))
  }
}
