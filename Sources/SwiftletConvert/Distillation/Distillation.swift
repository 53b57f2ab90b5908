#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletArchitecture
  internal import SwiftletCheckpoint
  internal import SwiftletKernels
  internal import SwiftletModel
  internal import SwiftletSystem
  internal import SwiftletTensor

  /// Tunes norms' gains and groups' scales behind quantization, so that the model's distribution of the next token comes
  /// close to the float model's on a text (distillation; as in EfficientQAT, Chen et al., 2024, whose last phase tunes
  /// scales against the text itself).
  ///
  /// Codes and zero points stay. The quantized model runs as it is going to run, with quantized inputs and float16 scales;
  /// gradients are those of float32 arithmetic with the same weights.
  final class Distillation {
    /// Choices of the method.
    struct Options: Equatable, Sendable {
      /// Times that the text is gone through.
      var passCount = 1
      /// The largest step of a logarithm, as a share of the root of the divergence.
      ///
      /// That is what the error is like that steps are to make up for. Steps fall to 0 one by one.
      var rate: Float = 0.006
      /// The largest step for any divergence.
      var mostRate: Float = 0.003
      /// Steps in which the rate rises to its largest.
      var warmUp = 4
      /// Of so many windows one is held out.
      var heldOutEvery = 16
      /// Positions at the start of a window whose tokens do not count: what they attend to is nearly nothing.
      var ignoredPositions = 4
    }

    /// Windows that are used at most, evenly spread over the text.
    ///
    /// Each costs some 12 seconds of a core for 135 million weights; ten bring more than half of what 36 bring.
    static let mostWindowCount = 48
    /// Windows that distillation needs at least, one of which is held out.
    static let leastWindowCount = 4

    /// Windows used of so many.
    static func windowCount(of count: Int) -> Int { min(count, mostWindowCount) }

    private let converter: Converter
    private let items: [WeightID: ConversionItem]
    private let weights: CalibratedWeights
    private let windows: [ArraySlice<Int32>]
    private let options: Options
    private let state: DistillationState
    /// What the progress is told that a window of a step has done.
    private let stepByteCount: Int
    private let pool: WorkerPool
    private let output: String
    private var budget: MemoryBudget { converter.budget }
    private var configuration: ModelConfiguration { converter.model.configuration }

    init(
      converter: Converter, items: [WeightID: ConversionItem], weights: CalibratedWeights,
      windows: [ArraySlice<Int32>], options: Options, state: CalibrationState, stepByteCount: Int,
      pool: WorkerPool, output: String
    ) {
      self.converter = converter
      self.items = items
      self.weights = weights
      let step = max(1, Double(windows.count) / Double(Distillation.mostWindowCount))
      self.windows = (0..<Distillation.windowCount(of: windows.count)).map {
        windows[Int(Double($0) * step)]
      }
      self.options = options
      self.state = state.distillation(of: options)
      self.stepByteCount = stepByteCount
      self.pool = pool
      self.output = output
    }

    /// Why this model or text cannot be distilled; nil if it can.
    var obstacle: String? {
      if windows.count < Distillation.leastWindowCount { return "\(windows.count) windows of text" }
      var fewestBits = Int.max
      for layer in 0..<configuration.layerCount {
        for role in ParameterLayout.matrixRoles {
          guard let planes = weights.matrices[WeightID(role, layer: layer)]?.planes else {
            return "layers that are not quantized"
          }
          fewestBits = min(fewestBits, planes.layout.format.bits)
        }
      }
      return fewestBits > 4 ? "no layer with 4 bits" : nil
    }

    /// What the progress is told in all.
    var byteCount: Int { options.passCount * windows.count * stepByteCount }

    /// Tunes gains and scales in `weights`.
    ///
    /// - Returns: what came of it.
    /// - Throws: `ConversionError`, `CheckpointError`, `MemoryBudgetError`.
    func run() throws -> ConversionReport.Distillation {
      let exact = try head(exact: true)
      let reference = try referenceStates()
      let student = try Student(
        converter: converter, items: items, weights: weights, windows: windows, pool: pool)
      let divergence = try LogitsDivergence(
        quantized: head(exact: false), exact: exact, pool: pool, budget: budget)
      let parameters = try TunedParameters(segments: student.segments, budget: budget)
      let every = options.heldOutEvery
      let heldOut = windows.indices.filter { $0 % every == min(every, windows.count) / 2 }
      let trained = windows.indices.filter { !heldOut.contains($0) }

      func measure(step byteCount: Int) throws -> Double {
        var (sum, count) = (0.0, 0)
        for window in heldOut {
          try student.run(window)
          let tokens = options.ignoredPositions..<windows[window].count
          unsafe sum += divergence.run(
            student.normed, reference: reference.base + rows[window] * reference.width,
            tokens: tokens, gradient: nil)
          count += tokens.count
          try advance("distilling, held-out text", by: byteCount)
        }
        return sum / Double(count)
      }

      let total = options.passCount * trained.count
      var progress: DistillationState.Progress
      if let found = state.restore(parameters) {
        progress = found
        student.apply(parameters)
      } else {
        let before = try measure(step: 0)
        progress = DistillationState.Progress(step: 0, before: before, best: before)
      }
      let resumed = progress.step
      var step = 0
      for pass in 0..<options.passCount {
        for window in Distillation.shuffled(trained, seed: UInt64(pass)) {
          let subject = "distilling, step \(step + 1) of \(total)"
          step += 1
          if step <= resumed {
            try advance(subject, by: stepByteCount)
            continue
          }
          parameters.beginStep()
          try student.run(window)
          _ = unsafe divergence.run(
            student.normed, reference: reference.base + rows[window] * reference.width,
            tokens: options.ignoredPositions..<windows[window].count, gradient: student.gradient)
          try student.goBack(window, parameters) { try advance(subject) }
          try advance(subject, by: stepByteCount)
          parameters.step(rate: rate(progress.before, step: step - 1, of: total), pool: pool)
          student.apply(parameters)
          progress.step = step
          if step.isMultiple(of: DistillationState.interval) {
            try state.save(progress, parameters)
          }
        }
        // A state from within a later pass has been through this.
        guard step >= resumed else {
          try advance("distilling", by: heldOut.count * stepByteCount)
          continue
        }
        let found = try measure(step: stepByteCount)
        if found < progress.best {
          progress.best = found
          parameters.keep()
        }
      }
      parameters.goBack()
      student.apply(parameters)
      student.finish()
      return .tuned(before: progress.before, after: progress.best)
    }

    /// The rate of a step: up over the first few, then down to 0.
    private func rate(_ divergence: Double, step: Int, of total: Int) -> Float {
      let rise = min(1, Float(step + 1) / Float(options.warmUp))
      let left = 1 - Float(step) / Float(total)
      let most = min(options.mostRate, options.rate * Float(divergence.squareRoot()))
      return most * rise * left
    }

    /// The first row of each window in the reference.
    private lazy var rows: [Int] = {
      var next = 0
      return windows.map { window in
        next += window.count
        return next - window.count
      }
    }()

    private func advance(_ subject: String, by byteCount: Int = 0) throws {
      try converter.advance(subject, by: byteCount, output: output)
    }

    /// The same order for the same seed (Fisher and Yates).
    private static func shuffled(_ values: [Int], seed: UInt64) -> [Int] {
      var values = values
      var generator = SplitMix64(seed: seed &+ 1)
      for index in stride(from: values.count - 1, to: 0, by: -1) {
        values.swapAt(index, Int(generator.next() % UInt64(index + 1)))
      }
      return values
    }

    /// The parts of the head, as the blob holds them or nearly exactly: in two bytes a value.
    private func head(exact: Bool) throws -> [CalibratedWeights.Planes] {
      let role = configuration.tiesEmbeddings ? TensorRole.embedding : .languageModelHead
      return try converter.model.table.parts(of: role).map { id in
        guard var item = items[id], let tensor = item.tensor else {
          preconditionFailure("a model without \(id.name)")
        }
        if exact {
          item.format = tensor.elementType == .bfloat16 ? .bfloat16 : .float16
        } else if let found = weights.matrices[id] {
          return found.planes
        }
        let made = try converter.planes(of: item, pool: pool)
        if !exact {
          weights.matrices[id] = made
        }
        try advance("distilling, head")
        return made.planes
      }
    }

    /// The float model's normed hidden states behind the last block, window after window.
    private func referenceStates() throws -> FloatValues {
      let width = configuration.hiddenSize
      let hidden = try FloatValues(
        rows: windows.reduce(0) { $0 + $1.count }, width: width, budget: budget)
      guard let item = items[WeightID(.embedding)] else {
        preconditionFailure("a model without an embedding")
      }
      for (row, token) in windows.joined().enumerated() {
        unsafe try converter.embed(
          Int(token), item, through: nil,
          into: UnsafeMutableBufferPointer(start: hidden.base + row * width, count: width))
      }
      let runner = try BlockRunner(
        configuration: configuration, windowLength: longest, kernels: .best, pool: pool,
        budget: budget)
      let frequencies = try FloatValues(configuration.inverseFrequencies, budget: budget)
      let blocks = LayerSchedule(configuration).blocks
      for layer in 0..<configuration.layerCount {
        let values = try LayerValues(layer, items: items, converter: converter)
        let packed = try values.packed(budget: budget)
        for window in windows.indices {
          for block in blocks.indices where blocks[block].storedLayer == layer {
            unsafe runner.run(
              block, hidden: hidden.base + rows[window] * width, tokenCount: windows[window].count,
              layer: packed.weights, frequencies: frequencies.vector)
          }
          try advance("distilling, float model's layer \(layer)")
        }
        withExtendedLifetime((packed, frequencies)) {}
      }
      guard let norm = items[WeightID(.finalNorm)] else { preconditionFailure("no final norm") }
      let gains = try converter.vectorValues(norm)
      unsafe gains.withUnsafeBufferPointer { gains in
        guard let base = gains.baseAddress else { return }
        for row in 0..<hidden.rows {
          unsafe KernelSet.best.rmsNorm(
            into: hidden.base + row * width, from: hidden.base + row * width, weight: base,
            count: width, epsilon: Float(configuration.rmsNormEpsilon))
        }
      }
      return hidden
    }

    private var longest: Int { windows.map(\.count).max() ?? 2 }
  }
#endif
