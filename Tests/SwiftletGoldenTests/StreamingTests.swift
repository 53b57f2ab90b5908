import SwiftletArchitecture
import SwiftletModel
import SwiftletRuntime
import SwiftletSystem
import SwiftletTensor
import Testing
import _SwiftletTestSupport

/// Models that are read as they run give the bits of models in memory.
@Suite struct StreamingTests {
  /// A blob of random weights: three parts of vocabulary, a few layers.
  final class Sample {
    let folder: TemporaryFolder
    let path: String

    init(
      tied: Bool = true, repetitions: Int = 1, layers: WeightFormat = Sample.int4,
      vocabulary: WeightFormat = Sample.int8, isCompressible: Bool = false, layerCount: Int = 5
    ) throws {
      folder = try TemporaryFolder()
      path = folder.path("blob.swiftlet")
      let configuration = ModelConfiguration(
        hiddenSize: 96, intermediateSize: 160, layerCount: layerCount, headCount: 6, kvHeadCount: 2,
        headDimension: 16, vocabularySize: 5000, contextLength: 256, hasAttentionBias: true,
        tiesEmbeddings: tied, layerRepetitions: repetitions)
      try SyntheticBlob.write(
        configuration, layers: layers, vocabulary: vocabulary, isCompressible: isCompressible,
        to: path)
    }

    static let int4 = WeightFormat.quantized(
      QuantizationScheme(bits: .four, groupSize: .columns32, hasZeroPoints: true))
    static let narrowInt4 = WeightFormat.quantized(
      QuantizationScheme(
        bits: .four, groupSize: .columns32, hasZeroPoints: true, scaleBits: .eight))
    static let int8 = WeightFormat.quantized(
      QuantizationScheme(bits: .eight, groupSize: .columns32, hasZeroPoints: false))

    /// An engine over `source`, or over the file.
    func engine(
      source: (any ByteSource)? = nil, budget: MemoryBudget? = nil,
      _ change: (inout EngineOptions) -> Void
    ) throws -> Engine {
      var options = EngineOptions()
      options.context = 64
      change(&options)
      let source = try source ?? FileByteSource(path: path)
      return try Engine(model: BlobModel(source: source), options: options, budget: budget)
    }
  }

  /// The bits of all logits of a prompt, and of the last ones of tokens behind it.
  static func bits(_ engine: Engine) throws -> [UInt32] {
    engine.reset()
    var bits: [UInt32] = []
    let prompt: [Int32] = [7, 4999, 7, 0, 2047, 2048, 4096, 31, 16, 3000, 12]
    try unsafe prompt.withUnsafeBufferPointer { prompt in
      try unsafe engine.forward(prompt, request: .all) { _, logits in
        unsafe bits += logits.map(\.bitPattern)
      }
    }
    for token: Int32 in [1, 2500, 4100] {
      try unsafe withUnsafePointer(to: token) { token in
        let token = unsafe UnsafeBufferPointer(start: token, count: 1)
        try unsafe engine.forward(token, request: .last) { _, logits in
          unsafe bits += logits.map(\.bitPattern)
        }
      }
    }
    return bits
  }

  @Test(arguments: [true, false], [1, 2])
  func everyResidencyGivesTheSameBits(tied: Bool, repetitions: Int) throws {
    for (layers, vocabulary, isCompressible) in [
      (Sample.int4, Sample.int8, false), (Sample.int8, Sample.int8, true),
      (.float32, Sample.int8, false), (Sample.narrowInt4, Sample.narrowInt4, false),
    ] {
      let sample = try Sample(
        tied: tied, repetitions: repetitions, layers: layers, vocabulary: vocabulary,
        isCompressible: isCompressible)
      let expected = try Self.bits(sample.engine { $0.residency = .resident })
      for residency in [Residency.partial, .streamed] {
        for (threads, chunk) in [(1, 1), (1, 4), (3, 32)] {
          let engine = try sample.engine {
            $0.residency = residency
            $0.threadCount = threads
            $0.chunkLength = chunk
            $0.logitsRowCount = 3
          }
          #expect(engine.residency == residency)
          #expect(try Self.bits(engine) == expected)
          let streaming = try #require(engine.streaming)
          #expect(streaming.loadedByteCount > 0)
        }
      }
    }
  }

  @Test func aSharedLayerIsReadOnceForBothOfItsRuns() throws {
    func loaded(_ repetitions: Int) throws -> Int {
      let engine = try Sample(repetitions: repetitions).engine {
        $0.residency = .streamed
        $0.chunkLength = 4
      }
      _ = try Self.bits(engine)
      return try #require(engine.streaming).loadedByteCount
    }
    // Three passes of the prompt and three tokens; the loader may be two units ahead.
    let (once, twice) = (try loaded(1), try loaded(2))
    #expect(abs(once - twice) < once / 10)
  }

  @Test func aPassGivenUpInTheMiddleDoesNotSpoilTheNext() throws {
    let sample = try Sample()
    let expected = try Self.bits(sample.engine { $0.residency = .resident })
    let source = try FaultySource(FileByteSource(path: sample.path))
    let engine = try sample.engine(source: source) { $0.residency = .streamed }
    #expect(try Self.bits(engine) == expected)
    source.fault = .error
    #expect(throws: ModelError.self) { _ = try Self.bits(engine) }
    #expect(throws: ModelError.self) { _ = try Self.bits(engine) }
    source.fault = nil
    #expect(try Self.bits(engine) == expected)
  }

  @Test func everyFailingReadEndsInAnErrorThatNamesTheFile() throws {
    let sample = try Sample(layerCount: 2)
    for residency in Residency.allCases {
      let counting = try FaultySource(FileByteSource(path: sample.path))
      let expected = try Self.bits(sample.engine(source: counting) { $0.residency = residency })
      for fault in FaultySource.Fault.allCases {
        var failures = 0
        for number in 0..<counting.readCount {
          let source = try FaultySource(FileByteSource(path: sample.path))
          (source.fault, source.faultyRead) = (fault, number)
          do {
            let bits = try Self.bits(sample.engine(source: source) { $0.residency = residency })
            // What is read ahead of a pass is read again if that failed, and may never be needed.
            #expect(bits == expected)
          } catch {
            failures += 1
            #expect(error is any InputError || error is ModelError, "\(error)")
            #expect("\(error)".contains(sample.path), "\(error)")
          }
        }
        #expect(failures > counting.readCount / 3)
      }
    }
  }

  @Test func everyRefusedReservationEndsInAnErrorAndLeavesNothing() throws {
    let sample = try Sample(layerCount: 2)
    for residency in Residency.allCases {
      let counting = MemoryBudget(capByteCount: .max)
      _ = try sample.engine(budget: counting) { $0.residency = residency }
      #expect(counting.reservationCount > 5)
      for number in 0..<counting.reservationCount {
        let budget = MemoryBudget(capByteCount: .max, refusedReservation: number)
        #expect(throws: MemoryBudgetError.self, "\(residency), reservation \(number)") {
          _ = try sample.engine(budget: budget) { $0.residency = residency }
        }
        #expect(
          budget.reservedByteCount == 0, "\(residency), reservation \(number): \(budget.owners)")
      }
    }
  }

  @Test(.enabled(if: AllocationCounter.isAvailable, AllocationCounter.message))
  func aStreamedTokenAllocatesNothing() throws {
    let engine = try Sample().engine { $0.residency = .streamed }
    func allocations(_ count: Int) throws -> Int {
      engine.reset()
      return try AllocationCounter.count {
        for token in 0..<count {
          try unsafe withUnsafePointer(to: Int32(token * 61)) { token in
            try unsafe engine.forward(
              UnsafeBufferPointer(start: token, count: 1), request: .last
            ) { _, _ in }
          }
        }
      }
    }
    _ = try allocations(3)
    #expect(try allocations(50) == allocations(10))
  }

  @Test func theBudgetHoldsWhatThePlanSays() throws {
    let sample = try Sample()
    for residency in Residency.allCases {
      let engine = try sample.engine {
        $0.residency = residency
        $0.threadCount = 2
      }
      for owner in engine.budget.owners where owner.name != "sampler" {
        let planned = engine.plan.entries.first { $0.owner == owner.name }?.byteCount
        // A source that is no file needs no buffer for unaligned reads.
        #expect(planned == owner.byteCount, "\(residency): \(owner.name)")
      }
    }
  }
}
