#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletKernels
  internal import SwiftletModel
  internal import SwiftletSystem

  /// product = silu(gate) * up.
  @safe struct GateRows: WorkerJob {
    static let kind = "gate"
    /// (count, stride): gate in front, up from `upColumn` on.
    let values: UnsafePointer<Float>
    let stride: Int
    let upColumn: Int
    let count: Int
    let width: Int
    /// (count, productStride).
    let product: UnsafeMutablePointer<Float>
    let productStride: Int
    let pool: WorkerPool

    func run(worker: Int) {
      for row in pool.share(of: count, worker: worker) {
        let target = unsafe product + row * productStride
        unsafe target.update(from: values + row * stride, count: width)
        unsafe KernelSet.best.siluMultiply(
          target, by: values + row * stride + upColumn, count: width)
      }
    }
  }

  /// Gradients of gate and up, in their place, from that of the product.
  @safe struct GateBackwards: WorkerJob {
    static let kind = "gate, backwards"
    let forward: GateRows
    /// (count, productStride).
    let outputs: UnsafePointer<Float>
    /// (count, stride): like the values of `forward`, which it may be.
    let gradient: UnsafeMutablePointer<Float>

    func run(worker: Int) {
      for row in forward.pool.share(of: forward.count, worker: worker) {
        let gates = unsafe forward.values + row * forward.stride
        let ups = unsafe gates + forward.upColumn
        let outer = unsafe outputs + row * forward.productStride
        let gateGradient = unsafe gradient + row * forward.stride
        let upGradient = unsafe gateGradient + forward.upColumn
        for index in 0..<forward.width {
          let (gate, up, output) = unsafe (gates[index], ups[index], outer[index])
          let sigmoid = 1 / (1 + KernelSet.exp(-gate))
          unsafe gateGradient[index] = output * up * sigmoid * (1 + gate * (1 - sigmoid))
          unsafe upGradient[index] = output * gate * sigmoid
        }
      }
    }
  }

  /// target += source, rows apart by their strides.
  @safe struct AddRows: WorkerJob {
    static let kind = "add"
    let source: UnsafePointer<Float>
    let sourceStride: Int
    let target: UnsafeMutablePointer<Float>
    let targetStride: Int
    let count: Int
    let width: Int
    let pool: WorkerPool

    func run(worker: Int) {
      for row in pool.share(of: count, worker: worker) {
        unsafe KernelSet.best.add(
          source + row * sourceStride, to: target + row * targetStride, count: width)
      }
    }
  }
#endif
