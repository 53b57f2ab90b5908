#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletArchitecture
  internal import SwiftletKernels
  internal import SwiftletModel
  internal import SwiftletSystem

  /// product = activation(gate) * up.
  @safe struct GateRows: WorkerJob {
    static let kind = "gate"
    let activation: Activation
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
        let up = unsafe values + row * stride + upColumn
        switch activation {
        case .silu: unsafe KernelSet.best.siluMultiply(target, by: up, count: width)
        case .geluTanh: unsafe KernelSet.best.geluMultiply(target, by: up, count: width)
        }
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
          let (sigmoid, growth) = GateBackwards.parts(forward.activation, gate)
          unsafe gateGradient[index] = output * up * sigmoid * growth
          unsafe upGradient[index] = output * gate * sigmoid
        }
      }
    }

    /// What an activation multiplies its argument with, and its derivative divided by that.
    ///
    /// Both are a value times the sigmoid of something: of itself, or of twice what GELU takes the tangent of.
    private static func parts(_ activation: Activation, _ gate: Float) -> (
      sigmoid: Float, growth: Float
    ) {
      switch activation {
      case .silu:
        let sigmoid = 1 / (1 + KernelSet.exp(-gate))
        return (sigmoid, 1 + gate * (1 - sigmoid))
      case .geluTanh:
        let (linear, cubic): (Float, Float) = (1.595_769_1, 0.044_715)
        let square = gate * gate
        let sigmoid = 1 / (1 + KernelSet.exp(-linear * gate * (1 + cubic * square)))
        return (sigmoid, 1 + linear * gate * (1 + 3 * cubic * square) * (1 - sigmoid))
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
