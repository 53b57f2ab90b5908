#if !SWIFTLET_WITHOUT_CALIBRATION
  package import SwiftletArchitecture
  internal import SwiftletKernels
  package import SwiftletModel
  package import SwiftletSystem
  internal import SwiftletTensor

  /// The gradient of a transformer block over a window, in float32.
  ///
  /// The block is computed again from its input: RMSNorm, grouped-query attention to the positions in sight, rotated or not
  /// and with norms of heads where there are some, residual, RMSNorm, gated product, residual; what is added may go through
  /// a norm. Sums are in a fixed order, so results do not depend on the number of threads. Gains of heads' norms and of
  /// norms behind a block's halves are no parameters.
  @safe package final class BlockGradient {
    private let configuration: ModelConfiguration
    private let pool: WorkerPool
    private let windowLength: Int
    private let buffers: Buffers
    private let qkv: StackedProjections
    private let output: StackedProjections
    private let gateUp: StackedProjections
    private let down: StackedProjections

    /// Reserves memory for a window.
    ///
    /// - Parameters:
    ///   - configuration: the model's.
    ///   - windowLength: tokens of a window at most.
    ///   - layer: any layer of the model, for its shapes.
    ///   - pool: the workers.
    ///   - budget: where memory is reserved.
    /// - Throws: `MemoryBudgetError`.
    package init(
      configuration: ModelConfiguration, windowLength: Int, layer: LayerWeights, pool: WorkerPool,
      budget: MemoryBudget
    ) throws(MemoryBudgetError) {
      self.configuration = configuration
      self.windowLength = windowLength
      self.pool = pool
      let frequencies = configuration.inverseFrequencies
      qkv = StackedProjections([.queryProjection, .keyProjection, .valueProjection], layer)
      output = StackedProjections([.outputProjection], layer)
      gateUp = StackedProjections([.gateProjection, .upProjection], layer)
      down = StackedProjections([.downProjection], layer)
      let shape = BlockGradient.shape(configuration, .plain, qkv, windowLength, pool)
      let half = configuration.headDimension / 2
      let rotaryCount = frequencies.count / max(1, half)
      buffers = try Buffers(
        shape: shape, stacks: [qkv, output, gateUp, down],
        rotaryCount: rotaryCount,
        normsHeads: configuration.queryKeyNorm != .none,
        normsOutputs: configuration.normsBlockOutputs, budget: budget)
      unsafe buffers[.ones].update(repeating: 1, count: configuration.headDimension)
      for rotary in 0..<rotaryCount {
        for position in 0..<windowLength {
          let place = (rotary * windowLength + position) * half
          unsafe frequencies.withUnsafeBufferPointer { frequencies in
            guard let base = frequencies.baseAddress else { return }
            unsafe RotaryAngles.fill(
              cosines: buffers[.cosines] + place, sines: buffers[.sines] + place,
              inverseFrequencies: base + rotary * half, half: half, position: position)
          }
          for index in place..<place + half {
            unsafe buffers[.turnedSines][index] = unsafe -buffers[.sines][index]
          }
        }
      }
    }

    /// The angles of a rotary embedding, or those that undo it; nil for none.
    private func angles(_ rotary: LayerAttention.Rotary, turned: Bool) -> RotateHeads.Angles? {
      if rotary == .none { return nil }
      let place = rotary == .local ? windowLength * configuration.headDimension / 2 : 0
      return unsafe RotateHeads.Angles(
        cosines: buffers[.cosines] + place,
        sines: buffers[turned ? .turnedSines : .sines] + place)
    }

    /// The norms of query and key heads in a layer; nil if it has none.
    private func headNorms(
      _ layer: LayerWeights, _ attention: LayerAttention, _ shape: AttentionShape
    ) -> NormHeads? {
      let ones = unsafe UnsafePointer(buffers[.ones])
      let gains: (queries: UnsafePointer<Float>, keys: UnsafePointer<Float>)
      switch configuration.queryKeyNorm {
      case .none: return nil
      case .weighted:
        unsafe gains = unsafe (layer.queryNorm?.values ?? ones, layer.keyNorm?.values ?? ones)
      case .plainAfterRotary:
        if attention.rotary == .none { return nil }
        unsafe gains = unsafe (ones, ones)
      }
      return unsafe NormHeads(
        shape: shape, queryGains: gains.queries, keyGains: gains.keys,
        epsilon: Float(configuration.rmsNormEpsilon), rows: buffers[.qkv],
        originals: buffers[.headOriginals], inverses: buffers[.headInverses])
    }

    /// The norm behind half a block, of what lies in `rows`, which it normalizes; nil if there is none.
    private func outputNorm(
      _ gains: VectorView?, _ stack: StackedProjections, _ tokenCount: Int,
      rows: UnsafeMutablePointer<Float>, originals: Part, inverses: Part
    ) -> NormRows? {
      guard let gains else { return nil }
      let hidden = configuration.hiddenSize
      for token in 0..<tokenCount {
        unsafe (buffers[originals] + token * hidden).update(
          from: rows + token * stack.rows, count: hidden)
      }
      let norm = unsafe NormRows(
        gains: gains, epsilon: Float(configuration.rmsNormEpsilon), source: buffers[originals],
        count: tokenCount, width: hidden, target: rows, targetStride: stack.rows,
        inverses: buffers[inverses], pool: pool)
      pool.run(norm)
      return norm
    }

    /// Turns the gradient in `rows` of what a norm behind half a block gave into that of what it took.
    private func goBack(
      through norm: NormRows?, rows: UnsafeMutablePointer<Float>, _ pass: Backwards
    ) {
      guard let norm else { return }
      let hidden = configuration.hiddenSize
      unsafe buffers[.outputGradient].update(repeating: 0, count: pass.tokenCount * hidden)
      unsafe pool.run(
        NormBackwards(
          forward: norm, outputs: rows, stride: norm.targetStride,
          gradient: buffers[.outputGradient]))
      unsafe pass.copy(
        buffers[.outputGradient], width: hidden, into: rows, stride: norm.targetStride)
    }

    private static func shape(
      _ configuration: ModelConfiguration, _ attention: LayerAttention, _ qkv: StackedProjections,
      _ tokenCount: Int, _ pool: WorkerPool
    ) -> AttentionShape {
      AttentionShape(
        tokenCount: tokenCount, headCount: configuration.headCount,
        kvHeadCount: configuration.kvHeadCount, headDimension: configuration.headDimension,
        scale: configuration.attentionScale, reach: attention.reach, stride: qkv.rows,
        keyColumn: qkv.firstRows[1],
        valueColumn: qkv.firstRows[2], pool: pool)
    }

    /// Turns the gradient of a block's output into that of its input, and adds to those of the layer's parameters.
    ///
    /// - Parameters:
    ///   - input: (tokenCount, hidden).
    ///   - gradient: (tokenCount, hidden), in and out.
    ///   - tokenCount: tokens, from position 0 on.
    ///   - layer: the block's weights.
    ///   - attention: what its attention looks at.
    ///   - parameters: where `sums` has which.
    ///   - sums: gradients of the logarithms of the layer's gains and scales, added to.
    package func run(
      input: UnsafePointer<Float>, gradient: UnsafeMutablePointer<Float>, tokenCount: Int,
      layer: LayerWeights, attention: LayerAttention, parameters: ParameterLayout,
      sums: UnsafeMutablePointer<Float>
    ) {
      precondition((1...windowLength).contains(tokenCount), "a window of \(tokenCount) tokens")
      let hidden = configuration.hiddenSize
      let width = FloatTiles.padded(hidden)
      let epsilon = Float(configuration.rmsNormEpsilon)
      let shape = BlockGradient.shape(configuration, attention, qkv, tokenCount, pool)
      let stream = unsafe buffers[.stream]

      // Forwards.
      let attentionNorm = unsafe NormRows(
        gains: layer.attentionNorm, epsilon: epsilon, source: input, count: tokenCount,
        width: hidden, target: buffers[.attentionInput], targetStride: width,
        inverses: buffers[.attentionInverses], pool: pool)
      pool.run(attentionNorm)
      unsafe project(qkv, layer, buffers[.attentionInput], tokenCount, into: buffers[.qkv])
      let heads = headNorms(layer, attention, shape)
      if let heads { pool.run(heads) }
      if let turns = angles(attention.rotary, turned: false) {
        unsafe pool.run(RotateHeads(shape: shape, rows: buffers[.qkv], angles: turns))
      }
      // As in the pass itself, where there is no rotary embedding.
      let temperature = attention.rotary == .none ? configuration.temperature : nil
      if let temperature {
        unsafe pool.run(
          ScaleQueries(shape: shape, rows: buffers[.qkv], temperature: temperature))
      }
      let attend = unsafe AttendWindow(
        shape: shape, rows: buffers[.qkv], output: buffers[.mixed],
        outputStride: output.paddedColumns, scratch: buffers[.attention])
      pool.run(attend)
      unsafe project(output, layer, buffers[.mixed], tokenCount, into: buffers[.projected])
      let attentionOutputNorm = unsafe outputNorm(
        layer.attentionOutputNorm, output, tokenCount, rows: buffers[.projected],
        originals: .attentionOutput, inverses: .attentionOutputInverses)
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
        activation: configuration.activation, values: buffers[.gateUp], stride: gateUp.rows,
        upColumn: gateUp.firstRows[1],
        count: tokenCount, width: configuration.intermediateSize, product: buffers[.gated],
        productStride: down.paddedColumns, pool: pool)
      pool.run(gate)
      // What is added last is needed for its norm alone.
      var mlpOutputNorm: NormRows?
      if let gains = layer.mlpOutputNorm {
        unsafe project(down, layer, buffers[.gated], tokenCount, into: buffers[.outer])
        mlpOutputNorm = unsafe outputNorm(
          gains, down, tokenCount, rows: buffers[.outer], originals: .mlpOutput,
          inverses: .mlpOutputInverses)
      }

      // Backwards.
      let pass = unsafe Backwards(
        layer: layer, parameters: parameters, sums: sums, tokenCount: tokenCount)
      unsafe pass.copy(gradient, width: hidden, into: buffers[.outer], stride: down.rows)
      unsafe goBack(through: mlpOutputNorm, rows: buffers[.outer], pass)
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
      unsafe goBack(through: attentionOutputNorm, rows: buffers[.outer], pass)
      unsafe goBack(
        through: output, pass, outputs: buffers[.outer], inputs: buffers[.mixed],
        into: buffers[.mixedGradient])
      let attendBackwards = unsafe AttendBackwards(
        forward: attend, outputs: buffers[.mixedGradient], gradient: buffers[.qkvGradient],
        keys: buffers[.keyGradients], values: buffers[.valueGradients])
      pool.run(attendBackwards)
      pool.run(
        GatherHeads(
          backwards: attendBackwards, angles: angles(attention.rotary, turned: true)))
      if let temperature {
        unsafe pool.run(
          ScaleQueries(shape: shape, rows: buffers[.qkvGradient], temperature: temperature))
      }
      if let heads {
        unsafe pool.run(HeadNormsBackwards(forward: heads, gradient: buffers[.qkvGradient]))
      }
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
#endif
