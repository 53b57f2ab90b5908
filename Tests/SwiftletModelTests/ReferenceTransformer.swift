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
    var hidden: [[Double]] = ids.map { id in
      var row = [Float](repeating: 0, count: configuration.hiddenSize)
      unsafe row.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        unsafe withUnsafePointer(to: id) { id in
          unsafe model.embed(UnsafeBufferPointer(start: id, count: 1), into: base)
        }
      }
      return row.map { Double($0) * configuration.embeddingScale }
    }
    for (index, layer) in model.layers.enumerated() {
      for _ in 0..<configuration.layerRepetitions {
        attend(layer, configuration.attention(ofLayer: index), &hidden)
        for token in hidden.indices {
          let input = norm(layer.mlpNorm, hidden[token])
          let gate = product(layer.gateProjection, input)
          let up = product(layer.upProjection, input)
          let gated = zip(gate, up).map { activated($0) * $1 }
          let output = normed(layer.mlpOutputNorm, product(layer.downProjection, gated))
          hidden[token] = zip(hidden[token], output).map(+)
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

  private func normed(_ gains: VectorView?, _ values: [Double]) -> [Double] {
    gains.map { norm($0, values) } ?? values
  }

  /// One head of a query or key as attention sees it.
  private func prepared(
    _ head: [Double], _ position: Int, _ gains: VectorView?, _ attention: LayerAttention
  ) -> [Double] {
    let configuration = model.configuration
    let head = normed(gains, head)
    guard attention.rotary != .none else { return head }
    let all = configuration.inverseFrequencies.map(Double.init)
    let half = configuration.headDimension / 2
    let rotated = rotated(
      head, position, Array(attention.rotary == .local ? all[half...] : all[..<half]))
    guard configuration.queryKeyNorm == .plainAfterRotary else { return rotated }
    let mean = rotated.reduce(0) { $0 + $1 * $1 } / Double(head.count)
    return rotated.map { $0 / (mean + configuration.rmsNormEpsilon).squareRoot() }
  }

  private func temperature(_ position: Int, _ attention: LayerAttention) -> Double {
    guard attention.rotary == .none, let temperature = model.configuration.temperature else {
      return 1
    }
    let steps = (Double(position + 1) / temperature.floor).rounded(.down)
    return 1 + temperature.scale * log(1 + steps)
  }

  private func sees(_ position: Int, _ other: Int, _ attention: LayerAttention) -> Bool {
    switch attention.reach {
    case .all: return other <= position
    case .window(let length): return other <= position && other > position - length
    case .chunk(let length): return other <= position && other / length == position / length
    }
  }

  private func attend(
    _ layer: LayerWeights, _ attention: LayerAttention, _ hidden: inout [[Double]]
  ) {
    let inputs = hidden.map { norm(layer.attentionNorm, $0) }
    let queries = inputs.enumerated().map { position, values in
      heads(product(layer.queryProjection, values)).map { head in
        prepared(head, position, layer.queryNorm, attention)
          .map { $0 * temperature(position, attention) }
      }
    }
    let keys = inputs.enumerated().map { position, values in
      heads(product(layer.keyProjection, values)).map {
        prepared($0, position, layer.keyNorm, attention)
      }
    }
    let values = inputs.map { heads(product(layer.valueProjection, $0)) }
    let size = model.configuration.headDimension
    let scalar = model.configuration.queryScalar ?? Double(size)
    for token in hidden.indices {
      let others = (0...token).filter { sees(token, $0, attention) }
      var mixed: [Double] = []
      for head in 0..<model.configuration.headCount {
        let shared = head / model.configuration.queryHeadsPerKVHead
        let scores = others.map { other in
          zip(queries[token][head], keys[other][shared]).reduce(0) { $0 + $1.0 * $1.1 }
            / scalar.squareRoot()
        }
        let weights = scores.map { exp($0 - (scores.max() ?? 0)) }
        let total = weights.reduce(0, +)
        for index in 0..<size {
          mixed.append(
            zip(others, weights).reduce(0) { $0 + $1.1 / total * values[$1.0][shared][index] })
        }
      }
      let output = normed(layer.attentionOutputNorm, product(layer.outputProjection, mixed))
      hidden[token] = zip(hidden[token], output).map(+)
    }
  }
}
