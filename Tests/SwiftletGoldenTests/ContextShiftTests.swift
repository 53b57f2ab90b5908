import SwiftletArchitecture
import SwiftletModel
import SwiftletRuntime
import SwiftletSystem
import Testing
import _SwiftletTestSupport

/// Generation beyond the context, compared with new runs on the tokens that are kept.
@Suite struct ContextShiftTests {
  private typealias Mini = GenerationTests.Mini

  private static let prompt: [Int32] = [258, 84, 104, 101]

  private static func request(_ firstCount: Int?, maxTokens: Int, prompt: [Int32] = prompt)
    -> GenerationRequest
  {
    var request = GenerationRequest(promptIDs: prompt, maxTokens: maxTokens)
    request.ignoresEndOfSequence = true
    request.contextShift = firstCount
    return request
  }

  private static func run(_ engine: Engine, _ request: GenerationRequest) throws -> GenerationResult
  {
    engine.reset()
    return try GenerationSession(engine: engine, request: request).run { _ in }
  }

  /// The same by new runs alone: before each token the model reads all that is kept, in one go.
  private static func expected(_ engine: Engine, _ firstCount: Int, _ count: Int, prompt: [Int32])
    throws -> (ids: [Int32], history: [Int32], shiftCount: Int)
  {
    var (ids, history, shiftCount) = ([] as [Int32], prompt, 0)
    while ids.count < count {
      let next = try run(engine, request(nil, maxTokens: 1, prompt: history)).ids
      ids += next
      if ids.count == count { break }
      if history.count == engine.capacity {
        history = history.prefix(firstCount) + history.suffix((history.count - firstCount) / 2)
        shiftCount += 1
      }
      history += next
    }
    return (ids, history, shiftCount)
  }

  /// The bits of the logits after `tokens`.
  private static func logits(_ engine: Engine, after tokens: [Int32]) throws -> [UInt32] {
    var bits: [UInt32] = []
    try unsafe tokens.withUnsafeBufferPointer { tokens in
      try unsafe engine.forward(tokens, request: .last) { _, logits in
        bits = unsafe logits.map(\.bitPattern)
      }
    }
    return bits
  }

  private func expectEquality(
    _ mini: Mini, context: Int, _ firstCount: Int, _ count: Int, prompt: [Int32] = prompt,
    _ change: (inout EngineOptions) -> Void = { _ in }
  ) throws {
    let setUp = { (options: inout EngineOptions) in
      change(&options)
      options.context = context
    }
    let (engine, fresh) = (try mini.engine(setUp), try mini.engine(setUp))
    let result = try ContextShiftTests.run(
      engine, ContextShiftTests.request(firstCount, maxTokens: count, prompt: prompt))
    let expected = try ContextShiftTests.expected(fresh, firstCount, count, prompt: prompt)
    #expect(result.ids == expected.ids && result.generatedTokenCount == count)
    #expect(result.contextShiftCount == expected.shiftCount && expected.shiftCount > 1)
    #expect(result.stopReason == .maxTokens && result.decodedTokenCount == count - 1)
    // The last token is chosen, not read; the cache must be that of the tokens before it.
    #expect(engine.cache.count == expected.history.count)
    guard engine.cache.count < context else { return }
    fresh.reset()
    _ = try ContextShiftTests.logits(fresh, after: expected.history)
    let last = [try #require(result.ids.last)]
    let logits = try ContextShiftTests.logits(engine, after: last)
    #expect(try logits == ContextShiftTests.logits(fresh, after: last))
  }

  @Test(arguments: [4, 8, 32], KVCacheFormat.allCases)
  func whatFollowsAShiftIsWhatANewRunOnTheKeptTokensComputes(_ bits: Int, _ kv: KVCacheFormat)
    throws
  {
    let mini = try Mini(bits: bits)
    // Chunks that divide what is kept and some that do not; workers share each.
    for (chunkLength, threadCount) in [(32, 1), (3, 2), (1, 1)] {
      try expectEquality(mini, context: 24, 4, 70) {
        $0.kvFormat = kv
        $0.chunkLength = chunkLength
        $0.threadCount = threadCount
      }
    }
  }

  @Test(arguments: [0, 1, 2, 7, 13, 14, 15])
  func anyNumberOfFirstTokensBelowTheContextIsKept(_ firstCount: Int) throws {
    try expectEquality(Mini(), context: 16, firstCount, 45)
  }

  @Test func aContextOfOnePositionForgetsEverything() throws {
    try expectEquality(Mini(), context: 1, 0, 6, prompt: [84])
    try expectEquality(Mini(), context: 2, 1, 6, prompt: [84])
  }

  @Test func aPromptMayFillTheContextAndNotMore() throws {
    let prompt = (0..<16).map { Int32($0 + 60) }
    try expectEquality(Mini(), context: 16, 3, 30, prompt: prompt)
    let engine = try Mini().engine { $0.context = 16 }
    #expect(throws: ModelError.contextFull(capacity: 16, needed: 17)) {
      _ = try ContextShiftTests.run(
        engine, ContextShiftTests.request(3, maxTokens: 4, prompt: prompt + [5]))
    }
    #expect(throws: ModelError.contextFull(capacity: 16, needed: 18)) {
      _ = try ContextShiftTests.run(
        engine, ContextShiftTests.request(3, maxTokens: 0, prompt: prompt + [5, 6]))
    }
  }

  @Test func whatFitsIsTheSameWithAndWithoutAShift() throws {
    let engine = try Mini().engine { $0.context = 32 }
    let plain = try ContextShiftTests.run(engine, ContextShiftTests.request(nil, maxTokens: 29))
    let shifted = try ContextShiftTests.run(engine, ContextShiftTests.request(9, maxTokens: 29))
    #expect(plain.ids == shifted.ids && shifted.contextShiftCount == 0)
    #expect(plain.stopReason == .maxTokens && shifted.stopReason == .maxTokens)
    let full = try ContextShiftTests.run(engine, ContextShiftTests.request(nil, maxTokens: 30))
    #expect(full.stopReason == .contextFull)
  }

  @Test func aShiftCanBeInterrupted() throws {
    let engine = try Mini().engine {
      $0.context = 16
      $0.chunkLength = 2
    }
    for reached in [0, 2, 4] {
      engine.reset()
      var wasFull = false
      let session = try GenerationSession(
        engine: engine, request: ContextShiftTests.request(4, maxTokens: 100))
      let result = try session.run(
        isCancelled: {
          wasFull = wasFull || engine.cache.count == 16
          return wasFull && engine.cache.count == reached
        }, emit: { _ in })
      #expect(result.stopReason == .interrupted && result.contextShiftCount == 0)
      #expect(engine.cache.count == reached && result.ids.count == 13)
    }
  }

  @Test(.enabled(if: AllocationCounter.isAvailable, AllocationCounter.message))
  func neitherTokensNorShiftsAllocate() throws {
    let engine = try Mini(bits: 4).engine { $0.context = 32 }
    func allocations(_ count: Int) throws -> (count: Int, shiftCount: Int) {
      engine.reset()
      var request = ContextShiftTests.request(4, maxTokens: count)
      request.sampling.temperature = 0.8
      request.sampling.repetitionPenalty = 1.1
      let session = try GenerationSession(engine: engine, request: request)
      var run: GenerationResult?
      var taken: GenerationSession? = session
      let counted = try AllocationCounter.count {
        run = try taken.take()?.run { _ in }
      }
      #expect(run?.ids.count == count)
      return (counted, run?.contextShiftCount ?? 0)
    }
    _ = try allocations(3)
    let few = try allocations(20)
    let many = try allocations(200)
    #expect(few.shiftCount == 0 && many.shiftCount > 10)
    #expect(few.count == many.count)
  }

  @Test func memoryForTheHistoryComesFromTheBudgetAndGoesBack() throws {
    let engine = try Mini().engine { $0.context = 16 }
    let reserved = engine.budget.reservedByteCount
    _ = try ContextShiftTests.run(engine, ContextShiftTests.request(4, maxTokens: 50))
    #expect(engine.budget.owners.last?.name == "token history")
    #expect(engine.budget.reservedByteCount == reserved)
    let sampler = AlignedBuffer.mappedByteCount(
      for: Sampler.byteCount(vocabularySize: engine.configuration.vocabularySize))
    let free = engine.budget.capByteCount - reserved
    // Room for the history's page and 49 of the result's 50 ids.
    let other = try engine.budget.reserve(
      free - sampler - AlignedBuffer.mappedByteCount(for: 16 * 4) - 49 * 4, for: "other")
    let error = #expect(throws: MemoryBudgetError.self) {
      _ = try ContextShiftTests.run(engine, ContextShiftTests.request(4, maxTokens: 50))
    }
    guard case .overCap(owner: "token history", _, _, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(engine.budget.reservedByteCount == reserved + other.byteCount)
    _ = try ContextShiftTests.run(engine, ContextShiftTests.request(4, maxTokens: 49))
  }

  @Test(.enabled(if: LongTests.areEnabled, LongTests.message))
  func aResultHoldsTheNewestOfVeryManyIDs() throws {
    let engine = try Mini().engine { $0.context = 64 }
    let count = 1 << 18 + 5
    var last: [Int32] = []
    let whole = try ContextShiftTests.run(engine, ContextShiftTests.request(4, maxTokens: 1 << 18))
    #expect(whole.ids.count == 1 << 18)
    last = Array(whole.ids.suffix(1 << 17))
    let more = try ContextShiftTests.run(engine, ContextShiftTests.request(4, maxTokens: count))
    #expect(more.generatedTokenCount == count && more.ids.count == 1 << 17 + 5)
    #expect(Array(more.ids.prefix(1 << 17)) == last)
  }
}
