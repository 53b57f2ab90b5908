import SwiftletJSON
import Testing
import _SwiftletTestSupport

/// What a run takes of memory that no owner of the budget holds stays small change.
@Suite(.enabled(if: CommandRun.swiftletPath != nil, "no swiftlet beside the test bundle"))
struct UnaccountedMemoryTests {
  /// What the heap may grow by for tables, views and results.
  ///
  /// A model of 30 layers has some 300 views of a few dozen bytes, a result 4 bytes a token, and a thread's
  /// arena begins with a page or two.
  private static let limit = 64 << 10
  /// Counted of the stack of each worker but the first, and of the reader's, and hardly touched.
  private static let stackByteCounts = (worker: 32 << 10, reader: 64 << 10)
  /// What else owners may hold without touching it: the decoder's buffer in plain blobs, and what the heap
  /// gives back of the time before the plan.
  private static let untouchedLimit = 512 << 10

  @Test(
    arguments: [
      "tiny", "shared layers", "untied, three parts", "compressible", "MobileLLM-350M's layers",
    ], ["streamed", "partial", "resident"])
  func itStaysSmall(name: String, residency: String) throws {
    let subject = try CapSubject(CapModel.named(name))
    func unaccounted(threads: Int, tokens: Int) throws -> Int {
      let job = CapJob(promptLength: 20, maxTokens: tokens, seed: 2, kv: "int8")
      let figures = try CapFigures(
        subject.run(
          job, ["--residency", residency, "--threads", "\(threads)", "--context", "2000"]))
      let stacks =
        (threads - 1) * Self.stackByteCounts.worker
        + (residency == "resident" ? 0 : Self.stackByteCounts.reader)
      let bytes = try #require(figures.object["unaccounted_bytes"]?.integer)
      return bytes + stacks
    }
    let few = try unaccounted(threads: 1, tokens: 2)
    let crowd = try unaccounted(threads: 4, tokens: 2)
    let many = try unaccounted(threads: 1, tokens: subject.model.isLarge ? 12 : 300)
    for bytes in [few, crowd, many] {
      #expect(bytes <= Self.limit)
      #expect(bytes >= -Self.untouchedLimit)
    }
    #expect(many - few <= Self.limit)
  }
}
