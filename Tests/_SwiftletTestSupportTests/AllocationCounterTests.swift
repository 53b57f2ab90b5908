import Testing
import _SwiftletTestSupport

@Suite(.enabled(if: AllocationCounter.isAvailable, AllocationCounter.message))
struct AllocationCounterTests {
  @Test func countsEachAllocation() {
    var kept: [[UInt8]] = []
    kept.reserveCapacity(8)
    let count = AllocationCounter.count {
      for value in 0..<8 { kept.append([UInt8](repeating: UInt8(value), count: 100)) }
    }
    #expect(count == 8)
    #expect(kept.last?.first == 7)
  }

  @Test func countsAlignedMemory() {
    let count = AllocationCounter.count {
      let memory = UnsafeMutableRawPointer.allocate(byteCount: 1000, alignment: 64)
      unsafe memory.storeBytes(of: 1, as: UInt8.self)
      unsafe memory.deallocate()
    }
    #expect(count == 1)
  }

  @Test func countsNothingForArithmetic() {
    var sum = 0
    let count = AllocationCounter.count { for value in 0..<1000 { sum &+= value * value } }
    #expect(count == 0)
    #expect(sum == 332_833_500)
  }

  @Test func theProcessHasAtLeastTheThreadsCount() {
    let count = AllocationCounter.countInAllThreads {
      withExtendedLifetime([UInt8](repeating: 1, count: 5000)) {}
    }
    #expect(count >= 1)
  }
}
