import SwiftletKernels
import SwiftletSystem

/// The kernels over one vector of `count` floats.
struct VectorBenchmark: ~Copyable {
  private let count: Int
  private let headDimension: Int
  private let first: AlignedBuffer
  private let second: AlignedBuffer
  private let third: AlignedBuffer
  private let angles: AlignedBuffer

  /// Fills the operands with values of a fixed seed.
  init(count: Int, headDimension: Int) throws(MemoryBudgetError) {
    let budget = MemoryBudget(capByteCount: .max / 2)
    let padded = unsafe QuantizedActivations.paddedColumns(for: count)
    let first = try AlignedBuffer(byteCount: padded * 4, budget: budget, owner: "benchmark")
    let second = try AlignedBuffer(byteCount: padded * 4, budget: budget, owner: "benchmark")
    let third = try AlignedBuffer(byteCount: padded * 12, budget: budget, owner: "benchmark")
    let angles = try AlignedBuffer(byteCount: headDimension * 4, budget: budget, owner: "benchmark")
    // A rotation keeps lengths: 0.6^2 + 0.8^2 = 1.
    for index in 0..<headDimension {
      unsafe angles.base.storeBytes(
        of: index < headDimension / 2 ? 0.6 : 0.8, toByteOffset: index * 4, as: Float.self)
    }
    self.count = count
    self.headDimension = headDimension
    self.first = first
    self.second = second
    self.third = third
    self.angles = angles
  }

  /// Operands that kernels which work in place leave about as they are, call after call.
  ///
  /// Anything else would decay to denormal numbers, which cost more than any model's activations do. With
  /// y = 1 + exp(-x), silu(x) * y is x again, and for negative x errors die out.
  private func refill() {
    var generator = SplitMix64(seed: 1)
    let x = unsafe first.base.assumingMemoryBound(to: Float.self)
    let y = unsafe second.base.assumingMemoryBound(to: Float.self)
    for index in 0..<count {
      let value = Float.random(in: -1..<0, using: &generator)
      unsafe x[index] = value
      unsafe y[index] = 1 + KernelSet.exp(-value)
    }
  }

  /// Times every kernel with one kernel set.
  func measure(_ set: KernelSet, _ options: Options) -> [Measurement] {
    let x = unsafe first.base.assumingMemoryBound(to: Float.self)
    let y = unsafe second.base.assumingMemoryBound(to: Float.self)
    let out = unsafe third.base.assumingMemoryBound(to: Float.self)
    let groups = unsafe QuantizedActivations.paddedColumns(for: count) / 32
    let activations = unsafe QuantizedActivations(
      codes: third.base.assumingMemoryBound(to: Int8.self),
      scales: out + groups * 8,
      negativeSums: third.base.assumingMemoryBound(to: Int32.self) + groups * 9,
      columns: groups * 32, tokenStride: 1)
    // Two states of attention, each a largest score and a sum.
    let states = unsafe out + groups * 64
    for index in 0..<4 { unsafe states[index] = 1 }
    let cosines = unsafe angles.base.assumingMemoryBound(to: Float.self)
    func time(_ contract: String, bytesPerElement: Int, _ body: () -> Void) -> Measurement {
      // Kernels that work in place change their operands from call to call; each begins with the same.
      refill()
      let timing = Timing(
        samples: options.samples, sampleDuration: options.sampleDuration, body)
      return Measurement(
        set: set.name, contract: contract, shape: "\(count)", timing: timing,
        byteCount: count * bytesPerElement, multiplyAdds: 0)
    }
    return [
      time("rms_norm", bytesPerElement: 12) {
        unsafe set.rmsNorm(into: out, from: x, weight: y, count: count, epsilon: 1e-5)
      },
      time("quantize", bytesPerElement: 5) {
        unsafe set.quantize(x, count: count, into: activations, token: 0)
      },
      time("rope", bytesPerElement: 8) {
        for head in stride(from: 0, to: count, by: headDimension) {
          unsafe set.rope(
            x + head, into: out + head, cosine: cosines, sine: cosines + headDimension / 2,
            half: headDimension / 2)
        }
      },
      time("silu_multiply", bytesPerElement: 12) {
        unsafe set.siluMultiply(x, by: y, count: count)
      },
      time("add", bytesPerElement: 12) { unsafe set.add(y, to: out, count: count) },
      time("divide", bytesPerElement: 8) {
        unsafe set.divide(x, by: 3, into: out, count: count)
      },
      time("attention_weights", bytesPerElement: 8) {
        unsafe set.attentionWeights(x, state: states, valueScales: nil, count: count, scale: 0.125)
      },
      time("attention_fold", bytesPerElement: 12) {
        for head in stride(from: 0, to: count, by: headDimension) {
          unsafe set.attentionFold(
            x + head, states, into: out + head, states + 2, count: headDimension, scale: 0.125)
        }
      },
      time("store i8", bytesPerElement: 5) {
        for head in stride(from: 0, to: count, by: headDimension) {
          unsafe set.store(
            x + head, into: third.base.assumingMemoryBound(to: Int8.self), at: .int8Row,
            scale: UnsafeMutableRawPointer(states + 4).assumingMemoryBound(to: UInt16.self),
            count: headDimension)
        }
      },
      time("store f16", bytesPerElement: 6) {
        for head in stride(from: 0, to: count, by: headDimension) {
          unsafe set.store(
            x + head, into: third.base.assumingMemoryBound(to: UInt16.self), at: .floatRow,
            count: headDimension)
        }
      },
    ]
  }
}
