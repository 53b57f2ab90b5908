#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletKernels
  internal import SwiftletSystem

  extension BlockGradient {
    /// What of a window is kept between forwards and backwards.
    enum Part: Int, CaseIterable {
      case attentionInput, attentionInverses, qkv, mixed, projected, stream, mlpInput, mlpInverses
      case gateUp, gated, outer, gatedGradient, mixedGradient, qkvGradient, keyGradients
      case valueGradients, turnedOutputs, turnedInputs, weights, turnedWeights, products, attention
      case cosines, sines, turnedSines
      // Of some models alone.
      case headOriginals, headInverses, ones
      case attentionOutput, attentionOutputInverses, mlpOutput, mlpOutputInverses, outputGradient
    }

    /// The memory of a window, in one piece.
    @safe struct Buffers {
      private let memory: FloatValues
      private let offsets: [Int]

      init(
        shape: AttentionShape, stacks: [StackedProjections], rotaryCount: Int, normsHeads: Bool,
        normsOutputs: Bool, budget: MemoryBudget
      ) throws(MemoryBudgetError) {
        let tokens = shape.tokenCount
        let widest = stacks.map(\.paddedColumns).max() ?? 0
        let tallest = stacks.map(\.rows).max() ?? 0
        let largest = stacks.map(\.floatCount).max() ?? 0
        let (qkv, output, gateUp, down) = (stacks[0], stacks[1], stacks[2], stacks[3])
        var offsets: [Int] = []
        var next = 0
        for part in Part.allCases {
          offsets.append(next)
          let count: Int
          switch part {
          case .attentionInput, .mlpInput, .stream: count = tokens * qkv.paddedColumns
          case .attentionInverses, .mlpInverses: count = tokens
          case .qkv, .qkvGradient: count = tokens * qkv.rows
          case .mixed, .mixedGradient: count = tokens * output.paddedColumns
          case .projected: count = tokens * max(output.rows, qkv.paddedColumns)
          case .gateUp: count = tokens * gateUp.rows
          case .gated, .gatedGradient: count = tokens * down.paddedColumns
          case .outer: count = tokens * max(down.rows, output.rows)
          case .keyGradients, .valueGradients: count = shape.headCount * tokens * shape.padded
          case .turnedOutputs: count = tokens * tallest
          case .turnedInputs: count = tokens * widest
          case .weights, .turnedWeights: count = largest
          case .products: count = shape.pool.threadCount * AddScaleGradients.batch * widest
          case .attention: count = shape.pool.threadCount * shape.scratchCount
          case .cosines, .sines, .turnedSines:
            count = rotaryCount * tokens * shape.headDimension / 2
          case .ones: count = shape.headDimension
          case .headOriginals: count = normsHeads ? tokens * shape.valueColumn : 0
          case .headInverses:
            count = normsHeads ? tokens * (shape.headCount + shape.kvHeadCount) : 0
          case .attentionOutput, .mlpOutput, .outputGradient:
            count = normsOutputs ? tokens * output.rows : 0
          case .attentionOutputInverses, .mlpOutputInverses: count = normsOutputs ? tokens : 0
          }
          next += FloatTiles.padded(count)
        }
        self.offsets = offsets
        memory = try FloatValues(rows: 1, width: next, budget: budget)
      }

      subscript(part: Part) -> UnsafeMutablePointer<Float> {
        unsafe memory.base + offsets[part.rawValue]
      }
    }
  }
#endif
