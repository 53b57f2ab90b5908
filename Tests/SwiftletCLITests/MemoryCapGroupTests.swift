import SwiftletJSON
import SwiftletSystem
import Testing
import _SwiftletTestSupport

/// Runs in a memory control group whose limit is the cap: the kernel's own count of the promise, which has
/// page cache, page tables and what else it keeps for the process in it.
///
/// One after the other, so that the machine is not asked for all the groups' memory at once.
@Suite(
  .serialized,
  .enabled(if: CommandRun.swiftletPath != nil, "no swiftlet beside the test bundle"),
  .enabled(
    if: LimitedGroup.unavailability == nil,
    "no memory control group: \(LimitedGroup.unavailability ?? "")"))
struct MemoryCapGroupTests {
  /// How much more than the smallest cap, as a share of the way to everything in memory.
  private static let shares = [0, 0.5, 1.0]

  @Test(
    arguments: [
      "untied, three parts", "tied, five parts, floats", "compressible", "MobileLLM-125M's layers",
      "MobileLLM-600M's layers", "MobileLLM-1.5B's layers",
    ], shares)
  func aGroupLimitedToTheCapIsEnough(name: String, share: Double) throws {
    let subject = try CapSubject(CapModel.named(name))
    let job = CapJob(
      promptLength: subject.model.isLarge ? 5 : 40, maxTokens: 4, seed: 3, kv: "int8")
    let expected = try subject.expectedIDs(job)
    let options = ["--context", "512", "--threads", "2"]
    func smallest(_ more: [String]) throws -> Int {
      let run = try subject.run(job, options + more + ["--memory-cap", "1"])
      return try CapRefusal(run).smallestCapByteCount
    }
    let least = try smallest([])
    let most = max(least, try smallest(["--residency", "resident"]))
    let cap = least + Int(share * Double(most - least))
    let group: LimitedGroup
    do throws(LimitedGroup.Unavailable) {
      group = try LimitedGroup(limitByteCount: cap)
    } catch {
      Issue.record("\(error)")
      return
    }
    // What lies in the cache already is charged to whoever read it first.
    PageCache.drop(subject.path)
    let run = try group.run(
      subject.arguments(job, options + ["--memory-cap", "\(cap)"]), in: subject.folder)
    #expect(group.killCount == 0, "\(run.status) \(run.error)")
    let figures = try CapFigures(run)
    #expect(figures.ids == expected)
    #expect(figures.peak <= cap)
    // In whole MiB the smallest cap of the small models may hold all of them.
    if share == 0, subject.model.isLarge { #expect(figures.residency != "resident") }
    if share == 1 { #expect(figures.residency == "resident") }
    let peak = group.peakByteCount
    if let peak { #expect(peak <= cap) }
    print(
      "\(group.version.rawValue), \(name), \(figures.residency): limit \(cap), peak of the group "
        + "\(peak.map(String.init) ?? "unknown"), of the process \(figures.peak), limit reached "
        + "\(group.limitHitCount.map(String.init) ?? "?") times")
  }

  @Test func aGroupThatIsTooSmallKillsWhatIsNotCapped() throws {
    // The other tests could not fail if the limit did not hold.
    let subject = try CapSubject(CapModel.named("MobileLLM-600M's layers"))
    let job = CapJob(promptLength: 3, maxTokens: 2, seed: 3, kv: "int8")
    let group = try LimitedGroup(limitByteCount: 16 << 20)
    let run = try group.run(
      subject.arguments(job, ["--context", "512", "--memory-cap", "1G"]), in: subject.folder)
    #expect(run.status == -9, "\(run.status) \(run.error)")
    #expect(group.killCount == 1)
  }
}
