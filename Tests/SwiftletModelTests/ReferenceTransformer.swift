import Foundation
import SwiftletArchitecture
import SwiftletKernels
import SwiftletModel
import SwiftletTensor

/// The transformer written a second time, in double, without cache, chunks or threads.
struct ReferenceTransformer {
  let model: SyntheticModel

  init(_ model: SyntheticModel) { self.model = model }

  private func vector(_ view: VectorView) -> [Double] {
    (0..<view.count).map { unsafe Double(view.values[$0]) }
  }

  private func product(_ weights: LinearWeights, _ input: [Double]) -> [Double] {
    let bias = weights.bias.map(vector)
    return unsafe (0..<weights.matrix.layout.rows).map { row in
      let values = unsafe SyntheticModel.row(row, of: weights.matrix)
      return zip(values, input).reduce(bias?[row] ?? 0) { $0 + Double($1.0) * $1.1 }
    }
  }

  private func norm(_ gains: VectorView, _ input: [Double]) -> [Double] {
    let mean = input.reduce(0) { $0 + $1 * $1 } / Double(input.count)
    let factor = 1 / (mean + model.configuration.rmsNormEpsilon).squareRoot()
    return zip(vector(gains), input).map { $0 * $1 * factor }
  }

  private func rotated(_ head: [Double], _ position: Int, _ frequencies: [Double]) -> [Double] {
    let half = head.count / 2
    var result = head
    for index in 0..<half {
      let angle = Double(position) * frequencies[index]
      result[index] = head[index] * cos(angle) - head[index + half] * sin(angle)
      result[index + half] = head[index + half] * cos(angle) + head[index] * sin(angle)
    }
    return result
  }

  private func heads(_ values: [Double]) -> [[Double]] {
    let size = model.configuration.headDimension
    return stride(from: 0, to: values.count, by: size).map { Array(values[$0..<$0 + size]) }
  }

  /// Logits (tokens, vocabulary) of the full, uncached pass.
  func logits(_ ids: [Int32]) -> [[Double]] {
    let configuration = model.configuration
    let frequencies = configuration.inverseFrequencies.map(Double.init)
    var hidden: [[Double]] = ids.map { id in
      var row = [Float](repeating: 0, count: configuration.hiddenSize)
      unsafe row.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        unsafe withUnsafePointer(to: id) { id in
          unsafe model.embed(UnsafeBufferPointer(start: id, count: 1), into: base)
        }
      }
      return row.map(Double.init)
    }
    for layer in model.layers {
      for _ in 0..<configuration.layerRepetitions {
        attend(layer, &hidden, frequencies)
        for token in hidden.indices {
          let normed = norm(layer.mlpNorm, hidden[token])
          let gate = product(layer.gateProjection, normed)
          let up = product(layer.upProjection, normed)
          let gated = zip(gate, up).map { activated($0) * $1 }
          hidden[token] = zip(hidden[token], product(layer.downProjection, gated)).map(+)
        }
      }
    }
    var result: [[Double]] = []
    model.withFinalNorm { gains in
      model.withHead { head in
        for values in hidden {
          let part = unsafe LinearWeights(matrix: head.parts[0], bias: nil)
          result.append(product(part, norm(gains, values)))
        }
      }
    }
    return result
  }

  private func activated(_ x: Double) -> Double {
    switch model.configuration.activation {
    case .silu: return x / (1 + exp(-x))
    case .geluTanh:
      return 0.5 * x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
    }
  }

  private func attend(_ layer: LayerWeights, _ hidden: inout [[Double]], _ frequencies: [Double]) {
    let normed = hidden.map { norm(layer.attentionNorm, $0) }
    let queries = normed.enumerated().map { position, values in
      heads(product(layer.queryProjection, values)).map { rotated($0, position, frequencies) }
    }
    let keys = normed.enumerated().map { position, values in
      heads(product(layer.keyProjection, values)).map { rotated($0, position, frequencies) }
    }
    let values = normed.map { heads(product(layer.valueProjection, $0)) }
    let size = model.configuration.headDimension
    for token in hidden.indices {
      var mixed: [Double] = []
      for head in 0..<model.configuration.headCount {
        let shared = head / model.configuration.queryHeadsPerKVHead
        let scores = (0...token).map { other in
          zip(queries[token][head], keys[other][shared]).reduce(0) { $0 + $1.0 * $1.1 }
            / Double(size).squareRoot()
        }
        let weights = scores.map { exp($0 - (scores.max() ?? 0)) }
        let total = weights.reduce(0, +)
        for index in 0..<size {
          mixed.append(
            (0...token).reduce(0) { $0 + weights[$1] / total * values[$1][shared][index] })
        }
      }
      hidden[token] = zip(hidden[token], product(layer.outputProjection, mixed)).map(+)
    }
  }
}
