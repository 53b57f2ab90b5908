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

  @Test func residentBytesAreTheSumOfTheirKinds() throws {
    let memory = try #require(ProcessMemory.current())
    let own = try #require(memory.residentAnonymousByteCount)
    let file = try #require(memory.residentFileByteCount)
    let shared = try #require(memory.residentSharedByteCount)
    #expect(own > 0 && file > 0 && own + file + shared == memory.residentByteCount)
    #expect(memory.dataByteCount.map { $0 >= own / 2 } == true)
    #expect(memory.swappedByteCount != nil)
  }

  @Test func whatAnOldKernelDoesNotTellIsUnknown() throws {
    // So many groups that the figures come after the first pages.
    let groups = (0..<65_536).map(String.init).joined(separator: " ")
    let tree = try KernelTree([
      ("/status", "Name:\tVmRSS: 5 kB\nGroups:\t\(groups)\nVmHWM:\t 90 kB\nVmRSS:\t 70 kB\n")
    ])
    let memory = try #require(ProcessMemory.status(tree.root + "/status"))
    #expect(memory.residentByteCount == 70 << 10 && memory.peakResidentByteCount == 90 << 10)
    #expect(memory.residentAnonymousByteCount == nil && memory.residentFileByteCount == nil)
    #expect(memory.residentSharedByteCount == nil && memory.dataByteCount == nil)
  }

  @Test(arguments: ["", "VmRSS: 5 kB\n", "VmRSS: x kB\nVmHWM: 5 kB\n", "VmRSS: 5 GB\nVmHWM: 5 kB"])
  func aMalformedStatusSaysNothing(content: String) throws {
    let tree = try KernelTree([("/status", content)])
    #expect(ProcessMemory.status(tree.root + "/status") == nil)
  }
}
