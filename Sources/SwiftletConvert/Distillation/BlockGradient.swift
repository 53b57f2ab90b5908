#if !SWIFTLET_WITHOUT_CALIBRATION
  package import SwiftletArchitecture
  internal import SwiftletKernels
  package import SwiftletModel
  package import SwiftletSystem
  internal import SwiftletTensor

  /// The gradient of a plain transformer block over a window, in float32.
  ///
  /// The block is computed again from its input: RMSNorm, rotated grouped-query attention, residual, RMSNorm, gated product
  /// with silu, residual. Sums are in a fixed order, so results do not depend on the number of threads.
  @safe package final class BlockGradient {
    private let configuration: ModelConfiguration
    private let pool: WorkerPool
    private let windowLength: Int
    private let frequencies: [Float]
    private let buffers: Buffers
    private let qkv: StackedProjections
    private let output: StackedProjections
    private let gateUp: StackedProjections
    private let down: StackedProjections

    /// Whether a model's blocks are all of the kind whose gradient this is.
    package static func covers(_ configuration: ModelConfiguration) -> Bool {
      configuration.activation == .silu && configuration.queryKeyNorm == .none
        && !configuration.normsBlockOutputs && configuration.temperature == nil
        && configuration.layerAttention.allSatisfy { $0 == .plain }
    }

    /// Reserves memory for a window.
    ///
    /// - Parameters:
    ///   - configuration: one that is covered.
    ///   - windowLength: tokens of a window at most.
    ///   - layer: any layer of the model, for its shapes.
    ///   - pool: the workers.
    ///   - budget: where memory is reserved.
    /// - Throws: `MemoryBudgetError`.
    package init(
      configuration: ModelConfiguration, windowLength: Int, layer: LayerWeights, pool: WorkerPool,
      budget: MemoryBudget
    ) throws(MemoryBudgetError) {
      precondition(BlockGradient.covers(configuration), "a block of another kind")
      self.configuration = configuration
      self.windowLength = windowLength
      self.pool = pool
      frequencies = configuration.inverseFrequencies
      qkv = StackedProjections([.queryProjection, .keyProjection, .valueProjection], layer)
      output = StackedProjections([.outputProjection], layer)
      gateUp = StackedProjections([.gateProjection, .upProjection], layer)
      down = StackedProjections([.downProjection], layer)
      let shape = BlockGradient.shape(configuration, qkv, windowLength, pool)
      buffers = try Buffers(
        shape: shape, stacks: [qkv, output, gateUp, down], budget: budget)
      let half = configuration.headDimension / 2
      for position in 0..<windowLength {
        let place = position * half
        unsafe frequencies.withUnsafeBufferPointer { frequencies in
          guard let base = frequencies.baseAddress else { return }
          unsafe RotaryAngles.fill(
            cosines: buffers[.cosines] + place, sines: buffers[.sines] + place,
            inverseFrequencies: base, half: half, position: position)
        }
        for index in place..<place + half {
          unsafe buffers[.turnedSines][index] = unsafe -buffers[.sines][index]
        }
      }
    }

    private static func shape(
      _ configuration: ModelConfiguration, _ qkv: StackedProjections, _ tokenCount: Int,
      _ pool: WorkerPool
    ) -> AttentionShape {
      AttentionShape(
        tokenCount: tokenCount, headCount: configuration.headCount,
        kvHeadCount: configuration.kvHeadCount, headDimension: configuration.headDimension,
        scale: configuration.attentionScale, stride: qkv.rows, keyColumn: qkv.firstRows[1],
        valueColumn: qkv.firstRows[2], pool: pool)
    }

    /// Turns the gradient of a block's output into that of its input, and adds to those of the layer's parameters.
    ///
    /// - Parameters:
    ///   - input: (tokenCount, hidden).
    ///   - gradient: (tokenCount, hidden), in and out.
    ///   - tokenCount: tokens, from position 0 on.
    ///   - layer: the block's weights.
    ///   - parameters: where `sums` has which.
    ///   - sums: gradients of the logarithms of the layer's gains and scales, added to.
    package func run(
      input: UnsafePointer<Float>, gradient: UnsafeMutablePointer<Float>, tokenCount: Int,
      layer: LayerWeights, parameters: ParameterLayout, sums: UnsafeMutablePointer<Float>
    ) {
      precondition((1...windowLength).contains(tokenCount), "a window of \(tokenCount) tokens")
      let hidden = configuration.hiddenSize
      let width = FloatTiles.padded(hidden)
      let epsilon = Float(configuration.rmsNormEpsilon)
      let shape = BlockGradient.shape(configuration, qkv, tokenCount, pool)
      let stream = unsafe buffers[.stream]

      // Forwards.
      let attentionNorm = unsafe NormRows(
        gains: layer.attentionNorm, epsilon: epsilon, source: input, count: tokenCount,
        width: hidden, target: buffers[.attentionInput], targetStride: width,
        inverses: buffers[.attentionInverses], pool: pool)
      pool.run(attentionNorm)
      unsafe project(qkv, layer, buffers[.attentionInput], tokenCount, into: buffers[.qkv])
      unsafe pool.run(
        RotateHeads(
          shape: shape, rows: buffers[.qkv], cosines: buffers[.cosines], sines: buffers[.sines]))
      let attend = unsafe AttendWindow(
        shape: shape, rows: buffers[.qkv], output: buffers[.mixed],
        outputStride: output.paddedColumns, scratch: buffers[.attention])
      pool.run(attend)
      unsafe project(output, layer, buffers[.mixed], tokenCount, into: buffers[.projected])
      unsafe stream.update(from: input, count: tokenCount * hidden)
      unsafe pool.run(
        AddRows(
          source: buffers[.projected], sourceStride: output.rows, target: stream,
          targetStride: hidden, count: tokenCount, width: hidden, pool: pool))
      let mlpNorm = unsafe NormRows(
        gains: layer.mlpNorm, epsilon: epsilon, source: stream, count: tokenCount, width: hidden,
        target: buffers[.mlpInput], targetStride: width, inverses: buffers[.mlpInverses],
        pool: pool)
      pool.run(mlpNorm)
      unsafe project(gateUp, layer, buffers[.mlpInput], tokenCount, into: buffers[.gateUp])
      let gate = unsafe GateRows(
        values: buffers[.gateUp], stride: gateUp.rows, upColumn: gateUp.firstRows[1],
        count: tokenCount, width: configuration.intermediateSize, product: buffers[.gated],
        productStride: down.paddedColumns, pool: pool)
      pool.run(gate)

      // Backwards.
      let pass = unsafe Backwards(
        layer: layer, parameters: parameters, sums: sums, tokenCount: tokenCount)
      unsafe pass.copy(gradient, width: hidden, into: buffers[.outer], stride: down.rows)
      unsafe goBack(
        through: down, pass, outputs: buffers[.outer], inputs: buffers[.gated],
        into: buffers[.gatedGradient])
      unsafe pool.run(
        GateBackwards(
          forward: gate, outputs: buffers[.gatedGradient], gradient: buffers[.gateUp]))
      unsafe goBack(
        through: gateUp, pass, outputs: buffers[.gateUp], inputs: buffers[.mlpInput],
        into: buffers[.projected])
      unsafe goBack(
        through: mlpNorm, .mlpNorm, pass, outputs: buffers[.projected], gradient: gradient)
      unsafe pass.copy(gradient, width: hidden, into: buffers[.outer], stride: output.rows)
      unsafe goBack(
        through: output, pass, outputs: buffers[.outer], inputs: buffers[.mixed],
        into: buffers[.mixedGradient])
      let attendBackwards = unsafe AttendBackwards(
        forward: attend, outputs: buffers[.mixedGradient], gradient: buffers[.qkvGradient],
        keys: buffers[.keyGradients], values: buffers[.valueGradients])
      pool.run(attendBackwards)
      unsafe pool.run(
        GatherHeads(
          backwards: attendBackwards, cosines: buffers[.cosines], sines: buffers[.turnedSines]))
      unsafe goBack(
        through: qkv, pass, outputs: buffers[.qkvGradient], inputs: buffers[.attentionInput],
        into: buffers[.projected])
      unsafe goBack(
        through: attentionNorm, .attentionNorm, pass, outputs: buffers[.projected],
        gradient: gradient)
    }

    /// target (tokens, rows) = inputs x weights, and biases.
    private func project(
      _ stack: StackedProjections, _ layer: LayerWeights, _ inputs: UnsafePointer<Float>,
      _ tokenCount: Int, into target: UnsafeMutablePointer<Float>
    ) {
      unsafe pool.run(
        UnpackProjections(
          stack: stack, layer: layer, tiles: buffers[.weights],
          transposed: buffers[.turnedWeights], pool: pool))
      unsafe pool.run(
        FloatProduct(
          matrix: MatrixView(
            tiles: buffers[.weights], width: stack.columns, firstRow: 0, rows: stack.rows,
            columns: stack.columns),
          values: inputs, stride: stack.paddedColumns, count: tokenCount, target: target,
          targetStride: stack.rows, pool: pool))
      for (role, first) in zip(stack.roles, stack.firstRows) {
        guard let bias = layer.linear(role).bias else { continue }
        unsafe pool.run(
          AddRows(
            source: bias.values, sourceStride: 0, target: target + first, targetStride: stack.rows,
            count: tokenCount, width: bias.count, pool: pool))
      }
    }

    /// What a pass backwards has in common.
    @safe private struct Backwards {
      let layer: LayerWeights
      let parameters: ParameterLayout
      let sums: UnsafeMutablePointer<Float>
      let tokenCount: Int

      func copy(
        _ rows: UnsafePointer<Float>, width: Int, into target: UnsafeMutablePointer<Float>,
        stride: Int
      ) {
        for token in 0..<tokenCount {
          unsafe (target + token * stride).update(from: rows + token * width, count: width)
        }
      }
    }

    /// From the gradients of a projection's outputs (tokens, rows) to those of its scales and its inputs.
    private func goBack(
      through stack: StackedProjections, _ pass: Backwards, outputs: UnsafePointer<Float>,
      inputs: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>
    ) {
      unsafe pool.run(
        UnpackProjections(
          stack: stack, layer: pass.layer, tiles: nil, transposed: buffers[.turnedWeights],
          pool: pool))
      unsafe pool.run(
        Turn(
          values: outputs, stride: stack.rows, count: pass.tokenCount, columns: stack.rows,
          target: buffers[.turnedOutputs], intoTiles: false, pool: pool))
      unsafe pool.run(
        Turn(
          values: inputs, stride: stack.paddedColumns, count: pass.tokenCount,
          columns: stack.paddedColumns, target: buffers[.turnedInputs], intoTiles: true,
          pool: pool))
      unsafe pool.run(
        AddScaleGradients(
          stack: stack, parameters: pass.parameters, transposed: buffers[.turnedWeights],
          outputs: buffers[.turnedOutputs], inputs: buffers[.turnedInputs],
          tokenCount: pass.tokenCount, sums: pass.sums, products: buffers[.products],
          pool: pool))
      unsafe pool.run(
        FloatProduct(
          matrix: MatrixView(
            tiles: buffers[.turnedWeights], width: stack.rows, firstRow: 0,
            rows: stack.paddedColumns, columns: stack.rows),
          values: outputs, stride: stack.rows, count: pass.tokenCount, target: gradient,
          targetStride: stack.paddedColumns, pool: pool))
    }

    /// From the gradients of a norm's outputs to those of its gains, and of the stream, which are added to.
    private func goBack(
      through norm: NormRows, _ role: TensorRole, _ pass: Backwards,
      outputs: UnsafePointer<Float>, gradient: UnsafeMutablePointer<Float>
    ) {
      unsafe pool.run(
        AddGainGradients(
          values: norm.target, outputs: outputs, stride: norm.targetStride, count: norm.count,
          width: norm.width, sums: pass.sums + pass.parameters.offset(of: role),
          pool: norm.pool))
      unsafe pool.run(
        NormBackwards(
          forward: norm, outputs: outputs, stride: norm.targetStride, gradient: gradient))
    }
  }

  extension BlockGradient {
    /// What of a window is kept between forwards and backwards.
    enum Part: Int, CaseIterable {
      case attentionInput, attentionInverses, qkv, mixed, projected, stream, mlpInput, mlpInverses
      case gateUp, gated, outer, gatedGradient, mixedGradient, qkvGradient, keyGradients
      case valueGradients, turnedOutputs, turnedInputs, weights, turnedWeights, products, attention
      case cosines, sines, turnedSines
    }

    /// The memory of a window, in one piece.
    @safe struct Buffers {
      private let memory: FloatValues
      private let offsets: [Int]

      init(
        shape: AttentionShape, stacks: [StackedProjections], budget: MemoryBudget
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
          case .cosines, .sines, .turnedSines: count = tokens * shape.headDimension / 2
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
