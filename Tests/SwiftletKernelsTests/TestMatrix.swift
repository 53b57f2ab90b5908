import SwiftletKernels
import SwiftletTensor
import _SwiftletTestSupport

/// A weight matrix of random bits in aligned memory.
@safe final class TestMatrix {
  let layout: TileLayout
  private let planes: UnsafeMutableRawBufferPointer

  /// Random codes, scales and zero points, or random floats.
  init(layout: TileLayout, values: Values, extremeCodes: Bool = false, seed: UInt64) {
    self.layout = layout
    unsafe planes = .allocate(byteCount: layout.byteCount, alignment: TileLayout.planeAlignment)
    var generator = SeededGenerator(seed: seed)
    unsafe planes.initializeMemory(as: UInt8.self, repeating: 0)
    switch layout.format {
    case .float32:
      let floats = values.floats(layout.valuesByteCount / 4, &generator)
      for (i, value) in floats.enumerated() {
        unsafe planes.storeBytes(of: value, toByteOffset: i * 4, as: Float.self)
      }
    case .float16:
      store(values.halves(layout.valuesByteCount / 2, &generator), at: 0)
    case .bfloat16:
      let floats = values.floats(layout.valuesByteCount / 2, &generator)
      store(floats.map { HalfPrecision.bfloat($0) }, at: 0)
    case .quantized(let scheme):
      for i in 0..<layout.valuesByteCount {
        let byte = UInt8.random(in: 0...255, using: &generator)
        unsafe planes[i] = extremeCodes ? (byte & 1 == 0 ? 0 : 255) : byte
      }
      if scheme.scaleBits == .sixteen {
        store(values.halves(layout.scalesByteCount / 2, &generator), at: layout.scalesOffset)
      } else {
        storeNarrowScales(
          first: { values.halves(1, &$0)[0] }, step: { UInt8.random(in: 0...20, using: &$0) },
          &generator)
      }
      for i in 0..<layout.zeroPointsByteCount {
        unsafe planes[layout.zeroPointsOffset + i] = UInt8.random(in: 0...255, using: &generator)
      }
    }
  }

  deinit { unsafe planes.deallocate() }

  private func store(_ halves: [UInt16], at offset: Int) {
    for (i, half) in halves.enumerated() {
      unsafe planes.storeBytes(of: half, toByteOffset: offset + i * 2, as: UInt16.self)
    }
  }

  /// Random bytes behind each tile row's range.
  private func storeNarrowScales(
    first: (inout SeededGenerator) -> UInt16, step: (inout SeededGenerator) -> UInt8,
    _ generator: inout SeededGenerator
  ) {
    for tileRow in 0..<layout.tileRowCount {
      let start = layout.scalesOffset + tileRow * layout.tileRowScalesByteCount
      store([first(&generator)], at: start)
      unsafe planes[start + 2] = step(&generator)
      for i in ScaleRange.byteCount..<layout.tileRowScalesByteCount {
        unsafe planes[start + i] = UInt8.random(in: 0...255, using: &generator)
      }
    }
  }

  /// Gives every scale the same value.
  func setScales(_ scale: Float) {
    let bits = HalfPrecision.half(scale)
    if case .quantized(let scheme) = layout.format, scheme.scaleBits == .eight {
      var generator = SeededGenerator(seed: 1)
      storeNarrowScales(first: { _ in bits }, step: { _ in 0 }, &generator)
      return
    }
    store([UInt16](repeating: bits, count: layout.scalesByteCount / 2), at: layout.scalesOffset)
  }

  /// Row `row`, dequantized by the layout's reference.
  func row(_ row: Int) -> [Float] {
    var result = [Float](repeating: .nan, count: layout.columns)
    unsafe result.withUnsafeMutableBufferPointer {
      unsafe layout.dequantizeRow(row, of: UnsafeRawBufferPointer(planes), into: $0)
    }
    return result
  }

  /// What the kernels take; valid while the matrix lives.
  func withView<Result>(_ body: (MatrixView) -> Result) -> Result {
    guard let base = unsafe planes.baseAddress else { preconditionFailure("a matrix has bytes") }
    defer { withExtendedLifetime(self) {} }
    return unsafe body(MatrixView(base: UnsafeRawPointer(base), layout: layout))
  }
}

/// Activations of several tokens, quantized by a kernel set or made up.
struct TestActivations {
  let tokenCount: Int
  let columns: Int
  var codes: [Int8]
  var scales: [Float]
  var negativeSums: [Int32]

  /// Room for `tokenCount` tokens.
  init(tokenCount: Int, columns: Int) {
    self.tokenCount = tokenCount
    self.columns = columns
    codes = [Int8](repeating: 99, count: tokenCount * columns)
    scales = [Float](repeating: 99, count: tokenCount * columns / 32)
    negativeSums = [Int32](repeating: 99, count: tokenCount * columns / 32)
  }

  /// Where the scale and the sum of the group of `column` are.
  func slot(token: Int, column: Int) -> Int { column / 32 * tokenCount + token }

  /// Where a code is.
  func index(token: Int, column: Int) -> Int {
    slot(token: token, column: column) * 32 + column % 32
  }

  /// Takes the sums from the codes.
  mutating func sum() {
    for slot in negativeSums.indices {
      negativeSums[slot] = codes[slot * 32..<slot * 32 + 32].reduce(0) { $0 - Int32($1) }
    }
  }

  /// What the kernels take, for the duration of `body`.
  mutating func withBuffers<Result>(_ body: (QuantizedActivations) -> Result) -> Result {
    let (columns, tokenStride) = (self.columns, tokenCount)
    return unsafe codes.withUnsafeMutableBufferPointer { codes in
      unsafe scales.withUnsafeMutableBufferPointer { scales in
        unsafe negativeSums.withUnsafeMutableBufferPointer { sums in
          guard let codes = codes.baseAddress, let scales = scales.baseAddress,
            let sums = sums.baseAddress
          else { preconditionFailure("activations have bytes") }
          return unsafe body(
            QuantizedActivations(
              codes: codes, scales: scales, negativeSums: sums, columns: columns,
              tokenStride: tokenStride))
        }
      }
    }
  }

  /// Quantizes (tokens, count) floats.
  mutating func quantize(_ floats: [Float], columns count: Int, with kernels: KernelSet) {
    let tokens = tokenCount
    unsafe withBuffers { buffers in
      unsafe floats.withUnsafeBufferPointer { floats in
        guard let base = floats.baseAddress else { return }
        for token in 0..<tokens {
          unsafe kernels.quantize(base + token * count, count: count, into: buffers, token: token)
        }
      }
    }
  }
}
