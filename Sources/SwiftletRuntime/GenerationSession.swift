internal import SwiftletArchitecture
internal import SwiftletModel
public import SwiftletSystem
internal import SwiftletTokenizer

/// Why generation ended.
public enum StopReason: String, Sendable {
  /// The model ended the text.
  case endOfSequence = "eos"
  /// A stop string appeared.
  case stopString = "stop"
  /// The token limit was reached.
  case maxTokens = "max_tokens"
  /// The context is full, and the request does not shift it.
  case contextFull = "context_full"
  /// The caller asked to stop.
  case interrupted = "interrupted"
}

/// What to generate.
public struct GenerationRequest: Sendable {
  /// The prompt's ids, at least one.
  public var promptIDs: [Int32]
  /// The most tokens to generate.
  public var maxTokens: Int
  /// How tokens are chosen.
  public var sampling = SamplingOptions()
  /// Texts that end generation; they are not printed.
  public var stopStrings: [String] = []
  /// Whether end-of-sequence tokens are treated like any other.
  public var ignoresEndOfSequence = false
  /// What happens when the context is full: nil ends generation (`StopReason.contextFull`); a number
  /// keeps that many first tokens and the newest half of the rest, and goes on.
  ///
  /// From 0 to one less than the context. Each shift costs a prefill of the kept tokens: they are
  /// computed anew, so that what follows is bit for bit what a new run on them would compute. What the
  /// sampler has seen and drawn is not forgotten.
  public var contextShift: Int?

  /// A greedy request.
  public init(promptIDs: [Int32], maxTokens: Int) {
    self.promptIDs = promptIDs
    self.maxTokens = maxTokens
  }
}

/// What was generated and how long it took.
public struct GenerationResult: Sendable {
  /// The generated ids, the end-of-sequence id not among them.
  ///
  /// With a context shift the newest: after 262,144 the older half of those here is dropped.
  public var ids: [Int32] = []
  /// How many were generated.
  public var generatedTokenCount = 0
  /// How often the context was full and shifted.
  public var contextShiftCount = 0
  /// Why it ended.
  public var stopReason = StopReason.maxTokens
  /// From the first prompt token to the prompt's logits.
  public var prefillDuration = Duration.zero
  /// From there to the end; `generatedTokenCount - 1` forward passes, and those of context shifts.
  public var decodeDuration = Duration.zero
  /// From the start of generation to the first chosen token.
  public var timeToFirstToken = Duration.zero
  /// Forward passes of one token.
  public var decodedTokenCount = 0
}

/// One generation: prefill, then a token at a time.
///
/// Nothing is allocated per token after the first.
public struct GenerationSession: ~Copyable {
  private let engine: Engine
  private let request: GenerationRequest
  private var sampler: Sampler
  private var stops: StopMatcher
  private var text: StreamingDecoder?
  private var shift: ContextShift?
  private var bytes: [UInt8] = []
  private var result = GenerationResult()

  /// Prepares a generation on `engine`, continuing the sequence in its cache.
  ///
  /// With a context shift the cache must be empty, because all tokens in it have to be known.
  ///
  /// - Throws: `MemoryBudgetError` for the sampler's memory and a context shift's.
  public init(engine: Engine, request: GenerationRequest) throws(MemoryBudgetError) {
    precondition(!request.promptIDs.isEmpty, "an empty prompt")
    precondition(
      request.contextShift == nil || engine.cache.count == 0,
      "a context shift continues \(engine.cache.count) unknown tokens")
    // Before any property is set: Swift 6.2 ends those twice when the initializer of a noncopyable
    // type throws after it has set them.
    let sampler = try Sampler(
      options: request.sampling, vocabularySize: engine.configuration.vocabularySize,
      budget: engine.budget)
    guard let firstCount = request.contextShift else {
      self.init(engine: engine, request: request, sampler: sampler, shift: nil)
      return
    }
    let shift = try ContextShift(
      firstCount: firstCount, capacity: engine.capacity, maxTokens: request.maxTokens,
      budget: engine.budget)
    self.init(engine: engine, request: request, sampler: sampler, shift: shift)
  }

  private init(
    engine: Engine, request: GenerationRequest, sampler: consuming Sampler,
    shift: consuming ContextShift?
  ) {
    self.engine = engine
    self.request = request
    self.sampler = sampler
    self.shift = shift
    stops = StopMatcher(stops: request.stopStrings)
    text = engine.tokenizer.map { StreamingDecoder($0) }
    // Whole characters of one token: rarely over 128 bytes; more grows the array once.
    bytes.reserveCapacity(1024)
    let limit = request.contextShift == nil ? engine.capacity : ContextShift.resultLimit
    result.ids.reserveCapacity(max(0, min(request.maxTokens, limit)))
  }

  /// Runs to the end.
  ///
  /// - Parameters:
  ///   - isCancelled: asked between tokens and between chunks of the prompt.
  ///   - emit: receives whole UTF-8 characters as they are certain.
  /// - Returns: ids, times and the reason for the end.
  /// - Throws: `ModelError`, `SamplerError`.
  public consuming func run(
    isCancelled: () -> Bool = { false }, emit: (ArraySlice<UInt8>) -> Void
  ) throws -> GenerationResult {
    let clock = ContinuousClock()
    let start = clock.now
    var next = try prefill(isCancelled: isCancelled)
    result.prefillDuration = clock.now - start
    result.timeToFirstToken = result.prefillDuration
    let decodeStart = clock.now
    while let token = next {
      guard accept(token, emit: emit) else { break }
      if isCancelled() {
        result.stopReason = .interrupted
        break
      }
      next = try step(token, isCancelled: isCancelled)
    }
    result.decodeDuration = clock.now - decodeStart
    finishText(emit: emit)
    return result
  }

  /// The prompt through the model, a chunk at a time; nil if there is nothing to generate.
  private mutating func prefill(isCancelled: () -> Bool) throws -> Int32? {
    let ids = request.promptIDs
    for id in ids { sampler.observe(id) }
    var next: Int32?
    var start = 0
    while start < ids.count {
      if isCancelled() {
        result.stopReason = .interrupted
        return nil
      }
      let end = min(start + engine.chunkLength, ids.count)
      next = try unsafe ids.withUnsafeBufferPointer { ids throws -> Int32? in
        try unsafe choose(
          after: UnsafeBufferPointer(rebasing: ids[start..<end]), wanted: end == ids.count)
      }
      start = end
    }
    return request.maxTokens > 0 ? next : nil
  }

  /// One forward pass of `token`; nil if there is no room for it.
  private mutating func step(_ token: Int32, isCancelled: () -> Bool) throws -> Int32? {
    if engine.cache.count == engine.capacity {
      guard let hasRoom = try shift?.makeRoom(in: engine, isCancelled: isCancelled) else {
        result.stopReason = .contextFull
        return nil
      }
      guard hasRoom else {
        result.stopReason = .interrupted
        return nil
      }
      result.contextShiftCount += 1
    }
    result.decodedTokenCount += 1
    return try unsafe withUnsafePointer(to: token) { pointer throws -> Int32? in
      try unsafe choose(after: UnsafeBufferPointer(start: pointer, count: 1), wanted: true)
    }
  }

  private mutating func choose(after tokens: UnsafeBufferPointer<Int32>, wanted: Bool) throws
    -> Int32?
  {
    var chosen: Int32?
    var failure: SamplerError?
    try unsafe engine.forward(tokens, request: wanted ? .last : .none) { _, logits in
      do throws(SamplerError) {
        chosen = try unsafe sampler.sample(logits)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    unsafe shift?.append(tokens)
    return chosen
  }

  /// Prints what was held back for its continuation, which will not come.
  private mutating func finishText(emit: (ArraySlice<UInt8>) -> Void) {
    guard result.stopReason != .stopString else { return }
    bytes.removeAll(keepingCapacity: true)
    text?.finish(into: &bytes)
    if stops.push(bytes, emit: emit) {
      result.stopReason = .stopString
    } else {
      stops.finish(emit: emit)
    }
  }

  /// Counts and prints a chosen token; false if it ends the text.
  private mutating func accept(_ token: Int32, emit: (ArraySlice<UInt8>) -> Void) -> Bool {
    if !request.ignoresEndOfSequence, engine.configuration.eosTokenIDs.contains(Int(token)) {
      result.stopReason = .endOfSequence
      return false
    }
    if shift != nil, result.ids.count == ContextShift.resultLimit {
      result.ids.removeFirst(ContextShift.resultLimit / 2)
    }
    result.ids.append(token)
    result.generatedTokenCount += 1
    sampler.observe(token)
    bytes.removeAll(keepingCapacity: true)
    text?.push(token, into: &bytes)
    if stops.push(bytes, emit: emit) {
      result.stopReason = .stopString
      return false
    }
    guard result.generatedTokenCount < request.maxTokens else {
      result.stopReason = .maxTokens
      return false
    }
    return true
  }
}
