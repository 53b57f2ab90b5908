import SwiftletArchitecture
import SwiftletFormat
import SwiftletMeasure
import SwiftletModel
import SwiftletRuntime
import SwiftletSystem
import Testing
import _SwiftletTestSupport

/// What is forecast of a model on a disk slower than the processor is what it then does.
///
/// The one place where a test looks at a clock: the time is what the double of a disk sleeps, a multiple of
/// what anything else takes, so a busy machine changes little of it. Long tests only all the same.
@Suite(.serialized, .enabled(if: LongTests.areEnabled, LongTests.message))
struct SpeedForecastTests {
  /// Bytes per second that the disk gives: few, so that decompressing on a busy machine is little beside.
  private static let rate = 10e6

  @Test(arguments: [Residency.streamed, .partial], [false, true])
  func tokensComeAtTheForecastRate(residency: Residency, isCompressible: Bool) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("model.swiftlet")
    let configuration = ModelConfiguration(
      hiddenSize: 576, intermediateSize: 1536, layerCount: 4, headCount: 9, kvHeadCount: 3,
      headDimension: 64, vocabularySize: 4096, contextLength: 256, tiesEmbeddings: true)
    try SyntheticBlob.write(
      configuration, layers: StreamingTests.Sample.int4, vocabulary: StreamingTests.Sample.int8,
      isCompressible: isCompressible, to: path)
    let source = try ThrottledSource(
      FileByteSource(path: path), bytesPerSecond: SpeedForecastTests.rate)
    let model = try BlobModel(source: source)
    var options = EngineOptions()
    options.residency = residency
    options.threadCount = 2
    options.chunkLength = 8
    let speed = try SpeedForecast.measured(model: model, threadCount: 2)
    // The double throttles: no tensor comes faster than its bytes in the file do.
    let ratios = model.records.map { Double($0.rawByteCount) / Double($0.storedByteCount) }
    let ratio = try #require(ratios.max())
    #expect(speed.storageBytesPerSecond < 1.1 * ratio * SpeedForecastTests.rate)
    #expect(isCompressible == (ratio > 1.5))
    let plan = try RunPlan(model: model, options: options)
    #expect(plan.residency == residency)
    let forecast = speed.decodeTokensPerSecond(plan)

    let engine = try Engine(model: model, options: options)
    // The first token waits for what nobody has read ahead.
    try Self.decode(2, engine)
    let count = 8
    let begin = ContinuousClock.now
    try Self.decode(count, engine)
    let reached = Double(count) / ((ContinuousClock.now - begin) / .seconds(1))
    #expect(abs(reached - forecast) <= 0.2 * forecast, "forecast \(forecast), reached \(reached)")
  }

  private static func decode(_ count: Int, _ engine: Engine) throws {
    for token in 0..<count {
      try unsafe withUnsafePointer(to: Int32(token * 61)) { token in
        try unsafe engine.forward(
          UnsafeBufferPointer(start: token, count: 1), request: .last
        ) { _, _ in }
      }
    }
  }
}
