import SwiftletArchitecture
import SwiftletMeasure
import SwiftletRuntime
import SwiftletSystem
import SwiftletTensor
import Testing
import _SwiftletTestSupport

@Suite struct BoardForecastTests {
  private static let int4 = WeightFormat.quantized(
    QuantizationScheme(bits: .four, groupSize: .columns32, hasZeroPoints: true))
  private static let int8 = WeightFormat.quantized(
    QuantizationScheme(bits: .eight, groupSize: .columns32, hasZeroPoints: false))

  /// Hidden size 96, feed-forward size 160, 3 layers that run twice, 6 and 2 heads of 16.
  private static let configuration = ModelConfiguration(
    hiddenSize: 96, intermediateSize: 160, layerCount: 3, headCount: 6, kvHeadCount: 2,
    headDimension: 16, vocabularySize: 1024, contextLength: 512, tiesEmbeddings: true,
    layerRepetitions: 2)

  /// q and output 96 x 96, k and v 96 x 32, three of 96 x 160; three layers, twice.
  private static let layerWeights = 6 * (2 * 96 * 96 + 2 * 96 * 32 + 3 * 96 * 160)
  private static let headWeights = 1024 * 96

  private let folder: TemporaryFolder
  private let model: BlobModel

  init() throws {
    folder = try TemporaryFolder()
    let path = folder.path("model.swiftlet")
    try SyntheticBlob.write(
      Self.configuration, layers: Self.int4, vocabulary: Self.int8, to: path)
    model = try BlobModel(source: FileByteSource(path: path))
  }

  private static func profile(idle: Double = 1.5, bandwidth: Double = 4e9) throws -> BoardProfile {
    var profile = try BoardProfile(bytes: Array(BoardProfileTests.text.utf8), file: "b")
    profile.idlePower = .init(idle, idle...idle, unit: "W", source: "a test")
    profile.memoryBandwidth = .init(
      bandwidth, bandwidth / 2...bandwidth, unit: "B/s", source: "a test")
    return profile
  }

  private func plan(_ change: (inout EngineOptions) -> Void = { _ in }) throws -> RunPlan {
    var options = EngineOptions()
    options.context = 256
    options.threadCount = 1
    change(&options)
    return try RunPlan(model: model, options: options)
  }

  @Test func everyWeightIsCountedAsOftenAsATokenMeetsIt() {
    let generated = WeightCount.generatedToken(model)
    #expect(generated.int4 == Self.layerWeights && generated.int8 == Self.headWeights)
    #expect(generated.float == 0)
    let prompt = WeightCount.promptToken(model)
    #expect(prompt.int4 == Self.layerWeights && prompt.int8 == 0)
  }

  @Test func aTokenTakesTheLongerOfCyclesAndMemory() throws {
    // 0.17 cycles a weight on 4 cores of 1.8 GHz.
    let cycles = 0.17 * Double(Self.layerWeights + Self.headWeights)
    let computing = cycles / (4 * 1.8e9)
    let quick = BoardForecast(profile: try Self.profile(bandwidth: 1e13), model: model)
    let fast = quick.generatedToken(try plan())
    #expect(fast.bound == .cores)
    #expect(abs((fast.tokensPerSecond.value ?? 0) * computing - 1) < 1e-9)
    let slow = BoardForecast(profile: try Self.profile(bandwidth: 1e9), model: model)
    let token = slow.generatedToken(try plan())
    #expect(token.bound == .memory)
    let reading = Double(model.weightBytesPerToken) / 1e9
    #expect(abs((token.tokensPerSecond.value ?? 0) * reading - 1) < 1e-9)
    // The slow end: twice the cycles at half the clock, and half the bandwidth, one after the other.
    let low = try #require(token.tokensPerSecond.interval?.lowerBound)
    #expect(abs(low * (4 * computing + 2 * reading) - 1) < 1e-9)
    #expect(token.tokensPerSecond.kind == .modelled)
    #expect(token.tokensPerSecond.source.contains("test-1"))
  }

  @Test func aPromptSharesWhatItReads() throws {
    let forecast = BoardForecast(profile: try Self.profile(bandwidth: 1e6), model: model)
    let plan = try plan { $0.chunkLength = 16 }
    let generated = try #require(forecast.generatedToken(plan).tokensPerSecond.value)
    let prompt = try #require(forecast.promptToken(plan).tokensPerSecond.value)
    // Sixteen tokens read the layers once, and none of them the head.
    #expect(prompt > 16 * generated)
    #expect(
      prompt < 16 * generated * Double(model.weightBytesPerToken) / Double(Self.layerWeights / 2))
  }

  @Test func energyIsThatOfTimeInstructionsAndBytes() throws {
    let forecast = BoardForecast(profile: try Self.profile(), model: model)
    let token = forecast.generatedToken(try plan())
    let seconds = 1 / (try #require(token.tokensPerSecond.value))
    let instructions = 0.3 * Double(Self.layerWeights) + 0.29 * Double(Self.headWeights)
    #expect(abs((token.instructions.value ?? 0) / instructions - 1) < 1e-9)
    let above = 4e-11 * instructions + 1.5e-10 * Double(model.weightBytesPerToken)
    #expect(abs((token.energyAboveIdlePerToken.value ?? 0) / above - 1) < 1e-9)
    #expect(abs((token.energyPerToken.value ?? 0) / (above + 1.5 * seconds) - 1) < 1e-9)
    let interval = try #require(token.energyPerToken.interval)
    let whole = above + 1.5 * seconds
    // The slow end has twice the coefficients, and more time.
    #expect(interval.lowerBound < whole && interval.upperBound > 2 * above + 1.5 * seconds)
  }

  @Test func whatIsStreamedIsWaitedFor() throws {
    let forecast = BoardForecast(profile: try Self.profile(), model: model)
    let resident = try plan()
    let streamed = try plan { $0.residency = .streamed }
    #expect(forecast.shareOfFullSpeed(resident) == 1)
    let token = forecast.generatedToken(streamed)
    #expect(token.bound == .storage)
    let loading = Double(streamed.streamedByteCountPerToken) / 4e7
    #expect((token.tokensPerSecond.value ?? 0) * loading <= 1.000001)
    #expect(try #require(forecast.shareOfFullSpeed(streamed)) < 0.1)
  }

  @Test func fewerThreadsThanCoresAreSlower() throws {
    let profile = try Self.profile(bandwidth: 1e13)
    let one = BoardForecast(profile: profile, model: model, threadCount: 1)
    let four = BoardForecast(profile: profile, model: model, threadCount: 4)
    let many = BoardForecast(profile: profile, model: model, threadCount: 9)
    let plan = try plan()
    let rates = [one, four, many].compactMap { $0.generatedToken(plan).tokensPerSecond.value }
    #expect(rates.count == 3 && abs(rates[1] / rates[0] - 4) < 1e-9 && rates[2] == rates[1])
  }

  @Test func floatsHaveNoFigureAndAReason() throws {
    let path = folder.path("float.swiftlet")
    try SyntheticBlob.write(Self.configuration, layers: .float32, to: path)
    let floats = try BlobModel(source: FileByteSource(path: path))
    let forecast = BoardForecast(profile: try Self.profile(), model: floats)
    let token = forecast.generatedToken(try RunPlan(model: floats, options: EngineOptions()))
    #expect(token.tokensPerSecond.kind == .unavailable && token.energyPerToken.value == nil)
    #expect(token.tokensPerSecond.reason?.contains("16 or 32 bits") == true)
  }
}
