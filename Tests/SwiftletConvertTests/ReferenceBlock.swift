// The program for boards does not distill.
#if !SWIFTLET_WITHOUT_CALIBRATION
  import Foundation
  import SwiftletArchitecture

  /// A block as a paper would write it, in double.
  struct ReferenceBlock {
    let configuration: ModelConfiguration
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

    func rotated(_ heads: [Double], position: Int) -> [Double] {
      let size = configuration.headDimension
      var result = heads
      for head in 0..<heads.count / size {
        for index in 0..<size / 2 {
          let angle = Float(position) * configuration.inverseFrequencies[index]
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
        queries.append(rotated(project(normed, .queryProjection), position: token))
        keys.append(rotated(project(normed, .keyProjection), position: token))
        mixes.append(project(normed, .valueProjection))
        var mixed = [Double](repeating: 0, count: configuration.querySize)
        for head in 0..<configuration.headCount {
          let kv = head / group * size
          let scores = (0...token).map { other -> Double in
            var sum = 0.0
            for index in 0..<size {
              sum += queries[token][head * size + index] * keys[other][kv + index]
            }
            return sum * Double(configuration.attentionScale)
          }
          let largest = scores.max() ?? 0
          let weights = scores.map { exp($0 - largest) }
          let sum = weights.reduce(0, +)
          for other in 0...token {
            for index in 0..<size {
              mixed[head * size + index] += weights[other] / sum * mixes[other][kv + index]
            }
          }
        }
        let stream = zip(row, project(mixed, .outputProjection)).map { $0 + $1 }
        let middle = norm(stream[...], .mlpNorm)
        let gates = project(middle, .gateProjection)
        let ups = project(middle, .upProjection)
        let gated = gates.indices.map { index -> Double in
          gates[index] / (1 + exp(-gates[index])) * ups[index]
        }
        result += zip(stream, project(gated, .downProjection)).map { $0 + $1 }
      }
      return result
    }
  }
#endif
