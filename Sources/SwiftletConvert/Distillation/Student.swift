#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletArchitecture
  internal import SwiftletCheckpoint
  internal import SwiftletKernels
  internal import SwiftletModel
  internal import SwiftletSystem
  internal import SwiftletTensor

  /// The quantized model that distillation tunes: a window forwards, block by block, and its gradient backwards.
  final class Student {
    private let converter: Converter
    private let weights: CalibratedWeights
    private let windows: [ArraySlice<Int32>]
    private let pool: WorkerPool
    private let configuration: ModelConfiguration
    private let blocks: [LayerSchedule.Block]
    private let runner: BlockRunner
    private let frequencies: FloatValues
    private let gradients: BlockGradient
    private let layers: [PackedLayer]
    private let finalNorm: FloatValues
    private let parameters: [ParameterLayout]
    /// Where each layer's parameters begin; behind the last layer's come the final norm's gains.
    private let firstParameters: [Int]
    /// Gains and scales as they were, in the order of the parameters.
    private let originals: FloatValues
    /// (blocks + 1, window, hidden): what went into each block, and what came out of the last.
    private let states: FloatValues
    /// (window, hidden) and (window): the normed output, its gradient, and that of a norm's output.
    private let rows: FloatValues
    private let embedding: [WeightID: ConversionItem]
    private var embeddingRows: [WeightID: CalibratedWeights.Planes] = [:]

    /// Parameters of the whole model.
    let parameterCount: Int
    /// (window, hidden): the normed hidden states behind the last block.
    var normed: UnsafeMutablePointer<Float> { unsafe rows.base }
    /// (window, hidden): the gradient of `normed`.
    var gradient: UnsafeMutablePointer<Float> { unsafe rows.base + longest * width }

    private var width: Int { configuration.hiddenSize }
    private var longest: Int { windows.map(\.count).max() ?? 2 }

    init(
      converter: Converter, items: [WeightID: ConversionItem], weights: CalibratedWeights,
      windows: [ArraySlice<Int32>], pool: WorkerPool
    ) throws {
      let configuration = converter.model.configuration
      let budget = converter.budget
      let longest = windows.map(\.count).max() ?? 2
      let width = configuration.hiddenSize
      self.converter = converter
      self.weights = weights
      self.windows = windows
      self.pool = pool
      self.configuration = configuration
      embedding = items.filter { $0.key.role == .embedding }
      blocks = LayerSchedule(configuration).blocks
      frequencies = try FloatValues(configuration.inverseFrequencies, budget: budget)
      var layers: [PackedLayer] = []
      var parameters: [ParameterLayout] = []
      var firstParameters: [Int] = []
      var next = 0
      for layer in 0..<configuration.layerCount {
        var planes: [TensorRole: CalibratedWeights.Planes] = [:]
        var vectors: [TensorRole: FloatValues] = [:]
        for (id, item) in items where id.layer == layer {
          if item.specification.kind == .vector {
            vectors[id.role] = try FloatValues(
              weights.vectors[id] ?? converter.vectorValues(item), budget: budget)
          } else {
            planes[id.role] = weights.matrices[id]?.planes
          }
        }
        let packed = PackedLayer(planes: planes, vectors: vectors)
        let layout = ParameterLayout(packed.weights)
        layers.append(packed)
        parameters.append(layout)
        firstParameters.append(next)
        next += layout.count
      }
      guard let first = layers.first, let norm = items[WeightID(.finalNorm)] else {
        preconditionFailure("a model without layers")
      }
      finalNorm = try FloatValues(
        weights.vectors[WeightID(.finalNorm)] ?? converter.vectorValues(norm), budget: budget)
      self.layers = layers
      self.parameters = parameters
      self.firstParameters = firstParameters
      parameterCount = next + width
      originals = try FloatValues(rows: 1, width: parameterCount, budget: budget)
      runner = try BlockRunner(
        configuration: configuration, windowLength: longest, kernels: .best, pool: pool,
        budget: budget)
      gradients = try BlockGradient(
        configuration: configuration, windowLength: longest, layer: first.weights, pool: pool,
        budget: budget)
      states = try FloatValues(
        rows: (blocks.count + 1) * longest, width: width, budget: budget)
      rows = try FloatValues(
        rows: longest, width: 2 * width + FloatTiles.padded(width) + 1, budget: budget)
      for layer in layers.indices {
        forEachGroup(layer) { parameter, scale in
          unsafe originals.base[parameter] = HalfPrecision.float(half: scale)
        }
        for role in [TensorRole.attentionNorm, .mlpNorm] {
          guard let gains = layers[layer].vectors[role] else { continue }
          let place = firstParameters[layer] + parameters[layer].offset(of: role)
          unsafe (originals.base + place).update(from: gains.base, count: width)
        }
      }
      unsafe (originals.base + parameterCount - width).update(from: finalNorm.base, count: width)
    }

    /// All parameters, by what they belong to.
    ///
    /// Scales move the slower the finer their grid is: what they have to make up for is the error of rounding.
    var segments: [TunedParameters.Segment] {
      var segments: [TunedParameters.Segment] = []
      for layer in layers.indices {
        let (layout, first) = (parameters[layer], firstParameters[layer])
        func add(_ role: TensorRole, pace: Float) {
          let range = layout.range(of: role)
          segments.append(
            TunedParameters.Segment(
              range: first + range.lowerBound..<first + range.upperBound, pace: pace))
        }
        for role in [TensorRole.attentionNorm, .mlpNorm] { add(role, pace: 1) }
        for role in ParameterLayout.matrixRoles {
          let bits = layout.layout(of: role).format.bits
          add(role, pace: bits > 4 ? Float(1 << 4) / Float(1 << min(bits, 16)) : 1)
        }
      }
      let end = parameterCount - width
      return segments + [TunedParameters.Segment(range: end..<parameterCount, pace: 1)]
    }

    /// Visits a layer's scales, each with its parameter.
    private func forEachGroup(_ layer: Int, _ body: (Int, inout UInt16) -> Void) {
      let layout = parameters[layer]
      for role in ParameterLayout.matrixRoles {
        guard let planes = layers[layer].planes[role] else { continue }
        let shape = planes.layout
        let scales = unsafe (planes.memory.base + shape.scalesOffset)
          .assumingMemoryBound(to: UInt16.self)
        var parameter = firstParameters[layer] + layout.offset(of: role)
        for row in 0..<shape.rows {
          for group in 0..<shape.groupsPerRow {
            let place = shape.groupIndex(row: row, group: group)
            var value = unsafe UInt16(littleEndian: scales[place])
            body(parameter, &value)
            unsafe scales[place] = value.littleEndian
            parameter += 1
          }
        }
      }
    }

    /// Sets gains and scales to what the parameters say.
    func apply(_ tuned: TunedParameters) {
      for layer in layers.indices {
        forEachGroup(layer) { parameter, scale in
          let wanted = unsafe originals.base[parameter] * KernelSet.exp(tuned.values[parameter])
          let stored = HalfPrecision.half(wanted)
          // No scale may overflow because it was tuned.
          scale =
            HalfPrecision.float(half: stored).isFinite
            ? stored : unsafe HalfPrecision.half(originals.base[parameter])
        }
        for role in [TensorRole.attentionNorm, .mlpNorm] {
          guard let gains = layers[layer].vectors[role] else { continue }
          set(gains, from: firstParameters[layer] + parameters[layer].offset(of: role), tuned)
        }
      }
      set(finalNorm, from: parameterCount - width, tuned)
    }

    private func set(_ gains: FloatValues, from first: Int, _ tuned: TunedParameters) {
      for index in 0..<width {
        unsafe gains.base[index] =
          unsafe originals.base[first + index] * KernelSet.exp(tuned.values[first + index])
      }
    }

    /// Hands the gains over; scales are in the planes already.
    func finish() {
      func values(_ vector: FloatValues) -> [Float] { (0..<width).map { unsafe vector.base[$0] } }
      for layer in layers.indices {
        for role in [TensorRole.attentionNorm, .mlpNorm] {
          guard let gains = layers[layer].vectors[role] else { continue }
          weights.vectors[WeightID(role, layer: layer)] = values(gains)
        }
      }
      weights.vectors[WeightID(.finalNorm)] = values(finalNorm)
    }

    /// A window forwards, to `normed`.
    func run(_ window: Int) throws {
      let count = windows[window].count
      for (row, token) in windows[window].enumerated() {
        unsafe try embed(Int(token), into: states.base + row * width)
      }
      for block in blocks.indices {
        let input = unsafe states.base + block * longest * width
        let output = unsafe input + longest * width
        unsafe output.update(from: input, count: count * width)
        unsafe runner.run(
          block, hidden: output, tokenCount: count,
          layer: layers[blocks[block].storedLayer].weights,
          frequencies: frequencies.vector)
      }
      pool.run(norm(count))
    }

    private func norm(_ count: Int) -> NormRows {
      unsafe NormRows(
        gains: finalNorm.vector, epsilon: Float(configuration.rmsNormEpsilon),
        source: states.base + blocks.count * longest * width, count: count, width: width,
        target: normed, targetStride: width,
        inverses: rows.base + longest * (2 * width + FloatTiles.padded(width)),
        pool: pool)
    }

    /// From the gradient of `normed` to those of the parameters, which are added to.
    ///
    /// `afterBlock` is called now and then, and may end it.
    func goBack(_ window: Int, _ tuned: TunedParameters, afterBlock: () throws -> Void) throws {
      let count = windows[window].count
      let norm = norm(count)
      let stream = unsafe gradient + longest * width
      unsafe pool.run(
        AddGainGradients(
          values: normed, outputs: gradient, stride: width, count: count, width: width,
          sums: tuned.gradients + parameterCount - width, pool: pool))
      unsafe stream.update(repeating: 0, count: count * width)
      unsafe pool.run(
        NormBackwards(forward: norm, outputs: gradient, stride: width, gradient: stream))
      for block in blocks.indices.reversed() {
        let layer = blocks[block].storedLayer
        unsafe gradients.run(
          input: states.base + block * longest * width, gradient: stream, tokenCount: count,
          layer: layers[layer].weights, attention: blocks[block].attention,
          parameters: parameters[layer], sums: tuned.gradients + firstParameters[layer])
        try afterBlock()
      }
    }

    /// A row of the embedding as the blob has it.
    private func embed(_ token: Int, into place: UnsafeMutablePointer<Float>) throws {
      let part = token / TensorTable.rowsPerPart
      let id = WeightID(.embedding, part: part)
      let values = unsafe UnsafeMutableBufferPointer(start: place, count: width)
      if let found = weights.matrices[id]?.planes {
        unsafe found.layout.dequantizeRow(
          token % TensorTable.rowsPerPart, of: UnsafeRawBufferPointer(found.bytes), into: values)
        unsafe converter.scaleEmbedding(values)
        return
      }
      unsafe try converter.embed(token, of: embedding, through: &embeddingRows, into: values)
    }
  }
#endif
