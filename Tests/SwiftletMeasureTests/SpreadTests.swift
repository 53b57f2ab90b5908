import SwiftletMeasure
import SwiftletSystem
import Testing

@Suite struct SpreadTests {
  @Test func theMedianIsTheMiddle() {
    #expect(Spread([3, 1, 2]).median == 2)
    #expect(Spread([4, 1, 2, 3]).median == 2.5)
    #expect(Spread([5]) == Spread([5, 5]))
    #expect(Spread([9, -1, 2]).minimum == -1 && Spread([9, -1, 2]).maximum == 9)
  }

  @Test func aReadOfMemoryTakesTime() throws {
    let bandwidth = try MemoryBandwidth(pool: WorkerPool(threadCount: 2), byteCount: 4 << 20)
    let rate = bandwidth.sample(passes: 3)
    // Nothing reads a petabyte a second: a read that was optimised away would.
    #expect(rate > 0 && rate < 1e15)
  }
}
