import SwiftletArchitecture
import SwiftletConvert
import SwiftletFormat
import SwiftletKernels
import SwiftletModel
import SwiftletRuntime
import SwiftletSystem
import SwiftletTokenizer
import Testing
import _SwiftletTestSupport

/// Generation from a blob to text, on a tiny model of the project's own.
@Suite struct GenerationTests {
  /// A converted mini checkpoint.
  final class Mini {
    let checkpoint: MiniCheckpoint
    let blob: String

    init(bits: Int = 8, hasTokenizer: Bool = true) throws {
      checkpoint = try MiniCheckpoint(hasTokenizer: hasTokenizer)
      blob = checkpoint.folder.path("mini.swiftlet")
      try Golden.convert(checkpoint.folder.path, bits: bits, to: blob)
    }

    func engine(_ change: (inout EngineOptions) -> Void = { _ in }) throws -> Engine {
      var options = EngineOptions()
      options.context = 128
      change(&options)
      return try Engine(model: BlobModel(source: FileByteSource(path: blob)), options: options)
    }
  }

  private func generate(
    _ engine: Engine, _ change: (inout GenerationRequest) -> Void = { _ in }
  ) throws -> (text: [UInt8], result: GenerationResult) {
    engine.reset()
    var request = GenerationRequest(promptIDs: [258, 84, 104, 101], maxTokens: 40)
    request.ignoresEndOfSequence = true
    change(&request)
    var text: [UInt8] = []
    let result = try GenerationSession(engine: engine, request: request).run { text += $0 }
    return (text, result)
  }

  @Test(
    .enabled(if: AllocationCounter.isAvailable, AllocationCounter.message),
    arguments: [4, 8, 32], KVCacheFormat.allCases)
  func aDecodedTokenAllocatesNothing(_ bits: Int, _ kv: KVCacheFormat) throws {
    let engine = try Mini(bits: bits).engine { $0.kvFormat = kv }
    func allocations(_ count: Int) throws -> Int {
      engine.reset()
      var request = GenerationRequest(promptIDs: [258, 84], maxTokens: count)
      request.ignoresEndOfSequence = true
      request.sampling.temperature = 0.8
      request.sampling.topK = 40
      request.sampling.topP = 0.9
      request.sampling.minP = 0.01
      request.sampling.repetitionPenalty = 1.1
      request.stopStrings = ["\u{0}never\u{0}"]
      let session = try GenerationSession(engine: engine, request: request)
      var run: GenerationResult?
      var emitted = 0
      var taken: GenerationSession? = session
      let counted = try AllocationCounter.count {
        run = try taken.take()?.run { emitted += $0.count }
      }
      #expect(run?.ids.count == count && emitted > 0)
      return counted
    }
    _ = try allocations(3)
    // 60 more tokens, not one more allocation.
    #expect(try allocations(80) == allocations(20))
  }

  @Test(.enabled(if: AllocationCounter.isAvailable, AllocationCounter.message))
  func workersAllocateNothingEither() throws {
    let engine = try Mini().engine { $0.threadCount = 3 }
    var fewest = Int.max
    // Other tests allocate at the same time, so most counts say nothing; a pass that allocated by
    // itself would never count 0.
    for step in 0..<5000 where fewest > 0 {
      if step % 100 == 0 { engine.reset() }
      try unsafe withUnsafePointer(to: Int32(step % 256)) { token in
        let ids = unsafe UnsafeBufferPointer(start: token, count: 1)
        let count = try AllocationCounter.countInAllThreads {
          try unsafe engine.forward(ids, request: .last) { _, _ in }
        }
        fewest = min(fewest, count)
      }
    }
    #expect(fewest == 0)
  }

  @Test func theTextIsTheDecodingOfTheIds() throws {
    let engine = try Mini().engine()
    let (text, result) = try generate(engine)
    #expect(result.ids.count == 40 && result.stopReason == .maxTokens)
    let tokenizer = try #require(engine.tokenizer)
    #expect(
      String(decoding: text, as: UTF8.self)
        == tokenizer.decode(result.ids, skipSpecialTokens: true))
    #expect(result.decodedTokenCount == 39)
  }

  @Test func theSameSeedGivesTheSameTextWhateverTheThreadsAndKernels() throws {
    let mini = try Mini(bits: 4)
    func sampled(_ seed: UInt64, _ change: (inout EngineOptions) -> Void) throws -> [Int32] {
      try generate(try mini.engine(change)) {
        $0.sampling.temperature = 1.2
        $0.sampling.seed = seed
      }.result.ids
    }
    let expected = try sampled(7) { _ in }
    for name in KernelSet.all.map(\.name) {
      let ids = try sampled(7) {
        $0.kernels = name
        $0.threadCount = 2
        $0.chunkLength = 3
      }
      #expect(ids == expected)
    }
    #expect(try sampled(8) { _ in } != expected)
  }

  @Test func stopStringsEndTheTextBeforeThem() throws {
    let engine = try Mini().engine()
    let whole = try generate(engine).text
    // Bytes from the middle, which tokens of one byte each cut anywhere.
    let text = String(decoding: whole, as: UTF8.self)
    let middle = text.unicodeScalars.index(text.startIndex, offsetBy: text.unicodeScalars.count / 2)
    let stop = String(text[middle...].prefix(3))
    let (cut, result) = try generate(engine) { $0.stopStrings = [stop, "unused"] }
    #expect(result.stopReason == .stopString)
    let expected = text.unicodeScalars
    let position = (0..<expected.count).first {
      String(String.UnicodeScalarView(expected.dropFirst($0))).hasPrefix(stop)
    }
    #expect(
      String(decoding: cut, as: UTF8.self)
        == String(String.UnicodeScalarView(expected.prefix(position ?? 0))))
  }

  @Test func everyPieceOfTextIsWholeCharacters() throws {
    let engine = try Mini().engine()
    for seed in 0..<10 as Range<UInt64> {
      engine.reset()
      var request = GenerationRequest(promptIDs: [258], maxTokens: 100)
      request.ignoresEndOfSequence = true
      request.sampling.temperature = 3
      request.sampling.seed = seed
      _ = try GenerationSession(engine: engine, request: request).run { piece in
        #expect(String(validating: piece, as: UTF8.self) != nil)
      }
    }
  }

  @Test func endOfSequenceContextAndInterruptEndGeneration() throws {
    let mini = try Mini()
    let engine = try mini.engine { $0.context = 16 }
    #expect(try generate(engine).result.stopReason == .contextFull)
    #expect(try generate(engine).result.ids.count == 13)
    let none = try generate(engine) { $0.maxTokens = 0 }.result
    #expect(none.ids.isEmpty && none.stopReason == .maxTokens)
    engine.reset()
    var asked = 0
    let request = GenerationRequest(promptIDs: [258, 84], maxTokens: 10)
    let result = try GenerationSession(engine: engine, request: request).run(
      isCancelled: {
        asked += 1
        return asked > 3
      }, emit: { _ in })
    #expect(result.stopReason == .interrupted && result.ids.count < 10)
    // A model that always says </s> stops at once, unless told to go on.
    let greedy = try generate(engine) { $0.maxTokens = 4 }.result.ids
    #expect(greedy.count == 4)
  }

  @Test func aCapBelowThePlanIsRefusedWithTheTable() throws {
    let mini = try Mini()
    do {
      _ = try mini.engine { $0.memoryCapByteCount = 1 << 20 }
      Issue.record("a cap of 1 MiB was accepted")
    } catch let refusal as OverMemoryCap {
      #expect(refusal.plan.entries.map(\.owner).contains("KV cache"))
      #expect(refusal.description.contains("The smallest cap that works"))
      let mebibytes = (refusal.plan.peakByteCount + (1 << 20) - 1) >> 20
      let smallest = mebibytes << 20
      // What the refusal says works, works (the process has grown a little since).
      let engine = try mini.engine { $0.memoryCapByteCount = smallest + (4 << 20) }
      #expect(engine.budget.peakByteCount <= engine.plan.peakByteCount)
    }
  }

  @Test func theBudgetHoldsWhatThePlanSays() throws {
    for threads in [1, 3] {
      let engine = try Mini(bits: 4).engine { $0.threadCount = threads }
      _ = try generate(engine)
      for owner in engine.budget.owners where owner.name != "sampler" {
        let planned = engine.plan.entries.first { $0.owner == owner.name }?.byteCount
        #expect(planned == owner.byteCount, "\(owner.name)")
      }
    }
  }

  @Test func aBlobWithoutTokenizerTakesIds() throws {
    let engine = try Mini(hasTokenizer: false).engine()
    #expect(engine.tokenizer == nil)
    let (text, result) = try generate(engine)
    #expect(text.isEmpty && result.ids.count == 40)
  }

  @Test func setUpsThatDoNotExistAreNamed() throws {
    let mini = try Mini()
    #expect(throws: EngineError.self) { _ = try mini.engine { $0.kernels = "abacus" } }
    #expect(throws: EngineError.contextOutOfRange(context: 0, limit: 512)) {
      _ = try mini.engine { $0.context = 0 }
    }
    #expect(throws: EngineError.contextOutOfRange(context: 513, limit: 512)) {
      _ = try mini.engine { $0.context = 513 }
    }
    #expect(throws: EngineError.threadCountOutOfRange(threadCount: 0, limit: 256)) {
      _ = try mini.engine { $0.threadCount = 0 }
    }
  }
}
