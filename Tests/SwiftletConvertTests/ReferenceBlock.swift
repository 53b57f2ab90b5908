// The program for boards does not distill.
#if !SWIFTLET_WITHOUT_CALIBRATION
  import Foundation
  import SwiftletArchitecture

  /// A block as a paper would write it, in double.
  struct ReferenceBlock {
    let configuration: ModelConfiguration
    let attention: LayerAttention
    let values: [TensorRole: [Double]]
    let biases: [TensorRole: [Double]]
    let gains: [TensorRole: [Double]]

    func norm(_ row: ArraySlice<Double>, _ role: TensorRole) -> [Double] {
      let mean = row.reduce(0) { $0 + $1 * $1 } / Double(row.count)
      let inverse = 1 / (mean + configuration.rmsNormEpsilon).squareRoot()
      return zip(row, gains[role] ?? []).map { $0 * inverse * $1 }
    }

    func project(_ input: [Double], _ role: TensorRole) -> [Double] {
      let matrix = values[role] ?? []
      let rows = matrix.count / input.count
      return (0..<rows).map { row in
        var sum = RandomBlock.biases[role].flatMap { biases[$0]?[row] } ?? 0
        for column in input.indices { sum += matrix[row * input.count + column] * input[column] }
        return sum
      }
    }

    /// What is added, through a norm if there is one of this role.
    func added(_ row: [Double], _ role: TensorRole) -> [Double] {
      gains[role] == nil ? row : norm(row[...], role)
    }

    func activated(_ gate: Double) -> Double {
      switch configuration.activation {
      case .silu: return gate / (1 + exp(-gate))
      case .geluTanh:
        let inner = (2 / Double.pi).squareRoot() * (gate + 0.044715 * gate * gate * gate)
        return 0.5 * gate * (1 + tanh(inner))
      }
    }

    /// Heads of queries or keys on their way to the scores.
    func prepared(_ heads: [Double], _ role: TensorRole, position: Int) -> [Double] {
      func normed(_ heads: [Double]) -> [Double] {
        let size = configuration.headDimension
        return stride(from: 0, to: heads.count, by: size).flatMap { first -> [Double] in
          let head = heads[first..<first + size]
          let mean = head.reduce(0) { $0 + $1 * $1 } / Double(size)
          let inverse = 1 / (mean + configuration.rmsNormEpsilon).squareRoot()
          let factors = gains[role] ?? [Double](repeating: 1, count: size)
          return zip(head, factors).map { $0 * inverse * $1 }
        }
      }
      let own = configuration.queryKeyNorm == .weighted ? normed(heads) : heads
      guard attention.rotary != .none else {
        let factor = configuration.temperature?.factor(position: position) ?? 1
        return role == .queryNorm ? own.map { $0 * Double(factor) } : own
      }
      let turned = rotated(own, position: position)
      return configuration.queryKeyNorm == .plainAfterRotary ? normed(turned) : turned
    }

    func rotated(_ heads: [Double], position: Int) -> [Double] {
      let size = configuration.headDimension
      let first = attention.rotary == .local ? size / 2 : 0
      var result = heads
      for head in 0..<heads.count / size {
        for index in 0..<size / 2 {
          let angle = Float(position) * configuration.inverseFrequencies[first + index]
          let (sine, cosine) = (sin(Double(angle)), cos(Double(angle)))
          let (a, b) = (heads[head * size + index], heads[head * size + size / 2 + index])
          result[head * size + index] = a * cosine - b * sine
          result[head * size + size / 2 + index] = b * cosine + a * sine
        }
      }
      return result
    }

    func output(_ input: [Double]) -> [Double] {
      let (hidden, size) = (configuration.hiddenSize, configuration.headDimension)
      let group = configuration.headCount / configuration.kvHeadCount
      let count = input.count / hidden
      var (queries, keys, mixes, result): ([[Double]], [[Double]], [[Double]], [Double]) = (
        [], [], [], []
      )
      for token in 0..<count {
        let row = input[token * hidden..<(token + 1) * hidden]
        let normed = norm(row, .attentionNorm)
        queries.append(
          prepared(project(normed, .queryProjection), .queryNorm, position: token))
        keys.append(prepared(project(normed, .keyProjection), .keyNorm, position: token))
        mixes.append(project(normed, .valueProjection))
        var mixed = [Double](repeating: 0, count: configuration.querySize)
        let visible = attention.reach.firstVisible(from: token)...token
        for head in 0..<configuration.headCount {
          let kv = head / group * size
          let scores = visible.map { other -> Double in
            var sum = 0.0
            for index in 0..<size {
              sum += queries[token][head * size + index] * keys[other][kv + index]
            }
            return sum * Double(configuration.attentionScale)
          }
          let largest = scores.max() ?? 0
          let weights = scores.map { exp($0 - largest) }
          let sum = weights.reduce(0, +)
          for (weight, other) in zip(weights, visible) {
            for index in 0..<size {
              mixed[head * size + index] += weight / sum * mixes[other][kv + index]
            }
          }
        }
        let attended = added(project(mixed, .outputProjection), .attentionOutputNorm)
        let stream = zip(row, attended).map { $0 + $1 }
        let middle = norm(stream[...], .mlpNorm)
        let gates = project(middle, .gateProjection)
        let ups = project(middle, .upProjection)
        let gated = gates.indices.map { index -> Double in
          activated(gates[index]) * ups[index]
        }
        let fed = added(project(gated, .downProjection), .mlpOutputNorm)
        result += zip(stream, fed).map { $0 + $1 }
      }
      return result
    }
  }
#endif
