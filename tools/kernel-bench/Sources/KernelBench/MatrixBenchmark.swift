import SwiftletKernels
import SwiftletSystem
import SwiftletTensor

/// The matrix product of one shape, format and number of tokens.
struct MatrixBenchmark: ~Copyable {
  private let layout: TileLayout
  private let tokenCount: Int
  private let columns: Int
  private let weights: AlignedBuffer
  private let codes: AlignedBuffer
  private let scales: AlignedBuffer
  private let sums: AlignedBuffer
  private let floats: AlignedBuffer
  private let destination: AlignedBuffer

  /// Fills weights and activations with values of a fixed seed.
  init(rows: Int, columns: Int, format: WeightFormat, tokenCount: Int)
    throws(MemoryBudgetError)
  {
    guard let layout = TileLayout(rows: rows, columns: columns, format: format) else {
      preconditionFailure("a matrix of \(rows) rows and \(columns) columns")
    }
    let padded = unsafe QuantizedActivations.paddedColumns(for: columns)
    let groups = padded / TileLayout.tileColumns * tokenCount
    let budget = MemoryBudget(capByteCount: .max / 2)
    func buffer(_ byteCount: Int) throws(MemoryBudgetError) -> AlignedBuffer {
      try AlignedBuffer(byteCount: byteCount, budget: budget, owner: "benchmark")
    }
    let weights = try buffer(layout.byteCount)
    let codes = try buffer(padded * tokenCount)
    let scales = try buffer(groups * 4)
    let sums = try buffer(groups * 4)
    let floats = try buffer(padded * tokenCount * 4)
    let destination = try buffer(layout.paddedRows * tokenCount * 4)
    self.layout = layout
    self.tokenCount = tokenCount
    self.columns = padded
    self.weights = weights
    self.codes = codes
    self.scales = scales
    self.sums = sums
    self.floats = floats
    self.destination = destination
    fill()
  }

  private func fill() {
    var generator = SplitMix64(seed: 1)
    switch layout.format {
    case .float32: fill(layout.valuesByteCount / 4, 0x3C00_0000 as UInt32)
    case .float16: fill(layout.valuesByteCount / 2, 0x2000 as UInt16)
    case .bfloat16: fill(layout.valuesByteCount / 2, 0x3C00 as UInt16)
    case .quantized(let scheme):
      for index in 0..<layout.valuesByteCount {
        unsafe weights.base.storeBytes(
          of: UInt8.random(in: 0...255, using: &generator), toByteOffset: index, as: UInt8.self)
      }
      // With a step of 0 bytes stand for scales of 2^-7 too.
      fill(layout.scalesByteCount / 2, 0x2000 as UInt16, at: layout.scalesOffset)
      if scheme.scaleBits == .eight {
        for tileRow in 0..<layout.tileRowCount {
          let place = layout.scalesOffset + tileRow * layout.tileRowScalesByteCount
          fill(1, 0x2000 as UInt16, at: place)
          fill(2, 0 as UInt8, at: place + 2)
        }
      }
      if scheme.hasZeroPoints {
        // Two in a byte where codes have 4 bits.
        let middle: UInt8 = scheme.bits == .four ? 0x88 : 0x80
        fill(layout.zeroPointsByteCount, middle, at: layout.zeroPointsOffset)
      }
    }
    let source = unsafe floats.base.assumingMemoryBound(to: Float.self)
    for token in 0..<tokenCount {
      for column in 0..<columns {
        unsafe source[token * columns + column] = Float.random(in: -1...1, using: &generator)
      }
      unsafe KernelSet.best.quantize(
        source + token * columns, count: columns, into: activations, token: token)
    }
  }

  /// Repeats a value: one that keeps sums ordinary numbers, 2^-7 as a float of whatever kind.
  private func fill<Element: FixedWidthInteger>(_ count: Int, _ value: Element, at offset: Int = 0)
  {
    for index in 0..<count {
      unsafe weights.base.storeBytes(
        of: value.littleEndian, toByteOffset: offset + index * MemoryLayout<Element>.size,
        as: Element.self)
    }
  }

  private var activations: QuantizedActivations {
    unsafe QuantizedActivations(
      codes: codes.base.assumingMemoryBound(to: Int8.self),
      scales: scales.base.assumingMemoryBound(to: Float.self),
      negativeSums: sums.base.assumingMemoryBound(to: Int32.self), columns: columns,
      tokenStride: tokenCount)
  }

  /// Times the product with one kernel set.
  func measure(_ set: KernelSet, _ options: Options) -> Measurement {
    let view = unsafe MatrixView(base: weights.base, layout: layout)
    let output = unsafe destination.base.assumingMemoryBound(to: Float.self)
    let activations = unsafe activations
    let source = unsafe UnsafePointer(floats.base.assumingMemoryBound(to: Float.self))
    let isQuantized = layout.format.groupSize > 1
    let timing = Timing(samples: options.samples, sampleDuration: options.sampleDuration) {
      if isQuantized {
        unsafe set.matmul(
          into: output, dstStride: layout.paddedRows, activations: activations,
          tokenCount: tokenCount, matrix: view, tileRows: 0..<layout.tileRowCount)
      } else {
        unsafe set.matmul(
          into: output, dstStride: layout.paddedRows, floats: source, floatStride: columns,
          tokenCount: tokenCount, matrix: view, tileRows: 0..<layout.tileRowCount)
      }
    }
    return Measurement(
      set: set.name, contract: "matmul \(Options.name(layout.format))",
      shape:
        "\(layout.rows)x\(layout.columns), \(tokenCount) \(tokenCount == 1 ? "token" : "tokens")",
      timing: timing, byteCount: layout.byteCount,
      multiplyAdds: layout.rows * layout.columns * tokenCount)
  }
}
