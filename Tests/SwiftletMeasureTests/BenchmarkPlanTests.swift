import SwiftletMeasure
import Testing

@Suite struct BenchmarkPlanTests {
  @Test func theContextHoldsTheLongerRunBehindTheDepth() {
    var plan = Benchmark.Plan()
    #expect(plan.contextLength == 512)
    plan.depth = 2000
    #expect(plan.contextLength == 2512)
    plan.promptTokenCount = 0
    // Decoding starts behind one token.
    #expect(plan.contextLength == 2129)
  }
}
