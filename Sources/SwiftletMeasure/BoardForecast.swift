internal import SwiftletArchitecture
internal import SwiftletFormat
public import SwiftletRuntime
internal import SwiftletSystem

/// What a plan's speed and energy are going to be on a kind of board, from its coefficients alone: modelled, not measured.
///
/// A generated token takes the time of its cycles, or that of reading its weights from memory, or that of bringing streamed
/// ones from storage, whichever is longest; the slow end of the interval is the sum of their slow ends, as if nothing
/// overlapped. The context is empty: attention, and the reading of keys and values, come on top.
public struct BoardForecast: Sendable {
  /// The board.
  public let profile: BoardProfile
  /// Threads that compute, on the board's first design of cores.
  public let threadCount: Int
  /// Weights that a generated token is multiplied with.
  public let generatedWeights: WeightCount
  /// Weights that a prompt's token is multiplied with.
  public let promptWeights: WeightCount
  private let generatedByteCount: Int
  private let layerByteCount: Int

  /// What one token takes.
  public struct Token: Equatable, Sendable {
    /// What it waits for.
    public enum Bound: String, Sendable {
      case cores
      case memory
      case storage
    }

    /// Tokens per second.
    public var tokensPerSecond: Figure
    /// Joules per token of the whole board.
    public var energyPerToken: Figure
    /// Joules per token beyond what the board takes when nothing runs.
    public var energyAboveIdlePerToken: Figure
    /// Instructions per token.
    public var instructions: Figure
    /// What the best guess of the time is that of; nil if it is not known.
    public var bound: Bound?
    var seconds: Estimate?
  }

  /// A forecast for `model` on boards of `profile`.
  ///
  /// - Parameters:
  ///   - profile: the board.
  ///   - model: the blob.
  ///   - threadCount: threads; nil for one on each core of the first design.
  public init(profile: BoardProfile, model: BlobModel, threadCount: Int? = nil) {
    self.profile = profile
    self.threadCount = threadCount ?? profile.cores[0].count
    generatedWeights = .generatedToken(model)
    promptWeights = .promptToken(model)
    generatedByteCount = model.weightBytesPerToken
    layerByteCount = zip(model.table.specifications, model.records).reduce(0) { sum, pair in
      pair.0.id.layer == nil
        ? sum : sum + pair.1.rawByteCount * model.configuration.layerRepetitions
    }
  }

  /// A generated token under `plan`.
  public func generatedToken(_ plan: RunPlan) -> Token {
    let cores = profile.cores[0]
    return token(
      generatedWeights, int4: cores.generatedInt4, int8: cores.generatedInt8,
      byteCount: Double(generatedByteCount),
      streamedByteCount: Double(plan.streamedByteCountPerToken), slotCount: plan.slotCount)
  }

  /// A token of a long prompt under `plan`: the tokens of a chunk share what is read.
  public func promptToken(_ plan: RunPlan) -> Token {
    let cores = profile.cores[0]
    let chunk = Double(max(1, plan.chunkLength))
    return token(
      promptWeights, int4: cores.promptInt4, int8: cores.promptInt8,
      byteCount: Double(layerByteCount) / chunk,
      streamedByteCount: Double(plan.streamedByteCountPerChunk) / chunk, slotCount: plan.slotCount)
  }

  /// Decoding's speed under `plan`, as a share of the same with everything resident; nil if it is not known.
  public func shareOfFullSpeed(_ plan: RunPlan) -> Double? {
    let cores = profile.cores[0]
    let whole = token(
      generatedWeights, int4: cores.generatedInt4, int8: cores.generatedInt8,
      byteCount: Double(generatedByteCount), streamedByteCount: 0, slotCount: 0)
    guard let full = whole.seconds, let seconds = generatedToken(plan).seconds else { return nil }
    return full.value / seconds.value
  }

  private var source: String { "board file \(profile.name)" }

  private func token(
    _ weights: WeightCount, int4: BoardProfile.WeightCost, int8: BoardProfile.WeightCost,
    byteCount: Double, streamedByteCount: Double, slotCount: Int
  ) -> Token {
    guard weights.float == 0 else {
      let reason = "no instruction counts for weights in 16 or 32 bits"
      return Token(
        tokensPerSecond: .unavailable(reason, unit: "tokens/s"),
        energyPerToken: .unavailable(reason, unit: "J/token"),
        energyAboveIdlePerToken: .unavailable(reason, unit: "J/token"),
        instructions: .unavailable(reason, unit: "1"))
    }
    func sum(_ cost: (BoardProfile.WeightCost) -> Coefficient) -> Estimate {
      Estimate(exactly: Double(weights.int4)) * cost(int4).estimate
        + Estimate(exactly: Double(weights.int8)) * cost(int8).estimate
    }
    let cores = profile.cores[0]
    let instructions = sum(\.instructionsPerWeight)
    let workers = Double(min(threadCount, cores.count))
    let computing = sum(\.cyclesPerWeight) / (cores.clock.estimate * Estimate(exactly: workers))
    // Fewer threads than cores may not fill the bandwidth.
    let bandwidth = profile.memoryBandwidth.estimate
    let share = workers / Double(cores.count)
    let rate = Estimate(
      bandwidth.value, low: bandwidth.low * min(1, share), high: bandwidth.high)
    let reading = Estimate(exactly: byteCount) / rate
    let loading = Estimate(exactly: streamedByteCount) / profile.storageBandwidth.estimate
    // With a single slot a streamed unit is not read while the one before is multiplied.
    let overlapped = max(computing.value, reading.value)
    let streamedShare = byteCount > 0 ? min(1, streamedByteCount / byteCount) : 0
    let waiting = slotCount == 1 ? loading.value + overlapped * streamedShare : loading.value
    let seconds = Estimate(
      max(overlapped, waiting), low: max(computing.low, reading.low, loading.low),
      high: computing.high + reading.high + loading.high)
    // Activations, keys and values, and code come on top; large caches keep a part of the weights.
    let dram = Estimate(
      byteCount + streamedByteCount, low: 0.8 * byteCount,
      high: 1.15 * byteCount + 3 * streamedByteCount)
    let energy = profile.energy(
      seconds: seconds, instructionCount: instructions, dramByteCount: dram)
    let speed = Estimate(exactly: 1) / seconds
    let bound: Token.Bound =
      waiting > overlapped ? .storage : computing.value >= reading.value ? .cores : .memory
    return Token(
      tokensPerSecond: speed.figure(unit: "tokens/s", source: source, covers: profile.title),
      energyPerToken: energy.total.figure(unit: "J/token", source: source, covers: profile.title),
      energyAboveIdlePerToken: energy.aboveIdle.figure(
        unit: "J/token", source: source, covers: profile.title),
      instructions: instructions.figure(unit: "1", source: source, covers: profile.title),
      bound: bound, seconds: seconds)
  }
}
