import SwiftletKernels
import SwiftletSystem
import SwiftletTensor

/// The quantized matrix product of one shape, format and number of tokens.
struct MatrixBenchmark: ~Copyable {
  private let layout: TileLayout
  private let scheme: QuantizationScheme
  private let tokenCount: Int
  private let columns: Int
  private let weights: AlignedBuffer
  private let codes: AlignedBuffer
  private let scales: AlignedBuffer
  private let sums: AlignedBuffer
  private let destination: AlignedBuffer

  /// Fills weights and activations with values of a fixed seed.
  init(rows: Int, columns: Int, scheme: QuantizationScheme, tokenCount: Int)
    throws(MemoryBudgetError)
  {
    guard let layout = TileLayout(rows: rows, columns: columns, format: .quantized(scheme)) else {
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
    let destination = try buffer(layout.paddedRows * tokenCount * 4)
    self.layout = layout
    self.scheme = scheme
    self.tokenCount = tokenCount
    self.columns = padded
    self.weights = weights
    self.codes = codes
    self.scales = scales
    self.sums = sums
    self.destination = destination
    fill()
  }

  private func fill() {
    var generator = SplitMix64(seed: 1)
    for index in 0..<layout.valuesByteCount {
      unsafe weights.base.storeBytes(
        of: UInt8.random(in: 0...255, using: &generator), toByteOffset: index, as: UInt8.self)
    }
    // Of such size that sums stay ordinary numbers: 2^-7, and zero points in the middle.
    let groupCount = layout.scalesByteCount / 2
    for index in 0..<groupCount {
      unsafe weights.base.storeBytes(
        of: UInt16(0x2000).littleEndian, toByteOffset: layout.scalesOffset + index * 2,
        as: UInt16.self)
      if scheme.hasZeroPoints {
        unsafe weights.base.storeBytes(
          of: UInt8(scheme.symmetricZeroPoint), toByteOffset: layout.zeroPointsOffset + index,
          as: UInt8.self)
      }
    }
    let floats = (0..<columns).map { _ in Float.random(in: -1...1, using: &generator) }
    for token in 0..<tokenCount {
      unsafe floats.withUnsafeBufferPointer { floats in
        guard let source = floats.baseAddress else { return }
        unsafe KernelSet.best.quantize(source, count: columns, into: activations, token: token)
      }
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
    let timing = Timing(samples: options.samples, sampleDuration: options.sampleDuration) {
      unsafe set.matmul(
        into: output, dstStride: layout.paddedRows, activations: activations,
        tokenCount: tokenCount, matrix: view, tileRows: 0..<layout.tileRowCount)
    }
    return Measurement(
      set: set.name, contract: "matmul \(Options.name(scheme))",
      shape:
        "\(layout.rows)x\(layout.columns), \(tokenCount) \(tokenCount == 1 ? "token" : "tokens")",
      timing: timing, byteCount: layout.byteCount,
      multiplyAdds: layout.rows * layout.columns * tokenCount)
  }
}
