import CSwiftletKernels
import SwiftletKernels
import SwiftletSystem
import Testing

@Suite struct KernelSetTests {
  @Test func theScalarSetIsThereAndLast() {
    #expect(KernelSet.compiled.last?.name == "scalar")
    #expect(KernelSet.all.last?.name == "scalar")
    #expect(KernelSet.named("scalar") == KernelSet.all.last)
    #expect(KernelSet.best == KernelSet.all.first)
    #expect(KernelSet.named("no such engine") == nil)
  }

  @Test func namesAreUnique() {
    let names = KernelSet.compiled.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(!names.contains(""))
  }

  @Test func setsNeedWhatTheCPUHas() {
    for kernels in KernelSet.compiled {
      let isUsable = CPUFeatures.current.isSuperset(of: kernels.requiredFeatures)
      #expect(KernelSet.all.contains(kernels) == isUsable)
      #expect(kernels.requiredFeatures.isEmpty == (kernels.name == "scalar"))
    }
  }

  // The C table read as words: a name, the features, then function pointers to the end.
  @Test func everySetHasEveryKernel() {
    let wordCount = unsafe MemoryLayout<swiftlet_kernel_set>.size / MemoryLayout<UInt>.size
    #expect(wordCount > 2)
    for kernels in KernelSet.compiled {
      let words = unsafe UnsafeRawPointer(kernels.functions).assumingMemoryBound(to: UInt.self)
      for index in 2..<wordCount {
        #expect(unsafe words[index] != 0, "\(kernels.name) entry \(index)")
      }
    }
  }
}
