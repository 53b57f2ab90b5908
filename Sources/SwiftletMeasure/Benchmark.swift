internal import SwiftletArchitecture
public import SwiftletRuntime
public import SwiftletSystem

/// Tokens per second of one engine, and how near they come to what memory allows.
public struct Benchmark {
  /// What is measured.
  public struct Plan: Equatable, Sendable {
    /// Tokens of the prompt that prefill is timed on.
    public var promptTokenCount = 512
    /// Tokens that decode is timed on, behind a prompt of one token.
    public var generatedTokenCount = 128
    /// How often each is repeated; the medians count.
    public var repetitions = 5

    /// 512 prompt tokens, 128 generated ones, five times.
    public init() {}
  }

  /// Prefill, tokens per second; nil if no prompt was asked for.
  public var prefillTokensPerSecond: Spread?
  /// Decode, tokens per second; nil if nothing was to be generated.
  public var decodeTokensPerSecond: Spread?
  /// Bytes per second at which the same threads read as many bytes as a token's weights.
  public var readBytesPerSecond: Double
  /// Bytes of weights that a decoded token reads.
  public var weightBytesPerToken: Int
  /// Time by kind of job over the decoded tokens, if a profile was asked for.
  public var profile: JobProfile?
  /// Wall time of the profiled decoding.
  public var profiledDuration = Duration.zero

  /// The share of the measured read bandwidth that decoding's weights take.
  public var rooflineShare: Double? {
    decodeTokensPerSecond.map { $0.median * Double(weightBytesPerToken) / readBytesPerSecond }
  }

  /// Measures `engine`.
  ///
  /// Prompts are random tokens of a fixed seed: speed does not depend on which tokens they are.
  ///
  /// - Parameters:
  ///   - engine: a loaded engine whose context holds the plan; its sequence is reset.
  ///   - weightBytesPerToken: `BlobModel.weightBytesPerToken` of its model.
  ///   - plan: lengths and repetitions.
  ///   - isProfiled: whether a further, timed decoding is made.
  ///   - isCancelled: asked between tokens; the figures so far are then thrown away.
  /// - Returns: the figures; nil if it was cancelled.
  /// - Throws: `ModelError`, `SamplerError`, `MemoryBudgetError`.
  public static func measure(
    engine: Engine, weightBytesPerToken: Int, plan: Plan, isProfiled: Bool,
    isCancelled: () -> Bool
  ) throws -> Benchmark? {
    var prefill: [Double] = []
    var decode: [Double] = []
    // The first round warms caches and clocks and is not counted.
    for round in 0...max(1, plan.repetitions) {
      if plan.promptTokenCount > 0 {
        let result = try run(engine, plan.promptTokenCount, maxTokens: 1, isCancelled)
        if round > 0 { prefill.append(rate(plan.promptTokenCount, result.prefillDuration)) }
      }
      if plan.generatedTokenCount > 0 {
        let result = try run(engine, 1, maxTokens: plan.generatedTokenCount + 1, isCancelled)
        if round > 0 { decode.append(rate(result.decodedTokenCount, result.decodeDuration)) }
      }
      if isCancelled() { return nil }
    }
    var benchmark = Benchmark(
      prefillTokensPerSecond: prefill.isEmpty ? nil : Spread(prefill),
      decodeTokensPerSecond: decode.isEmpty ? nil : Spread(decode),
      readBytesPerSecond: try MemoryBandwidth.measure(
        pool: engine.pool, byteCount: max(1 << 20, weightBytesPerToken)),
      weightBytesPerToken: weightBytesPerToken)
    if isProfiled, plan.generatedTokenCount > 0 {
      let profile = JobProfile()
      engine.pool.profile = profile
      defer { engine.pool.profile = nil }
      let result = try run(engine, 1, maxTokens: plan.generatedTokenCount + 1, isCancelled)
      benchmark.profile = profile
      benchmark.profiledDuration = result.decodeDuration + result.prefillDuration
    }
    return benchmark
  }

  private static func rate(_ count: Int, _ duration: Duration) -> Double {
    Double(count) / max(duration / .seconds(1), 1e-9)
  }

  private static func run(
    _ engine: Engine, _ promptTokenCount: Int, maxTokens: Int, _ isCancelled: () -> Bool
  ) throws -> GenerationResult {
    engine.reset()
    var generator = SplitMix64(seed: 1)
    let vocabulary = Int32(engine.configuration.vocabularySize)
    let prompt = (0..<promptTokenCount).map { _ in
      Int32.random(in: 0..<vocabulary, using: &generator)
    }
    var request = GenerationRequest(promptIDs: prompt, maxTokens: maxTokens)
    request.ignoresEndOfSequence = true
    return try GenerationSession(engine: engine, request: request).run(
      isCancelled: isCancelled, emit: { _ in })
  }
}
