public import SwiftletArchitecture
internal import SwiftletModel
public import SwiftletRuntime

/// Runs a workload, and notes when each phase of each turn ran and what it computed.
public struct WorkloadRun {
  /// When each phase of each turn ran.
  public private(set) var spans: [MeasurementReport.Span] = []
  /// What was computed in the prefill and the decode phases.
  public private(set) var works: [MeasurementReport.PhaseName: MeasurementReport.Work] = [:]
  /// How often all turns have run.
  public private(set) var repetitionCount = 0
  private let workload: Workload
  private let work: WorkCount

  /// Prepares the run of `workload` with `model`.
  public init(_ workload: Workload, model: BlobModel, kvFormat: KVCacheFormat) {
    self.workload = workload
    work = WorkCount(model: model, kvFormat: kvFormat)
  }

  /// Runs all turns, as often as the workload says.
  ///
  /// - Parameters:
  ///   - engine: with a context of at least the workload's tokens.
  ///   - prompt: ids of prompts, repeated as often as needed.
  ///   - now: seconds on the samples' clock.
  ///   - tokens: told how many tokens have gone through the model.
  ///   - phaseEnded: told when a prompt is through and when an answer is.
  ///   - isCancelled: asked between tokens.
  /// - Returns: false if it was cancelled.
  /// - Throws: the engine's errors.
  public mutating func run(
    on engine: Engine, prompt: [Int32], now: () -> Double, tokens: (Int) -> Void,
    phaseEnded: (MeasurementReport.PhaseName) -> Void, isCancelled: () -> Bool
  ) throws -> Bool {
    precondition(!prompt.isEmpty, "a workload without ids")
    let begin = now()
    var doneTokenCount = 0
    var isDone = false
    while !isDone {
      engine.reset()
      for (index, turn) in workload.turns.enumerated() {
        let first = engine.cache.count
        var ids: [Int32] = []
        for offset in 0..<turn.promptTokenCount {
          ids.append(prompt[(first + offset) % prompt.count])
        }
        var request = GenerationRequest(promptIDs: ids, maxTokens: turn.generatedTokenCount)
        request.ignoresEndOfSequence = true
        let start = now()
        var isInAnswer = false
        let result = try GenerationSession(engine: engine, request: request).run(isCancelled: {
          tokens(doneTokenCount + engine.cache.count - first)
          if !isInAnswer, engine.cache.count >= first + turn.promptTokenCount {
            isInAnswer = true
            phaseEnded(.prefill)
          }
          return isCancelled()
        }) { _ in }
        if result.stopReason == .interrupted { return false }
        phaseEnded(isInAnswer ? .decode : .prefill)
        note(result, turn, index, start: start, first: first, engine)
        doneTokenCount += engine.cache.count - first
        tokens(doneTokenCount)
      }
      repetitionCount += 1
      isDone =
        workload.seconds.map { now() - begin >= $0 }
        ?? (repetitionCount >= workload.repetitionCount)
    }
    return true
  }

  private mutating func note(
    _ result: GenerationResult, _ turn: Workload.Turn, _ index: Int, start: Double, first: Int,
    _ engine: Engine
  ) {
    let prefill = result.prefillDuration / .seconds(1)
    let decode = result.decodeDuration / .seconds(1)
    let boundary = first + turn.promptTokenCount
    spans.append(
      .init(
        phase: .prefill, repetition: repetitionCount, turn: index, startSeconds: start,
        seconds: prefill, tokenCount: turn.promptTokenCount))
    let passes = (turn.promptTokenCount + engine.chunkLength - 1) / engine.chunkLength
    add(work.work(positions: first..<boundary, passCount: passes, logitsCount: 1), to: .prefill)
    guard result.decodedTokenCount > 0 else { return }
    spans.append(
      .init(
        phase: .decode, repetition: repetitionCount, turn: index, startSeconds: start + prefill,
        seconds: decode, tokenCount: result.decodedTokenCount))
    add(
      work.work(
        positions: boundary..<boundary + result.decodedTokenCount,
        passCount: result.decodedTokenCount, logitsCount: result.decodedTokenCount), to: .decode)
  }

  private mutating func add(
    _ work: MeasurementReport.Work, to phase: MeasurementReport.PhaseName
  ) {
    works[phase] = (works[phase] ?? .none) + work
  }
}
