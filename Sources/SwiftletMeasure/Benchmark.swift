internal import SwiftletArchitecture
internal import SwiftletModel
public import SwiftletRuntime
internal import SwiftletSystem

/// Tokens per second of one engine, and how near they come to what memory allows.
public struct Benchmark {
  /// What is measured.
  public struct Plan: Equatable, Sendable {
    /// Tokens of the prompt that prefill is timed on.
    public var promptTokenCount = 512
    /// Tokens that decode is timed on, behind one token.
    public var generatedTokenCount = 128
    /// Tokens that are in the context before either.
    public var depth = 0
    /// How often each is repeated; the medians count.
    public var repetitions = 5
    /// Whether both are run again, as often, with a profile.
    public var isProfiled = false

    /// 512 prompt tokens, 128 generated ones, five times.
    public init() {}

    /// Positions that the engine's context must hold.
    public var contextLength: Int { depth + max(promptTokenCount, generatedTokenCount + 1) }
  }

  /// Prefill, tokens per second of each repetition; empty if no prompt was asked for.
  public var prefillRates: [Double]
  /// Decode, tokens per second of each repetition; empty if nothing was to be generated.
  public var decodeRates: [Double]
  /// Bytes per second at which the same threads read as many bytes as a token's weights, beside each
  /// repetition of decode: the mean of just before and just after it.
  public var readRates: [Double]
  /// Bytes of weights that a decoded token reads.
  public var weightBytesPerToken: Int
  /// Where prefill's time went, if a profile and a prompt were asked for.
  public var prefillProfile: PhaseProfile?
  /// Where decode's time went, if a profile and tokens were asked for.
  public var decodeProfile: PhaseProfile?

  /// Prefill's middle and ends, tokens per second.
  public var prefillTokensPerSecond: Spread? { prefillRates.isEmpty ? nil : Spread(prefillRates) }
  /// Decode's middle and ends, tokens per second.
  public var decodeTokensPerSecond: Spread? { decodeRates.isEmpty ? nil : Spread(decodeRates) }

  /// The middle of the read rates; nil without decode.
  public var readBytesPerSecond: Double? { readRates.isEmpty ? nil : Spread(readRates).median }

  /// The share of the measured read bandwidth that decoding's weights take: the median over the
  /// repetitions, each compared with the readings beside it, since memory is shared with others.
  public var rooflineShare: Double? {
    guard !decodeRates.isEmpty else { return nil }
    let shares = zip(decodeRates, readRates).map { $0 * Double(weightBytesPerToken) / $1 }
    return Spread(shares).median
  }

  /// Measures `engine`.
  ///
  /// Prompts are random tokens of a fixed seed: speed does not depend on which tokens they are.
  ///
  /// - Parameters:
  ///   - engine: a loaded engine whose context holds the plan's; its sequence is replaced.
  ///   - weightBytesPerToken: `BlobModel.weightBytesPerToken` of its model.
  ///   - plan: lengths and repetitions.
  ///   - isCancelled: asked between tokens; the figures so far are then thrown away.
  /// - Returns: the figures; nil if it was cancelled.
  /// - Throws: `ModelError`, `SamplerError`, `MemoryBudgetError`.
  public static func measure(
    engine: Engine, weightBytesPerToken: Int, plan: Plan, isCancelled: () -> Bool
  ) throws -> Benchmark? {
    var prefill: [Double] = []
    var decode: [Double] = []
    var read: [Double] = []
    let bandwidth = try MemoryBandwidth(
      pool: engine.pool, byteCount: max(1 << 20, weightBytesPerToken))
    engine.reset()
    try fill(engine, plan, isCancelled)
    if isCancelled() { return nil }
    // The first round warms caches and clocks and is not counted.
    for round in 0...max(1, plan.repetitions) {
      if plan.promptTokenCount > 0 {
        let result = try runPrefill(engine, plan, isCancelled)
        if round > 0 { prefill.append(rate(plan.promptTokenCount, result.prefillDuration)) }
      }
      if plan.generatedTokenCount > 0 {
        let before = bandwidth.sample()
        let result = try runDecode(engine, plan, isCancelled)
        let around = (before + bandwidth.sample()) / 2
        if round > 0 {
          decode.append(rate(result.decodedTokenCount, result.decodeDuration))
          read.append(around)
        }
      }
      if isCancelled() { return nil }
    }
    var benchmark = Benchmark(
      prefillRates: prefill, decodeRates: decode, readRates: read,
      weightBytesPerToken: weightBytesPerToken)
    guard plan.isProfiled else { return benchmark }
    if plan.promptTokenCount > 0 {
      benchmark.prefillProfile = try profile(engine, plan) {
        try runPrefill(engine, plan, isCancelled).prefillDuration
      }
    }
    if plan.generatedTokenCount > 0 {
      benchmark.decodeProfile = try profile(engine, plan) {
        let result = try runDecode(engine, plan, isCancelled)
        // Its prompt is one token, a forward pass like the others.
        return result.prefillDuration + result.decodeDuration
      }
    }
    return isCancelled() ? nil : benchmark
  }

  /// Adds up the jobs of all repetitions of `phase`, which returns how long it took.
  private static func profile(_ engine: Engine, _ plan: Plan, _ phase: () throws -> Duration) throws
    -> PhaseProfile
  {
    let jobs = JobProfile()
    engine.pool.profile = jobs
    defer { engine.pool.profile = nil }
    var duration = Duration.zero
    for _ in 0..<max(1, plan.repetitions) { duration += try phase() }
    return PhaseProfile(jobs: jobs, duration: duration)
  }

  private static func rate(_ count: Int, _ duration: Duration) -> Double {
    Double(count) / max(duration / .seconds(1), 1e-9)
  }

  private static func fill(_ engine: Engine, _ plan: Plan, _ isCancelled: () -> Bool) throws {
    guard plan.depth > 0 else { return }
    _ = try append(plan.depth, to: engine, maxTokens: 0, isCancelled)
  }

  /// Goes back to the plan's depth; layers with a window may have lost what was in sight there.
  private static func rewind(_ engine: Engine, _ plan: Plan, _ isCancelled: () -> Bool) throws {
    guard !engine.cache.canTruncate(to: plan.depth) else {
      engine.cache.truncate(to: plan.depth)
      return
    }
    engine.reset()
    try fill(engine, plan, isCancelled)
  }

  private static func runPrefill(_ engine: Engine, _ plan: Plan, _ isCancelled: () -> Bool) throws
    -> GenerationResult
  {
    try rewind(engine, plan, isCancelled)
    return try append(plan.promptTokenCount, to: engine, maxTokens: 1, isCancelled)
  }

  private static func runDecode(_ engine: Engine, _ plan: Plan, _ isCancelled: () -> Bool) throws
    -> GenerationResult
  {
    try rewind(engine, plan, isCancelled)
    return try append(1, to: engine, maxTokens: plan.generatedTokenCount + 1, isCancelled)
  }

  /// Continues the engine's sequence with random tokens, then generates.
  private static func append(
    _ tokenCount: Int, to engine: Engine, maxTokens: Int, _ isCancelled: () -> Bool
  ) throws -> GenerationResult {
    var generator = SplitMix64(seed: 1)
    let vocabulary = Int32(engine.configuration.vocabularySize)
    let prompt = (0..<tokenCount).map { _ in
      Int32.random(in: 0..<vocabulary, using: &generator)
    }
    var request = GenerationRequest(promptIDs: prompt, maxTokens: maxTokens)
    request.ignoresEndOfSequence = true
    return try GenerationSession(engine: engine, request: request).run(
      isCancelled: isCancelled, emit: { _ in })
  }
}
