import SwiftletArchitecture
import SwiftletModel
import Testing

@Suite struct KVCacheShapeTests {
  private func byteCount(_ dimension: Int, _ capacity: Int, _ format: KVCacheFormat) -> Int {
    KVCacheShape(
      slotCount: 30, kvHeadCount: 3, headDimension: dimension, capacity: capacity, format: format
    ).byteCount
  }

  @Test func wholeTilesTakeNoMoreThanTheVectors() {
    for format in KVCacheFormat.allCases {
      for dimension in [32, 64, 128] {
        let perPosition = 30 * 2 * 3 * format.byteCountPerVector(headDimension: dimension)
        #expect(byteCount(dimension, 2048, format) == 2048 * perPosition)
      }
    }
  }

  @Test func paddingIsCounted() {
    // 33 positions take two groups of 32. Keys of 80 values take 96 columns and three scales at int8,
    // values five tile rows; 14 values are 14 columns and one tile row in floats.
    #expect(byteCount(80, 33, .int8) == 90 * 64 * (96 + 80 + 2 * 3 + 2))
    #expect(byteCount(14, 33, .float16) == 90 * 64 * 2 * (14 + 16))
    #expect(byteCount(14, 1, .float32) == 90 * 32 * 4 * (14 + 16))
  }
}
