import SwiftletArchitecture
import Testing

@Suite struct LayerScheduleTests {
  @Test func runsEachLayerOnceWithoutSharing() {
    let schedule = LayerSchedule(TensorTableTests.tiny)
    #expect(schedule.blocks.map(\.storedLayer) == [0, 1])
    #expect(schedule.blocks.map(\.cacheSlot) == [0, 1])
  }

  @Test func sharedLayersRunTwiceInARowWithCachesOfTheirOwn() {
    var configuration = TensorTableTests.tiny
    configuration.layerCount = 3
    configuration.layerRepetitions = 2
    let schedule = LayerSchedule(configuration)
    #expect(schedule.blocks.map(\.storedLayer) == [0, 0, 1, 1, 2, 2])
    #expect(schedule.blocks.map(\.cacheSlot) == [0, 1, 2, 3, 4, 5])
    #expect(schedule.cacheSlotCount == configuration.executedLayerCount)
  }

  @Test func cacheBytesAreThoseOfTheTable() {
    // MobileLLM-125M: 30 layers x 2 x 3 heads x 64 values = 11520 values per token.
    var configuration = ModelConfiguration(
      hiddenSize: 576, intermediateSize: 1536, layerCount: 30, headCount: 9, kvHeadCount: 3,
      headDimension: 64, vocabularySize: 32000, contextLength: 2048)
    #expect(configuration.kvCacheByteCountPerToken(.float16) == 23040)
    // One float16 scale per vector of 64 besides.
    #expect(configuration.kvCacheByteCountPerToken(.int8) == 11520 + 180 * 2)
    #expect(configuration.kvCacheByteCount(capacity: 2048, format: .int8) == 11880 * 2048)
    #expect(configuration.kvCacheByteCount(capacity: .max, format: .int8) == nil)
    configuration.layerRepetitions = 2
    #expect(configuration.kvCacheByteCountPerToken(.float16) == 46080)
  }
}
