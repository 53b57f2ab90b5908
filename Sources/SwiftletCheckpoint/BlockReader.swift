import SwiftletSystem

/// Reads ranges of one tensor of a GGUF file as float32, with a chunk of scratch.
struct BlockReader {
  let tensor: CheckpointTensor
  let file: any ByteSource
  private var plain: TensorChunkReader
  private var bytes: [UInt8] = []
  private var values: [Float] = []

  /// Values that are worked on together, a multiple of every block: what is unpacked stays in the cache.
  private static let chunkCount = 1 << 16

  init(tensor: CheckpointTensor, file: any ByteSource) {
    self.tensor = tensor
    self.file = file
    plain = TensorChunkReader(tensor: tensor, file: file)
  }

  /// Reads `range` in the order of the file into as many floats.
  mutating func read(_ range: Range<Int>, into destination: UnsafeMutableBufferPointer<Float>)
    throws(CheckpointError)
  {
    var start = range.lowerBound
    while start < range.upperBound {
      // Chunks end where those of the whole tensor do, so that only the outer ones cut blocks.
      let end = min(range.upperBound, (start / BlockReader.chunkCount + 1) * BlockReader.chunkCount)
      let offset = start - range.lowerBound
      let part = unsafe UnsafeMutableBufferPointer(
        rebasing: destination[offset..<offset + end - start])
      if case .blocks(let encoding) = tensor.elementType {
        try unsafe read(start..<end, encoding, into: part)
      } else {
        try unsafe plain.read(start..<end, into: part)
      }
      start = end
    }
  }

  private mutating func read(
    _ range: Range<Int>, _ encoding: BlockEncoding,
    into destination: UnsafeMutableBufferPointer<Float>
  ) throws(CheckpointError) {
    let first = range.lowerBound / encoding.valueCount
    let end = (range.upperBound + encoding.valueCount - 1) / encoding.valueCount
    let byteCount = (end - first) * encoding.byteCount
    if bytes.count < byteCount { bytes = [UInt8](repeating: 0, count: byteCount) }
    let offset = tensor.offset + first * encoding.byteCount
    var failure: ByteSourceError?
    unsafe bytes.withUnsafeMutableBytes { buffer in
      do throws(ByteSourceError) {
        try unsafe file.read(
          at: offset, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<byteCount]))
      } catch {
        failure = error
      }
    }
    if let failure { throw .reading(failure) }
    let count = (end - first) * encoding.valueCount
    let skipped = range.lowerBound - first * encoding.valueCount
    unsafe bytes.withUnsafeBytes { buffer in
      let blocks = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<byteCount])
      if count == range.count {
        unsafe encoding.decode(blocks, into: destination)
        return
      }
      // The range begins or ends inside a block.
      if values.count < count { values = [Float](repeating: 0, count: count) }
      unsafe values.withUnsafeMutableBufferPointer { values in
        unsafe encoding.decode(blocks, into: UnsafeMutableBufferPointer(rebasing: values[..<count]))
        for index in 0..<range.count {
          unsafe destination[index] = unsafe values[skipped + index]
        }
      }
    }
    guard unsafe FloatWidening.areFinite(destination) else {
      let index = unsafe destination.firstIndex { !$0.isFinite } ?? 0
      throw .nonfiniteWeights(
        InputFault(
          file: tensor.file, place: "tensor \(tensor.name), value \(range.lowerBound + index)",
          expected: "a finite number", found: "the scale of its block is none"))
    }
  }
}
