import SwiftletArchitecture
import SwiftletModel
import Testing

@Suite struct KVCacheShapeTests {
  private func byteCount(_ dimension: Int, _ capacity: Int, _ format: KVCacheFormat) -> Int {
    KVCacheShape(
      spans: [Int?](repeating: nil, count: 30), kvHeadCount: 3, headDimension: dimension,
      capacity: capacity, format: format
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

  @Test func blocksWithAWindowKeepNoMoreThanItTouches() {
    func positions(_ span: Int?, capacity: Int = 4096) -> Int {
      KVCacheShape(
        spans: [span], kvHeadCount: 1, headDimension: 32, capacity: capacity, format: .float32
      ).byteCount / (2 * 32 * 4)
    }
    #expect(positions(nil) == 4096)
    // 512 positions up to one touch at most five blocks of 128, 514 touch six.
    #expect(positions(512) == 640 && positions(513) == 640 && positions(514) == 768)
    #expect(positions(1) == 128 && positions(2) == 256 && positions(129) == 256)
    #expect(positions(512, capacity: 600) == 608)
    #expect(positions(1 << 28) == 4096)
  }
}
