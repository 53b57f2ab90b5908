#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletArchitecture
  internal import SwiftletCheckpoint
  internal import SwiftletKernels
  internal import SwiftletModel
  internal import SwiftletSystem
  internal import SwiftletTensor

  /// Measures what the float model loses if one tensor is quantized: nats of divergence for each of `SizeTarget.candidates`.
  ///
  /// Some windows of the calibration text go through the float model, and beside them a stream for each layer that is
  /// rounded in that layer alone, and one whose embedding is. All are in memory, layers one at a time. What a stream's
  /// logits diverge from the float ones is the layer's loss; its matrices share it by what each alone does to the layer's
  /// output, and formats by the error of the weights times the mean square of what they are multiplied with.
  final class Sensitivity {
    /// Tokens of a window.
    static let windowLength = 256
    /// Windows taken, evenly out of the text.
    static let windowCount = 4
    /// Positions at the start of a window that are not looked at, as in `Calibration`.
    static let ignoredPositions = Calibration.Options().leadingPositions

    /// Losses in nats per token, one for each candidate.
    private(set) var losses: [WeightID: [Double]] = [:]
    let converter: Converter
    /// With the format of the largest group, so that rows are padded for every candidate.
    let items: [WeightID: ConversionItem]
    let pool: WorkerPool
    /// What rounding leaves of a layer's loss: less where it is calibrated.
    private let calibratedShare: Double
    private let output: String
    private let windows: [ArraySlice<Int32>]
    private let runner: BlockRunner
    private let frequencies: FloatValues
    var budget: MemoryBudget { converter.budget }
    var configuration: ModelConfiguration { converter.model.configuration }

    /// Reserves the working memory of a window.
    init(
      converter: Converter, items: [ConversionItem], tokens: [Int32], pool: WorkerPool,
      output: String
    ) throws(MemoryBudgetError) {
      let configuration = converter.model.configuration
      self.converter = converter
      let widest = QuantizationScheme(bits: .eight, groupSize: .columns128, hasZeroPoints: false)
      self.items = Dictionary(
        uniqueKeysWithValues: items.map { item in
          var item = item
          if item.specification.kind == .matrix { item.format = .quantized(widest) }
          return (item.specification.id, item)
        })
      self.pool = pool
      let isCalibrated = converter.options.recipe.method == .calibrated
      calibratedShare = isCalibrated ? Sensitivity.calibratedShare : 1
      self.output = output
      let length = min(Sensitivity.windowLength, tokens.count)
      let count = min(Sensitivity.windowCount, tokens.count / length)
      windows = (0..<count).map { window in
        let first = count > 1 ? window * (tokens.count - length) / (count - 1) : 0
        return tokens[first..<first + length]
      }
      runner = try BlockRunner(
        configuration: configuration, windowLength: length, kernels: .best, pool: pool,
        budget: converter.budget)
      frequencies = try FloatValues(configuration.inverseFrequencies, budget: converter.budget)
    }

    /// What calibration leaves of the loss that plain rounding makes of a layer.
    ///
    /// Measured on SmolLM2-135M: 0.24, of a loss of 0.24 nats. An embedding gains nothing by it, so layers must not seem
    /// as bad as they look before.
    static let calibratedShare = 0.25

    /// Measures all tensors.
    func measure() throws {
      let embedded = try EmbeddedTokens(windows.flatMap { $0 }, of: self)
      let clean = embedded.exact
      // The embedding's, then one for each stored layer that has been passed.
      var streams = [embedded.rounded]
      let blocks = LayerSchedule(configuration).blocks
      var shares: [[TensorRole: [Double]]] = []
      for layer in 0..<configuration.layerCount {
        let values = try LayerValues(layer, items: items, converter: converter)
        let plain = try values.packed(budget: budget)
        let executed = blocks.indices.filter { blocks[$0].storedLayer == layer }
        let before = try clean.copy(budget: budget)
        let inputs = MeanSquares(configuration)
        unsafe run(clean, plain, executed) { input, values, stride, count in
          unsafe inputs.add(input, values, stride: stride, count: count)
        }
        for stream in streams { unsafe run(stream, plain, executed) }
        let rounding = try RoundedLayer(
          values, plain: plain, inputs: inputs, sensitivity: self
        ) { layer in
          let trial = try before.copy(budget: self.budget)
          unsafe self.run(trial, layer, executed)
          return trial.squaredDistance(from: clean)
        }
        shares.append(rounding.shares)
        unsafe run(before, rounding.packed, executed)
        streams.append(before)
        try converter.advance(
          "sensitivity of layer \(layer)", by: values.sourceByteCount, output: output)
      }
      let head = try HeadSensitivity(clean, streams, sensitivity: self)
      try head.measure { try self.converter.advance("sensitivity", by: 0, output: self.output) }
      for (layer, shares) in shares.enumerated() {
        for (role, shares) in shares {
          losses[WeightID(role, layer: layer)] = shares.map {
            $0 * head.divergences[layer + 1] * calibratedShare
          }
        }
      }
      for (id, share) in embedded.shares {
        losses[id] = share.map { $0 * head.divergences[0] }
      }
      for (id, loss) in head.losses {
        losses[id] = zip(losses[id] ?? [Double](repeating: 0, count: loss.count), loss).map {
          $0 + $1
        }
      }
    }

    /// Takes a stream through a layer.
    private func run(
      _ stream: FloatValues, _ layer: PackedLayer, _ executed: [Int],
      onInputs: (BlockInput, UnsafePointer<Float>, _ stride: Int, _ count: Int) -> Void = {
        _, _, _, _ in
      }
    ) {
      var row = 0
      for window in windows {
        for block in executed {
          unsafe runner.run(
            block, hidden: stream.base + row * stream.width, tokenCount: window.count,
            layer: layer.weights, frequencies: frequencies.vector
          ) { input, values, stride in unsafe onInputs(input, values, stride, window.count) }
        }
        row += window.count
      }
      // Views do not keep what they look at.
      withExtendedLifetime((layer, frequencies)) {}
    }

    /// Whether the token in `row` of a stream is one of those that are looked at.
    func counts(row: Int) -> Bool {
      var first = 0
      for window in windows {
        if row < first + window.count { return row - first >= Sensitivity.ignoredPositions }
        first += window.count
      }
      return false
    }
  }

  /// The mean squares of a layer's inputs, by channel.
  final class MeanSquares {
    private let widths: [BlockInput: Int]
    private var sums: [BlockInput: [Double]] = [:]
    private var counts: [BlockInput: Int] = [:]

    init(_ configuration: ModelConfiguration) {
      widths = [
        .attention: configuration.hiddenSize, .output: configuration.querySize,
        .mlp: configuration.hiddenSize, .down: configuration.intermediateSize,
      ]
    }

    /// Adds the tokens of a window but its first.
    func add(_ input: BlockInput, _ values: UnsafePointer<Float>, stride: Int, count: Int) {
      guard let width = widths[input] else { return }
      var sums = self.sums[input] ?? [Double](repeating: 0, count: width)
      let first = min(Sensitivity.ignoredPositions, count)
      for token in first..<count {
        for channel in 0..<width {
          let value = unsafe Double(values[token * stride + channel])
          sums[channel] += value * value
        }
      }
      self.sums[input] = sums
      counts[input, default: 0] += count - first
    }

    subscript(input: BlockInput) -> [Float] {
      let count = Double(max(1, counts[input] ?? 0))
      return (sums[input] ?? []).map { Float($0 / count) }
    }
  }
#endif
