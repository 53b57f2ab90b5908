#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletArchitecture
  internal import SwiftletKernels
  internal import SwiftletModel
  internal import SwiftletSystem

  /// RMSNorm of the heads of queries and keys in their place, remembering what they were and what each was divided by.
  ///
  /// Before the rotation: without gains the order makes no difference, since a rotation leaves lengths as they are.
  @safe struct NormHeads: WorkerJob {
    static let kind = "head norm"
    let shape: AttentionShape
    /// (head dimension) each.
    let queryGains: UnsafePointer<Float>
    let keyGains: UnsafePointer<Float>
    let epsilon: Float
    /// (tokens, stride), in and out.
    let rows: UnsafeMutablePointer<Float>
    /// (tokens, valueColumn): queries and keys as they were.
    let originals: UnsafeMutablePointer<Float>
    /// (tokens, heads of queries and keys): what each is multiplied by besides the gains.
    let inverses: UnsafeMutablePointer<Float>

    var headCount: Int { shape.headCount + shape.kvHeadCount }

    func run(worker: Int) {
      let size = shape.headDimension
      for token in shape.pool.share(of: shape.tokenCount, worker: worker) {
        let row = unsafe rows + token * shape.stride
        let original = unsafe originals + token * shape.valueColumn
        unsafe original.update(from: row, count: shape.valueColumn)
        shape.forEachHead { head, column, isKey in
          unsafe KernelSet.best.rmsNorm(
            into: row + column, from: original + column, weight: isKey ? keyGains : queryGains,
            count: size, epsilon: epsilon)
          unsafe inverses[token * headCount + head] = RMSNormGradient.inverse(
            original + column, count: size, epsilon: epsilon)
        }
      }
    }
  }

  /// Multiplies the queries of each token, or their gradients, with a factor that grows with its position.
  @safe struct ScaleQueries: WorkerJob {
    static let kind = "temperature"
    let shape: AttentionShape
    /// (tokens, stride), queries in front, in and out.
    let rows: UnsafeMutablePointer<Float>
    let temperature: AttentionTemperature

    func run(worker: Int) {
      for token in shape.pool.share(of: shape.tokenCount, worker: worker) {
        let row = unsafe rows + token * shape.stride
        let factor = temperature.factor(position: token)
        for index in 0..<shape.headCount * shape.headDimension { unsafe row[index] *= factor }
      }
    }
  }

  /// Turns the gradients of normed heads into those of what they were, in their place.
  @safe struct HeadNormsBackwards: WorkerJob {
    static let kind = "head norm, backwards"
    let forward: NormHeads
    /// (tokens, stride).
    let gradient: UnsafeMutablePointer<Float>

    func run(worker: Int) {
      let shape = forward.shape
      let size = shape.headDimension
      for token in shape.pool.share(of: shape.tokenCount, worker: worker) {
        shape.forEachHead { head, column, isKey in
          let gains = unsafe isKey ? forward.keyGains : forward.queryGains
          let values = unsafe forward.originals + token * shape.valueColumn + column
          let outer = unsafe gradient + token * shape.stride + column
          let inverse = unsafe forward.inverses[token * forward.headCount + head]
          let share = unsafe RMSNormGradient.share(
            values, outputs: outer, gains: gains, inverse: inverse, count: size)
          for index in 0..<size {
            unsafe outer[index] = inverse * gains[index] * outer[index] - share * values[index]
          }
        }
      }
    }
  }
#endif
