#if !SWIFTLET_WITHOUT_CALIBRATION
  internal import SwiftletArchitecture
  internal import SwiftletKernels
  internal import SwiftletModel
  internal import SwiftletSystem
  internal import SwiftletTensor

  /// How far logits diverge: those of hidden states from the exact ones, and those of a rounded head from the head's own.
  ///
  /// The vocabulary goes by in the parts in which the head is stored, so of all logits a part's are in memory.
  final class HeadSensitivity {
    /// Of how many tokens one is looked at.
    static let tokenStep = 2

    /// KL(exact || stream) of each stream, in nats per token.
    private(set) var divergences: [Double] = []
    /// KL(exact || rounded head) of each part and candidate, in nats per token.
    private(set) var losses: [WeightID: [Double]] = [:]
    private let sensitivity: Sensitivity
    private let role: TensorRole
    private let parts: [WeightID]
    /// Normed hidden states of the tokens looked at: the exact ones, then each stream's.
    private let states: [FloatValues]
    private let meanSquares: [Float]
    private var tokenCount: Int { states[0].rows }

    init(_ exact: FloatValues, _ streams: [FloatValues], sensitivity: Sensitivity) throws {
      self.sensitivity = sensitivity
      let (configuration, budget) = (sensitivity.configuration, sensitivity.budget)
      let table = sensitivity.converter.model.table
      role = configuration.tiesEmbeddings ? .embedding : .languageModelHead
      parts = table.parts(of: role)
      guard let norm = sensitivity.items[WeightID(.finalNorm)] else {
        preconditionFailure("a model without a final norm")
      }
      let gains = try sensitivity.converter.vectorValues(norm)
      let rows = stride(from: 0, to: exact.rows, by: HeadSensitivity.tokenStep)
        .filter { sensitivity.counts(row: $0) }
      let width = exact.width
      states = try ([exact] + streams).map { stream in
        let states = try FloatValues(rows: rows.count, width: width, budget: budget)
        unsafe gains.withUnsafeBufferPointer { gains in
          guard let gains = gains.baseAddress else { return }
          for (index, row) in rows.enumerated() {
            unsafe KernelSet.best.rmsNorm(
              into: states.base + index * width, from: stream.base + row * width, weight: gains,
              count: width, epsilon: Float(configuration.rmsNormEpsilon))
          }
        }
        return states
      }
      var sums = [Double](repeating: 0, count: width)
      for row in 0..<rows.count {
        for channel in 0..<width {
          let value = unsafe Double(states[0].base[row * width + channel])
          sums[channel] += value * value
        }
      }
      meanSquares = sums.map { Float($0 / Double(max(1, rows.count))) }
    }

    /// Measures both; calls `onPart` between parts.
    func measure(onPart: () throws -> Void) throws {
      let count = tokenCount
      let exact = LogitSums(count: count)
      let streams = states.dropFirst().map { _ in LogitSums(count: count) }
      let logits = try FloatValues(
        rows: count, width: TensorTable.rowsPerPart, budget: sensitivity.budget)
      let others = try FloatValues(
        rows: count, width: TensorTable.rowsPerPart, budget: sensitivity.budget)
      for id in parts {
        let part = try self.part(id)
        try multiply(states[0], part, into: logits)
        exact.add(logits, count: part.rows, pool: sensitivity.pool)
        for (stream, state) in zip(streams, states.dropFirst()) {
          try multiply(state, part, into: others)
          stream.add(others, count: part.rows, reference: logits, pool: sensitivity.pool)
        }
        try onPart()
      }
      divergences = streams.map { $0.divergence(from: exact) / Double(max(1, count)) }
      for id in parts {
        let part = try self.part(id)
        let rounded = try FloatValues(
          rows: part.rows, width: part.width, budget: sensitivity.budget)
        let errors = RoundedRows.errors(
          of: part, columns: meanSquares.count, inputs: meanSquares, into: rounded,
          pool: sensitivity.pool)
        try multiply(states[0], part, into: logits)
        try multiply(states[0], rounded, into: others)
        let loss =
          exact.divergence(ofPart: logits, changed: others, count: part.rows)
          / Double(max(1, count))
        losses[id] = RoundedLayer.relative(errors).map { $0 * loss }
        try onPart()
      }
    }

    /// A part of the head in float32, padded for every candidate.
    private func part(_ id: WeightID) throws -> FloatValues {
      guard let item = sensitivity.items[id] else {
        preconditionFailure("a model without \(id.name)")
      }
      let size = QuantizationScheme.GroupSize.columns128.rawValue
      return try FloatValues(
        part: item, width: (meanSquares.count + size - 1) / size * size,
        converter: sensitivity.converter)
    }

    private func multiply(_ state: FloatValues, _ part: FloatValues, into logits: FloatValues)
      throws
    {
      let matrix = try part.packed(columns: meanSquares.count, budget: sensitivity.budget)
      unsafe sensitivity.pool.run(
        FloatProduct(
          matrix: matrix.view, values: state.base, stride: state.width, count: state.rows,
          target: logits.base, targetStride: logits.width, pool: sensitivity.pool))
      withExtendedLifetime(matrix) {}
    }
  }
#endif
