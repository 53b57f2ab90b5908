import SwiftletSystem
import Testing

@Suite struct ProcessMemoryTests {
  @Test func residentBytesAreThereAndBelowThePeak() throws {
    let memory = try #require(ProcessMemory.current())
    #expect(memory.residentByteCount > 1 << 20)
    #expect(memory.residentByteCount <= memory.peakResidentByteCount)
  }

  @Test func peakIsKnownWithoutAFile() throws {
    let memory = try #require(ProcessMemory.usage())
    #expect(memory.peakResidentByteCount > 1 << 20)
  }
}
