import SwiftletKernels
import Testing

@Suite struct KernelSetTests {
  @Test func theScalarSetIsThereAndLast() throws {
    #expect(KernelSet.all.last?.name == "scalar")
    #expect(KernelSet.named("scalar") == KernelSet.all.last)
    #expect(KernelSet.best == KernelSet.all.first)
    #expect(KernelSet.named("no such engine") == nil)
  }
}
