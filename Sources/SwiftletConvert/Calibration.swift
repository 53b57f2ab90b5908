#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletArchitecture
  internal import SwiftletCheckpoint
  internal import SwiftletFormat
  internal import SwiftletKernels
  internal import SwiftletModel
  internal import SwiftletSystem
  internal import SwiftletTensor

  /// Quantizes layer after layer with a calibration text: each layer sees what the quantized layers before it make of
  /// the text, so that later layers make up for earlier ones.
  ///
  /// Of the model it holds one layer in float32 at a time, beside what is quantized already and the hidden states of the
  /// text.
  final class Calibration {
    /// Choices of the method.
    struct Options: Equatable, Sendable {
      /// Tokens of a window.
      var windowLength = CalibrationText.windowLength
      /// Positions at the start of a window whose activations can be a hundred times larger than others
      /// (`SecondMoments.add`); the head's moments and distillation leave them out.
      var leadingPositions = 4
      /// Tokens that one of them counts as.
      var leadingWeight: Float = 16
      /// What is added to the diagonal of moments, as a share of its mean.
      var damping: Float = 0.01
      /// The same for the head.
      var headDamping: Float = 0.01
      /// Times that the codes of a matrix are gone through again (`QuantizeRows.sweep`).
      var sweepCount = 10
    }

    /// Source bytes that calibration reads.
    static func sourceByteCount(_ items: [ConversionItem]) -> Int {
      items.reduce(0) {
        $0
          + ($1.specification.kind == .vector
            || $1.specification.id.layer == nil && $1.format.bits != 4 ? 0 : $1.sourceByteCount)
      }
    }

    /// What distillation behind it counts in the progress, in the same unit.
    ///
    /// A step of it takes about as long as a layer of calibration.
    static func distillationByteCount(
      _ items: [ConversionItem], tokenCount: Int, passCount: Int
    ) -> Int {
      let windows = Distillation.windowCount(of: tokenCount / Options().windowLength)
      return passCount * windows * layerByteCount(items)
    }

    /// Source bytes of a layer.
    private static func layerByteCount(_ items: some Sequence<ConversionItem>) -> Int {
      let layers = items.filter { $0.specification.id.layer != nil }
      let count = Set(layers.compactMap(\.specification.id.layer)).count
      return layers.reduce(0) { $0 + $1.sourceByteCount } / max(1, count)
    }

    private let converter: Converter
    private let items: [WeightID: ConversionItem]
    private let options: Options
    private let pool: WorkerPool
    private let output: String
    private let state: CalibrationState
    private let weights = CalibratedWeights()
    private let windows: [ArraySlice<Int32>]
    private var budget: MemoryBudget { converter.budget }
    private var configuration: ModelConfiguration { converter.model.configuration }

    init(
      converter: Converter, items: [ConversionItem], tokens: [Int32], sources: [SourceFile],
      options: Options, pool: WorkerPool, output: String
    ) {
      self.converter = converter
      self.items = Dictionary(uniqueKeysWithValues: items.map { ($0.specification.id, $0) })
      self.options = options
      self.pool = pool
      self.output = output
      state = CalibrationState(
        output: output, recipe: converter.options.recipe, sources: sources, tokens: tokens,
        items: items, options: options)
      windows = stride(from: 0, to: tokens.count, by: options.windowLength).compactMap {
        let window = tokens[$0..<min(tokens.count, $0 + options.windowLength)]
        return window.count > options.leadingPositions + 1 ? window : nil
      }
    }

    /// Quantizes all layers.
    func run() throws(ConversionError) -> CalibratedWeights {
      try translating { try calibrate() }
    }

    /// Tunes gains and scales of quantized layers; nil if there is nothing to do.
    func distill(_ weights: CalibratedWeights, passCount: Int) throws(ConversionError)
      -> ConversionReport.Distillation?
    {
      guard passCount > 0 else { return nil }
      var choices = Distillation.Options()
      choices.passCount = passCount
      choices.ignoredPositions = options.leadingPositions
      let distillation = Distillation(
        converter: converter, items: items, weights: weights, windows: windows, options: choices,
        state: state, stepByteCount: Calibration.layerByteCount(items.values), pool: pool,
        output: output)
      if let obstacle = distillation.obstacle {
        try converter.advance("distilling", by: distillation.byteCount, output: output)
        return .skipped(obstacle)
      }
      return try translating { try distillation.run() }
    }

    /// Errors of `body` as those of a conversion.
    private func translating<Result>(_ body: () throws -> Result) throws(ConversionError) -> Result
    {
      do {
        return try body()
      } catch let error as ConversionError {
        throw error
      } catch let error as CheckpointError {
        throw .checkpoint(error)
      } catch let error as BlobError {
        throw .blob(error)
      } catch {
        throw .memoryRefused(
          InputFault(
            file: output, place: "calibration", expected: "memory for a layer", found: "\(error)"))
      }
    }

    private func calibrate() throws -> CalibratedWeights {
      let runner = try BlockRunner(
        configuration: configuration, windowLength: options.windowLength, kernels: .best,
        pool: pool, budget: budget)
      let hidden = try embeddings()
      let frequencies = try FloatValues(configuration.inverseFrequencies, budget: budget)
      let work = try FloatValues(
        rows: options.windowLength, width: configuration.hiddenSize, budget: budget)
      let blocks = LayerSchedule(configuration).blocks
      for layer in 0..<configuration.layerCount {
        let values = try LayerValues(layer, items: items, converter: converter)
        let executed = blocks.indices.filter { blocks[$0].storedLayer == layer }
        let frequencyView = frequencies.vector
        if try state.restore(layer, items, into: weights, budget: budget) {
          values.restore(weights.vectors)
        } else {
          let plain = try values.packed(budget: budget)
          let moments = try values.moments(
            windowLength: options.windowLength, threadCount: pool.threadCount, budget: budget)
          unsafe try forEachWindow(hidden) { window, count in
            unsafe work.base.update(from: window, count: count * hidden.width)
            for block in executed {
              unsafe runner.run(
                block, hidden: work.base, tokenCount: count, layer: plain.weights,
                frequencies: frequencyView
              ) { input, inputs, stride in
                unsafe moments.add(
                  input, inputs, stride: stride, count: count, options: options, pool: pool)
              }
            }
          }
          withExtendedLifetime(plain) {}
          try quantize(values, moments)
          try state.save(layer, weights)
        }
        let quantized = try values.packed(budget: budget, with: weights)
        unsafe try forEachWindow(hidden) { window, count in
          for block in executed {
            unsafe runner.run(
              block, hidden: window, tokenCount: count, layer: quantized.weights,
              frequencies: frequencyView)
          }
        }
        // Views do not keep what they look at.
        withExtendedLifetime((quantized, frequencies)) {}
        try converter.advance(
          "calibrating layer \(layer)", by: values.sourceByteCount, output: output)
      }
      try quantizeHead(hidden, work: work)
      weights.state = state
      return weights
    }

    /// Quantizes the head's parts of 4 bits for what the final norm makes of the last hidden states.
    ///
    /// A tied embedding is the head. Parts of 8 bits are as good by themselves.
    private func quantizeHead(_ hidden: FloatValues, work: FloatValues) throws {
      let role: TensorRole = configuration.tiesEmbeddings ? .embedding : .languageModelHead
      let parts = converter.model.table.parts(of: role).filter { items[$0]?.format.bits == 4 }
      guard !parts.isEmpty, let norm = items[WeightID(.finalNorm)] else { return }
      let channelCount = configuration.hiddenSize
      let groupSize = parts.compactMap { items[$0]?.format.groupSize }.max() ?? 1
      let width = (channelCount + groupSize - 1) / groupSize * groupSize
      let moments = try SecondMoments(channelCount: channelCount, width: width, budget: budget)
      let scratch = try MomentsScratch(
        tokenCount: options.windowLength, width: width, threadCount: pool.threadCount,
        budget: budget)
      let gains = try converter.vectorValues(norm)
      try unsafe forEachWindow(hidden) { window, count in
        unsafe gains.withUnsafeBufferPointer { gains in
          guard let gains = gains.baseAddress else { return }
          for row in options.leadingPositions..<count {
            let place = row * channelCount
            unsafe KernelSet.best.rmsNorm(
              into: work.base + place, from: window + place, weight: gains, count: channelCount,
              epsilon: Float(configuration.rmsNormEpsilon))
          }
        }
        let skipped = options.leadingPositions
        unsafe moments.add(
          work.base + skipped * channelCount, stride: channelCount, count: count - skipped,
          scratch: scratch, pool: pool)
      }
      moments.complete(damping: options.headDamping)
      let factor = try factor(moments, place: "head")
      for id in parts {
        guard let item = items[id] else { continue }
        let values = try FloatValues(part: item, width: width, converter: converter)
        try quantize(item, values, moments, factor)
        try converter.advance("calibrating \(id.name)", by: item.sourceByteCount, output: output)
      }
    }

    private func factor(_ moments: SecondMoments, place: String) throws -> TriangularFactor {
      guard let factor = try TriangularFactor(moments, budget: budget) else {
        throw ConversionError.calibrationFailed(
          InputFault(
            file: output, place: place,
            expected: "inputs whose second moments can be factored", found: "a pivot of 0"))
      }
      return factor
    }

    /// Quantizes one matrix, and keeps it.
    private func quantize(
      _ item: ConversionItem, _ values: FloatValues, _ moments: SecondMoments,
      _ factor: TriangularFactor
    ) throws {
      let shape = item.specification.shape
      guard let tensor = item.tensor,
        let layout = TileLayout(rows: shape[0], columns: shape[1], format: item.format)
      else { preconditionFailure("\(item.specification.id.name) without a tensor") }
      let planes = try CalibratedWeights.Planes(
        layout: layout, budget: budget, owner: "quantized layers")
      let quantizer = CalibratedQuantizer(
        layout: layout, moments: moments, factor: factor, pool: pool, budget: budget,
        bitWorth: Float(converter.options.recipe.bitWorth), sweepCount: options.sweepCount)
      let outcome = try unsafe quantizer.quantize(values, into: planes.bytes)
      if let refusal = outcome.refusal {
        throw converter.refused(refusal, item, tensor, row: item.specification.firstRow)
      }
      weights.matrices[item.specification.id] = (planes, outcome)
    }

    /// Calls `body` with the hidden states of each window.
    private func forEachWindow(
      _ hidden: FloatValues, _ body: (UnsafeMutablePointer<Float>, Int) throws -> Void
    ) throws {
      var row = 0
      for window in windows {
        try unsafe body(hidden.base + row * hidden.width, window.count)
        row += window.count
        try converter.advance("calibrating", by: 0, output: output)
      }
    }

    /// The first hidden states, as the blob's embedding gives them.
    private func embeddings() throws -> FloatValues {
      let width = configuration.hiddenSize
      let hidden = try FloatValues(
        rows: windows.reduce(0) { $0 + $1.count }, width: width, budget: budget)
      var rows: [WeightID: CalibratedWeights.Planes] = [:]
      for (row, token) in windows.joined().enumerated() {
        try unsafe converter.embed(
          Int(token), of: items, through: &rows,
          into: UnsafeMutableBufferPointer(start: hidden.base + row * width, count: width))
      }
      return hidden
    }

    /// Quantizes the matrices of a layer, and keeps them.
    private func quantize(_ values: LayerValues, _ moments: LayerMoments) throws {
      for input in BlockInput.allCases { moments[input].complete(damping: options.damping) }
      for input in BlockInput.allCases { try scale(values, input, moments[input]) }
      for role in values.changedVectors {
        guard let vector = values.vectors[role] else { continue }
        weights.vectors[WeightID(role, layer: values.layer)] =
          (0..<vector.width).map { unsafe vector.base[$0] }
      }
      for input in BlockInput.allCases {
        let moments = moments[input]
        let factor = try factor(moments, place: "layer \(values.layer), \(input)")
        for role in LayerValues.readers(of: input) {
          guard let item = items[WeightID(role, layer: values.layer)],
            let matrix = values.matrices[role]
          else { preconditionFailure("a layer without \(role)") }
          guard case .quantized = item.format else { continue }
          try quantize(item, matrix, moments, factor)
        }
      }
    }

    /// Scales the channels of an input, where what makes it can be scaled back.
    private func scale(_ values: LayerValues, _ input: BlockInput, _ moments: SecondMoments) throws
    {
      let readers = LayerValues.readers(of: input).compactMap { role -> ChannelScaling.Reader? in
        guard let matrix = values.matrices[role],
          case .quantized(let scheme)? = items[WeightID(role, layer: values.layer)]?.format
        else { return nil }
        return unsafe ChannelScaling.Reader(weights: matrix.base, rows: matrix.rows, scheme: scheme)
      }
      guard readers.count == LayerValues.readers(of: input).count, canScaleBack(values, input)
      else { return }
      let scaling = ChannelScaling(
        moments: moments, readers: readers,
        sharing: input == .output ? valueChannels : nil, pool: pool, budget: budget)
      let factors = try scaling.choose()
      guard factors.contains(where: { $0 != 1 }) else { return }
      scaling.apply(factors)
      moments.divide(by: factors)
      switch input {
      case .attention: values.divide(.attentionNorm, by: factors)
      case .mlp: values.divide(.mlpNorm, by: factors)
      case .down: values.divide(rowsOf: .upProjection, bias: .upBias, by: factors)
      case .output:
        let count = configuration.headDimension
        let group = configuration.headCount / configuration.kvHeadCount
        let own = (0..<configuration.kvSize).map {
          factors[$0 / count * group * count + $0 % count]
        }
        values.divide(rowsOf: .valueProjection, bias: .valueBias, by: own)
      }
    }

    /// Whether what makes an input is written by calibration as well, or is a vector.
    private func canScaleBack(_ values: LayerValues, _ input: BlockInput) -> Bool {
      let maker: TensorRole
      switch input {
      case .attention, .mlp: return true
      case .output: maker = .valueProjection
      case .down: maker = .upProjection
      }
      guard case .quantized? = items[WeightID(maker, layer: values.layer)]?.format else {
        return false
      }
      return true
    }

    /// For each channel that attention mixes, the first that comes from the same value channel.
    private var valueChannels: [Int] {
      let count = configuration.headDimension
      let group = configuration.headCount / configuration.kvHeadCount
      return (0..<configuration.querySize).map { channel in
        let (head, place) = channel.quotientAndRemainder(dividingBy: count)
        return head / group * group * count + place
      }
    }
  }
#endif
